"""What would change the answer: the nearest profiles that get another strategy, exact and smallest first.

Every change of one answer, every pair, and every triple where nothing smaller changes the openness, is put to the
rules; what is fixed (an organisation does not change its sector) is left alone. Nothing is sampled.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
import numpy.typing as npt

from advisor.inference import ranking
from advisor.inference.arrays import Arrays, Column
from advisor.knowledge.answers import Answer
from advisor.knowledge.conditions import Comparator
from advisor.knowledge.model import Fact, KnowledgeBase

Indices = npt.NDArray[np.int64]

AT_ONCE = 20_000
"""Sets of changes that are put to the rules together: few enough to stay near the processor."""
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
    asked = _Asked(knowledge, Arrays(knowledge, priorities), answers, tuple(possible))
    now, *_ = asked.outcomes(np.zeros((1, 0), dtype=np.int64))
    openness = asked.openness(now)
    found: list[Flip] = []
    reached: dict[str | None, list[frozenset[int]]] = {}
    for size in range(1, largest + 1):
        if size == LARGEST and any(flip.openness != openness for flip in found):
            break
        sets = _sets(possible, size)
        for chosen, strategy in asked.others(sets, now):
            if any(part <= chosen for part in reached.get(strategy, ())):
                continue
            reached.setdefault(strategy, []).append(chosen)
            changes = tuple(possible[index] for index in sorted(chosen))
            found.append(Flip(changes, strategy, asked.openness(strategy)))
    return tuple(found)


def towards(
    knowledge: KnowledgeBase,
    answers: Mapping[str, Answer],
    priorities: ranking.Priorities,
    strategy: str,
    *,
    largest: int = LARGEST,
) -> tuple[Flip, ...]:
    """The fewest changes that make one strategy win, every set of that size; none where `largest` do not do it."""
    possible = [change for fact in knowledge.facts.values() for change in _changes(knowledge, fact, answers)]
    asked = _Asked(knowledge, Arrays(knowledge, priorities), answers, tuple(possible))
    for size in range(1, largest + 1):
        found = [
            Flip(tuple(possible[index] for index in sorted(chosen)), strategy, asked.openness(strategy))
            for chosen in asked.leading_to(_sets(possible, size), strategy)
        ]
        if found:
            return tuple(found)
    return ()


def _changes(knowledge: KnowledgeBase, fact: Fact, answers: Mapping[str, Answer]) -> Iterator[Change]:
    """Every other answer to a question that was answered, is not fixed, and bears on a verdict."""
    if fact.origin != "asked" or fact.fixed or fact.id not in answers or not bears(knowledge, fact):
        return
    before = answers[fact.id]
    for after in other_answers(knowledge, fact, before):
        yield Change(fact.id, before, after)


def bears(knowledge: KnowledgeBase, fact: Fact) -> bool:
    """Whether some rule reads an answer for more than advice."""
    return not all(knowledge.rules[rule].only_advises for rule in knowledge.readers[fact.id])


def other_answers(knowledge: KnowledgeBase, fact: Fact, before: Answer) -> list[Answer]:
    """The answers that a rule could tell from the one given; a set changes by one value at a time."""
    if fact.type == "flag":
        return [not before]
    if fact.type == "set":
        assert isinstance(before, frozenset)  # noqa: S101  # the profile has been read against the facts
        return [before ^ {value.id} for value in fact.values]
    if fact.type == "number":
        assert isinstance(before, int | float)  # noqa: S101
        return _other_sides(knowledge, fact, before)
    return [value.id for value in fact.values if value.id != before]


def _other_sides(knowledge: KnowledgeBase, fact: Fact, before: float) -> list[Answer]:
    """For every bound that a rule compares a number with, the nearest number on its other side.

    Where all bounds are whole numbers, what is counted is, too.
    """
    leaves = [leaf for rule in knowledge.rules.values() for leaf in rule.leaves if leaf.fact == fact.id and leaf.values]
    whole = all(float(leaf.values[0]).is_integer() for leaf in leaves)
    sides: set[float] = set()
    for leaf in leaves:
        bound = float(leaf.values[0])
        above = leaf.comparator is not Comparator.IS_AT_MOST
        if (before >= bound) if above else (before > bound):
            sides.add(_beside(bound, -1, whole=whole) if above else bound)
        else:
            sides.add(bound if above else _beside(bound, 1, whole=whole))
    least, most = (-math.inf if fact.minimum is None else fact.minimum), fact.maximum or math.inf
    return [int(side) if whole else side for side in sorted(sides) if side != before and least <= side <= most]


def _beside(bound: float, step: int, *, whole: bool) -> float:
    return bound + step if whole else math.nextafter(bound, step * math.inf)


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
    arrays: Arrays
    answers: Mapping[str, Answer]
    possible: tuple[Change, ...]

    def outcomes(self, sets: Indices) -> Iterator[str | None]:
        """The strategy for each set of changes."""
        found = self.arrays.run({fact: self._column(fact, sets) for fact in self.answers}, len(sets))
        return map(found.strategy, range(len(sets)))

    def others(self, sets: Indices, now: str | None) -> Iterator[tuple[frozenset[int], str | None]]:
        """The sets of changes that lead to another strategy than now, and to which."""
        for start in range(0, len(sets), AT_ONCE):
            part = sets[start : start + AT_ONCE]
            found = self.arrays.run({fact: self._column(fact, part) for fact in self.answers}, len(part))
            place = len(found.strategies) if now is None else found.strategies.index(now)
            for row in np.flatnonzero(found.winners != place).tolist():
                yield frozenset(part[row].tolist()), found.strategy(row)

    def leading_to(self, sets: Indices, strategy: str) -> Iterator[frozenset[int]]:
        """The sets of changes that make one strategy win."""
        place = list(self.knowledge.strategies).index(strategy)
        for start in range(0, len(sets), AT_ONCE):
            part = sets[start : start + AT_ONCE]
            found = self.arrays.run({fact: self._column(fact, part) for fact in self.answers}, len(part))
            yield from (frozenset(part[row].tolist()) for row in np.flatnonzero(found.winners == place).tolist())

    def openness(self, strategy: str | None) -> str | None:
        """The openness of a strategy."""
        return None if strategy is None else self.knowledge.strategies[strategy].openness

    def _column(self, fact: str, sets: Indices) -> Column:
        """The answers to one question in each row; one for all rows where no set changes it."""
        own = [index for index, change in enumerate(self.possible) if change.fact == fact]
        if not own or not sets.size:
            return Column.same(self.answers[fact])
        # Position of the answer after each change among the answers in play; 0, the answer given, for other facts.
        place = np.zeros(len(self.possible), dtype=np.int64)
        place[own] = range(1, len(own) + 1)
        values = (self.answers[fact], *(self.possible[index].after for index in own))
        return Column(values, place[sets].max(axis=1))
