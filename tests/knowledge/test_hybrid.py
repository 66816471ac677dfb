"""The hybrid in the shipped knowledge: for a reason, for those able to run two, and always with the split."""

import pytest
from drawing import answers as drawn_answers
from drawing import priorities as drawn_priorities
from hypothesis import given
from hypothesis import strategies as st

from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.profile import Profile

ABLE = {"integration_capacity": "high"}


@pytest.fixture(scope="module")
def engine(whole):
    return Engine(whole)


def advised(engine, **answers):
    return decide(Profile(answers=answers), engine)


@given(data=st.data())
def test_a_hybrid_is_advised_for_a_reason_only_to_those_able_to_run_two_and_with_the_split(whole, engine, data):
    profile = Profile(answers=data.draw(drawn_answers(whole)), priorities=data.draw(drawn_priorities(whole)))
    decision = decide(profile, engine)
    if decision.verdict.strategy != "hybrid":
        return
    fired = [whole.rules[firing.rule] for firing in decision.trace.firings]

    assert decision.trace.concluded["reason_for_two"] is True
    assert decision.trace.concluded.get("can_run_two") is not False
    assert any(advice.kind == "next_step" and advice.target == "hybrid" for rule in fired for advice in rule.advises)


def test_every_rule_that_favours_a_hybrid_says_what_goes_where(whole):
    favouring = [r for r in whole.rules.values() if any(str(e).startswith("favour hybrid") for e in r.then)]

    assert len(favouring) >= 8
    for rule in favouring:
        assert any(a.kind == "next_step" and a.target == "hybrid" for a in rule.advises), rule.id


@pytest.mark.parametrize(
    "reason",
    [
        {"work_variety": "wide", "work_differs_in": frozenset({"sensitivity"}), "data_sensitivity": "confidential"},
        {"work_variety": "some", "work_differs_in": frozenset({"difficulty"}), "usage_volume": "heavy"},
        {"work_variety": "some", "work_differs_in": frozenset({"volume"})},
        {"work_variety": "some", "exit_plan_required": True},
        {"single_vendor_dependence": True},
        {"work_variety": "wide", "autonomy_goal": True},
    ],
    ids=["sensitivity", "difficulty", "volume", "exit", "one vendor", "autonomy"],
)
def test_each_reason_carries_a_hybrid_and_falls_away_with_one_kind_of_work_or_no_team(engine, reason):
    assert advised(engine, **reason, **ABLE).verdict.strategy == "hybrid"
    uniform = {**reason, "work_variety": "uniform", "work_differs_in": frozenset()}
    assert advised(engine, **uniform, **ABLE).verdict.strategy != "hybrid"
    assert advised(engine, **reason, integration_capacity="low").verdict.strategy != "hybrid"


def test_not_knowing_is_no_reason_for_a_hybrid(engine):
    decision = advised(engine, data_sensitivity="confidential", task_difficulty="expert", customization_depth="adapter")
    ranked = {standing.strategy: standing for standing in decision.ranking}

    assert ranked["hybrid"].ruled_out_by == ("nothing-calls-for-two-models",)
