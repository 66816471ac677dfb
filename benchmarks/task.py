"""What every engine is given: the same rules and the same profiles, and what it has to come to.

Only rules that bear on the verdict take part; those that only give advice are left out for all. The rules are ours, or
generated ones: conditions of the shape of ours with leaves drawn from all of ours, and effects of ours.
"""

import dataclasses
import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from advisor.inference import semantics
from advisor.inference.table import answer_columns
from advisor.knowledge.answers import Answer
from advisor.knowledge.conditions import Condition, Leaf
from advisor.knowledge.loader import load
from advisor.knowledge.model import Fact, KnowledgeBase, Rule

SEED = 20261125
Row = tuple[Any, ...]
Profile = dict[str, Answer]


def knowledge(rules: int = 0) -> KnowledgeBase:
    """Our base, or one with so many generated rules; without rules that do nothing but advise."""
    base = load()
    ours = {rule.id: rule for rule in base.rules.values() if not rule.only_advises}
    if not rules:
        return dataclasses.replace(base, rules=ours)
    chains = {name: rule for name, rule in ours.items() if rule.concludes}
    made = _generated(base, [rule for rule in ours.values() if not rule.concludes], rules - len(chains))
    return dataclasses.replace(base, rules={**chains, **made})


def _generated(base: KnowledgeBase, moulds: Sequence[Rule], count: int) -> dict[str, Rule]:
    chance = random.Random(SEED)
    leaves = sorted(
        {leaf for rule in moulds for leaf in rule.leaves if base.facts[leaf.fact].origin != "verdict"}, key=str
    )
    found = {}
    for number in range(count):
        shape, effect = chance.choice(moulds), chance.choice(moulds)
        found[f"generated-{number:04d}"] = dataclasses.replace(
            shape,
            id=f"generated-{number:04d}",
            criterion=effect.criterion,
            then=effect.then,
            when=_redrawn(shape.when, leaves, chance),
            unless=None if shape.unless is None else _redrawn(shape.unless, leaves, chance),
        )
    return found


def _redrawn(condition: Condition, leaves: Sequence[Leaf], chance: random.Random) -> Condition:
    if isinstance(condition, Leaf):
        return chance.choice(leaves)
    return type(condition)(tuple(_redrawn(part, leaves, chance) for part in condition.parts))


def asked(base: KnowledgeBase) -> list[Fact]:
    """The questions that have a column."""
    return [fact for fact in base.facts.values() if fact.origin in semantics.GIVEN - {"workloads"}]


def profiles(base: KnowledgeBase, height: int, *, priorities: bool = False) -> pl.DataFrame:
    """Random profiles, the same in every run, a fifth of the answers unknown; a column for each question."""
    chance = np.random.default_rng(SEED)
    columns = {fact.id: _column(base, fact, height, chance) for fact in asked(base)}
    if priorities:
        words = pl.Series([*base.base.importance, None], dtype=pl.String)
        columns |= {f"priority.{name}": words.gather(chance.integers(0, len(words), height)) for name in base.criteria}
    return pl.DataFrame(columns)


def _column(base: KnowledgeBase, fact: Fact, height: int, chance: np.random.Generator) -> pl.Series:
    if fact.type == "flag":
        answers = pl.Series([True, False])
    elif fact.type == "number":
        bounds = {
            float(v)
            for rule in base.rules.values()
            for leaf in rule.leaves
            if leaf.fact == fact.id
            for v in leaf.values
        }
        answers = pl.Series(sorted({max(bound + step, 0.0) for bound in bounds for step in (-1, 0, 1)} | {0.0, 1e6}))
    elif fact.type == "set":
        chosen = [sorted(one for one in fact.by_id if chance.random() < 0.3) for _ in range(64)]
        answers = pl.Series([[], *chosen], dtype=pl.List(pl.String))
    else:
        answers = pl.Series(list(fact.by_id), dtype=pl.String)
    places = chance.integers(0, len(answers), height)
    unknown = chance.random(height) < 0.2
    return answers.gather(pl.Series(places, dtype=pl.UInt32).set(pl.Series(unknown), None))


def as_mappings(frame: pl.DataFrame) -> list[Profile]:
    """Rows as the engines that take one profile at a time get them: what is known, sets as sets."""
    return [
        {n: frozenset(v) if isinstance(v, list) else v for n, v in row.items() if v is not None}
        for row in frame.iter_rows(named=True)
    ]


def priorities_of(profile: Profile) -> dict[str, str]:
    """The ratings in a row."""
    return {n.removeprefix("priority."): str(v) for n, v in profile.items() if n.startswith("priority.")}


def rows_of(base: KnowledgeBase, frame: pl.DataFrame) -> list[Row]:
    """A frame of answers as rows that can be compared."""
    return [rounded(row) for row in frame.select(answer_columns(base)).iter_rows()]


def rounded(row: Sequence[Any]) -> Row:
    """A row with its scores to eight decimals: engines add in different orders."""
    return tuple(round(one, 8) + 0.0 if isinstance(one, float) else one for one in row)
