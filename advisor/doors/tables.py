"""`advisor batch` for large tables: read, decided and written chunk by chunk, so that size is no matter.

Rows with a cell that is no answer go to a file beside the result, with their number and the reason; the rest go on.
What the catalogue of models says is looked up where it is asked for: it takes far longer than the rules do.
"""

import contextlib
import csv
import datetime as dt
import os
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import polars as pl
from polars.io.plugins import register_io_source

from advisor.analysis.market import Market
from advisor.batch import Tally, progress
from advisor.dialogue import record as records
from advisor.doors import table_reading
from advisor.doors.table_catalogue import Lookup, needs_of
from advisor.doors.table_reading import NAMES, Chunk, Unread
from advisor.errors import Diagnostic, InputError, Location, fault, nearest
from advisor.i18n import Language
from advisor.inference import table
from advisor.inference.decision import decide
from advisor.inference.plan import Plan, plan
from advisor.inference.rete import Engine
from advisor.knowledge.answers import read_answer
from advisor.knowledge.model import KnowledgeBase
from advisor.profile import PRIORITY_PREFIX, Profile
from advisor.untrusted import cell, json_text
from advisor.writing import whole_file, whole_path

KINDS: Final = (".csv", ".jsonl", ".parquet")
"""What is read and written as a table."""
_LONGEST_NAME: Final = 200
_DECIMALS: Final = 6
"""Scores are written as a decision record writes them."""
_DOUBTFUL: Final = (
    r"[\x00-\x1f\x7f-\x{9f}\x{61c}\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}-\x{2069}\x{feff}\x{fff9}-\x{fffb}"
    r"\x{e0000}-\x{e007f}]|^ *[=+@\-\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]"
)
"""Texts that `untrusted.cell` might change; the others need not be looked at one by one."""


@dataclass(frozen=True, slots=True)
class Explaining:
    """Which rows get a full record as well."""

    most: int
    column: str | None = None
    value: str | None = None

    def chosen(self, answered: pl.DataFrame) -> pl.DataFrame:
        """The rows that match."""
        if self.column is None:
            return answered
        return answered.filter(pl.col(self.column).cast(pl.String).fill_null("none") == self.value)


@dataclass(frozen=True, slots=True)
class _Decided:
    """A chunk, what of it cannot be read, and the columns of the answer."""

    read: Chunk
    wrong: Mapping[str, tuple[list[int], Sequence[Any]]]
    """Column to the places of its cells that are no answer, and what is wrong with each."""
    answer: list[pl.Series]


@dataclass
class _Run:
    """One run over some tables: what is known beforehand, and what has come of it so far."""

    ready: Plan
    day: dt.date
    language: Language
    fired: bool
    explaining: Explaining | None
    tally: Tally
    reject: Callable[[list[Any]], None]
    explain: Callable[[str], None]
    advance: Callable[[int], None]
    lookup: Lookup | None = None
    engine: Engine | None = None
    explained: int = 0

    def answered(self, inputs: Sequence[Path]) -> Iterator[pl.DataFrame]:
        """The answers to all rows that are in order, chunk by chunk; one chunk for each core is decided at a time."""
        cores = os.cpu_count() or 1
        with ThreadPoolExecutor(cores) as pool:
            waiting: deque[tuple[Path, Future[_Decided]]] = deque()
            for path in inputs:
                if table_reading.is_empty(path):
                    self._nothing(path)
                    continue
                for chunk in table_reading.chunks(path, self.ready.knowledge):
                    waiting.append((path, pool.submit(self._decide, chunk)))
                    if len(waiting) > cores:
                        yield self._next(waiting)
                while waiting:
                    yield self._next(waiting)

    def _next(self, waiting: "deque[tuple[Path, Future[_Decided]]]") -> pl.DataFrame:
        path, soon = waiting.popleft()
        decided = soon.result()
        self.advance(decided.read.cells.height)
        return self._answer(path, decided)

    def _nothing(self, path: Path) -> None:
        """A file with nothing in it counts as a profile that could not be read, as it does profile by profile."""
        self._reject(path, 0, "", fault("FI06", str(path)))
        self.tally.failed += 1

    def _decide(self, read: Chunk) -> "_Decided":
        """What follows from a chunk; apart from what is remembered of the catalogue it leaves no trace."""
        chunk = read.cells
        columns, wrong = table.read(self.ready, chunk, {})
        unread = dict(read.unread)
        if self.lookup is not None:
            wrong_rows = {row for one in wrong.values() for row in one.rows.tolist()} | unread.keys()
            facts, refused = self.lookup.facts(columns, chunk, wrong_rows)
            columns, unread = {**columns, **facts}, {**unread, **refused}
        answer = table.decided(self.ready, columns, chunk.height, {}, fired=self.fired)
        faults = {name: (one.rows.tolist(), one.faults) for name, one in wrong.items()}
        return _Decided(replace(read, unread=unread), faults, answer)

    def _answer(self, path: Path, decided: "_Decided") -> pl.DataFrame:
        read, answer, chunk = decided.read, decided.answer, decided.read.cells
        bad = self._rejected(path, read, dict(decided.wrong))
        names = [
            _safe(chunk[name]).alias(name) if name in chunk.columns else pl.lit(None, pl.String).alias(name)
            for name in NAMES
        ]
        found = pl.DataFrame([read.numbers.alias("row"), *answer]).with_columns(pl.lit(str(path)).alias("file"), *names)
        found = found.select("file", "row", *NAMES, *(one.name for one in answer))
        if bad:
            keep = pl.Series(range(chunk.height)).is_in(list(bad)).not_()
            found, chunk = found.filter(keep), chunk.filter(keep)
        self._count(found)
        self._explain(path, found, chunk)
        return found.with_columns(pl.col("openness").fill_null("none"), pl.col(r"^score\..*$").round(_DECIMALS))

    def _rejected(self, path: Path, read: Chunk, wrong: dict[str, Any]) -> set[int]:
        """The places of the rows that are not in order, once it was told of each what is wrong with it."""
        chunk = read.cells
        for name in NAMES:
            if name in chunk.columns:
                long = (chunk[name].cast(pl.String).str.len_chars() > _LONGEST_NAME).fill_null(value=False)
                rows = long.arg_true().to_list()
                slots = (("key_name", name), ("limit", _LONGEST_NAME))
                wrong |= {name: (rows, [Unread("PR05", slots)] * len(rows))} if rows else {}
        lines = [
            (int(row), name, one)
            for name, (rows, faults) in wrong.items()
            for row, one in zip(rows, faults, strict=True)
            if int(row) not in read.unread
        ]
        lines += [(row, "", one) for row, one in read.unread.items()]
        for row, name, one in sorted(lines, key=lambda line: line[:2]):
            number = int(read.numbers[row])
            self._reject(path, number, name, Diagnostic(one.code, Location(str(path), number), dict(one.slots)))
        bad = {row for row, _, _ in lines}
        self.tally.failed += len(bad)
        return bad

    def _reject(self, path: Path, number: int, column: str, said: Diagnostic) -> None:
        hint = said.hint(self.language) or ""
        self.reject([str(path), number, column, said.code, said.message(self.language), hint])

    def _count(self, found: pl.DataFrame) -> None:
        for column, counter in (("openness", self.tally.openness), ("strategy", self.tally.strategies)):
            for word, count in found[column].value_counts().iter_rows():
                if word is not None or column == "openness":
                    counter[word or "none"] += count

    def _explain(self, path: Path, found: pl.DataFrame, chunk: pl.DataFrame) -> None:
        if self.explaining is None or self.explained >= self.explaining.most:
            return
        place = pl.int_range(0, found.height, eager=True).alias("_place")
        wanted = self.explaining.chosen(found.with_columns(place)).head(self.explaining.most - self.explained)
        self.engine = self.engine or Engine(self.ready.knowledge)
        for number, row in wanted.select("row", "_place").iter_rows():
            given = _profile(chunk.row(row, named=True), self.ready.knowledge)
            market = self.lookup.market if self.lookup else None
            record = records.build(decide(given, self.engine, market.observed if market else None), self.day, market)
            self.explain(json_text({"file": str(path), "row": number, **record}) + "\n")
            self.explained += 1


def run(
    inputs: Sequence[Path],
    output: Path,
    knowledge: KnowledgeBase,
    day: dt.date,
    language: Language,
    *,
    fired: bool = False,
    explaining: Explaining | None = None,
    market: Market | None = None,
) -> Tally:
    """Decide every row; with `market`, on what the catalogue says of it as well.

    Raises `InputError` before anything is written where a table has a column nobody knows.
    """
    for path in inputs:
        table_reading.check(path, knowledge)
    tally = Tally(written_to=output)
    ready = plan(knowledge)
    with contextlib.ExitStack() as stack:
        advance = stack.enter_context(progress(language))
        reject = stack.enter_context(_lazily(output.with_name(f"{output.stem}.invalid.csv"), _HEAD))
        explain = stack.enter_context(_lazily_text(output.with_name(f"{output.stem}.explained.jsonl")))
        temporary = stack.enter_context(whole_path(output))
        lookup = Lookup(market, knowledge) if market else None
        work = _Run(ready, day, language, fired, explaining, tally, reject, explain, advance, lookup)
        _write(work.answered(inputs), temporary, output.suffix, work)
    return tally


_HEAD = ["file", "row", "column", "code", "reason", "hint"]


def _write(answered: Iterator[pl.DataFrame], target: Path, suffix: str, work: _Run) -> None:
    if suffix == ".parquet":
        schema = _schema(work)
        # Whatever goes wrong while the sink pulls the chunks is raised again as what it was.
        failed: list[BaseException] = []

        def pulled(*_: Any) -> Iterator[pl.DataFrame]:
            try:
                yield from answered
            except BaseException as error:
                failed.append(error)
                raise

        try:
            register_io_source(pulled, schema=schema).sink_parquet(target, compression="lz4")
        except Exception:
            if failed:
                raise failed[0] from None
            raise
        return
    with target.open("w", encoding="utf-8", newline="") as file:
        blank = pl.DataFrame(schema=_schema(work))
        if suffix == ".csv":
            file.write(_for_csv(blank).write_csv())
        for chunk in answered:
            if suffix == ".csv":
                file.write(_for_csv(chunk).write_csv(include_header=False))
            else:
                file.write(chunk.write_ndjson())


def _schema(work: _Run) -> pl.Schema:
    columns: dict[str, Any] = {"file": pl.String, "row": pl.Int64, "organization": pl.String, "use_case": pl.String}
    answer = table.decided(work.ready, {}, 0, {}, fired=work.fired)
    return pl.Schema(columns | {one.name: one.dtype for one in answer})


def _for_csv(chunk: pl.DataFrame) -> pl.DataFrame:
    truths = [
        pl.when(column).then(pl.lit("yes")).otherwise(pl.lit("no")).alias(column)
        for column, kind in chunk.schema.items()
        if kind == pl.Boolean
    ]
    lists = [pl.col(column).list.join(" ") for column, kind in chunk.schema.items() if isinstance(kind, pl.List)]
    return chunk.with_columns(*truths, *lists)


def _safe(column: pl.Series) -> pl.Series:
    """Texts that a spreadsheet takes as texts, whatever was typed."""
    column = column.cast(pl.String)
    doubtful = column.str.contains(_DOUBTFUL).fill_null(value=False)
    if not doubtful.any():
        return column
    rows = doubtful.arg_true()
    return column.scatter(rows, [cell(text) for text in column.gather(rows)])


@contextlib.contextmanager
def _lazily(path: Path, head: list[str]) -> Iterator[Callable[[list[Any]], None]]:
    with _lazily_text(path) as write:
        rows = csv.writer(_Writer(write), lineterminator="\n")
        begun: list[bool] = []

        def put(row: list[Any]) -> None:
            if not begun:
                rows.writerow(head)
                begun.append(True)
            rows.writerow([one if isinstance(one, int) else cell(one) for one in row])

        yield put


@dataclass(frozen=True, slots=True)
class _Writer:
    write: Callable[[str], Any]


@contextlib.contextmanager
def _lazily_text(path: Path) -> Iterator[Callable[[str], None]]:
    """A whole file that is there only if something is written to it; what stood there before goes."""
    with contextlib.ExitStack() as stack:
        files: list[Any] = []

        def put(text: str) -> None:
            if not files:
                files.append(stack.enter_context(whole_file(path)))
            files[0].write(text)

        yield put
        if not files:
            path.unlink(missing_ok=True)


def _profile(row: dict[str, Any], knowledge: KnowledgeBase) -> Profile:
    """The profile of a row that is known to be in order."""
    answers = {}
    for name, raw in row.items():
        if name in knowledge.facts:
            answer, _ = read_answer(knowledge.facts[name], raw)
            if answer is not None and not (isinstance(answer, float) and answer != answer):  # noqa: PLR0124
                answers[name] = answer
    said = {name: str(raw).strip() for name, raw in row.items() if raw is not None and str(raw).strip()}
    rated = {
        n.removeprefix(PRIORITY_PREFIX): said[n] for n in said if n.startswith(PRIORITY_PREFIX) and said[n] != "unknown"
    }
    given, _ = needs_of(row)
    return Profile(said.get("organization"), said.get("use_case"), rated, answers, needs=given)


def filter_of(text: str, columns: Sequence[str]) -> tuple[str, str]:
    """Column and value of a filter `COLUMN=VALUE`. Raises `InputError` where there is no such column."""
    column, _, value = text.partition("=")
    if not re.search("=", text) or column not in columns:
        near = nearest(column, columns)
        raise InputError([fault("CS05", text, name=column, near=near, known=", ".join(columns))])
    return column, value
