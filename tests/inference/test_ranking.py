"""How points become a ranking."""

import pytest
from drawing import priorities as drawn_priorities
from hypothesis import given
from hypothesis import strategies as st

from advisor.inference import ranking


def some_rules(base):
    """Any of a base's rules, as if they had fired."""
    return st.lists(st.sampled_from(sorted(base.rules)), unique=True).map(lambda names: rules(base, *names))


def rules(base, *names):
    return [base.rules[name] for name in names]


@given(data=st.data())
def test_what_the_rules_contribute_adds_up_to_the_score_which_lies_between_minus_one_and_one(whole, data):
    fired = data.draw(some_rules(whole))
    parts = ranking.contributions(whole, data.draw(drawn_priorities(whole)), fired)
    scores = ranking.scores(whole, parts)

    for strategy, score in scores.items():
        assert score == pytest.approx(sum(part.get(strategy, 0) for part in parts.values()))
        assert -1 - 1e-9 <= score <= 1 + 1e-9


@given(data=st.data())
def test_a_criterion_that_is_ignored_moves_no_score(whole, data):
    fired = data.draw(some_rules(whole))
    criterion = data.draw(st.sampled_from(list(whole.criteria)))
    parts = ranking.contributions(whole, {criterion: "ignore"}, fired)

    moved = {rule for rule, part in parts.items() if any(part.values())}

    assert criterion not in {whole.rules[rule].criterion for rule in moved}


def test_a_group_may_hold_a_strategy_in_part(mini):
    given_points = ranking.points(mini, mini.rules["public-data-goes-out"])

    assert given_points == {"closed_private": 2, "closed_api": 2, "hybrid": 1}


def test_a_criterion_is_full_at_its_number_of_points(mini):
    """One strong rule is 4 of 6 points; with both criteria at medium it is worth half of that share."""
    parts = ranking.contributions(mini, {}, rules(mini, "keep-data-in"))

    assert parts["keep-data-in"]["open_self_hosted"] == pytest.approx(4 / mini.base.full_at / 2)


def test_a_gate_on_a_group_takes_out_only_what_belongs_to_it_wholly(mini):
    out = ranking.ruled_out(mini, rules(mini, "keep-data-in"))

    assert sorted(out) == ["closed_api", "closed_private", "open_hosted"]


def test_what_is_ruled_out_stands_last_whatever_its_score(mini):
    standings = ranking.ranking(mini, {"closed_api": 1.0, "open_hosted": -1.0}, {"closed_api": ["a-rule"]})

    assert standings[-1].strategy == "closed_api"


def test_an_exact_tie_goes_to_what_stands_first_in_the_knowledge(mini):
    standings = ranking.ranking(mini, {}, {})

    assert [standing.strategy for standing in standings] == list(mini.strategies)


def test_without_any_reason_there_is_no_recommendation(mini):
    verdict = ranking.verdict(mini, ranking.ranking(mini, {}, {}), evidence=False)

    assert (verdict.strategy, verdict.undecided) == (None, True)


def test_what_is_the_only_one_left_is_recommended_without_further_reasons(mini):
    others = {name: ["a-rule"] for name in mini.strategies if name != "hybrid"}
    verdict = ranking.verdict(mini, ranking.ranking(mini, {}, others), evidence=False)

    assert (verdict.strategy, verdict.close_call) == ("hybrid", False)


def test_when_everything_is_ruled_out_there_is_nothing_to_recommend(mini):
    out = {name: ["a-rule"] for name in mini.strategies}
    verdict = ranking.verdict(mini, ranking.ranking(mini, {}, out), evidence=True)

    assert (verdict.strategy, verdict.openness, verdict.undecided) == (None, None, False)


@pytest.mark.parametrize(("lead", "close"), [(0.0, True), (0.5, True), (1.0, False), (2.0, False)])
def test_a_call_is_close_below_the_margin_and_not_at_it(mini, lead, close):
    scores = {"open_hosted": lead * mini.base.close_call, "closed_api": 0.0, "hybrid": -1, "closed_private": -1}
    verdict = ranking.verdict(mini, ranking.ranking(mini, scores, {}), evidence=True)

    assert verdict.close_call is close
