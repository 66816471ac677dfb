"""Sums and comparisons written down once and played back on block after block of rows.

Whoever computes with `Cell`s writes a tape: each operation is noted, not done. The same operation on the same cells is
noted once, what nobody wants in the end is dropped, and cells that are no longer read lend their memory to later ones.
Playing a tape is then a plain run through a list of calls of numpy into memory that lies in the processor's cache.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Kind = np.dtype[Any]
Operation = Callable[..., Any]

TRUTH: Kind = np.dtype(np.bool_)
FLOAT: Kind = np.dtype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A column that will have been computed when the tape has been played up to it."""

    tape: "Tape"
    number: int
    kind: Kind

    def __and__(self, other: "Cell") -> "Cell":
        """Where both hold."""
        return self.tape.note(np.logical_and, (self, other), TRUTH)

    def __or__(self, other: "Cell") -> "Cell":
        """Where one holds at least."""
        return self.tape.note(np.logical_or, (self, other), TRUTH)

    def __invert__(self) -> "Cell":
        """Where it does not hold."""
        return self.tape.note(np.logical_not, (self,), TRUTH)

    def __gt__(self, bound: float) -> "Cell":
        """Where it is larger."""
        return self.tape.note(np.greater, (self, self.kind.type(bound)), TRUTH)

    def __add__(self, other: Any) -> "Cell":
        """The sum."""
        return self.tape.note(np.add, (self, self._like(other)), self.kind)

    __radd__ = __add__

    def __mul__(self, other: Any) -> "Cell":
        """The product."""
        return self.tape.note(np.multiply, (self, self._like(other)), self.kind)

    __rmul__ = __mul__

    def _like(self, other: Any) -> Any:
        return other if isinstance(other, Cell) else self.kind.type(other)


@dataclass(frozen=True, slots=True)
class _Noted:
    do: Operation
    takes: tuple[Any, ...]
    kind: Kind


class Tape:
    """Operations in the order in which they are to be done."""

    def __init__(self) -> None:
        self._noted: list[_Noted | None] = []
        self._same: dict[Any, Cell] = {}
        self.inputs: dict[str, Cell] = {}
        self._constants: dict[int, Any] = {}
        self.wanted: dict[str, Cell] = {}

    def take(self, name: str, kind: Kind) -> Cell:
        """A column that is put in before playing."""
        if name not in self.inputs:
            self.inputs[name] = Cell(self, len(self._noted), kind)
            self._noted.append(None)
        return self.inputs[name]

    def constant(self, value: Any, kind: Kind) -> Cell:
        """The same in every row; written into memory once, not at every playing."""
        key = ("constant", kind, value)
        if key not in self._same:
            self._same[key] = Cell(self, len(self._noted), kind)
            self._constants[len(self._noted)] = value
            self._noted.append(None)
        return self._same[key]

    def note(self, do: Operation, takes: tuple[Any, ...], kind: Kind) -> Cell:
        """Note an operation `do(*takes, out)`, unless the same stands there already."""
        key = (do, kind, *(one.number if isinstance(one, Cell) else (one, type(one)) for one in takes))
        if key not in self._same:
            self._same[key] = Cell(self, len(self._noted), kind)
            self._noted.append(_Noted(do, takes, kind))
        return self._same[key]

    def give(self, name: str, cell: Cell) -> None:
        """A column that is wanted in the end."""
        self.wanted[name] = cell

    def player(self, rows: int) -> "Player":
        """Memory for so many rows at a time, and the calls to be made on it."""
        last = self._last_reads()
        memory: dict[int, Array] = {}
        free: dict[Kind, list[Array]] = {}
        for cell in self.inputs.values():
            memory[cell.number] = np.zeros(rows, cell.kind)
        for cell in self._same.values():
            if cell.number in self._constants:
                memory[cell.number] = np.full(rows, self._constants[cell.number], cell.kind)
        kept = {cell.number for cell in (*self.inputs.values(), *self.wanted.values())} | self._constants.keys()
        calls = []
        for number, noted in enumerate(self._noted):
            if noted is None or number not in last:
                continue
            spare = free.setdefault(noted.kind, [])
            memory[number] = out = spare.pop() if spare else np.empty(rows, noted.kind)
            # A number is handed over as an array of no dimensions, which numpy takes without looking at it twice.
            takes = (memory[t.number] if isinstance(t, Cell) else np.asarray(t) for t in noted.takes)
            calls.append((noted.do, *takes, out))
            for read in {t.number: t for t in noted.takes if isinstance(t, Cell)}.values():
                if last[read.number] == number and read.number not in kept:
                    free.setdefault(read.kind, []).append(memory[read.number])
        into = {name: memory[cell.number] for name, cell in self.inputs.items()}
        return Player(into, {name: memory[cell.number] for name, cell in self.wanted.items()}, calls)

    def _last_reads(self) -> dict[int, int]:
        """Cell to the last operation that reads it; cells that lead to nothing wanted are left out."""
        last = {cell.number: len(self._noted) for cell in self.wanted.values()}
        for number in range(len(self._noted) - 1, -1, -1):
            noted = self._noted[number]
            if noted is not None and number in last:
                for one in noted.takes:
                    if isinstance(one, Cell):
                        last.setdefault(one.number, number)
        return last

    @property
    def length(self) -> int:
        """How many operations are played."""
        last = self._last_reads()
        return sum(noted is not None and number in last for number, noted in enumerate(self._noted))


class Player:
    """A tape with its memory; one for each thread."""

    def __init__(self, into: Mapping[str, Array], out: Mapping[str, Array], calls: Sequence[tuple[Any, ...]]) -> None:
        self._into = into
        self._out = out
        self._calls = calls

    def play(self, columns: Mapping[str, Array], results: Mapping[str, Array], part: slice) -> None:
        """Compute the results of some rows; never more than there is memory for."""
        rows = part.stop - part.start
        for name, memory in self._into.items():
            memory[:rows] = columns[name][part]
        for do, *takes in self._calls:
            do(*takes)
        for name, memory in self._out.items():
            results[name][part] = memory[:rows]


def parts(height: int, rows: int) -> Iterable[slice]:
    """All rows, so many at a time."""
    return (slice(start, min(start + rows, height)) for start in range(0, height, rows))
