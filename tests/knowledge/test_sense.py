"""The shipped knowledge makes sense: what an answer speaks for gains by it, other things equal.

Each fact that declares a direction is held to it over random profiles: its answer alone is moved by a step, and the
recommendation may stay or come nearer to what the step speaks for, and none of that is newly ruled out. A rule that the
fact names as an exception may say otherwise.

The base is held to it as it is shipped, with criteria that are full, and with criteria that never fill, so that no
reason that points the wrong way hides behind a full one.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
import pytest

from advisor.analysis.openings import every_answer
from advisor.inference import table
from advisor.knowledge.answers import Answer
from advisor.knowledge.loader import load
from advisor.knowledge.model import Direction, Fact, KnowledgeBase
from advisor.profile import PRIORITY_PREFIX

PROFILES = 300
"""Random profiles for each fact; with every answer of some fifty facts they make tens of thousands."""
SEED = 20_261_125

KNOWLEDGE = load()
NEVER_FULL = replace(KNOWLEDGE, base=KNOWLEDGE.base.model_copy(update={"full_at": 1_000.0}))
DIRECTED = [fact.id for fact in KNOWLEDGE.facts.values() if fact.direction is not None]


def drawn(knowledge: KnowledgeBase, rows: int, seed: int) -> pl.DataFrame:
    """Random profiles with random priorities; in each row its own share of the questions is answered."""
    chance = np.random.default_rng(seed)
    share = chance.random(rows)
    columns = {}
    for fact in knowledge.facts.values():
        if fact.origin == "asked":
            possible = pl.Series([table.cell(answer) for answer in every_answer(knowledge, fact)], strict=False)
            column = possible.gather(chance.integers(0, len(possible), rows))
            unknown = pl.Series([None], dtype=column.dtype).new_from_index(0, rows)
            columns[fact.id] = column.zip_with(pl.Series(chance.random(rows) < share), unknown)
    words = pl.Series(list(knowledge.base.importance))
    for criterion in knowledge.criteria:
        columns[PRIORITY_PREFIX + criterion] = words.gather(chance.integers(0, len(words), rows))
    return pl.DataFrame(columns)


def steps(knowledge: KnowledgeBase, fact: Fact) -> list[tuple[Answer, Answer]]:
    """Pairs of answers of which the second is one step more than the first."""
    answers = list(every_answer(knowledge, fact))
    if fact.type == "set":
        return [(less, more) for less in answers for more in answers if less < more and len(more) == len(less) + 1]
    ordered = sorted(answers) if fact.type in {"flag", "number"} else answers
    return list(pairwise(ordered))


def moved_away(knowledge: KnowledgeBase, fact: Fact, direction: Direction) -> list[dict[str, Any]]:
    """What goes away from where a step of one answer should lead: the profile, the step, and the rules that differ."""
    moved = _all_verdicts(knowledge.base.full_at)
    verdicts = {answer: moved[fact.id, answer] for answer in every_answer(knowledge, fact)}
    found = []
    for less, more in steps(knowledge, fact):
        for one, other, targets in ((less, more, direction.more), (more, less, direction.less)):
            for target in targets:
                before, after = verdicts[one], verdicts[other]
                away = _away(knowledge.parts[target], before, after) & ~_excepted(direction, before, after)
                found += [
                    {
                        "target": target,
                        "step": (one, other),
                        "strategy": (before["strategy"][row], after["strategy"][row]),
                        "rules": sorted(_fired(before, row) ^ _fired(after, row)),
                        "profile": {k: v for k, v in before.row(row, named=True).items() if v is not None},
                    }
                    for row in away.arg_true()
                ]
    return found


def _fired(verdicts: pl.DataFrame, row: int) -> set[str]:
    return set(verdicts.row(row, named=True)["fired"] or ())


@cache
def _all_verdicts(full_at: float) -> dict[tuple[str, Answer], pl.DataFrame]:
    """Fact and answer to the verdicts on its random profiles; the rules are asked once for all of them together."""
    knowledge = next(one for one in (KNOWLEDGE, NEVER_FULL) if one.base.full_at == full_at)
    frames, keys = [], []
    for position, fact in enumerate(knowledge.facts.values()):
        if fact.origin == "asked" and fact.type != "choice":
            profiles = drawn(knowledge, PROFILES, SEED + position)
            for answer in every_answer(knowledge, fact):
                moved = pl.lit(table.cell(answer)).cast(profiles[fact.id].dtype).alias(fact.id)
                frames.append(profiles.with_columns(moved))
                keys.append((fact.id, answer))
    verdicts = table.answers(knowledge, pl.concat(frames), fired=True)
    return {key: verdicts.slice(index * PROFILES, PROFILES) for index, key in enumerate(keys)}


def _away(parts: Mapping[str, float], before: pl.DataFrame, after: pl.DataFrame) -> pl.Series:
    near, nearer = (_nearness(parts, frame) for frame in (before, after))
    away = (near > nearer).fill_null(value=False)
    for strategy, part in parts.items():
        if part == 1:
            away |= after[f"ruled_out.{strategy}"] & ~before[f"ruled_out.{strategy}"]
    return away


def _nearness(parts: Mapping[str, float], verdicts: pl.DataFrame) -> pl.Series:
    """The part in which the recommended strategy belongs to the target; null where nothing is recommended."""
    every = {strategy: parts.get(strategy, 0.0) for strategy in verdicts["strategy"].drop_nulls().unique()}
    return verdicts["strategy"].replace_strict(every, default=None, return_dtype=pl.Float64)


def _excepted(direction: Direction, before: pl.DataFrame, after: pl.DataFrame) -> pl.Series:
    """Where a rule that the fact names as an exception fires on one side only."""
    differs = pl.Series([False]).new_from_index(0, len(before))
    for rule in direction.exceptions:
        one, other = (frame["fired"].list.contains(rule).fill_null(value=False) for frame in (before, after))
        differs |= one != other
    return differs


@pytest.mark.parametrize("knowledge", [KNOWLEDGE, NEVER_FULL], ids=["as shipped", "never full"])
@pytest.mark.parametrize("name", DIRECTED)
def test_no_answer_moves_the_recommendation_away_from_what_it_speaks_for(name, knowledge):
    fact = knowledge.facts[name]
    found = moved_away(knowledge, fact, fact.direction)
    assert not found, found[0]


def test_a_direction_that_is_not_true_is_found():
    fact = KNOWLEDGE.facts["task_difficulty"]
    found = moved_away(KNOWLEDGE, fact, Direction(more=("open",)))
    assert {"frontier-tasks"} <= set().union(*(set(one["rules"]) for one in found))


def test_an_exception_covers_only_what_its_rule_does():
    fact = KNOWLEDGE.facts["task_difficulty"]
    excused = Direction(more=("open",), exceptions=("frontier-tasks",))
    found = moved_away(KNOWLEDGE, fact, excused)
    assert found
    assert all("frontier-tasks" not in one["rules"] for one in found)


def test_every_question_is_read_by_a_rule():
    assert [fact for fact, rules in KNOWLEDGE.readers.items() if not rules] == []
