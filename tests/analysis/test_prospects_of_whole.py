"""What the open questions of several workloads can still do to the whole."""

from dataclasses import replace

import pytest
from drawing import answers, profiles_with_workloads
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.analysis.prospects_of_whole import ahead
from advisor.analysis.relevance import open_questions
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.inference.whole import Way
from advisor.profile import Profile, Workload


@pytest.fixture(scope="module")
def engine(mini):
    return Engine(mini)


def asked(engine, profile):
    decision = decide(profile, engine)
    parts = [
        open_questions(engine.knowledge, part.trace.known, profile.of(part.workload).priorities)
        for part in decision.workloads
    ]
    return ahead(decision, open_questions(engine.knowledge, decision.trace.known, profile.priorities), parts)


def way(engine, profile):
    verdict = decide(profile, engine).verdict
    return Way(verdict.strategy, verdict.openness)


def answering(profile, fact, answer, of=None):
    """The profile with a question answered, for all workloads that leave it open or for one of them."""

    def own(place, workload):
        still_open = profile.of(workload).answers.get(fact) is None
        return (
            replace(workload, answers={**workload.answers, fact: answer})
            if still_open and of in {None, place}
            else workload
        )

    return replace(profile, workloads=tuple(own(n, w) for n, w in enumerate(profile.workloads)))


@settings(max_examples=40)
@given(data=st.data())
def test_what_an_answer_alone_comes_to_is_what_is_decided_of_it(engine, data):
    profile = data.draw(profiles_with_workloads(engine.knowledge))
    for one in asked(engine, profile).questions:
        assert one.alone[0].answer is None
        for outcome in one.alone:
            then = profile if outcome.answer is None else answering(profile, one.fact, outcome.answer, outcome.workload)
            assert way(engine, then) == outcome.way


@settings(max_examples=60)
@given(data=st.data())
def test_nothing_comes_out_that_was_not_said_to_be_possible(engine, data):
    knowledge = engine.knowledge
    profile = data.draw(profiles_with_workloads(knowledge))
    found = asked(engine, profile)
    scopes = {fact.id: fact.scope for fact in knowledge.facts.values()}
    full = profile
    for fact, answer in data.draw(answers(knowledge)).items():
        if scopes[fact] == "organization":
            full = answering(full, fact, answer)
    for place in range(len(profile.workloads)):
        for fact, answer in data.draw(answers(knowledge)).items():
            if scopes[fact] == "workload":
                full = answering(full, fact, answer, place)
    end = way(engine, full)

    assert end.strategy in {*found.left.strategies, None}
    assert end.openness in found.left.openness or (end.openness is None and found.left.may_be_none)
    changing = {one.fact for one in found.questions if one.may_change_openness}
    if not changing and found.questions:
        assert end.openness == way(engine, profile).openness


def test_a_question_that_every_workload_answers_is_not_open(engine):
    told = {"data_sensitivity": "public"}, {"data_sensitivity": "regulated"}
    profile = Profile(workloads=tuple(Workload(f"w{n}", answers=a) for n, a in enumerate(told)))
    found = {one.fact: one for one in asked(engine, profile).questions}

    assert "data_sensitivity" not in found
    assert found["data_egress"].open_in == (1,)
