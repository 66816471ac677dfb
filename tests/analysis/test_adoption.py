"""Advice beside choice: agreement, the baseline beside it, and what decided a miss."""

from collections import Counter

import pytest
from tests_root import ROOT

from advisor.analysis import adoption as comparing
from advisor.knowledge import adoption
from advisor.knowledge.adoption import Adoption, Choice
from advisor.profile import Profile


def chosen(strategy, openness, **answers):
    """A documented decision of somebody with these answers."""
    choice = Choice(
        id="tea-2025",
        openness=openness,
        strategy=strategy,
        deployment="mixed",
        year=2025,
        confidence="high",
        sources=[{"title": "How", "link": "https://example.org"}],
    )
    return Adoption(choice, Profile(answers=answers))


@pytest.fixture(scope="module")
def outcomes(mini):
    """Two who cannot let data out, of whom one did so all the same, and one who may."""
    secret = {"data_sensitivity": "regulated", "data_egress": "never"}
    return comparing.compare(
        mini,
        [
            chosen("open_self_hosted", "open", **secret),
            chosen("closed_api", "closed", **secret),
            chosen("closed_api", "closed", data_sensitivity="public", data_egress="anywhere"),
        ],
    )


def test_agreement_stands_beside_what_the_commonest_answer_would_reach(outcomes):
    agreement = comparing.on_openness(outcomes)
    right = sum(outcome.agrees_on_openness for outcome in outcomes)

    assert (agreement.right, agreement.of) == (right, 3)
    assert (agreement.commonest, agreement.baseline) == ("closed", 2)


def test_the_strategy_is_judged_by_itself(outcomes):
    assert comparing.on_strategy(outcomes).right == sum(outcome.agrees_on_strategy for outcome in outcomes)
    assert outcomes[0].agrees_on_strategy


def test_the_table_counts_every_decision_once(outcomes):
    counts = comparing.confusion(outcomes)

    assert sum(counts.values()) == 3
    assert counts["closed", "open"] == 1


def test_what_rules_a_choice_out_is_named(outcomes):
    assert outcomes[0].excluded_by == ()
    assert outcomes[1].excluded_by == ("keep-data-in",)


def test_the_reasons_that_decided_add_up_to_no_less_than_the_lead(whole):
    adoptions = adoption.read(ROOT / "examples" / "adoption", "examples/adoption", whole)
    misses = [one for one in comparing.compare(whole, adoptions) if not one.agrees_on_strategy]

    assert misses
    for miss in misses:
        reasons = miss.deciding(len(whole.rules))
        assert [lead for _, lead in reasons] == sorted((lead for _, lead in reasons), reverse=True)
        assert sum(lead for _, lead in reasons) >= miss.behind - 1e-9


def test_the_shipped_rules_find_more_than_the_commonest_answer_and_hybrids_where_they_were_chosen(whole):
    adoptions = adoption.read(ROOT / "examples" / "adoption", "examples/adoption", whole)
    outcomes = comparing.compare(whole, adoptions)
    counts = Counter(comparing.confusion(outcomes))

    assert comparing.on_openness(outcomes).right > comparing.on_openness(outcomes).baseline
    assert comparing.on_strategy(outcomes).right > comparing.on_strategy(outcomes).baseline
    # A hybrid is found for most that chose one, and is no way out for those that did not.
    assert counts["hybrid", "hybrid"] >= 4
    assert counts["open", "hybrid"] + counts["closed", "hybrid"] <= 2
