"""The report as Markdown, for a document, a wiki or a pull request."""

from collections.abc import Iterable, Iterator

from advisor.dialogue.content import Reason, Report, Section
from advisor.i18n import Language, say
from advisor.untrusted import markdown as safe


def markdown(report: Report) -> str:
    """The whole report as Markdown; every reason in full."""
    language = report.language
    return "\n".join([*_head(report, language), *_body(report, language)]).rstrip() + "\n"


def _head(report: Report, language: Language) -> Iterator[str]:
    yield f"# {safe(say('report.title', language))}"
    yield ""
    who = " · ".join(safe(words) for words in (report.organization, report.use_case) if words)
    if who:
        yield say("report.for_organization", language, organization=who)
        yield ""


def _body(report: Report, language: Language) -> Iterator[str]:
    yield from _section(report.whole, language, "##")
    for workload in report.workloads:
        yield f"## {say('report.workload', language, name=safe(workload.name or ''))}"
        yield ""
        yield from _section(workload, language, "###")
    for key, rows in (("report.priorities", report.priorities), ("report.answers", report.answers)):
        if rows:
            yield f"## {say(key, language)}"
            yield ""
            yield "| | |"
            yield "|---|---|"
            yield from (f"| {safe(name)} | {safe(value)} |" for name, value in rows)
            yield ""
    yield "---"
    yield ""
    yield safe(report.foot)


def _section(section: Section, language: Language, level: str) -> Iterator[str]:
    yield f"**{safe(section.answer)}**"
    yield ""
    yield " ".join(safe(words) for words in (section.main_reasons, section.firmness) if words)
    yield ""
    if section.split:
        yield f"{level} {say('report.split', language)}"
        yield ""
        yield f"| {say('report.column_workload', language)} | {say('report.column_strategy', language)} |"
        yield "|---|---|"
        yield from (f"| {safe(name)} | {safe(strategy)} |" for name, strategy in section.split)
        yield ""
    yield from _ranking(section, language, level)
    if section.gates:
        yield f"{level} {say('report.gates', language)}"
        yield ""
        for gate in section.gates:
            yield from _reason(gate, language)
        yield ""
    for key, reasons in (("report.for", section.reasons_for), ("report.against", section.reasons_against)):
        yield f"{level} {say(key, language)}"
        yield ""
        for reason in reasons:
            yield from _reason(reason, language)
        if not reasons:
            yield safe(say("report.no_reasons", language))
        yield ""
    for key, items in (
        ("report.conditions", section.conditions),
        ("report.caveats", section.caveats),
        ("report.next_steps", section.next_steps),
        ("report.unanswered", section.unanswered),
    ):
        yield from _list(say(key, language), items, level)


def _ranking(section: Section, language: Language, level: str) -> Iterator[str]:
    columns = [say(f"report.column_{name}", language) for name in ("place", "strategy", "score", "note")]
    yield f"{level} {say('report.ranking', language)}"
    yield ""
    yield f"| {' | '.join(safe(column) for column in columns)} |"
    yield "|---:|---|---:|---|"
    for rank in section.ranking:
        score = "" if rank.place == "–" else f"{rank.score:+.2f}".replace("-", "−")
        yield f"| {rank.place} | {safe(rank.name)} | {score} | {safe(rank.note)} |"
    yield ""


def _reason(reason: Reason, language: Language) -> Iterator[str]:
    weight = (
        f" ({say('report.weight', language, weight=f'{reason.weight:+.3f}'.replace('-', '−'))})"
        if reason.weight
        else ""
    )
    yield f"- **{safe(reason.title)}**{weight}. {safe(reason.because)}"
    joint = " " if language == "en" else ""
    if reason.answers:
        yield f"  - {safe(say('report.because_you_said', language, answers=joint.join(reason.answers)))}"
    if reason.assumed:
        conditions = say("report.title_joint", language).join(reason.assumed)
        yield f"  - {safe(say('report.assumed', language, conditions=conditions))}"
    for citation in reason.citations:
        words = safe(citation.words)
        shown = f"[{words}](<{citation.link}>)" if citation.link else words
        warning = f" *{safe(citation.warning)}*" if citation.warning else ""
        yield f"  - {shown} — {safe(citation.id)}, {safe(citation.standing)}.{warning}"
    yield f"  - {safe(say('report.rule', language, rule=reason.rule))}; {safe(reason.basis)}"


def _list(title: str, items: Iterable[str], level: str) -> Iterator[str]:
    shown = list(items)
    if shown:
        yield f"{level} {safe(title)}"
        yield ""
        yield from (f"- {safe(item)}" for item in shown)
        yield ""
