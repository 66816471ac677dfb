"""The same rules over columns: a table of profiles in, a verdict for each row out, without a loop over rows.

Where `rete.py` gives the trace of one profile, this gives the answers for many; tests hold the two to each other. What
is held in memory is coded into arrays and computed at once (`recorded.py`); what is lazy or lies in a database,
becomes expressions that its own engine runs (`expressions.py`). What the rules mean is said once for both
(`columns.py`).
"""

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from advisor.inference import coding, ranking, recorded, semantics
from advisor.inference.columns import Consequences
from advisor.inference.expressions import Expressions
from advisor.inference.plan import Plan, plan
from advisor.inference.tape import Array
from advisor.knowledge.answers import Answer
from advisor.knowledge.loader import load
from advisor.knowledge.model import KnowledgeBase
from advisor.profile import PRIORITY_PREFIX

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
    columns, _ = read(ready, table, priorities or {})
    found = decided(ready, columns, table.height, priorities or {}, fired=fired)
    return _handed_back(table.with_columns(found), given)


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


def read(
    ready: Plan, table: pl.DataFrame, priorities: ranking.Priorities
) -> tuple[dict[str, Array], dict[str, coding.Misread]]:
    """The coded columns of a table, and by column the cells that are no answer; those count as unknown."""
    given = [fact for fact in ready.knowledge.facts.values() if fact.origin in semantics.GIVEN]
    columns = coding.plainly(given, table)
    wrong: dict[str, coding.Misread] = {}
    for fact in given:
        if fact.id in table.columns and fact.id not in columns:
            columns[fact.id], misread = coding.coded(fact, table[fact.id])
            wrong |= {fact.id: misread} if misread else {}
    for name, criterion in ready.knowledge.criteria.items():
        if PRIORITY_PREFIX + name in table.columns:
            usual = priorities.get(name, criterion.importance)
            key = PRIORITY_PREFIX + name
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
    ready: Plan, columns: Mapping[str, Array], height: int, priorities: ranking.Priorities, *, fired: bool = False
) -> list[pl.Series]:
    """The columns of the answer to coded columns."""
    tape, results = recorded.run(ready, columns, height, priorities, fired=fired)
    found = []
    for name in answer_columns(ready.knowledge):
        if name in tape.words:
            found.append(pl.Series([None, *tape.words[name]], dtype=pl.String).gather(results[name]).alias(name))
        else:
            found.append(pl.Series(name, results[name]))
    if tape.rules is not None:
        found.append(_rules_fired(tape.rules, results, height))
    return found


def _rules_fired(rules: Mapping[str, Any], results: Mapping[str, Any], height: int) -> pl.Series:
    """The ids as a list; null where no rule fired."""
    names = sorted(rule for rule, holds in rules.items() if holds is not False)
    always = np.ones(height, np.bool_)
    held = [results.get(recorded.FIRED + rule, always) for rule in names]
    rows, which = np.nonzero(np.column_stack(held)) if held else (np.empty(0, np.int64), np.empty(0, np.int64))
    pairs = pl.DataFrame({"row": rows, "fired": pl.Series(names, dtype=pl.String).gather(which)})
    lists = pairs.group_by("row", maintain_order=True).agg("fired")
    every_row = pl.DataFrame({"row": np.arange(height)})
    return every_row.join(lists, on="row", how="left", maintain_order="left")["fired"]
