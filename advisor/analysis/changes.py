"""What would change the answer: the nearest profiles that get another strategy, exact and smallest first.

Every change of one answer, every pair, and every triple where nothing smaller changes the openness, is put to the
rules over columns; what is fixed (an organisation does not change its sector) is left alone. Nothing is sampled.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
import numpy.typing as npt
import polars as pl

from advisor.inference import ranking, table
from advisor.knowledge.answers import Answer
from advisor.knowledge.conditions import Comparator
from advisor.knowledge.model import Fact, KnowledgeBase

Indices = npt.NDArray[np.int64]

LARGEST = 3
"""The most answers that are changed together; the number of combinations grows by about a hundred with each."""


@dataclass(frozen=True, slots=True)
class Change:
    """One answer given otherwise."""

    fact: str
    before: Answer
    after: Answer


@dataclass(frozen=True, slots=True)
class Flip:
    """Answers that together lead to another strategy; none of them can be left out."""

    changes: tuple[Change, ...]
    strategy: str | None
    openness: str | None


def nearest(
    knowledge: KnowledgeBase, answers: Mapping[str, Answer], priorities: ranking.Priorities, *, largest: int = LARGEST
) -> tuple[Flip, ...]:
    """Every smallest set of changes that leads to another strategy, fewest changes first.

    A set is smallest when no part of it leads to the same strategy. Triples are tried only where fewer changes lead to
    no other openness.
    """
    possible = [change for fact in knowledge.facts.values() for change in _changes(knowledge, fact, answers)]
    asked = _Asked(knowledge, answers, priorities, tuple(possible))
    (now, openness), *_ = asked.outcomes(np.zeros((1, 0), dtype=np.int64))
    found: list[Flip] = []
    reached: dict[str | None, list[frozenset[int]]] = {}
    for size in range(1, largest + 1):
        if size == LARGEST and any(flip.openness != openness for flip in found):
            break
        sets = _sets(possible, size)
        for chosen, (strategy, kind) in zip(sets.tolist(), asked.outcomes(sets), strict=True):
            if strategy == now or any(part <= set(chosen) for part in reached.get(strategy, ())):
                continue
            reached.setdefault(strategy, []).append(frozenset(chosen))
            found.append(Flip(tuple(possible[index] for index in chosen), strategy, kind))
    return tuple(found)


def _changes(knowledge: KnowledgeBase, fact: Fact, answers: Mapping[str, Answer]) -> Iterator[Change]:
    """Every other answer to a question that was answered and is not fixed."""
    if fact.origin != "asked" or fact.fixed or fact.id not in answers:
        return
    before = answers[fact.id]
    for after in other_answers(knowledge, fact, before):
        yield Change(fact.id, before, after)


def other_answers(knowledge: KnowledgeBase, fact: Fact, before: Answer) -> list[Answer]:
    """The answers that a rule could tell from the one given; a set changes by one value at a time."""
    if fact.type == "flag":
        return [not before]
    if fact.type == "set":
        assert isinstance(before, frozenset)  # noqa: S101  # the profile has been read against the facts
        return [before ^ {value.id} for value in fact.values]
    if fact.type == "number":
        assert isinstance(before, int | float)  # noqa: S101
        return _other_sides(knowledge, fact.id, before)
    return [value.id for value in fact.values if value.id != before]


def _other_sides(knowledge: KnowledgeBase, fact: str, before: float) -> list[Answer]:
    """For every bound that a rule compares a number with, the nearest number on its other side."""
    sides: set[float] = set()
    for rule in knowledge.rules.values():
        for leaf in rule.leaves:
            if leaf.fact == fact and leaf.values:
                bound = float(leaf.values[0])
                above = leaf.comparator is not Comparator.IS_AT_MOST
                if (before >= bound) if above else (before > bound):
                    sides.add(math.nextafter(bound, -math.inf) if above else bound)
                else:
                    sides.add(bound if above else math.nextafter(bound, math.inf))
    return [side for side in sorted(sides) if side != before]


def _sets(possible: Sequence[Change], size: int) -> Indices:
    """Sets by size: every way to change `size` different answers, as indices of changes."""
    flat = np.fromiter(chain.from_iterable(combinations(range(len(possible)), size)), dtype=np.int64)
    sets = flat.reshape(-1, size)
    fact = np.unique([change.fact for change in possible], return_inverse=True)[1]
    facts = np.sort(fact[sets], axis=1)
    same = np.diff(facts, axis=1) == 0
    different: Indices = sets[~np.logical_or.reduce(same, axis=1)]
    return different


@dataclass(frozen=True, slots=True)
class _Asked:
    """One profile, put to the rules with some of its answers changed."""

    knowledge: KnowledgeBase
    answers: Mapping[str, Answer]
    priorities: ranking.Priorities
    possible: tuple[Change, ...]

    def outcomes(self, sets: Indices) -> list[tuple[str | None, str | None]]:
        """Strategy and openness for each set of changes."""
        frame = pl.LazyFrame({fact: self._column(fact, sets) for fact in self.answers} or {"": [None] * len(sets)})
        found = table.answers(self.knowledge, frame, self.priorities)
        return found.select("strategy", "openness").collect().rows()  # type: ignore[no-any-return]

    def _column(self, fact: str, sets: Indices) -> pl.Series:
        values, code = [table.cell(self.answers[fact])], np.zeros(len(sets), dtype=np.int64)
        for index, change in enumerate(self.possible):
            if change.fact == fact:
                code[(sets == index).any(axis=1)] = len(values)
                values.append(table.cell(change.after))
        return pl.Series(values, strict=False).gather(code)
