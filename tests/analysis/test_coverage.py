"""How far trials try the rules: what never came out, and pairs that show a leaf to decide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.analysis import coverage, trials
from advisor.analysis.trials import Trial
from advisor.inference import semantics


@pytest.fixture
def covered(mini):
    """How far some sets of answers try one rule of the small knowledge."""

    def measure(rule, *known):
        listed = [Trial("case", str(number), one) for number, one in enumerate(known)]
        return coverage.rule_covered(mini.rules[rule], mini, listed)

    return measure


def test_what_no_trial_shows_is_a_gap(covered):
    found = covered("keep-data-in", {"data_sensitivity": "regulated", "data_egress": "never"})

    assert found.fired == "0"
    assert found.gaps == ("never_silent",)
    assert [leaf.gaps for leaf in found.leaves] == [("never_failed", "never_decides")] * 2


def test_an_unknown_answer_fails_no_leaf_but_may_show_that_it_decides(covered):
    found = covered(
        "keep-data-in",
        {"data_sensitivity": "regulated", "data_egress": "never"},
        {"data_sensitivity": "regulated"},
    )

    assert found.leaves[1].gaps == ("never_failed",)
    assert (found.leaves[1].decides.fires, found.leaves[1].decides.silent) == ("0", "1")


def test_a_leaf_decides_alone_where_nothing_else_differs(covered):
    found = covered(
        "public-data-goes-out",
        {"data_sensitivity": "public", "data_egress": "never", "laws": frozenset()},
        {"data_sensitivity": "internal", "data_egress": "never", "laws": frozenset()},
        {"data_sensitivity": "public", "data_egress": "never", "laws": frozenset({"hipaa"})},
    )
    first, second, exception = found.leaves

    assert (first.decides.fires, first.decides.silent, first.decides.alone) == ("0", "1", True)
    assert second.decides is None
    assert (exception.decides.silent, exception.decides.alone) == ("2", True)


def test_other_differences_count_only_where_they_could_turn_nothing_round(covered):
    both_differ = covered(
        "keep-data-in",
        {"data_sensitivity": "regulated", "data_egress": "never"},
        {"data_sensitivity": "internal", "data_egress": "anywhere"},
    )
    masked = covered(
        "public-data-goes-out",
        {"data_sensitivity": "public", "data_egress": "never", "laws": frozenset()},
        {"data_sensitivity": "public", "data_egress": "anywhere", "laws": frozenset({"hipaa"})},
    )

    assert [leaf.decides for leaf in both_differ.leaves] == [None, None]
    assert (masked.leaves[2].decides.alone, masked.leaves[0].decides) == (False, None)


def test_an_example_tries_its_own_rule_only(mini):
    listed = list(trials.of_examples(mini))
    found = coverage.measured(mini, [one for one in listed if one.rule == "no-staff"])

    assert {one.rule.id for one in found.rules if one.fired} == {"no-staff"}
    assert found.shares["fired"] == coverage.Share(1, len(mini.rules))


def test_kinds_of_trials_are_counted_apart(mini):
    listed = list(trials.of_examples(mini))

    assert coverage.measured(mini, listed, ["case"]).shares["fired"].covered == 0
    assert coverage.measured(mini, listed, ["example"]) == coverage.measured(mini, listed)


def test_nothing_to_cover_is_covered():
    assert coverage.Share(0, 0).percent == 100
    assert list(coverage.lacking(coverage.Coverage(()), {"fired": 100})) == []


@given(data=st.data())
def test_a_rule_comes_to_the_same_from_its_leaves_as_from_the_answers(whole, data):
    rule = whole.rules[data.draw(st.sampled_from(sorted(whole.rules)))]
    known = {}
    for fact in (whole.facts[name] for name in sorted(rule.reads)):
        if fact.type == "number":
            options = st.sampled_from([0, 10**6, 10**9])
        elif fact.type == "set":
            options = st.frozensets(st.sampled_from(sorted(fact.by_id)))
        else:
            options = st.booleans() if fact.type == "flag" else st.sampled_from(sorted(fact.by_id))
        answer = data.draw(st.none() | options)
        if answer is not None:
            known[fact.id] = answer

    truths = semantics.leaf_truths(rule, whole.facts, known)

    assert semantics.fires_on(rule, truths) is semantics.fires(rule, whole.facts, known)
