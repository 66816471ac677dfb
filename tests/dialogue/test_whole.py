"""The score of the whole, from those of its workloads."""

import datetime as dt

import pytest
from drawing import answers
from hypothesis import given
from hypothesis import strategies as st

from advisor.dialogue import record, whole
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.profile import Profile, Workload

DAY = dt.date(2026, 11, 25)


def made(knowledge, *each):
    work = tuple(Workload(name=f"w{n}", priorities={}, answers=one) for n, one in enumerate(each))
    profile = Profile(organization=None, use_case=None, priorities={}, answers={}, workloads=work)
    return record.build(decide(profile, Engine(knowledge)), DAY)


@given(st.data())
def test_what_the_workloads_add_is_the_score_of_every_strategy(mini, data):
    scoped = {name for name, fact in mini.facts.items() if fact.scope == "organization"}
    each = [
        {name: value for name, value in data.draw(answers(mini)).items() if name not in scoped}
        for _ in range(data.draw(st.integers(2, 4)))
    ]
    plain = made(mini, *each)

    shown = whole.comparison(plain, mini, "en")

    for strategy, score in shown.totals.items():
        assert sum(row.amounts[strategy] for row in shown.rows) == pytest.approx(score, abs=1e-4), strategy


def test_the_sum_is_that_of_what_is_recommended(mini):
    plain = made(mini, {"data_sensitivity": "public"}, {"data_sensitivity": "public", "data_egress": "anywhere"})

    total = whole.total(plain, mini, "en")

    assert total.total == pytest.approx(sum(step.amount for step in total.steps), abs=1e-4)
    assert [step.title for step in total.steps] == ["w0", "w1"]


def test_without_a_recommendation_there_is_no_sum(mini):
    plain = made(mini, {}, {})
    plain["verdict"] = plain["verdict"] | {"strategy": None}

    assert whole.total(plain, mini, "zh") is None
