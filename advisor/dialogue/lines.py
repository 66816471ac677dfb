"""Lines and tables of a terminal that stay readable in Chinese and in a narrow window.

rich breaks a line at spaces alone, so that a run of Chinese counts as one long word: it leaves the line half empty, and
when it is cut a full stop may begin the next one. And a table squeezed into too few columns becomes a row of slivers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, ConsoleRenderable, JustifyMethod, OverflowMethod, RenderResult
from rich.containers import Lines
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

_NEVER_FIRST = frozenset("，。、；：？！）」』】》〉”’…％·％,.;:?!)]}%")
_NEVER_LAST = frozenset("（「『【《〈“‘([{")
_WIDE = 2
"""The columns that a Chinese character takes."""
_LAST_COLUMN = 24
"""The last column of a table is worth reading from this width on."""
_GAP = 2
_ROW_NAME, _NUMBER = 16, 11
"""What the name of a row and a number below a folded heading need."""


class Line(Text):
    """Text that ends its lines where a reader of English or Chinese expects it."""

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """The lines of this text; what must stay on one line, rich lays out itself."""
        if no_wrap or self.no_wrap or overflow == "ignore":
            return super().wrap(console, width, justify=justify, overflow=overflow, tab_size=tab_size, no_wrap=no_wrap)
        lines = Lines()
        for line in self.split(allow_blank=True):
            line.expand_tabs(tab_size)
            broken = line.divide(ends(line.plain, width))
            for one in broken:
                one.rstrip_end(width)
            broken.justify(console, width, justify=justify or self.justify or "default", overflow="fold")
            lines.extend(broken)
        return lines


def ends(words: str, width: int) -> list[int]:
    """Where the lines of some words end: after a space or beside a Chinese character, before no closing mark."""
    found: list[int] = []
    if cell_len(words) <= width:
        return found
    start, chance, used = 0, 0, 0
    for index, character in enumerate(words):
        size = _columns(character)
        while used + size > width and index > start and not character.isspace():
            start = chance if chance > start else index
            found.append(start)
            used = cell_len(words[start:index])
        used += size
        if _may_end(character, words[index + 1 : index + 2]):
            chance = index + 1
    return found


def _may_end(before: str, after: str) -> bool:
    if not after or after.isspace():
        return False
    if before.isspace():
        return True
    if after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return _columns(before) == _WIDE or _columns(after) == _WIDE


_columns = lru_cache(maxsize=4096)(cell_len)
"""The columns one character takes; asked tens of thousands of times for a long answer."""


@dataclass(slots=True)
class Rows:
    """A table where there is room for one; else each row by itself, a cell below the other."""

    columns: Sequence[str]
    numeric: frozenset[int] = frozenset()
    rows: list[tuple[Sequence[str], str]] = field(default_factory=list)

    def add(self, *cells: str, style: str = "") -> None:
        """Add a row."""
        self.rows.append((cells, style))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw it in the room there is."""
        if self._room() <= options.max_width:
            yield self._table()
        else:
            yield from _stacked(self.columns, self.rows)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """What it takes: any width will do."""
        return Measurement(1, options.max_width)

    def _room(self) -> int:
        """All columns side by side; the last one may be folded."""
        every = [self.columns, *(cells for cells, _ in self.rows)]
        widths = [max(cell_len(cells[index]) for cells in every) for index in range(len(self.columns))]
        widths[-1] = min(widths[-1], _LAST_COLUMN)
        return sum(widths) + _GAP * (len(widths) - 1)

    def _table(self) -> Table:
        table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, show_edge=False, header_style="dim")
        for index, column in enumerate(self.columns):
            side: JustifyMethod = "right" if index in self.numeric else "left"
            table.add_column(Line(column), justify=side, overflow="fold", no_wrap=index < len(self.columns) - 1)
        for cells, style in self.rows:
            table.add_row(*(Line(cell) for cell in cells), style=style)
        return table


@dataclass(slots=True)
class Matrix:
    """Numbers below long headings, which are folded; with too little room for that, each row by itself."""

    corner: str
    columns: Sequence[str]
    rows: list[tuple[Sequence[str], str]] = field(default_factory=list)

    def add(self, *cells: str, style: str = "") -> None:
        """Add a row; the first cell names it."""
        self.rows.append((cells, style))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw it in the room there is."""
        if options.max_width < _ROW_NAME + _NUMBER * len(self.columns):
            yield from _stacked([self.corner, *self.columns], self.rows)
            return
        table = Table(box=None, padding=(0, 1, 0, 0), show_edge=False, header_style="dim")
        table.add_column(self.corner, ratio=2, overflow="fold")
        for name in self.columns:
            table.add_column(Line(name), justify="right", ratio=1, overflow="fold")
        for cells, style in self.rows:
            table.add_row(*(Line(cell) for cell in cells), style=style)
        yield table

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """What it takes: any width will do."""
        return Measurement(1, options.max_width)


def _stacked(columns: Sequence[str], rows: Sequence[tuple[Sequence[str], str]]) -> Iterator[ConsoleRenderable]:
    for cells, style in rows:
        yield Line(cells[0], style=style)
        for column, cell in zip(columns[1:], cells[1:], strict=True):
            if cell:
                colon = "：" if cell_len(column) > len(column) else ": "  # as the language of the heading writes it
                yield Padding(Line.assemble((f"{column}{colon}", "dim"), (cell, style)), (0, 0, 0, 2))
