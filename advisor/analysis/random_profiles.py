"""Random profiles by the ten thousand, put to the engine over columns: witnesses for what sums alone decide.

Drawn from a fixed seed, so that the same knowledge gives the same answer in any process. Each profile answers a random
share of the questions, and rates some criteria, because most of what goes wrong goes wrong between answers.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import polars as pl

from advisor.inference import table
from advisor.knowledge.answers import Answer
from advisor.knowledge.model import Fact, KnowledgeBase
from advisor.profile import PRIORITY_PREFIX

SEED = 20_261_125


def telling_answers(knowledge: KnowledgeBase, fact: Fact) -> list[Answer]:
    """Answers that together stand for every answer a rule could tell from the others; for a set, each value alone."""
    if fact.type == "flag":
        return [False, True]
    if fact.type == "set":
        every = frozenset(value.id for value in fact.values)
        return [frozenset(), *(frozenset({value.id}) for value in fact.values), every]
    if fact.type != "number":
        return [value.id for value in fact.values]
    leaves = (leaf for rule in knowledge.rules.values() for leaf in rule.leaves if leaf.fact == fact.id)
    bounds = sorted({float(value) for leaf in leaves for value in leaf.values})
    sides = {side for b in bounds for side in (math.nextafter(b, -math.inf), b, math.nextafter(b, math.inf))}
    low, high = fact.minimum or 0.0, fact.maximum if fact.maximum is not None else math.inf
    return sorted({low, *(side for side in sides if low <= side <= high)})


def rising_answers(knowledge: KnowledgeBase, fact: Fact) -> list[Answer]:
    """The answers from least to most; for a set, from none to all, a value at a time, in the order of the file."""
    if fact.type == "set":
        ids = [value.id for value in fact.values]
        return [frozenset(ids[:size]) for size in range(len(ids) + 1)]
    return telling_answers(knowledge, fact)


class Drawn:
    """A number of random profiles, as columns."""

    def __init__(self, knowledge: KnowledgeBase, size: int, seed: int = SEED) -> None:
        """Draw them; each answers its own share of the questions."""
        draw = np.random.default_rng(seed)
        share = draw.uniform(0.1, 1.0, size)
        self.answers: dict[str, list[Answer | None]] = {}
        for fact in knowledge.facts.values():
            if fact.origin == "asked":
                options = telling_answers(knowledge, fact)
                chosen, given = draw.integers(len(options), size=size), draw.uniform(size=size) < share
                self.answers[fact.id] = [options[c] if g else None for c, g in zip(chosen, given, strict=True)]
        words = list(knowledge.base.importance)
        self.priorities: dict[str, list[str | None]] = {}
        for name in knowledge.criteria:
            chosen, given = draw.integers(len(words), size=size), draw.uniform(size=size) < 0.5  # noqa: PLR2004
            self.priorities[name] = [words[c] if g else None for c, g in zip(chosen, given, strict=True)]
        self.size = size

    def frame(self, changed: Mapping[str, list[Answer | None]] | None = None) -> pl.DataFrame:
        """The profiles as a table, with some of the answers given otherwise."""
        columns: dict[str, Any] = {
            fact: [sorted(a) if isinstance(a, frozenset) else a for a in answers]
            for fact, answers in {**self.answers, **(changed or {})}.items()
        }
        columns |= {PRIORITY_PREFIX + name: said for name, said in self.priorities.items()}
        return pl.DataFrame(columns, strict=False)

    def profile(self, row: int) -> tuple[dict[str, Answer], dict[str, str]]:
        """The answers and priorities of one of them."""
        answers = {fact: a for fact, each in self.answers.items() if (a := each[row]) is not None}
        return answers, {name: said for name, each in self.priorities.items() if (said := each[row]) is not None}


def winners(knowledge: KnowledgeBase, size: int) -> frozenset[str]:
    """The strategies that win for some of the profiles."""
    found = table.answers(knowledge, Drawn(knowledge, size).frame())
    return frozenset(name for name in found["strategy"].unique().to_list() if name is not None)


Moved = tuple[dict[str, Answer], dict[str, Answer], dict[str, str]]
"""Answers before and after one of them rose or fell, and the priorities."""


class Steps:
    """Random profiles with one answer after another stepped through, least to most; worked out in one pass."""

    def __init__(self, knowledge: KnowledgeBase, facts: Iterable[Fact], size: int) -> None:
        """Put every profile with every answer to each of the facts to the rules."""
        self.knowledge = knowledge
        self.drawn = Drawn(knowledge, size)
        self.steps = {fact.id: rising_answers(knowledge, fact) for fact in facts}
        frames = [self.drawn.frame({name: [step] * size}) for name, steps in self.steps.items() for step in steps]
        self.outcomes: dict[str, list[list[tuple[str | None, frozenset[str]]]]] = {}
        if not frames:
            return
        found = table.answers(knowledge, pl.concat(frames, how="vertical_relaxed"), fired=True)
        rows = iter(zip(found["strategy"].to_list(), found["fired"].to_list(), strict=True))
        for name, steps in self.steps.items():
            self.outcomes[name] = [[_outcome(*next(rows)) for _ in range(size)] for _ in steps]

    def moved_away(self, fact: Fact, sign: int, target: str) -> Moved | None:
        """A profile whose recommendation belongs less to a target after the answer rose (or fell); None without one.

        Profiles in which a rule that is declared an exception fires, before or after, are left out.
        """
        steps, outcomes = self.steps[fact.id], self.outcomes[fact.id]
        part = {name: self.knowledge.parts[target].get(name, 0.0) for name in self.knowledge.strategies}
        exceptions = frozenset(fact.direction.exceptions if fact.direction else ())
        for low in range(len(steps) - 1):
            first, second = (low, low + 1) if sign > 0 else (low + 1, low)
            for row, (before, after) in enumerate(zip(outcomes[first], outcomes[second], strict=True)):
                if before[0] is None or after[0] is None or exceptions & (before[1] | after[1]):
                    continue
                if part[after[0]] < part[before[0]]:
                    answers, priorities = self.drawn.profile(row)
                    return {**answers, fact.id: steps[first]}, {**answers, fact.id: steps[second]}, priorities
        return None

    def turned(
        self, fact: Fact, step: tuple[Answer, Answer], target: str, fixed: Mapping[str, Answer], criterion: str
    ) -> Moved | None:
        """The same for profiles that all give some answers, where one criterion counts for most or alone.

        The first fifth answer nothing else; the others are the random ones.
        """
        size, few = self.drawn.size, max(self.drawn.size // 5, 1)
        answers = {name: [None] * few + each[few:] for name, each in self.drawn.answers.items()}
        answers |= {name: [answer] * size for name, answer in fixed.items()}
        worth = self.knowledge.base.importance
        words = sorted(worth, key=lambda word: worth[word])
        rated = {name: [words[0] if n % 2 else word for n, word in enumerate(each)] for name, each in self._rated()}
        if criterion in rated:
            rated[criterion] = [words[-1]] * size
        columns = {PRIORITY_PREFIX + name: said for name, said in rated.items()}
        frames = [
            self.drawn.frame({**answers, fact.id: [answer] * size}).with_columns(
                pl.Series(name, said, dtype=pl.String) for name, said in columns.items()
            )
            for answer in step
        ]
        found = table.answers(self.knowledge, pl.concat(frames, how="vertical_relaxed"), fired=True)
        told = [_outcome(*one) for one in zip(found["strategy"].to_list(), found["fired"].to_list(), strict=True)]
        part = {name: self.knowledge.parts[target].get(name, 0.0) for name in self.knowledge.strategies}
        exceptions = frozenset(fact.direction.exceptions if fact.direction else ())
        for row, (before, after) in enumerate(zip(told[:size], told[size:], strict=True)):
            if before[0] is None or after[0] is None or exceptions & (before[1] | after[1]):
                continue
            if part[after[0]] < part[before[0]]:
                said = {name: a for name, each in answers.items() if (a := each[row]) is not None and name != fact.id}
                priorities = {name: word for name, each in rated.items() if (word := each[row]) is not None}
                return {**said, fact.id: step[0]}, {**said, fact.id: step[1]}, priorities
        return None

    def _rated(self) -> Iterable[tuple[str, list[str | None]]]:
        return self.drawn.priorities.items()


def _outcome(strategy: str | None, fired: list[str] | None) -> tuple[str | None, frozenset[str]]:
    return strategy, frozenset(fired or ())
