"""How points become a ranking."""

from dataclasses import replace

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
def test_what_the_rules_contribute_adds_up_to_the_score_which_is_bounded_however_many_fire(whole, data):
    fired = data.draw(some_rules(whole))
    parts = ranking.contributions(whole, data.draw(drawn_priorities(whole)), fired)
    scores = ranking.scores(whole, parts)

    for strategy, score in scores.items():
        assert score == pytest.approx(sum(part.get(strategy, 0) for part in parts.values()))
        assert abs(score) <= most_said_of(whole, strategy) + 1e-9


def most_said_of(base, strategy):
    """Each strategy or group that a criterion names is heard to the full, and no further."""
    named = {(rule.criterion, effect.target) for rule in base.rules.values() for effect in rule.weighs}
    return max(
        sum(base.parts[target].get(strategy, 0.0) for own, target in named if own == criterion)
        for criterion in base.criteria
    )


@given(data=st.data())
def test_more_evidence_for_a_group_puts_no_strategy_before_one_that_belongs_to_it_more(whole, data):
    """Above all no hybrid before the side that the evidence is for, however full the criterion is already."""
    priorities = data.draw(drawn_priorities(whole))
    weighing = sorted(name for name, rule in whole.rules.items() if len(ranking.named(whole, rule)) == 1)
    more, *fewer = rules(whole, *data.draw(st.lists(st.sampled_from(weighing), min_size=1, max_size=40, unique=True)))
    [(target, amount)] = ranking.named(whole, more).items()
    before, after = (
        ranking.scores(whole, ranking.contributions(whole, priorities, fired)) for fired in (fewer, [more, *fewer])
    )

    gained = {strategy: (after[strategy] - before[strategy]) * (1 if amount > 0 else -1) for strategy in before}
    part = {strategy: whole.parts[target].get(strategy, 0.0) for strategy in before}

    assert all(gained[a] >= gained[b] - 1e-9 for a in part for b in part if part[a] > part[b])


def test_the_hybrid_gets_half_of_what_fills_a_criterion_for_one_side_and_no_more(mini):
    keep = mini.rules["public-data-goes-out"]
    again = [replace(keep, id=f"again-{number}") for number in range(9)]
    scores = ranking.scores(mini, ranking.contributions(mini, {"privacy": "critical"}, [keep, *again]))

    assert scores["hybrid"] == pytest.approx(scores["closed_api"] / 2)


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
