"""Where the bars of a chart stand: plain numbers, which the templates draw as SVG.

All widths are in thousandths of the room there is, so that a chart fits a phone, a screen and a sheet of paper.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from advisor.dialogue.document import Share, Sum

WIDTH = 1000
_MARGIN = 20
"""Room left on both sides, so that a bar never touches the edge."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, and where zero is."""

    left: float
    width: float
    zero: float
    negative: bool


@dataclass(frozen=True, slots=True)
class Fall:
    """A step of a waterfall: its bar, where it comes from and where it leads."""

    bar: Bar
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a bar that shows how a whole divides."""

    left: float
    width: float
    share: Share


@dataclass(frozen=True, slots=True)
class Scale:
    """From a value to its place."""

    low: float
    high: float

    @classmethod
    def over(cls, values: Iterable[float]) -> "Scale":
        """The scale on which zero and all the values have room."""
        found = [0.0, *values]
        low, high = min(found), max(found)
        return cls(low, high) if high > low else cls(0.0, 1.0)

    def place(self, value: float) -> float:
        """Where a value stands."""
        share = (value - self.low) / (self.high - self.low)
        return round(_MARGIN + share * (WIDTH - 2 * _MARGIN), 1)

    def bar(self, start: float, end: float) -> Bar:
        """The bar from one value to another."""
        left, right = sorted((self.place(start), self.place(end)))
        return Bar(left, round(right - left, 1), self.place(0.0), negative=end < start)


def bars(values: Sequence[float]) -> tuple[Bar, ...]:
    """Bars from zero, all on one scale."""
    scale = Scale.over(values)
    return tuple(scale.bar(0.0, value) for value in values)


def waterfall(total: Sum) -> tuple[Fall, ...]:
    """A fall for each step, each beginning where the one before it ended, and at last the total from zero."""
    ends: list[float] = []
    for step in total.steps:
        ends.append((ends[-1] if ends else 0.0) + step.amount)
    scale = Scale.over((*ends, total.total))
    falls = [
        Fall(scale.bar(start, end), scale.place(start), scale.place(end))
        for start, end in zip((0.0, *ends), ends, strict=False)
    ]
    return (*falls, Fall(scale.bar(0.0, total.total), scale.place(ends[-1] if ends else 0.0), scale.place(total.total)))


def pieces(shares: Sequence[Share]) -> tuple[Piece, ...]:
    """How a whole divides, side by side."""
    total = sum(share.share for share in shares) or 1.0
    found, left = [], 0.0
    for share in shares:
        width = round(WIDTH * share.share / total, 1)
        found.append(Piece(round(left, 1), width, share))
        left += width
    return tuple(found)


LANE = 600
"""Width of a lane of dots."""
DOT = 7
"""Radius of a dot."""
_PILE = 12
"""Dots on one another before another pile begins."""
_LEADS = 0.86
"""The part of a lane in which leads are told apart; beyond it stand the answers without a rival."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A dot in a lane, and which of the values it stands for."""

    x: float
    y: float
    index: int


@dataclass(frozen=True, slots=True)
class Lane:
    """Dots side by side, piled up where they would hide each other."""

    height: float
    dots: tuple[Dot, ...]


def lane(leads: Sequence[float | None], farthest: float) -> Lane:
    """A dot for each lead, from none on the left to the farthest; at the right edge, where there is no rival."""
    reaches = [1.0 if lead is None else _LEADS * max(lead, 0.0) / (farthest or 1.0) for lead in leads]
    room = LANE - 4 * DOT
    columns = int(room / (2 * DOT))
    most = max(_PILE, math.ceil(len(reaches) / _PILE))
    piled: dict[int, int] = {}
    places = []
    for index, reach in sorted(enumerate(reaches), key=lambda one: (one[1], one[0])):
        wanted = round(columns * reach)
        # A full pile begins again beside itself, so that a hundred equal answers stay one cloud and no tower.
        column = min(range(columns + 1), key=lambda c: (piled.get(c, 0) >= most, abs(c - wanted)))
        places.append((column, piled.get(column, 0), index))
        piled[column] = piled.get(column, 0) + 1
    highest = max(piled.values(), default=1)
    height = 2 * DOT * highest + 2 * DOT
    dots = tuple(
        Dot(round(2 * DOT + column * room / columns, 1), height - 2 * DOT - 2 * DOT * level, index)
        for column, level, index in places
    )
    return Lane(height, dots)
