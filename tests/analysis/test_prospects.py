"""What each open question can still do."""

from itertools import product

import pytest
from drawing import answers, priorities
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.analysis.openings import every_answer, openings
from advisor.analysis.prospects import prospects
from advisor.analysis.relevance import open_questions
from advisor.inference.rete import Engine


@pytest.fixture(scope="module")
def engine(mini):
    return Engine(mini)


def asked(engine, known, said):
    knowledge = engine.knowledge
    waiting = open_questions(knowledge, engine.run(known, said).known, said)
    return prospects(knowledge, known, said, waiting, openings(knowledge, known, said))


def kind(knowledge, strategy):
    return knowledge.strategies[strategy].openness if strategy else None


@given(data=st.data())
def test_what_an_answer_alone_comes_to_is_what_the_engine_makes_of_it(engine, data):
    known, said = data.draw(answers(engine.knowledge)), data.draw(priorities(engine.knowledge))
    for one in asked(engine, known, said):
        assert [answer for answer, _ in one.alone] == [
            None,
            *dict.fromkeys(every_answer(engine.knowledge, engine.knowledge.facts[one.fact])),
        ]
        for answer, strategy in one.alone:
            more = {} if answer is None else {one.fact: answer}
            assert engine.run({**known, **more}, said).verdict.strategy == strategy


@settings(max_examples=20)
@given(data=st.data())
def test_a_question_that_is_said_not_to_matter_does_not_whatever_the_others_are(engine, data):
    knowledge = engine.knowledge
    known = data.draw(answers(knowledge).filter(lambda drawn: len(drawn) >= 2))
    said = data.draw(priorities(knowledge))
    for one in asked(engine, known, said):
        if one.may_change_strategy:
            continue
        others = [f for f in knowledge.facts.values() if f.origin == "asked" and f.id not in {*known, one.fact}]
        mine = [None, *every_answer(knowledge, knowledge.facts[one.fact])]
        for rest in product(*([None, *every_answer(knowledge, fact)] for fact in others)):
            completion = known | {f.id: a for f, a in zip(others, rest, strict=True) if a is not None}
            ends = set()
            for answer in mine:
                full = completion | ({one.fact: answer} if answer is not None else {})
                verdict = engine.run(full, said).verdict.strategy
                ends.add(verdict if not one.may_change_openness else kind(knowledge, verdict))
            assert len(ends) == 1


def test_a_question_that_decides_says_so(engine):
    [egress] = [one for one in asked(engine, {"data_sensitivity": "regulated"}, {}) if one.fact == "data_egress"]
    assert egress.strategies == {"closed_api", "open_self_hosted", None}
    assert egress.may_change_openness
