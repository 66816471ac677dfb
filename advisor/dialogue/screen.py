"""The report in a terminal, drawn with rich. Nothing a person typed is read as markup or reaches the terminal raw."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rich.console import Console, ConsoleRenderable, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from advisor.dialogue.document import (
    Chapter,
    Comparison,
    Grid,
    Item,
    Listing,
    Rank,
    Reason,
    Report,
    Section,
    Sum,
    percent,
    signed,
)
from advisor.i18n import Language, say
from advisor.untrusted import printable

_BAR = "▪"
_BAR_LONGEST = 10
_GLANCE = 3
"""How many reasons of a kind are shown of one workload among several."""


def render(report: Report, *, most: int | None = 5) -> ConsoleRenderable:
    """The report as something rich can print; `most` limits the reasons on each side that are shown in full."""
    language = report.language
    parts: list[ConsoleRenderable] = [Line(report.title, style="dim")]
    who = " · ".join(printable(words) for words in (report.organization, report.use_case) if words)
    if who:
        parts.append(Line(say("report.for_organization", language, organization=who)))
    parts += _section(report.whole, language, most)
    for workload in report.workloads:
        heading = say("report.workload", language, name=printable(workload.name or ""))
        parts += [Line(""), Line(heading, style="bold reverse")]
        parts += _section(workload, language, most) if most is None else _at_a_glance(workload, report.whole, language)
    if report.workloads and most is not None:
        parts += [Line(""), Padding(Line(say("report.workloads_brief", language), style="dim"), (0, 2))]
    for chapter in report.chapters:
        parts += _chapter(chapter, language, brief=most is not None)
    parts += [Line(""), Line(report.foot, style="dim")]
    return Group(*parts)


def console(*, stderr: bool = False) -> Console:
    """The console everything is drawn on: no markup, no emoji codes, no guessing at what a word might be."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False, soft_wrap=False)


def _section(section: Section, language: Language, most: int | None) -> list[ConsoleRenderable]:
    parts: list[ConsoleRenderable] = [Line(""), Padding(Line(section.answer, style="bold"), (0, 2))]
    parts += [Padding(Line(words), (0, 2)) for words in section.summary]
    if section.split:
        parts.append(_heading(say("report.split", language)))
        parts.append(_split(section.split))
    parts.append(_heading(say("report.ranking", language)))
    parts.append(_ranking(section.ranking, language))
    if section.gates:
        parts.append(_heading(say("report.gates", language)))
        for gate in section.gates:
            parts += reason_shown(gate, language, mark="×", brief=most is not None)
    shown = frozenset(gate.rule for gate in section.gates)
    for key, reasons in (("report.for", section.reasons_for), ("report.against", section.reasons_against)):
        parts.append(_heading(say(key, language)))
        parts += _reasons(reasons, language, most, shown)
    if most is None and section.total:
        parts += _sum(section.total, language)
    if most is None and section.comparison:
        parts += _comparison(section.comparison, language)
    for chapter in section.chapters:
        parts += _chapter(chapter, language, brief=most is not None)
    return parts


def _at_a_glance(section: Section, whole: Section, language: Language) -> Iterable[ConsoleRenderable]:
    """One workload among several: its answer and ranking, what decides it, and conditions of its own."""
    yield Line("")
    yield Padding(Line(section.answer, style="bold"), (0, 2))
    yield from (Padding(Line(words), (0, 2)) for words in section.summary)
    yield _heading(say("report.ranking", language))
    yield _ranking(section.ranking, language)
    gates = frozenset(gate.rule for gate in section.gates)
    sides = (
        ("report.gates", section.gates, "×"),
        ("report.for", [r for r in section.reasons_for if r.rule not in gates][:_GLANCE], "+"),
        ("report.against", [r for r in section.reasons_against if r.rule not in gates][:_GLANCE], "−"),
    )
    for key, reasons, mark in sides:
        if reasons:
            yield _heading(say(key, language))
        for reason in reasons:
            yield _title(reason, mark, "")
            yield Padding(Line(reason.because), (0, 0, 0, 4))
            yield Padding(Line(say("report.rule", language, rule=reason.rule), style="dim"), (0, 0, 0, 4))
    above = {item.words for chapter in whole.chapters if isinstance(chapter, Listing) for item in chapter.items}
    for chapter in section.chapters:
        if isinstance(chapter, Listing) and chapter.key == "conditions":
            own = tuple(item for item in chapter.items if item.words not in above)
            if own:
                yield from _chapter(replace(chapter, items=own), language, brief=True)


def _heading(words: str) -> ConsoleRenderable:
    return Padding(Line(words, style="bold underline"), (1, 0, 0, 0))


def _split(split: Sequence[tuple[str, str]]) -> ConsoleRenderable:
    grid = Table.grid(padding=(0, 2))
    for workload, strategy in split:
        grid.add_row("", printable(workload), Line("→"), strategy)
    return grid


def _ranking(ranks: Sequence[Rank], language: Language) -> ConsoleRenderable:
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    table.add_column(say("report.column_place", language), justify="right")
    table.add_column(say("report.column_strategy", language), ratio=2, overflow="fold")
    table.add_column(say("report.column_score", language), justify="right")
    drawn = any(rank.stability is not None for rank in ranks)
    if drawn:
        table.add_column(say("findings.column_stability", language), justify="right")
    table.add_column(say("report.column_note", language), ratio=3, overflow="fold")
    for rank in ranks:
        score = "" if rank.ruled_out else signed(rank.score)
        style = "dim" if rank.ruled_out else "bold" if rank.place == "1" else ""
        stability = [percent(rank.stability)] if drawn else []
        table.add_row(rank.place, rank.name, score, *stability, rank.note, style=style)
    return table


def _reasons(
    reasons: Sequence[Reason], language: Language, most: int | None, above: frozenset[str]
) -> Iterable[ConsoleRenderable]:
    if not reasons:
        yield bullet(say("report.no_reasons", language))
    heaviest = max((abs(reason.weight) for reason in reasons), default=1.0) or 1.0
    for reason in reasons[:most]:
        bar = _BAR * max(1, round(_BAR_LONGEST * abs(reason.weight) / heaviest))
        mark = "+" if reason.weight > 0 else "−"
        if reason.rule in above:
            yield _title(reason, mark, f"{bar} {abs(reason.weight):.3f}  {say('report.see_above', language)}")
        else:
            weight = f"{bar} {abs(reason.weight):.3f}"
            yield from reason_shown(reason, language, mark=mark, bar=weight, brief=most is not None)
    if most is not None and len(reasons) > most:
        yield bullet(say("report.more_reasons", language, count=len(reasons) - most), mark="…")


def reason_shown(
    reason: Reason, language: Language, *, mark: str, bar: str = "", brief: bool
) -> Iterable[ConsoleRenderable]:
    """A reason with its answers and grounds; in brief the first passage, and of the others their names and warnings."""
    yield _title(reason, mark, bar)
    body: list[tuple[str, str]] = [(reason.because, "")]
    joint = " " if language == "en" else ""
    if reason.answers:
        body.append((say("report.because_you_said", language, answers=joint.join(reason.answers)), "italic"))
    if reason.assumed:
        conditions = say("report.title_joint", language).join(reason.assumed)
        body.append((say("report.assumed", language, conditions=conditions), "italic"))
    shown = reason.citations[:1] if brief else reason.citations
    for citation in reason.citations:
        if citation in shown:
            body.append((f"“{citation.words}” [{citation.id}, {citation.standing}]", "dim"))
        if citation.warning:
            body.append((f"! {citation.id}: {citation.warning}", "yellow"))
        body += [(f"~ {since}", "dim") for since in citation.since if citation in shown]
    foot = say("report.rule", language, rule=reason.rule)
    if rest := [citation.id for citation in reason.citations if citation not in shown]:
        foot += say("report.also_rests_on", language, sources=rest)
    for words, style in (*body, (foot, "dim")):
        yield Padding(Line(words, style=style), (0, 0, 0, 4))


def _title(reason: Reason, mark: str, remark: str) -> ConsoleRenderable:
    return Padding(Line.assemble((f"{mark} {reason.title}", "bold"), (f"  {remark}", "dim")), (0, 0, 0, 2))


def _sum(total: Sum, language: Language) -> Iterable[ConsoleRenderable]:
    yield _heading(total.title)
    yield Padding(Line(total.intro), (0, 2))
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    table.add_column(say("report.column_adds", language), justify="right")
    table.add_column(total.column)
    for step in total.steps:
        table.add_row(signed(step.amount, 3), printable(step.title))
    table.add_row(signed(total.total, 3), say("report.total", language), style="bold")
    yield Padding(table, (0, 2))


def _comparison(comparison: Comparison, language: Language) -> Iterable[ConsoleRenderable]:
    yield _heading(comparison.title)
    yield Padding(Line(comparison.intro), (0, 2))
    table = Table(box=None, padding=(0, 1, 0, 0), show_edge=False, header_style="dim")
    table.add_column(comparison.column, ratio=2, overflow="fold")
    for _, name in comparison.strategies:
        table.add_column(name, justify="right", ratio=1, overflow="fold")
    for row in comparison.rows:
        shown = (signed(row.amounts.get(strategy, 0.0), 3) for strategy, _ in comparison.strategies)
        name = f"{row.criterion} ({row.importance})" if row.importance else row.criterion
        table.add_row(printable(name), *shown)
    totals = (signed(comparison.totals[strategy], 3) for strategy, _ in comparison.strategies)
    table.add_row(say("report.total", language), *totals, style="bold")
    yield Padding(table, (0, 2))


def chapters(listed: Iterable[Chapter], language: Language, *, brief: bool) -> Iterable[ConsoleRenderable]:
    """Chapters on their own, outside a report."""
    for chapter in listed:
        yield from _chapter(chapter, language, brief=brief)


def plain(words: str) -> ConsoleRenderable:
    """A line that stands back."""
    return Line(words, style="dim")


def _chapter(chapter: Chapter, language: Language, *, brief: bool) -> Iterable[ConsoleRenderable]:
    if isinstance(chapter, Grid) and brief and not chapter.brief:
        return
    yield _heading(chapter.title)
    if chapter.intro:
        yield Padding(Line(chapter.intro), (0, 2))
    if isinstance(chapter, Grid):
        yield Padding(_grid(chapter), (0, 2))
        return
    shown = chapter.items[: chapter.brief] if brief and chapter.brief else chapter.items
    for item in shown:
        yield from _item(item)
    if len(shown) < len(chapter.items):
        count = len(chapter.items) - len(shown)
        yield bullet((chapter.more or say("report.more", language)).format(count=count), mark="…")


def _grid(grid: Grid) -> ConsoleRenderable:
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    for index, column in enumerate(grid.columns):
        # Folded, not cut: Chinese has no spaces to break a line at.
        table.add_column(column, justify="right" if index in grid.numeric else "left", overflow="fold")
    for row in grid.rows:
        table.add_row(*(printable(cell) for cell in row))
    return table


def _item(item: Item) -> Iterable[ConsoleRenderable]:
    yield bullet(f"{item.words} ({item.remark})" if item.remark and not item.below else item.words)
    if item.below:
        yield from (bullet(line, mark="–") for line in item.below)
        if item.remark:
            yield bullet(item.remark, mark="→")


def bullet(words: str, mark: str = "•") -> ConsoleRenderable:
    """A line of a list; what is longer than a line goes on under its first word."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=3, justify="right")
    # Folded, not cut: Chinese has no spaces to break a line at.
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(mark, Line(words))
    return grid
