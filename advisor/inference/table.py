"""The same rules over columns: a table of profiles in, a verdict for each row out, without a loop over rows.

Where `rete.py` gives the trace of one profile, this gives the answers for many; tests hold the two to each other. What
is held in memory is coded into arrays and computed at once (`in_memory.py`); what is lazy or lies in a database,
becomes expressions that its own engine runs (`expressions.py`). What the rules mean is said once for both
(`columns.py`).
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from advisor.inference import coding, ranking, semantics
from advisor.inference.columns import Consequences
from advisor.inference.expressions import Expressions
from advisor.inference.in_memory import InMemory
from advisor.inference.plan import Plan, plan
from advisor.inference.tape import Player, parts
from advisor.knowledge.answers import Answer
from advisor.knowledge.loader import load
from advisor.knowledge.model import KnowledgeBase

PRIORITY = "priority."
"""Column `priority.privacy` holds the importance of a criterion; null for what holds for all rows."""
SEPARATOR = ";"
"""Between the values of a set in a text column."""


def answers(
    knowledge: KnowledgeBase, frame: Any, priorities: ranking.Priorities | None = None, *, fired: bool = False
) -> Any:
    """The caller's frame with the answer beside its own columns; lazy where the frame is lazy.

    Columns are named by their facts and hold the ids of values, yes and no as booleans, numbers, and sets as lists or
    as text joined by `;`; null is unknown, and so is a fact without a column. Other columns are passed through. Added
    are `openness`, `strategy`, `close_call`, `undecided`, and for each strategy `score.<id>` and `ruled_out.<id>`; with
    `fired` also the ids of the rules that fired, as a list. `priorities` hold for every row; a column `priority.<id>`
    goes before them.
    """
    given = nw.from_native(frame)
    ready = plan(knowledge)
    if isinstance(given, nw.LazyFrame):
        return _expressed(ready, given, priorities or {}, fired=fired).to_native()
    table = given.to_polars()
    if all(coding.codable(fact) for fact in knowledge.facts.values()):
        found = table.with_columns(_computed(ready, table, priorities or {}, fired=fired))
    else:
        lazy = _expressed(ready, nw.from_native(table.lazy()), priorities or {}, fired=fired)
        found = lazy.to_native().collect()
    return _handed_back(found, given)


def _handed_back(found: pl.DataFrame, given: nw.DataFrame[Any]) -> Any:
    """A frame of the caller's kind."""
    if given.implementation.is_polars():
        return found
    return nw.from_native(found.lazy()).collect(backend=given.implementation).to_native()


def answer_columns(knowledge: KnowledgeBase) -> list[str]:
    """The columns that `answers` adds, in their order."""
    each = [f"{kind}.{name}" for kind in ("score", "ruled_out") for name in knowledge.strategies]
    return ["openness", "strategy", "close_call", "undecided", *each]


_NO_VALUES = "none"


def cell(answer: Answer) -> str | bool | float:
    """An answer as a column holds it; a set without values says so in a word, because an empty cell is no answer."""
    return SEPARATOR.join(sorted(answer)) or _NO_VALUES if isinstance(answer, frozenset) else answer


def _expressed(
    ready: Plan, frame: nw.LazyFrame[Any], priorities: ranking.Priorities, *, fired: bool, checked: bool = False
) -> Any:
    columns = Expressions(ready, frame)
    given = list(columns.schema)
    if checked:
        columns.keep(INVALID, columns.invalid())
    meaning = Consequences(ready, columns, columns.weights(priorities))
    meaning.run(fired=fired)
    names = [*answer_columns(ready.knowledge), *(["fired"] if fired else [])]
    if fired:
        rules = [rule for rule, holds in meaning.fired.items() if holds is not False]
        columns.stage()
        columns.keep("fired", _fired(rules, meaning))
    columns.stage()
    kept = [name for name in given if name not in {*names, INVALID}] + [INVALID] * checked
    fine = columns.column(INVALID).is_null()
    answer = {name: nw.when(fine).then(columns.column(name)) if checked else columns.column(name) for name in names}
    return columns.frame.select(
        *(columns.column(name).alias(name) for name in kept), *(one.alias(name) for name, one in answer.items())
    )


def _fired(rules: list[str], meaning: Consequences) -> nw.Expr:
    """The ids as a list; null where no rule fired."""
    held: dict[str, Any] = {rule: meaning.fired[rule] for rule in sorted(rules)}
    said = [nw.lit(r) if holds is True else nw.when(holds).then(nw.lit(r)) for r, holds in held.items()]
    joined = nw.concat_str(said, separator=SEPARATOR, ignore_nulls=True)
    return nw.when(joined.str.len_chars() > 0).then(joined).str.split(SEPARATOR)


def _computed(ready: Plan, table: pl.DataFrame, priorities: ranking.Priorities, *, fired: bool) -> list[pl.Series]:
    columns, _ = read(ready, table, priorities)
    return decided(ready, columns, table.height, priorities, fired=fired)


def read(
    ready: Plan, table: pl.DataFrame, priorities: ranking.Priorities
) -> tuple[dict[str, Any], dict[str, coding.Misread]]:
    """The coded columns of a table, and by column the cells that are no answer; those count as unknown."""
    columns: dict[str, Any] = {}
    wrong: dict[str, coding.Misread] = {}
    for fact in ready.knowledge.facts.values():
        if fact.origin in semantics.GIVEN and fact.id in table.columns:
            columns[fact.id], misread = coding.coded(fact, table[fact.id])
            wrong |= {fact.id: misread} if misread else {}
    for name, criterion in ready.knowledge.criteria.items():
        if PRIORITY + name in table.columns:
            usual = priorities.get(name, criterion.importance)
            key = PRIORITY + name
            columns[key], misread = coding.importances(ready, name, table[key], usual)
            wrong |= {key: misread} if misread else {}
    return columns, wrong


def recommend_table(
    frame: Any,
    knowledge: KnowledgeBase | None = None,
    priorities: ranking.Priorities | None = None,
    *,
    fired: bool = False,
) -> Any:
    """A table of profiles with the answer beside each: the caller's own kind of frame, lazy where that is lazy.

    As `answers`, for frames that anybody may have made: a column `invalid` is added that names the columns whose cell
    in this row is no answer to their question, joined by `;`, and null where all are; a row with such a cell gets no
    verdict. Takes Polars, pandas, PyArrow, DuckDB and PySpark. What the catalogue of models says is not looked up: its
    facts are unknown unless there are columns for them.
    """
    ready = plan(load() if knowledge is None else knowledge)
    given = nw.from_native(frame)
    if isinstance(given, nw.LazyFrame):
        return _expressed(ready, given, priorities or {}, fired=fired, checked=True).to_native()
    table = given.to_polars()
    coded, wrong = read(ready, table, priorities or {})
    names = _named(wrong, table.height)
    answer = decided(ready, coded, table.height, priorities or {}, fired=fired)
    in_order = names.is_null()
    found = table.with_columns(names, *(_blanked(one, in_order) for one in answer))
    return _handed_back(found, given)


def _blanked(column: pl.Series, fine: pl.Series) -> pl.Series:
    return pl.select(pl.when(fine).then(column).alias(column.name)).to_series()


def _named(wrong: Mapping[str, coding.Misread], height: int) -> pl.Series:
    """For each row the columns that are wrong in it."""
    names: dict[int, list[str]] = {}
    for column, misread in wrong.items():
        for row in misread.rows.tolist():
            names.setdefault(row, []).append(column)
    listed = pl.Series(INVALID, [None], dtype=pl.String).new_from_index(0, height)
    return listed.scatter(list(names), [SEPARATOR.join(one) for one in names.values()]) if names else listed


INVALID = "invalid"
"""Column of `recommend_table`: the columns whose cell is no answer."""


def decided(
    ready: Plan, columns: Mapping[str, Any], height: int, priorities: ranking.Priorities, *, fired: bool = False
) -> list[pl.Series]:
    """The columns of the answer to coded columns."""
    if height <= _FEW:
        # For few rows writing the tape would take longest: one that has a place for every question serves them all.
        columns = {**_blank(ready, height, priorities), **columns}
        priorities = {}
    recorded = _recorded(ready, frozenset(columns), tuple(sorted(priorities.items())), fired)
    return _series(ready, recorded, columns, height)


_FEW = 30_000
BLOCK = 32_768
"""Rows computed at a time: few enough that a column of bytes stays in the processor's cache."""


def _blank(ready: Plan, height: int, priorities: ranking.Priorities) -> dict[str, Any]:
    facts = (fact for fact in ready.knowledge.facts.values() if fact.origin in semantics.GIVEN)
    blank = {fact.id: np.full(height, coding.code(fact, None), coding.kind(fact)) for fact in facts}
    kind = np.int32 if ready.whole else np.float64
    weights = ready.weights(priorities)
    return {**blank, **{PRIORITY + name: np.full(height, weight, kind) for name, weight in weights.items()}}


class _Recorded:
    """The rules on tape, for tables with certain columns."""

    def __init__(self, ready: Plan, present: Collection[str], priorities: ranking.Priorities, *, fired: bool) -> None:
        columns = InMemory(ready, present)
        weights: dict[str, Any] = dict(ready.weights(priorities))
        weights |= {name: columns.weight(name) for name in weights if PRIORITY + name in present}
        meaning = Consequences(ready, columns, weights)
        meaning.run(fired=fired)
        self.tape = columns.tape
        self.words = columns.words
        self.rules = meaning.fired if fired else None
        for rule, holds in meaning.fired.items() if fired else ():
            if not isinstance(holds, bool):
                self.tape.give(_FIRED + rule, holds)
        self._players: dict[int, list[Player]] = {}

    def run(self, columns: Mapping[str, Any], height: int) -> dict[str, Any]:
        """What is wanted, for every row; safe to be called from several threads."""
        results = {name: np.empty(height, cell.kind) for name, cell in self.tape.wanted.items()}
        rows = min(BLOCK, max(_SMALLEST, 1 << max(height - 1, 0).bit_length()))
        spare = self._players.setdefault(rows, [])
        player = spare.pop() if spare else self.tape.player(rows)
        for part in parts(height, rows):
            player.play(columns, results, part)
        spare.append(player)
        return results


_SMALLEST = 64
_FIRED = "fired."


@lru_cache(maxsize=16)
def _recorded(ready: Plan, present: frozenset[str], priorities: tuple[tuple[str, str], ...], fired: bool) -> _Recorded:
    return _Recorded(ready, present, dict(priorities), fired=fired)


def _series(ready: Plan, recorded: _Recorded, columns: Mapping[str, Any], height: int) -> list[pl.Series]:
    results = recorded.run(columns, height)
    found = []
    for name in answer_columns(ready.knowledge):
        if name in recorded.words:
            found.append(pl.Series([None, *recorded.words[name]], dtype=pl.String).gather(results[name]).alias(name))
        else:
            found.append(pl.Series(name, results[name]))
    if recorded.rules is not None:
        found.append(_rules_fired(recorded.rules, results, height))
    return found


def _rules_fired(rules: Mapping[str, Any], results: Mapping[str, Any], height: int) -> pl.Series:
    """The ids as a list; null where no rule fired."""
    names = sorted(rule for rule, holds in rules.items() if holds is not False)
    held = [results[_FIRED + rule] if _FIRED + rule in results else np.ones(height, np.bool_) for rule in names]
    rows, which = np.nonzero(np.column_stack(held)) if held else (np.empty(0, np.int64), np.empty(0, np.int64))
    pairs = pl.DataFrame({"row": rows, "fired": pl.Series(names, dtype=pl.String).gather(which)})
    lists = pairs.group_by("row", maintain_order=True).agg("fired")
    every_row = pl.DataFrame({"row": np.arange(height)})
    return every_row.join(lists, on="row", how="left", maintain_order="left")["fired"]
