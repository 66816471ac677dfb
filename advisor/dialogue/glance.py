"""The report at a glance: what fits on one or two screens of a terminal and still carries the decision.

What it leaves out it counts, and says how to see. Nothing is worded anew: these are the parts of the whole report.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich.console import ConsoleRenderable, Group
from rich.padding import Padding

from advisor.dialogue import screen
from advisor.dialogue.document import Chapter, Grid, Listing, Reason, Report, Section
from advisor.dialogue.lines import Line
from advisor.i18n import Language, say
from advisor.untrusted import printable

_FOR, _AGAINST = 3, 2
"""How many reasons of a side are shown."""
_BELOW = 3
"""How many lines below a line of a list."""
_OWN_CONDITIONS = 3
"""How many conditions of one workload that the whole does not have."""


@dataclass(slots=True)
class _Left:
    """What was left out, by its heading."""

    language: Language
    counts: dict[str, tuple[int, bool]] = field(default_factory=dict)

    def note(self, title: str, count: int, *, some_shown: bool = False) -> None:
        if count > 0:
            before, shown = self.counts.get(title, (0, False))
            self.counts[title] = before + count, some_shown or shown

    def told(self) -> str:
        parts = [
            say("glance.more" if shown else "glance.all_of", self.language, title=title, count=count)
            for title, (count, shown) in self.counts.items()
        ]
        return say("glance.left_out", self.language, parts=say("report.title_joint", self.language).join(parts))


def render(report: Report) -> ConsoleRenderable:
    """The report at a glance as something rich can print."""
    language, left = report.language, _Left(report.language)
    parts = [*screen.head(report), *_section(report.whole, language, left)]
    for workload in report.workloads:
        parts += _workload(workload, report.whole, language)
    for chapter in report.chapters:
        if isinstance(chapter, Listing):  # what was given is known to whoever gave it
            parts += _chapter(chapter, left)
    parts.append(Line(""))
    if left.counts:
        parts.append(screen.plain(left.told()))
    if report.workloads:
        parts.append(screen.plain(say("glance.workloads", language)))
    parts += [screen.plain(say("glance.how", language)), Line(""), screen.plain(report.foot)]
    return Group(*parts)


def _section(section: Section, language: Language, left: _Left) -> Iterator[ConsoleRenderable]:
    yield from screen.answer(section)
    if section.split:
        yield screen.heading(say("report.split", language))
        yield screen.split(section.split)
    yield screen.heading(say("report.ranking", language))
    # What rules a strategy out stands below, once for all that it rules out; of the whole of several workloads, here.
    yield screen.ranking(section.ranking, language, remarks=not section.gates)
    if section.gates:
        yield screen.heading(say("report.gates", language))
        enough = _enough(section)
        for gate in enough:
            yield from _gate(gate, section, language)
        left.note(say("report.gates", language), len(section.gates) - len(enough), some_shown=True)
    gates = {gate.rule for gate in section.gates}
    sides = ("report.for", section.reasons_for, _FOR), ("report.against", section.reasons_against, _AGAINST)
    for key, reasons, most in sides:
        title = say(key, language)
        if reasons:
            yield screen.heading(title)
        heaviest = max((abs(reason.weight) for reason in reasons), default=0.0)
        for reason in reasons[:most]:
            yield from _reason(reason, screen.weight(reason, heaviest), language, above=reason.rule in gates)
        left.note(title, len(reasons) - most, some_shown=True)
    for chapter in section.chapters:
        yield from _chapter(chapter, left)


def _enough(section: Section) -> list[Reason]:
    """Requirements that rule out, between them, all that is ruled out: those on known answers first, widest first.

    Where nothing is left, each of them counts: what would have to give way names them all.
    """
    if section.strategy is None and all(rank.ruled_out for rank in section.ranking):
        return list(section.gates)
    closes = {
        gate.rule: {r.strategy for r in section.ranking if gate.rule in dict(r.ruled_out_by)} for gate in section.gates
    }
    kept: list[Reason] = []
    closed: set[str] = set()
    for gate in sorted(section.gates, key=lambda gate: (len(gate.assumed), -len(closes[gate.rule]))):
        if not closes[gate.rule] <= closed:
            kept.append(gate)
            closed |= closes[gate.rule]
    return kept


def _gate(gate: Reason, section: Section, language: Language) -> Iterator[ConsoleRenderable]:
    """A requirement: what it rules out, what is known that makes it one, and the first of what it rests on."""
    joint = say("report.title_joint", language)
    out = joint.join(rank.name for rank in section.ranking if gate.rule in dict(rank.ruled_out_by))
    yield screen.title(gate, "×", "")
    said = [(say("glance.rules_out", language, names=out), ""), *((answer, "italic") for answer in gate.answers)]
    yield from _under(
        *said, _assumed(gate, language), (_grounds(gate, "glance.rests_on", language), "dim"), language=language
    )


def _reason(reason: Reason, remark: str, language: Language, *, above: bool) -> Iterator[ConsoleRenderable]:
    """A reason: why, the answers that call it up, and the first passage it rests on."""
    if above:
        yield screen.title(reason, screen.sign(reason), f"{remark}  {say('report.see_above', language)}")
        return
    yield screen.title(reason, screen.sign(reason), remark)
    yield from _under((reason.because, ""), language=language)
    said = [(screen.known(reason, language) if reason.answers else "", "italic"), _assumed(reason, language)]
    yield from _under(*said, (_grounds(reason, "glance.rests_on_words", language), "dim"), language=language)


def _assumed(reason: Reason, language: Language) -> tuple[str, str]:
    conditions = say("report.title_joint", language).join(reason.assumed)
    return (say("glance.assumed", language, conditions=conditions) if conditions else "", "italic")


def _grounds(reason: Reason, key: str, language: Language) -> str:
    """The first of what a reason rests on, its rule, and which of the others do not hold as they stand."""
    said = say("report.rule", language, rule=reason.rule)
    for citation in reason.citations[:1]:
        said = say(key, language, words=citation.words, id=citation.id, standing=citation.standing, rule=said)
    for citation in reason.citations[1:]:
        if citation.caution:
            said += say("glance.caution", language, id=citation.id, caution=citation.caution)
    return said


def _under(*parts: tuple[str, str], language: Language) -> Iterator[ConsoleRenderable]:
    joint = "" if language == "zh" else " "
    words = Line(joint).join(Line(said, style=style) for said, style in parts if said)
    yield Padding(words, (0, 0, 0, 4))


def _workload(section: Section, whole: Section, language: Language) -> Iterator[ConsoleRenderable]:
    """One workload among several: its answer, what decides it, and conditions of its own."""
    yield Line("")
    yield Line(say("report.workload", language, name=printable(section.name or "")), style="bold reverse")
    yield from screen.answer(section)
    yield Line("")
    gates = {gate.rule for gate in section.gates}
    joint = say("report.title_joint", language)
    for mark, reasons in (
        ("×", section.gates),
        ("+", [r for r in section.reasons_for if r.rule not in gates][:_FOR]),
        ("−", [r for r in section.reasons_against if r.rule not in gates][:_AGAINST]),
    ):
        if reasons:
            yield screen.bullet(joint.join(reason.title for reason in reasons), mark=mark)
    above = {item.words for chapter in whole.chapters if isinstance(chapter, Listing) for item in chapter.items}
    for chapter in section.chapters:
        if isinstance(chapter, Listing) and chapter.key == "conditions":
            own = [item for item in chapter.items if item.words not in above][:_OWN_CONDITIONS]
            yield from (screen.bullet(item.words) for item in own)


def _chapter(chapter: Chapter, left: _Left) -> Iterator[ConsoleRenderable]:
    lines = _lines(chapter, left.language)
    everything = len(chapter.rows) if isinstance(chapter, Grid) else chapter.count or len(chapter.items)
    if lines is None:
        left.note(chapter.title, everything)
        return
    yield screen.heading(chapter.title)
    yield from (screen.bullet(words, mark=mark) for words, mark in lines)
    if chapter.glance is None:
        left.note(chapter.title, everything - sum(mark == "•" for _, mark in lines), some_shown=True)


def _lines(chapter: Chapter, language: Language) -> Sequence[tuple[str, str]] | None:
    """The lines of a chapter, each with its mark; None where all of it is left for the whole report."""
    if chapter.glance is not None:
        return [(words, "•") for words in chapter.glance] or None
    if isinstance(chapter, Grid):
        return None
    lines: list[tuple[str, str]] = []
    for item in chapter.items[: chapter.brief]:
        lines.append((item.words, "•"))
        lines += [(words, "–") for words in item.below[:_BELOW]]
        if len(item.below) > _BELOW:
            lines.append((say("report.more", language, count=len(item.below) - _BELOW), "…"))
        if item.remark and item.below:
            lines.append((item.remark, "→"))
    return lines
