"""The report in a terminal, drawn with rich. Nothing a person typed is read as markup or reaches the terminal raw."""

from collections.abc import Iterable, Sequence

from rich.console import Console, ConsoleRenderable, Group
from rich.padding import Padding
from rich.table import Table

from advisor.dialogue.document import (
    Chapter,
    Comparison,
    Grid,
    Item,
    Rank,
    Reason,
    Report,
    Section,
    Sum,
    percent,
    signed,
)
from advisor.dialogue.lines import Line, Matrix, Rows
from advisor.i18n import Language, say
from advisor.untrusted import printable

_BAR = "▪"
_BAR_LONGEST = 10


def render(report: Report) -> ConsoleRenderable:
    """The whole report as something rich can print."""
    language = report.language
    parts = [*head(report), *_section(report.whole, language)]
    for workload in report.workloads:
        words = say("report.workload", language, name=printable(workload.name or ""))
        parts += [Line(""), Line(words, style="bold reverse"), *_section(workload, language)]
    parts += chapters(report.chapters, language, brief=False)
    parts += [Line(""), plain(report.foot)]
    return Group(*parts)


def head(report: Report) -> Iterable[ConsoleRenderable]:
    """The question that was put, and for whom."""
    yield plain(report.title)
    who = " · ".join(printable(words) for words in (report.organization, report.use_case) if words)
    if who:
        yield Line(say("report.for_organization", report.language, organization=who))


def console(*, stderr: bool = False) -> Console:
    """The console everything is drawn on: no markup, no emoji codes, no guessing at what a word might be."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False, soft_wrap=False)


def answer(section: Section) -> Iterable[ConsoleRenderable]:
    """The answer in a sentence, and what stands under it."""
    yield Line("")
    yield Padding(Line(section.answer, style="bold"), (0, 2))
    yield from (Padding(Line(words), (0, 2)) for words in section.summary)


def _section(section: Section, language: Language) -> Iterable[ConsoleRenderable]:
    yield from answer(section)
    if section.split:
        yield heading(say("report.split", language))
        yield split(section.split)
    yield heading(say("report.ranking", language))
    yield ranking(section.ranking, language)
    if section.gates:
        yield heading(say("report.gates", language))
        for gate in section.gates:
            yield from reason_shown(gate, language, mark="×")
    shown = frozenset(gate.rule for gate in section.gates)
    for key, reasons in (("report.for", section.reasons_for), ("report.against", section.reasons_against)):
        yield heading(say(key, language))
        yield from _reasons(reasons, language, shown)
    if section.total:
        yield from _sum(section.total, language)
    if section.comparison:
        yield from _comparison(section.comparison, language)
    yield from chapters(section.chapters, language, brief=False)


def heading(words: str) -> ConsoleRenderable:
    """A heading, set off from what is above it."""
    return Padding(Line(words, style="bold underline"), (1, 0, 0, 0))


def split(parts: Sequence[tuple[str, str]]) -> ConsoleRenderable:
    """Which work goes where."""
    grid = Table.grid(padding=(0, 2))
    for workload, strategy in parts:
        grid.add_row("", Line(printable(workload)), Line("→"), Line(strategy))
    return grid


def ranking(ranks: Sequence[Rank], language: Language, *, remarks: bool = True) -> ConsoleRenderable:
    """The strategies in their order, and what rules one out, or only that something does."""
    drawn = any(rank.stability is not None for rank in ranks)
    keys = ["report.column_strategy", "report.column_score", *(["findings.column_stability"] if drawn else [])]
    table = Rows([say(key, language) for key in keys], frozenset({1, 2} if drawn else {1}))
    if remarks:
        table.columns = [*table.columns, say("report.column_note", language)]
    for rank in ranks:
        score = signed(rank.score) if not rank.ruled_out else "" if remarks else say("whatif.ruled_out", language)
        style = "dim" if rank.ruled_out else "bold" if rank.place == "1" else ""
        stability = [percent(rank.stability)] if drawn else []
        table.add(f"{rank.place} {rank.name}", score, *stability, *([rank.note] if remarks else []), style=style)
    return table


def _reasons(reasons: Sequence[Reason], language: Language, above: frozenset[str]) -> Iterable[ConsoleRenderable]:
    if not reasons:
        yield bullet(say("report.no_reasons", language))
    heaviest = max((abs(reason.weight) for reason in reasons), default=0.0)
    for reason in reasons:
        remark = weight(reason, heaviest)
        if reason.rule in above:
            yield title(reason, sign(reason), f"{remark}  {say('report.see_above', language)}")
        else:
            yield from reason_shown(reason, language, mark=sign(reason), remark=remark)


def sign(reason: Reason) -> str:
    """Whether a reason speaks for the recommendation or against it."""
    return "+" if reason.weight > 0 else "−"


def weight(reason: Reason, heaviest: float) -> str:
    """The weight of a reason, drawn as long as it is beside the heaviest."""
    length = max(1, round(_BAR_LONGEST * abs(reason.weight) / (heaviest or 1.0)))
    return f"{_BAR * length} {abs(reason.weight):.3f}"


def reason_shown(reason: Reason, language: Language, *, mark: str, remark: str = "") -> Iterable[ConsoleRenderable]:
    """A reason with its answers and all it rests on."""
    yield title(reason, mark, remark)
    body: list[tuple[str, str]] = [(reason.because, "")]
    if reason.answers:
        body.append((known(reason, language), "italic"))
    if reason.assumed:
        body.append((assumed(reason, language), "italic"))
    for citation in reason.citations:
        body.append((f"“{citation.words}” [{citation.id}, {citation.standing}]", "dim"))
        if citation.warning:
            body.append((f"! {citation.id}: {citation.warning}", "yellow"))
        body += [(f"~ {since}", "dim") for since in citation.since]
    body.append((say("report.rule_and_basis", language, rule=reason.rule, basis=reason.basis), "dim"))
    for words, style in body:
        yield Padding(Line(words, style=style), (0, 0, 0, 4))


def known(reason: Reason, language: Language) -> str:
    """The answers a reason rests on."""
    joint = " " if language == "en" else ""
    return say("report.because_you_said", language, answers=joint.join(reason.answers))


def assumed(reason: Reason, language: Language) -> str:
    """What a reason takes not to hold because nobody said so."""
    conditions = say("report.title_joint", language).join(reason.assumed)
    return say("report.assumed", language, conditions=conditions)


def title(reason: Reason, mark: str, remark: str) -> ConsoleRenderable:
    """The name of a reason with its mark, and what is said beside it."""
    return Padding(Line.assemble((f"{mark} {reason.title}", "bold"), (f"  {remark}", "dim")), (0, 0, 0, 2))


def _sum(total: Sum, language: Language) -> Iterable[ConsoleRenderable]:
    yield heading(total.title)
    yield Padding(Line(total.intro), (0, 2))
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    table.add_column(say("report.column_adds", language), justify="right")
    table.add_column(total.column, overflow="fold")
    for step in total.steps:
        table.add_row(signed(step.amount, 3), Line(printable(step.title)))
    table.add_row(signed(total.total, 3), say("report.total", language), style="bold")
    yield Padding(table, (0, 2))


def _comparison(comparison: Comparison, language: Language) -> Iterable[ConsoleRenderable]:
    yield heading(comparison.title)
    yield Padding(Line(comparison.intro), (0, 2))
    names = [name for _, name in comparison.strategies]
    table = Matrix(comparison.column, names)
    for row in comparison.rows:
        shown = [signed(row.amounts.get(strategy, 0.0), 3) for strategy, _ in comparison.strategies]
        name = f"{row.criterion} ({row.importance})" if row.importance else row.criterion
        table.add(printable(name), *shown)
    totals = [signed(comparison.totals[strategy], 3) for strategy, _ in comparison.strategies]
    table.add(say("report.total", language), *totals, style="bold")
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
    yield heading(chapter.title)
    if chapter.intro:
        yield Padding(Line(chapter.intro), (0, 2))
    if isinstance(chapter, Grid):
        yield Padding(_grid(chapter), (0, 2))
        return
    shown = chapter.items[: chapter.brief] if brief and chapter.brief else chapter.items
    for item in shown:
        yield from _item(item, language)
    if len(shown) < len(chapter.items):
        count = len(chapter.items) - len(shown)
        yield bullet((chapter.more or say("report.more", language)).format(count=count), mark="…")


def _grid(grid: Grid) -> ConsoleRenderable:
    table = Rows(grid.columns, grid.numeric)
    for row in grid.rows:
        table.add(*(printable(cell) for cell in row))
    return table


def _item(item: Item, language: Language) -> Iterable[ConsoleRenderable]:
    beside = [item.remark] if item.remark and not item.below else []
    beside += [say("report.rule", language, rule=item.rule)] if item.rule else []
    yield bullet(" ".join([item.words, *(f"({one})" for one in beside)]))
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
