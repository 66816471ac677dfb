"""A rule as a formula of two-valued tests, which every engine can say in its own words.

The meaning of unknown is worked out here once (a rule fires when its `when` is known to hold and its `unless` is not
known to hold), so that an engine needs nothing but and, or, not, and tests that are false where there is no answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from advisor.inference import semantics
from advisor.knowledge.conditions import AllOf, AnyOf, Comparator, Condition, Leaf
from advisor.knowledge.model import Fact, KnowledgeBase, Rule


@dataclass(frozen=True)
class Test:
    """A test of one answer; false where the fact is unknown."""

    fact: Fact
    what: Literal["one of", "at least", "at most", "includes", "known"]
    values: tuple[str | bool | int | float, ...] = ()


@dataclass(frozen=True)
class Formula:
    """Tests put together; `not` has one part."""

    word: Literal["and", "or", "not"]
    parts: tuple["Formula | Test", ...]


def formula(rule: Rule, knowledge: KnowledgeBase) -> Formula | Test:
    """When a rule fires."""
    when = _known(rule.when, knowledge, wanted=True)
    if rule.unless is None:
        return when
    return Formula("and", (when, Formula("not", (_known(rule.unless, knowledge, wanted=True),))))


def _known(condition: Condition, knowledge: KnowledgeBase, *, wanted: bool) -> Formula | Test:
    if isinstance(condition, Leaf):
        return _leaf(condition, knowledge.facts[condition.fact], wanted=wanted)
    inner = wanted if isinstance(condition, AllOf | AnyOf) else not wanted
    parts = tuple(_known(part, knowledge, wanted=inner) for part in condition.parts)
    return Formula("and" if wanted is not isinstance(condition, AnyOf) else "or", parts)


def _leaf(leaf: Leaf, fact: Fact, *, wanted: bool) -> Formula | Test:
    known = Test(fact, "known")
    if leaf.comparator in {Comparator.IS_KNOWN, Comparator.IS_UNKNOWN}:
        return known if wanted is (leaf.comparator is Comparator.IS_KNOWN) else Formula("not", (known,))
    test = _test(leaf, fact)
    return test if wanted else Formula("and", (known, Formula("not", (test,))))


def _test(leaf: Leaf, fact: Fact) -> Formula | Test:
    if leaf.comparator is Comparator.INCLUDES:
        return Test(fact, "includes", leaf.values)
    if fact.type == "number":
        if leaf.comparator is Comparator.IS_AT_LEAST:
            return Test(fact, "at least", leaf.values)
        if leaf.comparator is Comparator.IS_AT_MOST:
            return Test(fact, "at most", leaf.values)
        same = Test(fact, "one of", leaf.values)
        different = Formula("and", (Test(fact, "known"), Formula("not", (same,))))
        return different if leaf.comparator is Comparator.IS_NOT else same
    return Test(fact, "one of", tuple(one for one in possible(fact) if semantics.leaf_truth(leaf, fact, one)))


def possible(fact: Fact) -> list[str | bool]:
    """The answers to a question that has a closed list of them."""
    return [False, True] if fact.type == "flag" else [value.id for value in fact.values]


def written(part: Formula | Test, test: Callable[[Test], str], words: tuple[str, str, str, str, str]) -> str:
    """A formula as text; `words` are true, false, and, or, not as the engine writes them between its parts."""
    true, false, both, either, no = words
    if isinstance(part, Test):
        return test(part)
    parts = [written(one, test, words) for one in part.parts]
    if part.word == "not":
        return f"{no}({parts[0]})"
    return "(" + f" {both if part.word == 'and' else either} ".join(parts) + ")" if parts else _empty(part, true, false)


def _empty(part: Formula, true: str, false: str) -> str:
    return true if part.word == "and" else false


def strata(knowledge: KnowledgeBase) -> list[list[Rule]]:
    """The rules in the order in which they build on each other."""
    depth = semantics.strata(knowledge)
    return [[r for r in knowledge.rules.values() if depth[r.id] == level] for level in sorted(set(depth.values()))]


def settled(
    knowledge: KnowledgeBase, rules: Sequence[Rule], later: Sequence[Rule]
) -> dict[str, dict[object, list[str]]]:
    """Facts that these rules conclude and no later one does, to each value, to all rules that conclude it."""
    still = {conclusion.fact for rule in later for conclusion in rule.concludes}
    found: dict[str, dict[object, list[str]]] = {}
    for fact in {conclusion.fact for rule in rules for conclusion in rule.concludes} - still:
        for rule in knowledge.rules.values():
            for conclusion in rule.concludes:
                if conclusion.fact == fact:
                    found.setdefault(fact, {}).setdefault(conclusion.value, []).append(rule.id)
    return found
