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


def _expressed(ready: Plan, frame: nw.LazyFrame[Any], priorities: ranking.Priorities, *, fired: bool) -> Any:
    columns = Expressions(ready, frame)
    given = list(columns.schema)
    meaning = Consequences(ready, columns, columns.weights(priorities))
    meaning.run(fired=fired)
    columns.stage()
    names = answer_columns(ready.knowledge)
    if fired:
        rules = [rule for rule, holds in meaning.fired.items() if holds is not False]
        columns.keep("fired", _fired(rules, meaning))
        columns.stage()
        names.append("fired")
    return columns.frame.select(*(name for name in given if name not in names), *names)


def _fired(rules: list[str], meaning: Consequences) -> nw.Expr:
    """The ids as a list; null where no rule fired."""
    held: dict[str, Any] = {rule: meaning.fired[rule] for rule in sorted(rules)}
    said = [nw.lit(r) if holds is True else nw.when(holds).then(nw.lit(r)) for r, holds in held.items()]
    joined = nw.concat_str(said, separator=SEPARATOR, ignore_nulls=True)
    return nw.when(joined.str.len_chars() > 0).then(joined).str.split(SEPARATOR)


def _computed(ready: Plan, table: pl.DataFrame, priorities: ranking.Priorities, *, fired: bool) -> list[pl.Series]:
    given = [f for f in ready.knowledge.facts.values() if f.origin in semantics.GIVEN and f.id in table.columns]
    columns: dict[str, Any] = {fact.id: coding.coded(fact, table[fact.id])[0] for fact in given}
    for name, criterion in ready.knowledge.criteria.items():
        if PRIORITY + name in table.columns:
            usual = priorities.get(name, criterion.importance)
            columns[PRIORITY + name] = coding.importances(ready, table[PRIORITY + name], usual)
    return decided(ready, columns, table.height, priorities, fired=fired)


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
