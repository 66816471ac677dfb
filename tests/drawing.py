"""Answers drawn at random for a knowledge base: what a property holds for."""

from hypothesis import strategies as st

from advisor.knowledge.answers import Answer
from advisor.knowledge.model import Fact, KnowledgeBase


def answer(knowledge: KnowledgeBase, fact: Fact) -> st.SearchStrategy[Answer]:
    """Some answer to a question; for a number mostly one at a bound that a rule compares it with, or beside it."""
    if fact.type == "flag":
        return st.booleans()
    if fact.type == "set":
        return st.frozensets(st.sampled_from([value.id for value in fact.values]))
    if fact.type == "number":
        leaves = (leaf for rule in knowledge.rules.values() for leaf in rule.leaves if leaf.fact == fact.id)
        bounds = sorted({float(value) for leaf in leaves for value in leaf.values})
        near = [bound + step for bound in bounds for step in (-1, 0, 1) if bound + step >= (fact.minimum or 0)]
        return st.sampled_from([*near, 0.0, 1_000_000.0])
    return st.sampled_from([value.id for value in fact.values])


def answers(knowledge: KnowledgeBase) -> st.SearchStrategy[dict[str, Answer]]:
    """Answers to some of the questions."""
    asked = {fact.id: answer(knowledge, fact) for fact in knowledge.facts.values() if fact.origin == "asked"}
    return st.fixed_dictionaries({}, optional=asked)


def priorities(knowledge: KnowledgeBase) -> st.SearchStrategy[dict[str, str]]:
    """Ratings of some of the criteria."""
    words = st.sampled_from(list(knowledge.base.importance))
    return st.dictionaries(st.sampled_from(list(knowledge.criteria)), words)
