"""What an answer is said to mean is what the rules make of it where nothing else is known."""

import pytest

from advisor.inference.rete import Engine
from advisor.knowledge.loader import load
from advisor.profile import Profile

KNOWLEDGE = load()
SILENCE = "nothing-calls-for-two-models"
"""The gate that holds as long as no reason for two models is given, whatever the answer."""
ANSWERS = [
    (fact, value)
    for fact in KNOWLEDGE.facts.values()
    if fact.origin == "asked"
    for value in fact.values
    if value.meaning
]


@pytest.fixture(scope="module")
def engine():
    return Engine(KNOWLEDGE)


def effects(engine, fact, value):
    """What the rules say of an answer on its own: the kind of each effect."""
    answer = {"flag": value.id == "yes", "set": frozenset({value.id})}.get(fact.type, value.id)
    fired = engine.run({fact.id: answer}, Profile().priorities).firings
    said = [str(effect) for one in fired if one.rule != SILENCE for effect in KNOWLEDGE.rules[one.rule].then]
    return [words for words in said if words.startswith(("favour", "oppose", "rule out"))]


@pytest.mark.parametrize(("fact", "value"), ANSWERS, ids=lambda one: one.id)
def test_an_answer_without_a_lean_leans_nowhere_by_itself(engine, fact, value):
    if not value.meaning.en.startswith("No lean"):
        return
    assert effects(engine, fact, value) == []
    assert value.meaning.zh.startswith(("本身没有倾向", "没有倾向"))


@pytest.mark.parametrize(("fact", "value"), ANSWERS, ids=lambda one: one.id)
def test_what_rules_something_out_by_itself_says_so(engine, fact, value):
    if any(words.startswith("rule out") for words in effects(engine, fact, value)):
        assert "rules out" in value.meaning.en.lower()
        assert "排除" in value.meaning.zh
