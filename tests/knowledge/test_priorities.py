"""What the shipped knowledge makes of a priority: weight is never a gate, and a gate is never outweighed."""

import pytest
from drawing import answers, priorities
from hypothesis import given
from hypothesis import strategies as st

from advisor.inference.rete import Engine
from advisor.knowledge.loader import load

KNOWLEDGE = load()
ENGINE = Engine(KNOWLEDGE)
WEIGHTS = list(KNOWLEDGE.base.importance)


def run(known, ratings, **changed):
    return ENGINE.run(known, {**ratings, **changed})


@pytest.mark.parametrize("criterion", ["privacy", "compliance"])
@given(st.data())
def test_more_weight_for_keeping_data_never_leads_to_a_public_interface(criterion, data):
    known = data.draw(answers(KNOWLEDGE))
    ratings = data.draw(priorities(KNOWLEDGE))
    less, more = sorted(data.draw(st.tuples(*[st.integers(0, len(WEIGHTS) - 1)] * 2)))
    before = run(known, ratings, **{criterion: WEIGHTS[less]}).verdict.strategy
    after = run(known, ratings, **{criterion: WEIGHTS[more]}).verdict.strategy

    assert after != "closed_api" or before in {"closed_api", None}


@given(answers(KNOWLEDGE), priorities(KNOWLEDGE), priorities(KNOWLEDGE))
def test_no_priority_outweighs_what_is_impossible_or_forbidden(known, some, others):
    ruled_out = [
        {standing.strategy: standing.ruled_out_by for standing in run(known, ratings).ranking}
        for ratings in (some, others)
    ]

    assert ruled_out[0] == ruled_out[1]


@given(answers(KNOWLEDGE), priorities(KNOWLEDGE))
def test_what_may_not_leave_is_never_given_to_others(known, ratings):
    found = run({**known, "data_egress": "never"}, ratings).verdict.strategy

    assert found not in {"open_hosted", "closed_api"}
    assert found != "closed_private" or known.get("closed_model_on_site") is True


@given(answers(KNOWLEDGE), priorities(KNOWLEDGE))
def test_where_nobody_runs_servers_open_weights_remain_possible(known, ratings):
    allowed = {
        "inference_staff": "none",
        "data_egress": "contracted",
        "offline_required": False,
        "processor_contract_available": True,
        "origin_policy": "no_ban",
    }
    out = {s.strategy: set(s.ruled_out_by) for s in run({**known, **allowed}, ratings).ranking}

    assert "cannot-run-it-oneself" in out["open_self_hosted"]
    assert not out["open_hosted"]
