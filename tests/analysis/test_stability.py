"""How often the winner stays the winner when words are read a little differently."""

import pytest
from drawing import answers, priorities
from hypothesis import assume, given
from hypothesis import strategies as st

from advisor.analysis.stability import stability
from advisor.inference.rete import Engine


@pytest.fixture(scope="module")
def engine(mini):
    return Engine(mini)


def firm(engine, profile, said=None, **options):
    return stability(engine.knowledge, engine.run(profile, said or {}), said or {}, **options)


@given(data=st.data())
def test_the_shares_add_up_to_one_and_only_what_is_left_has_any(engine, data):
    profile, said = data.draw(answers(engine.knowledge)), data.draw(priorities(engine.knowledge))
    trace = engine.run(profile, said)
    assume(trace.verdict.strategy is not None)
    found = stability(engine.knowledge, trace, said, draws=200)
    assert sum(found.strategies.values()) == pytest.approx(1)
    assert sum(found.openness.values()) == pytest.approx(1)
    assert set(found.strategies) == {one.strategy for one in trace.ranking if not one.ruled_out_by}


def test_the_same_seed_draws_the_same(engine):
    profile = {"data_sensitivity": "regulated", "data_egress": "never", "has_staff": True}
    assert firm(engine, profile) == firm(engine, profile)


def test_what_is_the_only_one_left_is_as_firm_as_can_be(engine, mini):
    trace = engine.run({"data_sensitivity": "regulated", "data_egress": "never", "has_staff": True}, {})
    left = [one.strategy for one in trace.ranking if not one.ruled_out_by]
    found = stability(mini, trace, {})
    assert found.strategies[trace.verdict.strategy] == (1.0 if len(left) == 1 else pytest.approx(1, abs=0.5))


def test_without_a_verdict_there_is_nothing_to_be_firm_about(engine):
    assert firm(engine, {}) is None
