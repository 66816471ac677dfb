"""Many profiles in one go: a record for each, an error record where one cannot be read, and a tally of the answers.

One bad profile never stops the others. The result is written beside its place and moved there when it is complete.
"""

import contextlib
import csv
import datetime as dt
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from rich.console import ConsoleRenderable, Group
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from advisor import marked_yaml, profile
from advisor.analysis.market import Market, faults
from advisor.dialogue import record as records
from advisor.dialogue import screen
from advisor.errors import Diagnostic, InputError, Location, fault
from advisor.i18n import Language, say
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.knowledge import adoption
from advisor.knowledge.model import KnowledgeBase
from advisor.profile import Entry
from advisor.untrusted import cell, json_text, printable
from advisor.writing import whole_file

ERROR_SCHEMA = "advisor/error/1"
_SUFFIXES = (".yaml", ".yml", ".json", ".jsonl", ".csv")
_TABLE_BYTES = 256 * 1024 * 1024
"""Largest CSV table read; JSON Lines has no limit but that of a line."""
_GATES_SHOWN = 5


@dataclass
class Tally:
    """How the answers fell; filled while a batch runs."""

    openness: Counter[str] = field(default_factory=Counter)
    strategies: Counter[str] = field(default_factory=Counter)
    gates: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    written_to: Path | None = None


def run(
    inputs: Iterable[Path],
    output: Path | None,
    knowledge: KnowledgeBase,
    engine: Engine,
    day: dt.date,
    language: Language,
    market: Market | None = None,
    *,
    form: str | None = None,
    languages: Sequence[Language] = (),
) -> Tally:
    """Read every input, write a result for each profile, and count.

    Raises `InputError` before anything is written where an input cannot be found or the output's kind is not known.
    """
    files = list(_files(inputs))
    form = form or _form(output)
    if output is not None and output.is_dir():
        raise InputError([fault("FI02", str(output))])
    if output is not None and any(path.exists() and output.exists() and path.samefile(output) for path in files):
        raise InputError([fault("FI10", str(output))])
    tally = Tally(written_to=output if output != Path("-") else None)
    pages = form == "html"
    sink = _pages(output, knowledge, languages or (language,), day) if pages else _sink(output, knowledge, form)
    with sink as write, progress(language) as advance:
        for path in files:
            for read in _entries(path, knowledge):
                entry = _looked_up(read, market)
                result = _result(entry, engine, day, market, analysed=pages)
                _count(result, entry, tally, language)
                write(entry, result)
                advance(1)
    return tally


def _knowledge(path: Path, below: Path) -> bool:
    """Whether a file somewhere below a folder is no profile: of a knowledge base, or a list of choices."""
    if path.name == adoption.CHOICES and (path.parent / adoption.PROFILES).is_dir():
        return True
    inside = [parent for parent in path.parents if parent.is_relative_to(below) and parent != below]
    return any((parent / "base.yaml").is_file() for parent in inside)


def _form(output: Path | None) -> str:
    """What is written where only the name of the output tells."""
    if output is None or output == Path("-"):
        return "jsonl"
    kinds = {".jsonl": "jsonl", ".json": "jsonl", ".csv": "csv", ".html": "html"}
    if output.suffix not in kinds:
        raise InputError([fault("FI07", str(output))])
    return kinds[output.suffix]


def _files(inputs: Iterable[Path]) -> Iterator[Path]:
    for path in inputs:
        if path.is_dir():
            found = [
                p for p in sorted(path.rglob("*")) if p.suffix in _SUFFIXES and p.is_file() and not _knowledge(p, path)
            ]
            if not found:
                raise InputError([fault("FI08", str(path))])
            yield from found
        elif path == Path("-"):
            yield path
        elif not path.exists():
            raise InputError([fault("FI01", str(path))])
        elif path.suffix not in _SUFFIXES:
            raise InputError([fault("FI07", str(path))])
        else:
            yield path


def _entries(path: Path, knowledge: KnowledgeBase) -> Iterator[Entry]:
    shown = str(path)
    try:
        if path == Path("-"):
            text = marked_yaml.decode(sys.stdin.buffer.read(marked_yaml.MAX_BYTES + 1), shown)
            yield from profile.from_yaml(text, shown, knowledge)
        elif path.suffix == ".jsonl":
            with _opened(path) as lines:
                yield from profile.from_json_lines(lines, shown, knowledge)
        elif path.suffix == ".csv":
            text = marked_yaml.read_bytes(path, shown, _TABLE_BYTES)
            yield from profile.from_csv(text, shown, knowledge)
        else:
            yield from profile.from_yaml(marked_yaml.read_bytes(path, shown), shown, knowledge)
    except InputError as error:
        yield Entry(Location(shown), None, error.diagnostics)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError([fault("FI03", str(path), reason=error.strerror or "")]) from None
    with file:
        yield file


def _looked_up(entry: Entry, market: Market | None) -> Entry:
    """An entry, with what its needs name that the catalogue does not know as faults."""
    if market is None or entry.profile is None:
        return entry
    wrong = faults(entry.profile.needs, market.catalogue, str(entry.where))
    return replace(entry, profile=None, diagnostics=tuple(wrong)) if wrong else entry


def _result(entry: Entry, engine: Engine, day: dt.date, market: Market | None, *, analysed: bool) -> records.Record:
    if entry.profile is not None:
        decision = decide(entry.profile, engine, market.observed if market else None)
        return records.build(decision, day, market, analysed=analysed)
    return {
        "schema": ERROR_SCHEMA,
        "where": str(entry.where),
        "organization": entry.name,
        "diagnostics": [_plain(diagnostic) for diagnostic in entry.diagnostics],
    }


def _plain(diagnostic: Diagnostic) -> dict[str, Any]:
    hints = {"en": diagnostic.hint("en"), "zh": diagnostic.hint("zh")}
    return {
        "code": diagnostic.code,
        "where": str(diagnostic.where),
        "message": {"en": diagnostic.message("en"), "zh": diagnostic.message("zh")},
        **({"hint": hints} if hints["en"] else {}),
    }


def _count(result: records.Record, entry: Entry, tally: Tally, language: Language) -> None:
    if entry.profile is None:
        tally.failed += 1
        for diagnostic in entry.diagnostics:
            sys.stderr.write(diagnostic.render(language) + "\n")
        return
    tally.openness[result["verdict"]["openness"]] += 1
    if result["verdict"]["strategy"]:
        tally.strategies[result["verdict"]["strategy"]] += 1
    tally.gates.update({rule for row in result["ranking"] for rule in row["ruled_out_by"]})


Write = Callable[[Entry, records.Record], None]


@contextlib.contextmanager
def _sink(output: Path | None, knowledge: KnowledgeBase, form: str) -> Iterator[Write]:
    if output is None or output == Path("-"):
        yield _row_writer(sys.stdout, knowledge) if form == "csv" else _line_writer(sys.stdout)
        return
    with whole_file(output) as file:
        yield _row_writer(file, knowledge) if form == "csv" else _line_writer(file)


@contextlib.contextmanager
def _pages(
    output: Path | None, knowledge: KnowledgeBase, languages: Sequence[Language], day: dt.date
) -> Iterator[Write]:
    from advisor.doors import portfolio  # noqa: PLC0415  # only pages need the template engine

    if output is None or output == Path("-"):
        raise InputError([fault("FI14", "-")])
    with portfolio.written(output, knowledge, languages, day.isoformat()) as put:
        yield lambda _, result: put(result)


def _line_writer(file: IO[str]) -> Write:
    def write(_: Entry, result: records.Record) -> None:
        file.write(json_text(result) + "\n")

    return write


def _row_writer(file: IO[str], knowledge: KnowledgeBase) -> Write:
    table = csv.writer(file, lineterminator="\n")
    table.writerow(_columns(knowledge))

    def write(entry: Entry, result: records.Record) -> None:
        table.writerow(_row(entry, result, knowledge))

    return write


def _columns(knowledge: KnowledgeBase) -> list[str]:
    scores = [f"score.{strategy}" for strategy in knowledge.strategies]
    return ["where", "organization", "use_case", "openness", "strategy", "close_call", *scores, "gates", "error"]


def _row(entry: Entry, result: records.Record, knowledge: KnowledgeBase) -> list[Any]:
    if entry.profile is None:
        blank = [""] * (5 + len(knowledge.strategies))
        errors = "; ".join(diagnostic.render("en").replace("\n    ", " - ") for diagnostic in entry.diagnostics)
        return [cell(entry.where), cell(entry.name or ""), *blank, cell(errors)]
    verdict = result["verdict"]
    scores = {row["strategy"]: row["score"] for row in result["ranking"]}
    gates = sorted({rule for row in result["ranking"] for rule in row["ruled_out_by"]})
    return [
        cell(entry.where),
        cell(entry.profile.organization or ""),
        cell(entry.profile.use_case or ""),
        verdict["openness"],
        verdict["strategy"] or "",
        "yes" if verdict["close_call"] else "no",
        *(scores[strategy] for strategy in knowledge.strategies),
        " ".join(gates),
        "",
    ]


@contextlib.contextmanager
def progress(language: Language) -> Iterator[Callable[[int], None]]:
    """A bar on standard error while work is long, and only where somebody looks at it."""
    console = screen.console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(say("batch.progress", language), total=None)
        yield lambda count: bar.advance(task, count)


def summary(tally: Tally, knowledge: KnowledgeBase, language: Language) -> ConsoleRenderable:
    """How the answers fell: openness and strategy, and the gates met most often."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    for openness in (*knowledge.headlines, "none"):
        table.add_row(str(tally.openness[openness]), knowledge.openness_name(openness)[language])
        for strategy in knowledge.strategies.values():
            if strategy.openness == openness and tally.strategies[strategy.id]:
                table.add_row("", f"{tally.strategies[strategy.id]} × {strategy.name[language]}", style="dim")
    if tally.failed:
        table.add_row(str(tally.failed), say("batch.failed", language), style="bold red")
    parts: list[ConsoleRenderable] = [table]
    if tally.gates:
        gates = Table(
            box=None,
            padding=(0, 2, 0, 0),
            show_header=False,
            title=say("batch.gates", language),
            title_justify="left",
            title_style="dim",
        )
        gates.add_column(justify="right")
        gates.add_column(overflow="fold")
        for rule, count in sorted(tally.gates.items(), key=lambda item: (-item[1], item[0]))[:_GATES_SHOWN]:
            gates.add_row(str(count), f"{knowledge.rules[rule].title[language]} ({rule})")
        parts.append(gates)
    if tally.written_to is not None:
        from rich.text import Text as Line  # noqa: PLC0415

        parts.append(Line(say("batch.written", language, path=printable(tally.written_to)), style="dim"))
    return Group(*parts)
