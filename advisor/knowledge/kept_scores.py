"""The scores of the cases as they were when somebody last looked at them, `scores.csv` beside the cases.

An expert can say which answer is right, not by how many thousandths; but whoever changes a strength should see what
moves. So the scores are kept as data, compared by `advisor rules test`, changed by `--accept` alone, and reviewed as
the difference between two versions of the file: one line a case (or a workload of it), one column a strategy.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from advisor import marked_yaml
from advisor.errors import Diagnostic, InputError, fault

FILE: Final = "scores.csv"
"""Its name in the rules directory."""
OUT: Final = "out"
"""Stands in the place of a score where the strategy is ruled out."""
CASE, WORKLOAD = "case", "workload"
Row = Mapping[str, str]
"""Strategy to its score as it is written, or `out`."""
Key = tuple[str, str]
"""A case and one of its workloads; an empty text for the whole."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The scores of a file, with the line each stands in."""

    rows: Mapping[Key, Row]
    lines: Mapping[Key, int]
    shown: str


def written(score: float, *, out: bool) -> str:
    """A score as it is kept: in thousandths, because less is below what an adverb can mean."""
    return OUT if out else f"{score + 0.0:+.3f}".replace("-0.000", "+0.000")


def document(rows: Mapping[Key, Row], strategies: Iterable[str]) -> str:
    """The file that keeps these scores, sorted by case."""
    columns = list(strategies)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([CASE, WORKLOAD, *columns])
    for (case, workload), row in sorted(rows.items()):
        writer.writerow([case, workload, *(row[strategy] for strategy in columns)])
    return text.getvalue()


def read(folder: Path, shown: str) -> tuple[Kept | None, list[Diagnostic]]:
    """What a rules directory keeps; None where it keeps nothing or what is kept cannot be read."""
    path, name = folder / FILE, f"{shown}/{FILE}"
    if not path.is_file():
        return None, []
    try:
        text = marked_yaml.read_bytes(path, name)
    except InputError as error:
        return None, list(error.diagnostics)
    reader = csv.reader(io.StringIO(text))
    header = next(reader, [])
    if header[:2] != [CASE, WORKLOAD]:
        return None, [fault("SC01", name, 1, wanted=f"{CASE},{WORKLOAD}")]
    rows: dict[Key, Row] = {}
    lines: dict[Key, int] = {}
    faults = []
    for cells in reader:
        if len(cells) != len(header):
            faults.append(fault("SC02", name, reader.line_num, count=len(cells), wanted=len(header)))
        elif cells:
            key = (cells[0], cells[1])
            rows[key], lines[key] = dict(zip(header[2:], cells[2:], strict=True)), reader.line_num
    return Kept(rows, lines, name), faults
