"""What a condition means: unknown is not false."""

import pytest
from drawing import answers as drawn_answers
from hypothesis import given
from hypothesis import strategies as st

from advisor.inference import semantics
from advisor.knowledge.conditions import AllOf, AnyOf, Leaf, NoneOf, leaves, parse, parse_leaf


def leaf(text):
    parsed, fault = parse_leaf(text)
    assert fault is None
    assert parsed is not None
    return parsed


@pytest.mark.parametrize(
    ("text", "answer", "truth"),
    [
        ("data_sensitivity is at least internal", "internal", True),
        ("data_sensitivity is at least internal", "public", False),
        ("data_sensitivity is at most internal", "regulated", False),
        ("data_sensitivity is at least internal", None, None),
        ("data_sensitivity is not public", None, None),
        ("data_sensitivity is one of public, internal", "internal", True),
        ("has_staff is no", False, True),
        ("has_staff is not no", False, False),
        ("laws includes dora", frozenset({"dora"}), True),
        ("laws includes dora", frozenset(), False),
        ("laws includes dora", None, None),
        ("laws is known", frozenset(), True),
        ("laws is known", None, False),
        ("laws is unknown", None, True),
        ("monthly_tokens is at least 1_000_000", 1_000_000, True),
        ("monthly_tokens is at least 1_000_000", 999_999.5, False),
        ("monthly_tokens is at most 1_000_000", 1_000_000, True),
    ],
)
def test_a_leaf_about_what_is_not_known_is_neither_true_nor_false(mini, text, answer, truth):
    one = leaf(text)

    assert semantics.leaf_truth(one, mini.facts[one.fact], answer) is truth


SAID, DENIED, OPEN = "has_staff is yes", "has_staff is no", "laws includes dora"


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ({"all": [SAID, OPEN]}, None),
        ({"all": [DENIED, OPEN]}, False),
        ({"any": [SAID, OPEN]}, True),
        ({"any": [DENIED, OPEN]}, None),
        ({"none": [DENIED, OPEN]}, None),
        ({"none": [SAID, OPEN]}, False),
        ({"none": [DENIED]}, True),
        ("always", True),
    ],
)
def test_joined_conditions_follow_kleene(mini, condition, truth):
    parsed, _ = parse(condition)

    assert semantics.truth(parsed, mini.facts, {"has_staff": True}) is truth


def test_an_exception_blocks_only_what_is_known_to_hold(mini):
    rule = mini.rules["public-data-goes-out"]
    public = {"data_sensitivity": "public"}

    assert semantics.fires(rule, mini.facts, public)
    assert semantics.assumed(rule, mini.facts, public) == (leaf("laws includes hipaa"),)
    assert not semantics.fires(rule, mini.facts, {**public, "laws": frozenset({"hipaa"})})
    assert semantics.assumed(rule, mini.facts, {**public, "laws": frozenset()}) == ()


@given(data=st.data())
def test_the_engines_form_of_a_rule_means_what_the_rule_means(mini, data):
    """Disjunctive normal form in two-valued tests against Kleene's logic on the tree."""
    known = data.draw(drawn_answers(mini))
    for rule in mini.rules.values():
        passes = any(
            all(test.passes(mini.facts[test.leaf.fact], known.get(test.leaf.fact)) for test in one)
            for one in semantics.alternatives(rule)
        )

        assert passes is semantics.fires(rule, mini.facts, known)


@given(data=st.data())
def test_learning_more_never_turns_a_truth_round(mini, data):
    """Kleene's logic is monotone in what is known, save for leaves about knowing itself."""
    parts = [leaf(text) for text in (SAID, DENIED, OPEN, "data_egress is never", "data_sensitivity is public")]
    kind = st.sampled_from([AllOf, AnyOf, NoneOf])
    condition = data.draw(
        st.recursive(
            st.sampled_from(parts),
            lambda inner: st.builds(lambda k, p: k(tuple(p)), kind, st.lists(inner, min_size=1, max_size=3)),
            max_leaves=5,
        )
    )
    less = data.draw(drawn_answers(mini))
    more = {**data.draw(drawn_answers(mini)), **less}
    before = semantics.truth(condition, mini.facts, less)

    assert before is None or semantics.truth(condition, mini.facts, more) is before


@given(data=st.data())
def test_the_leaves_shown_as_grounds_are_enough_to_make_the_rule_fire(mini, data):
    known = data.draw(drawn_answers(mini))
    for rule in mini.rules.values():
        if semantics.fires(rule, mini.facts, known):
            grounds = {held.leaf.fact for held in semantics.held(rule.when, mini.facts, known)}
            kept = {fact: answer for fact, answer in known.items() if fact in grounds}

            assert semantics.truth(rule.when, mini.facts, kept) is True


def test_conclusions_come_before_what_reads_them_and_advice_comes_last(mini):
    strata = semantics.strata(mini)

    assert strata["no-staff"] < strata["no-self-hosting"] < strata["close-means-pilot"]


def test_every_leaf_of_the_shipped_knowledge_can_be_asked_of_every_answer(whole):
    for rule in whole.rules.values():
        for condition in (rule.when, rule.unless):
            for one in leaves(condition) if condition is not None else ():
                assert isinstance(one, Leaf)
                assert semantics.leaf_truth(one, whole.facts[one.fact], None) in {None, True, False}
