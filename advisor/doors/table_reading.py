"""Tables for `advisor batch`, read some rows at a time: CSV, JSON Lines and Parquet, so that size is no matter.

What cannot be read of a row is told of that row, and the others go on. A fault that holds for the whole table (a column
nobody knows, no Parquet at all) is raised.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

import polars as pl

from advisor import profile
from advisor.doors.csv_shape import CellCounts
from advisor.errors import InputError, fault, nearest
from advisor.knowledge.model import KnowledgeBase
from advisor.profile import PRIORITY_PREFIX

ROWS: Final = 100_000
"""Rows held in memory at a time."""
NAMES: Final = ("organization", "use_case")
NEEDS: Final = "needs"
"""Column of the needs of JSON Lines, as the text they were written in; in other tables each has a column of its own."""
_MAPS: Final = ("priorities", "answers")


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a row, or a cell of it, could not be read."""

    code: str
    slots: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a table."""

    numbers: pl.Series
    """Of each row its number in the table, from 1 below the header; for JSON Lines, its line."""
    cells: pl.DataFrame
    unread: Mapping[int, Unread] = field(default_factory=dict)
    """Position in this chunk to what is wrong with the row as a whole; its cells count for nothing."""


def check(path: Path, knowledge: KnowledgeBase) -> None:
    """Raise `InputError` with every fault of a table's columns."""
    if path.suffix != ".jsonl" and not is_empty(path):
        profile.check_header(_header(path), str(path), knowledge)


def is_empty(path: Path) -> bool:
    """Whether nothing at all is written in a file."""
    try:
        with path.open("rb") as file:
            return all(not line.strip(b"\xef\xbb\xbf \t\r\n") for line in file)
    except OSError as error:
        raise InputError([fault("FI03", str(path), reason=error.strerror or "")]) from None


def _header(path: Path) -> list[str]:
    try:
        if path.suffix == ".parquet":
            return list(pl.read_parquet_schema(path))
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [name.strip() for name in next(csv.reader(file, strict=True), [])]
    except UnicodeDecodeError:
        raise InputError([fault("FI05", str(path))]) from None
    except csv.Error as error:
        raise InputError([fault("CS03", str(path), 1, problem=str(error))]) from None
    except pl.exceptions.PolarsError as error:
        raise InputError([fault("FI15", str(path), problem=_first_line(error))]) from None


def chunks(path: Path, knowledge: KnowledgeBase) -> Iterator[Chunk]:
    """The rows of a table, some at a time, in their order."""
    if path.suffix == ".jsonl":
        yield from _json_lines(path, knowledge)
        return
    try:
        yield from _parquet(path) if path.suffix == ".parquet" else _csv(path)
    except pl.exceptions.PolarsError as error:
        code = "FI15" if path.suffix == ".parquet" else "CS03"
        raise InputError([fault(code, str(path), problem=_first_line(error))]) from None


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", maxsplit=1)[0]


def _parquet(path: Path) -> Iterator[Chunk]:
    first = 1
    for cells in pl.scan_parquet(path, glob=False).collect_batches(chunk_size=ROWS, maintain_order=True):
        yield Chunk(pl.int_range(first, first + cells.height, eager=True), cells)
        first += cells.height


# CSV


def _csv(path: Path) -> Iterator[Chunk]:
    """Rows without a cell in them are passed over; a row too short or too long is told.

    Polars fills up short rows without a word, and of a row that is too long only says that there is one. So the cells
    of each are counted beside it.
    """
    names = _header(path)
    scanned = pl.scan_csv(
        path, infer_schema=False, glob=False, schema=dict.fromkeys(names, pl.String), truncate_ragged_lines=True
    )
    counted, first = CellCounts(path), 1
    counted.next(1)  # the header
    for rows in scanned.collect_batches(chunk_size=ROWS, maintain_order=True):
        found = pl.Series(counted.next(rows.height), dtype=pl.Int64)
        if len(found) != rows.height:
            raise InputError([fault("CS03", str(path), problem="unbalanced quotation marks")])
        numbers = pl.int_range(first, first + rows.height, eager=True)
        first += rows.height
        filled = found != 0
        wrong = (found.filter(filled) != len(names)).arg_true()
        sizes = found.filter(filled).gather(wrong)
        unread = {
            row: Unread("CS04", (("found", size), ("wanted", len(names))))
            for row, size in zip(wrong.to_list(), sizes.to_list(), strict=True)
        }
        yield Chunk(numbers.filter(filled), rows.filter(filled), unread)


# JSON Lines


def _json_lines(path: Path, knowledge: KnowledgeBase) -> Iterator[Chunk]:
    first = 1
    with path.open("rb") as file:
        while lines := list(islice(file, ROWS)):
            filled = {number: line for number, line in enumerate(lines, start=first) if line.strip()}
            first += len(lines)
            numbers, written = pl.Series(list(filled), dtype=pl.Int64), list(filled.values())
            cells = _together(written, knowledge)
            yield Chunk(numbers, cells) if cells is not None else _one_by_one(numbers, written, knowledge)


def _together(lines: Sequence[bytes], knowledge: KnowledgeBase) -> pl.DataFrame | None:
    """All objects at once, in many threads; None where any of them is out of order or of a doubtful kind."""
    text = b"".join(lines)
    if b"\\ud" in text.lower():  # half of a pair of surrogates would be read as something else
        return None
    try:
        read = pl.read_ndjson(io.BytesIO(text), infer_schema_length=None)
    except pl.exceptions.PolarsError:
        return None
    if read.height != len(lines) or not set(read.columns) <= {*NAMES, *_MAPS}:
        return None
    columns = [read[name] for name in NAMES if name in read.columns and read.schema[name] != pl.Null]
    if any(column.dtype != pl.String for column in columns):
        return None
    for part in _MAPS:
        kind = read.schema.get(part, pl.Null())
        if isinstance(kind, pl.Struct):
            prefix = PRIORITY_PREFIX if part == "priorities" else ""
            columns += [column.alias(prefix + column.name) for column in read[part].struct.unnest()]
        elif kind != pl.Null:
            return None
    columns = [column for column in columns if column.dtype != pl.Null]
    return pl.DataFrame(columns, height=read.height) if _fits(columns, knowledge) else None


def _fits(columns: Sequence[pl.Series], knowledge: KnowledgeBase) -> bool:
    """Whether each column is one that is known, and of a kind that its question is answered with."""
    numbers: set[Any] = {pl.Int64, pl.Float64, pl.String}
    kinds: dict[str, set[Any]] = {
        "flag": {pl.Boolean, pl.String},
        "number": numbers,
        "set": {pl.List(pl.String), pl.String},
    }
    for column in columns:
        known = knowledge.facts.get(column.name)
        if column.name in NAMES or column.name.removeprefix(PRIORITY_PREFIX) in knowledge.criteria:
            fitting = column.dtype == pl.String
        else:
            fitting = (
                known is not None and known.origin == "asked" and column.dtype in kinds.get(known.type, {pl.String})
            )
        if not fitting:
            return False
    return True


def _one_by_one(numbers: pl.Series, lines: Sequence[bytes], knowledge: KnowledgeBase) -> Chunk:
    rows: list[Mapping[str, Any]] = []
    unread: dict[int, Unread] = {}
    for place, line in enumerate(lines):
        row = _flat(line, knowledge)
        if isinstance(row, Unread):
            unread[place], row = row, {}
        rows.append(row)
    names = dict.fromkeys(name for row in rows for name in row)
    cells = {name: pl.Series([_text(row.get(name)) for row in rows], dtype=pl.String) for name in names}
    return Chunk(numbers, pl.DataFrame(cells, height=len(rows)), unread)


def _flat(line: bytes, knowledge: KnowledgeBase) -> Mapping[str, Any] | Unread:  # a fault each
    """One object as the cells of a row, or why it is none."""
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _unread("JS01", problem=getattr(error, "msg", str(error)))
    if not isinstance(raw, dict):
        return _unread("PR01")
    if "workloads" in raw:
        return _unread("PR19")
    for part in raw.keys() - {*NAMES, *_MAPS, NEEDS}:
        return _unread("PR02", name=part, near=nearest(part, [*NAMES, *_MAPS]), known=", ".join([*NAMES, *_MAPS]))
    for part in _MAPS:
        if not isinstance(raw.get(part, {}), dict | None):
            return _unread("PR06", key_name=part)
    answers, priorities = raw.get("answers") or {}, raw.get("priorities") or {}
    for name in answers.keys() - {fact.id for fact in knowledge.facts.values() if fact.origin == "asked"}:
        return _unread("PR09", name=name, near=nearest(name, knowledge.facts))
    for name in priorities.keys() - knowledge.criteria.keys():
        near, known = nearest(name, knowledge.criteria), ", ".join(knowledge.criteria)
        return _unread("PR07", name=name, near=near, known=known)
    cells = {name: raw[name] for name in NAMES if name in raw}
    cells |= {NEEDS: json.dumps(raw[NEEDS])} if raw.get(NEEDS) is not None else {}
    cells |= {name: _written(value) for name, value in answers.items()}
    return cells | {PRIORITY_PREFIX + name: _written(value) for name, value in priorities.items()}


def _unread(code: str, **slots: Any) -> Unread:
    return Unread(code, tuple(slots.items()))


def _written(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(str(one) for one in value) if value else "none"
    return repr(value) if isinstance(value, float) else json.dumps(value)


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else str(value)
