"""Explanations are complete by construction: what is shown adds up, and what is cited is enough."""

import dataclasses

import pytest
from drawing import answers, priorities
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.inference.rete import Engine


@pytest.fixture(scope="module")
def engines(mini, whole):
    return Engine(mini), Engine(whole)


@settings(max_examples=30)
@given(data=st.data(), place=st.sampled_from([0, 1]))
def test_the_contributions_add_up_to_the_score_of_every_strategy(engines, data, place):
    engine = engines[place]
    trace = engine.run(data.draw(answers(engine.knowledge)), data.draw(priorities(engine.knowledge)))
    for standing in trace.ranking:
        total = sum(given.get(standing.strategy, 0.0) for given in trace.contributions.values())
        assert total == pytest.approx(standing.score, abs=1e-8)


@settings(max_examples=10)
@given(data=st.data(), place=st.sampled_from([0, 1]))
def test_the_verdict_follows_from_the_cited_rules_alone(engines, data, place):
    engine = engines[place]
    profile, said = data.draw(answers(engine.knowledge)), data.draw(priorities(engine.knowledge))
    trace = engine.run(profile, said)
    cited = {firing.rule: engine.knowledge.rules[firing.rule] for firing in trace.firings}
    alone = Engine(dataclasses.replace(engine.knowledge, rules=cited)).run(profile, said)
    assert alone.verdict == trace.verdict
    assert alone.ranking == trace.ranking
    assert alone.contributions == trace.contributions
