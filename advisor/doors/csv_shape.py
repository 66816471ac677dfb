"""How many cells each row of a CSV has, counted on bytes by the million.

A separator or line end within quotation marks belongs to a cell; a quotation mark within them is doubled, so that
whether a place lies within is whether an odd number of marks stands before it (RFC 4180).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
_BLOCK: Final = 1 << 22
_LINE_END, _RETURN, _QUOTE, _SEPARATOR = (ord(sign) for sign in '\n\r",')


class CellCounts:
    """The rows of a file, the header among them, each with the number of its cells; 0 where all are empty."""

    def __init__(self, path: Path) -> None:
        """Nothing is read yet."""
        self._blocks = _counted(path)
        self._waiting: Counts = np.empty(0, np.int64)

    def next(self, rows: int) -> Counts:
        """The counts of the next rows; fewer where the file ends."""
        found = [self._waiting]
        held = len(self._waiting)
        while held < rows and (block := next(self._blocks, None)) is not None:
            found.append(block)
            held += len(block)
        together = np.concatenate(found)
        self._waiting = together[rows:]
        return together[:rows]


def _counted(path: Path) -> Iterator[Counts]:
    tail = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            text = tail + block
            counts, end = _of(text)
            yield counts
            tail = text[end:]
    if tail:
        counts, end = _of(tail + b"\n")
        yield counts


def _of(text: bytes) -> tuple[Counts, int]:
    """The counts of the rows that end within a text which begins with a row, and where the last of them ends."""
    signs = np.frombuffer(text, np.uint8)
    ends, separators = signs == _LINE_END, signs == _SEPARATOR
    if _QUOTE in text:
        quotes = signs == _QUOTE
        outside = np.logical_not(np.cumsum(quotes, dtype=np.uint32) & 1)
        ends, separators = ends & outside, separators & outside
    stops = np.flatnonzero(ends)
    if not len(stops):
        return np.empty(0, np.int64), 0
    starts = np.concatenate(([0], stops[:-1] + 1))
    end = int(stops[-1]) + 1
    between = np.add.reduceat(separators[:end].view(np.uint8), starts, dtype=np.uint32).astype(np.int64)
    length = stops - starts - (signs[np.maximum(stops - 1, 0)] == _RETURN)
    return np.where(length <= between, 0, between + 1), end
