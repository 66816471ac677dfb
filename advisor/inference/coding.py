"""A column of a frame becomes an array of codes (`codes.py`), and what cannot be read is told with its rows.

Words are told apart once for each different one, by `read_answer` like everywhere, never once for each row.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from advisor.errors import nearest
from advisor.inference.codes import code, kind
from advisor.inference.plan import Plan
from advisor.knowledge.answers import UNKNOWN, read_answer
from advisor.knowledge.conditions import Fault
from advisor.knowledge.model import Fact

Array = npt.NDArray[Any]
_PLAIN = r"^\s*[-+]?[0-9][0-9_]*(\.[0-9]+)?\s*$"


@dataclass(frozen=True, slots=True)
class Misread:
    """Cells of one column that are no answer: where they stand, and what is wrong with each different one."""

    rows: Array
    """Row numbers, ascending."""
    faults: tuple[Fault, ...]
    """One for each row, the same object for the same words."""


def plainly(facts: Iterable[Fact], table: pl.DataFrame) -> dict[str, Array]:
    """The columns of a table in which every cell is plainly an answer, all coded together on all cores.

    Words are compared with each that is possible, which for a few takes half as long as looking each up.
    """
    own = {fact.id: fact for fact in facts if fact.id in table.columns}
    quick = {name: one for name, fact in own.items() if (one := _plain_code(fact, table.schema[name])) is not None}
    found = table.select(code.alias(name) for name, code in quick.items())
    arrays = {name: found[name].to_numpy() for name in quick}
    nulls = {name: table[name].null_count() for name in quick}
    return {name: codes for name, codes in arrays.items() if len(codes) - np.count_nonzero(codes) == nulls[name]}


def _plain_code(fact: Fact, kind: pl.DataType) -> pl.Expr | None:
    column = pl.col(fact.id)
    if fact.type == "flag" and kind == pl.Boolean:
        return (column.cast(pl.UInt8) + 1).fill_null(0)
    if fact.type not in {"scale", "choice", "flag"} or kind != pl.String:
        return None
    known = _FLAGS if fact.type == "flag" else {word: code for code, word in enumerate(fact.by_id, start=1)}
    if len(known) > _MOST_COMPARED:
        return (column.cast(pl.Enum(list(known)), strict=False).to_physical().cast(pl.UInt8) + 1).fill_null(0)
    each = ((column == word).cast(pl.UInt8) * code for word, code in known.items())
    return reduce(or_, each).fill_null(0)


_MOST_COMPARED: Final = 8
_FLAGS: Final = {"no": 1, "yes": 2, "false": 1, "true": 2}


def coded(fact: Fact, column: pl.Series) -> tuple[Array, Misread | None]:
    """The answers of a column, and the cells that are none; those count as unknown."""
    if fact.type == "number" and column.dtype.is_numeric():
        return _numbers(fact, column)
    if fact.type == "flag" and column.dtype == pl.Boolean:
        return (column.cast(pl.UInt8) + 1).fill_null(0).to_numpy(), None
    if isinstance(column.dtype, pl.List):
        return _lists(fact, column)
    if fact.type == "number" and column.dtype == pl.String:
        return _written_numbers(fact, column)
    return _words(fact, column)


def _words(fact: Fact, column: pl.Series) -> tuple[Array, Misread | None]:
    """By way of the different cells: each is read once, however often it stands there."""
    if isinstance(column.dtype, pl.Categorical):
        column = column.cast(pl.String)
    if isinstance(column.dtype, pl.Enum):
        words, index = column.dtype.categories, column.to_physical()
    elif column.dtype == pl.String:
        words, index = _told_apart(column)
    else:
        words = column.unique(maintain_order=True).drop_nulls()
        index = column.replace_strict(words, pl.Series(range(len(words)), dtype=pl.UInt32), default=None)
    read = [read_answer(fact, _plain(word)) for word in words]
    codes = np.array([code(fact, answer) for answer, _ in read] + [code(fact, None)], dtype=kind(fact))
    places = index.cast(pl.UInt32).fill_null(len(read)).to_numpy()
    wrong = np.array([fault is not None for _, fault in read] + [False])
    return codes[places], _misread(wrong[places], places, {n: fault for n, (_, fault) in enumerate(read) if fault})


def _told_apart(column: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The different words of a column, and the place of each cell's among them; mostly the first rows have them all."""
    for rows in (column.head(_SAMPLE), column):
        words = rows.unique(maintain_order=True).drop_nulls()
        index = column.cast(pl.Enum(words), strict=False)
        if index.null_count() == column.null_count():
            break
    return words, index.to_physical()


_SAMPLE: Final = 2_000


def _misread(where: Array, places: Array, faults: Mapping[int, Fault]) -> Misread | None:
    if not faults or not where.any():
        return None
    rows = np.flatnonzero(where)
    return Misread(rows, tuple(faults[place] for place in places[rows].tolist()))


def _plain(cell: Any) -> Any:
    return cell.to_list() if isinstance(cell, pl.Series) else cell


def _numbers(fact: Fact, column: pl.Series) -> tuple[Array, Misread | None]:
    numbers = column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    low, high = fact.minimum, fact.maximum
    wrong = np.isinf(numbers)
    if low is not None:
        wrong = wrong | (numbers < low)
    if high is not None:
        wrong = wrong | (numbers > high)
    if not wrong.any():
        return numbers, None
    rows = np.flatnonzero(wrong)
    faults = []
    for row in rows.tolist():
        value = column[row]
        _, fault = read_answer(fact, int(value) if math.isfinite(value) and value == int(value) else value)
        assert fault is not None  # noqa: S101  # it is out of bounds
        faults.append(fault)
    return np.where(wrong, np.nan, numbers), Misread(rows, tuple(faults))


def _written_numbers(fact: Fact, column: pl.Series) -> tuple[Array, Misread | None]:
    """Plain digits are read all at once; what is not, is looked at word by word."""
    plain = column.str.contains(_PLAIN).fill_null(value=True)
    digits = column.set(~plain, None).str.strip_chars().str.replace_all("_", "", literal=True).cast(pl.Float64)
    numbers, misread = _numbers(fact, digits)
    if plain.all():
        return numbers, misread
    others = np.flatnonzero(~plain.to_numpy())
    read, wrong = _words(fact, column.gather(others))
    numbers = numbers.copy()
    numbers[others] = read
    found = [*zip(misread.rows.tolist(), misread.faults, strict=True)] if misread else []
    found += zip(others[wrong.rows].tolist(), wrong.faults, strict=True) if wrong else []
    if not found:
        return numbers, None
    rows, faults = zip(*sorted(found, key=lambda one: one[0]), strict=True)
    return numbers, Misread(np.array(rows), faults)


def _lists(fact: Fact, column: pl.Series) -> tuple[Array, Misread | None]:
    """A list in each cell: the bits of its words joined, list by list."""
    sizes = column.list.len().fill_null(0).to_numpy().astype(np.int64)
    filled = column.filter(column.list.len() > 0)
    words = filled.explode().cast(pl.String)
    known = words.cast(pl.Enum(list(fact.by_id)), strict=False)
    if fact.type != "set" or known.null_count():
        codes, misread = _words(fact, column.cast(pl.List(pl.String)).list.join(";"))
        codes[(column.list.len() == 0).fill_null(value=False).to_numpy()] = 1
        return codes, misread
    bits = np.left_shift(kind(fact).type(2), known.to_physical().to_numpy().astype(kind(fact)))
    codes = (~column.is_null()).to_numpy().astype(kind(fact))
    nonempty = np.flatnonzero(sizes)
    if len(nonempty):
        starts = np.concatenate(([0], np.cumsum(sizes[nonempty])[:-1]))
        codes[nonempty] |= np.bitwise_or.reduceat(bits, starts)
    return codes, None


def importances(plan: Plan, criterion: str, column: pl.Series, default: str) -> tuple[Array, Misread | None]:
    """What a criterion counts in each row; `default` where the row does not say."""
    words = column.cast(pl.String).str.strip_chars()
    words = words.set((words == "") | (words == UNKNOWN), None)
    codes = words.replace_strict(list(plan.importance), range(1, len(plan.importance) + 1), default=0).to_numpy()
    worth = np.array([plan.importance[default], *plan.importance.values()], np.int32 if plan.whole else np.float64)
    rows = np.flatnonzero((codes == 0) & words.is_not_null().to_numpy())
    if not len(rows):
        return worth[codes], None
    known = list(plan.importance)
    slots = (("name", criterion), ("known", ", ".join(known)))
    faults = (
        Fault("PR08", (), (*slots, ("value", words[row]), ("near", nearest(str(words[row]), known))))
        for row in rows.tolist()
    )
    return worth[codes], Misread(rows, tuple(faults))
