"""The verdict of a whole over arrays is the one that is decided profile by profile."""

import numpy as np
import pytest
from drawing import profiles_with_workloads
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.inference.arrays import Arrays, Column
from advisor.inference.decision import Decision, decide
from advisor.inference.rete import Engine
from advisor.inference.whole import Way, Whole, said_of_each
from advisor.profile import Profile, Workload


@pytest.fixture(scope="module")
def engines(mini, whole):
    return {knowledge.base.id: (Engine(knowledge), Whole(knowledge)) for knowledge in (mini, whole)}


def way(decision: Decision) -> Way:
    return Way(decision.verdict.strategy, decision.verdict.openness)


def same(answered):
    return {fact: Column.same(answer) for fact, answer in answered.items()}


def found(asked: Whole, decision: Decision, varied, rows):
    outcomes = [
        Arrays(decision.knowledge, decision.profile.of(part.workload).priorities).run(
            same(part.trace.answers) | varied, rows
        )
        for part in decision.workloads
    ]
    said = [same(one) | varied for one in said_of_each(decision)]
    return [asked.ways[place] for place in asked.verdicts(outcomes, asked.ruled_out(said, rows))]


@pytest.mark.parametrize("base", ["mini", "open-or-closed"])
@settings(max_examples=40)
@given(data=st.data())
def test_one_row_is_what_the_profile_alone_is(engines, base, data):
    engine, asked = engines[base]
    decision = decide(data.draw(profiles_with_workloads(engine.knowledge)), engine)

    assert found(asked, decision, {}, 1) == [way(decision)]


@settings(max_examples=20)
@given(data=st.data())
def test_many_rows_are_as_many_profiles(engines, data):
    engine, asked = engines["mini"]
    knowledge = engine.knowledge
    fact = data.draw(st.sampled_from([f for f in knowledge.facts.values() if f.origin == "asked" and f.type == "flag"]))
    first = decide(data.draw(profiles_with_workloads(knowledge)), engine)
    profile = first.profile
    ways = found(asked, first, {fact.id: Column((None, True, False), np.array([0, 1, 2]))}, 3)
    for value, told in zip((None, True, False), ways, strict=True):
        said = {f: a for f, a in profile.answers.items() if f != fact.id} | ({} if value is None else {fact.id: value})
        own = tuple(
            Workload(w.name, priorities=w.priorities, answers={f: a for f, a in w.answers.items() if f != fact.id})
            for w in profile.workloads
        )
        varying = Profile(answers=said, priorities=profile.priorities, workloads=own)
        assert told == way(decide(varying, engine))
