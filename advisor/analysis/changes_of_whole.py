"""What would change the answer for an organisation with several workloads: the nearest profiles that get another.

What holds for the whole organisation changes for all workloads at once; what may differ from one to the next changes
for each by itself, and for all at once where all of them say the same. Every change and every pair of changes is put to
the rules, and every triple where nothing smaller changes the openness; a workload is asked again only for the changes
that touch it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import Final

import numpy as np
import numpy.typing as npt

from advisor.analysis.changes import AT_ONCE, LARGEST, bears, other_answers
from advisor.inference.arrays import Arrays, Column, Outcomes
from advisor.inference.decision import Decision
from advisor.inference.whole import Way, Whole, said_of_each
from advisor.knowledge.answers import Answer

Indices = npt.NDArray[np.int64]

MOST_SETS: Final = 200_000
"""The most sets of changes of one size that are tried; more than about a dozen workloads have more pairs."""


@dataclass(frozen=True, slots=True)
class Change:
    """One answer given otherwise, for all workloads or for one."""

    fact: str
    before: Answer
    after: Answer
    workload: int | None = None
    """Position of the workload; None for all of them."""

    def touches(self, workload: int) -> bool:
        """Whether a workload's answers change."""
        return self.workload in {None, workload}


@dataclass(frozen=True, slots=True)
class Flip:
    """Changes that together lead the whole to something else; none of them can be left out."""

    changes: tuple[Change, ...]
    way: Way


@dataclass(frozen=True, slots=True)
class Found:
    """The flips, fewest changes first, and how many changes were tried together."""

    flips: tuple[Flip, ...]
    tried: int


def nearest(decision: Decision) -> Found:
    """Every smallest set of changes that leads the whole to another strategy or openness."""
    possible = tuple(_possible(decision))
    asked = _Asked(decision, Whole(decision.knowledge), possible)
    now = int(asked.ways(np.zeros((1, 0), dtype=np.int64))[0])
    openness, tried = asked.whole.ways[now].openness, 0
    found: dict[int, list[frozenset[int]]] = {}
    for size in range(1, LARGEST + 1):
        other = any(asked.whole.ways[way].openness != openness for way in found)
        if math.comb(len(possible), size) > MOST_SETS or (size == LARGEST and other):
            break
        tried = size
        for chosen, way in asked.others(_sets(possible, size), now):
            if not any(part <= chosen for part in found.get(way, ())):
                found.setdefault(way, []).append(chosen)
    flips = [
        Flip(tuple(possible[index] for index in sorted(chosen)), asked.whole.ways[way])
        for way, sets in found.items()
        for chosen in sets
    ]
    return Found(tuple(_narrowest(flips)), tried)


def towards(decision: Decision, strategy: str) -> Found:
    """The fewest changes that bring the whole to one strategy, every set of that size; none where that is too many."""
    possible = tuple(_possible(decision))
    asked = _Asked(decision, Whole(decision.knowledge), possible)
    now, tried = int(asked.ways(np.zeros((1, 0), dtype=np.int64))[0]), 0
    for size in range(1, LARGEST + 1):
        if math.comb(len(possible), size) > MOST_SETS:
            break
        tried = size
        found = [
            Flip(tuple(possible[index] for index in sorted(chosen)), asked.whole.ways[way])
            for chosen, way in asked.others(_sets(possible, size), now)
            if asked.whole.ways[way].strategy == strategy
        ]
        if found:
            return Found(tuple(_narrowest(found)), tried)
    return Found((), tried)


def _narrowest(flips: Sequence[Flip]) -> Iterator[Flip]:
    """The flips without those that change for all workloads what need only change for one; fewest changes first."""
    known = {(frozenset(flip.changes), flip.way) for flip in flips}
    places = {change.workload for flip in flips for change in flip.changes} - {None}
    for flip in sorted(flips, key=lambda flip: len(flip.changes)):
        narrower = (
            (frozenset(flip.changes) - {change} | {replace(change, workload=place)}, flip.way)
            for change in flip.changes
            if change.workload is None
            for place in places
        )
        if not any(one in known for one in narrower):
            yield flip


def _possible(decision: Decision) -> Iterator[Change]:
    """Every other answer to what was answered, is not fixed, and bears on a verdict."""
    knowledge = decision.knowledge
    given = said_of_each(decision)
    for fact in knowledge.facts.values():
        if fact.origin != "asked" or fact.fixed or not bears(knowledge, fact):
            continue
        answers = [one.get(fact.id) for one in given]
        if answers[0] is not None and all(answer == answers[0] for answer in answers):
            yield from (Change(fact.id, answers[0], other) for other in other_answers(knowledge, fact, answers[0]))
        if fact.scope == "workload" and len(given) > 1:
            for place, answer in enumerate(answers):
                if answer is not None:
                    others = other_answers(knowledge, fact, answer)
                    yield from (Change(fact.id, answer, other, place) for other in others)


def _sets(possible: Sequence[Change], size: int) -> Indices:
    """Every way to make `size` of the changes together, as indices; no answer is changed twice."""
    count = len(possible)
    sets = np.fromiter(chain.from_iterable(combinations(range(count), size)), dtype=np.int64).reshape(-1, size)
    facts = {fact: place for place, fact in enumerate(dict.fromkeys(change.fact for change in possible))}
    fact = np.array([facts[change.fact] for change in possible], dtype=np.int64)
    of = np.array([-1 if change.workload is None else change.workload for change in possible], dtype=np.int64)
    together = np.ones(len(sets), dtype=np.bool_)
    for one, other in combinations(range(size), 2):
        first, second = sets[:, one], sets[:, other]
        apart = (of[first] >= 0) & (of[second] >= 0) & (of[first] != of[second])
        together &= (fact[first] != fact[second]) | apart
    return sets[together]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One profile with workloads, put to the rules with some of its answers changed."""

    decision: Decision
    whole: Whole
    possible: tuple[Change, ...]

    def others(self, sets: Indices, now: int) -> Iterator[tuple[frozenset[int], int]]:
        """The sets of changes that lead the whole elsewhere than now, and where to."""
        for start in range(0, len(sets), AT_ONCE):
            part = sets[start : start + AT_ONCE]
            ways = self.ways(part)
            for row in np.flatnonzero(ways != now).tolist():
                yield frozenset(part[row].tolist()), int(ways[row])

    def ways(self, sets: Indices) -> Indices:
        """What the whole comes to with each set of changes."""
        outcomes = [self._outcomes(place, sets) for place in range(len(self.decision.workloads))]
        said = [
            {fact: self._column(place, fact, given, sets) for fact, given in one.items() if fact in self.whole.read}
            for place, one in enumerate(said_of_each(self.decision))
        ]
        return self.whole.verdicts(outcomes, self.whole.ruled_out(said, len(sets)))

    def _outcomes(self, place: int, sets: Indices) -> Outcomes:
        """What one workload comes to; sets that touch it alike are asked once."""
        part = self.decision.workloads[place]
        touched = np.array([*(change.touches(place) for change in self.possible), False])
        own = np.sort(np.where(touched[sets], sets, -1), axis=1)
        base = len(self.possible) + 1
        keys = ((own + 1) * base ** np.arange(own.shape[1])).sum(axis=1)
        _, first, back = np.unique(keys, return_index=True, return_inverse=True)
        alike = own[first]
        priorities = self.decision.profile.of(part.workload).priorities
        arrays = Arrays(self.decision.knowledge, priorities)
        facts = self.decision.knowledge.facts
        columns = {
            fact: Column.same(given)
            if facts[fact].in_a_workload is not None
            else self._column(place, fact, given, alike)
            for fact, given in part.trace.answers.items()
        }
        found = arrays.run(columns, len(alike))
        return Outcomes(found.strategies, found.scores[back], found.ruled_out[back], found.winners[back])

    def _column(self, place: int, fact: str, given: Answer, sets: Indices) -> Column:
        """One workload's answers to one question in each row; one for all rows where no set changes it."""
        own = [i for i, change in enumerate(self.possible) if change.fact == fact and change.touches(place)]
        if not own or not sets.size:
            return Column.same(given)
        # Position of the answer after each change among the answers in play; 0, the answer given, for other changes
        # and (in the last place) for none.
        after = np.zeros(len(self.possible) + 1, dtype=np.int64)
        after[own] = range(1, len(own) + 1)
        return Column((given, *(self.possible[index].after for index in own)), after[sets].max(axis=1))
