"""What may still come out: never less than what can be reached by answering the open questions."""

from itertools import product

import pytest
from drawing import answers, priorities
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.analysis.openings import openings
from advisor.inference.rete import Engine

EVERYTHING = ("open_hosted", "closed_api", "closed_private", "open_self_hosted", "hybrid")


@pytest.fixture(scope="module")
def engine(mini):
    return Engine(mini)


def ends(knowledge):
    """Every way to answer every question of the small base."""
    asked = {
        "data_sensitivity": ["public", "internal", "regulated", None],
        "data_egress": ["never", "anywhere", None],
        "has_staff": [True, False, None],
        "laws": [frozenset({"hipaa"}), frozenset(), None],
        "monthly_tokens": [0, 1_000_000, None],
    }
    assert set(asked) == {fact.id for fact in knowledge.facts.values() if fact.origin == "asked"}
    for chosen in product(*asked.values()):
        yield {fact: value for fact, value in zip(asked, chosen, strict=True) if value is not None}


@settings(max_examples=15)
@given(data=st.data())
def test_nothing_can_be_reached_that_was_said_to_be_out(engine, data):
    known = data.draw(answers(engine.knowledge).filter(lambda drawn: len(drawn) >= 2))
    said = data.draw(priorities(engine.knowledge))
    found = openings(engine.knowledge, known, said)
    for end in ends(engine.knowledge):
        verdict = engine.run({**end, **known}, said).verdict
        assert verdict.strategy in found.strategies if verdict.strategy else found.may_be_none


@given(data=st.data())
def test_with_every_question_settled_what_is_left_is_the_verdict(engine, data):
    known, said = data.draw(answers(engine.knowledge)), data.draw(priorities(engine.knowledge))
    declined = {fact.id for fact in engine.knowledge.facts.values()} - set(known)
    found = openings(engine.knowledge, known, said, declined)
    verdict = engine.run(known, said).verdict
    if verdict.strategy:
        best = max(one.score for one in engine.run(known, said).ranking if not one.ruled_out_by)
        tied = {one.strategy for one in engine.run(known, said).ranking if not one.ruled_out_by and one.score == best}
        assert set(found.strategies) == tied
    else:
        assert found.may_be_none


def test_before_the_first_answer_everything_may_come_out(mini):
    found = openings(mini, {}, {})
    assert set(found.strategies) == set(mini.strategies)
    assert found.may_be_none
    assert not found.settled
