"""The report as Markdown, for a document, a wiki or a pull request."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from advisor.dialogue.document import Chapter, Comparison, Grid, Item, Reason, Report, Section, Sum, percent, signed
from advisor.i18n import Language, say
from advisor.untrusted import markdown as safe


def markdown(report: Report) -> str:
    """The whole report as Markdown; every reason in full."""
    language = report.language
    return "\n".join([*_head(report, language), *_body(report, language)]).rstrip() + "\n"


def _head(report: Report, language: Language) -> Iterator[str]:
    yield f"# {safe(report.title)}"
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
    for chapter in report.chapters:
        yield from _chapter(chapter, language, "##")
    yield "---"
    yield ""
    yield safe(report.foot)


def _section(section: Section, language: Language, level: str) -> Iterator[str]:
    yield f"**{safe(section.answer)}**"
    yield ""
    yield " ".join(safe(words) for words in section.summary)
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
    if section.total:
        yield from _sum(section.total, language, level)
    if section.comparison:
        yield from _comparison(section.comparison, language, level)
    for chapter in section.chapters:
        yield from _chapter(chapter, language, level)


def _ranking(section: Section, language: Language, level: str) -> Iterator[str]:
    drawn = any(rank.stability is not None for rank in section.ranking)
    keys = ["report.column_place", "report.column_strategy", "report.column_score"]
    keys += [*(["findings.column_stability"] if drawn else []), "report.column_note"]
    yield f"{level} {say('report.ranking', language)}"
    yield ""
    yield f"| {' | '.join(safe(say(key, language)) for key in keys)} |"
    yield "|---:|---|---:|---:|---|" if drawn else "|---:|---|---:|---|"
    for rank in section.ranking:
        score = "" if rank.ruled_out else signed(rank.score)
        stability = f" {safe(percent(rank.stability))} |" if drawn else ""
        yield f"| {rank.place} | {safe(rank.name)} | {score} |{stability} {safe(rank.note)} |"
    yield ""


def _reason(reason: Reason, language: Language) -> Iterator[str]:
    weight = f" ({say('report.weight', language, weight=signed(reason.weight, 3))})" if reason.weight else ""
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
        yield from (f"    - *{safe(since)}*" for since in citation.since)
    yield f"  - {safe(say('report.rule_and_basis', language, rule=reason.rule, basis=reason.basis))}"


def _sum(total: Sum, language: Language, level: str) -> Iterator[str]:
    columns = total.column, say("report.column_adds", language)
    rows = [(step.title, signed(step.amount, 3)) for step in total.steps]
    yield f"{level} {safe(total.title)}"
    yield ""
    yield safe(total.intro)
    yield ""
    yield from _table(columns, rows, {1}, last=(say("report.total", language), signed(total.total, 3)))


def _comparison(comparison: Comparison, language: Language, level: str) -> Iterator[str]:
    columns = comparison.column, say("report.column_importance", language)
    strategies = [strategy for strategy, _ in comparison.strategies]
    yield f"{level} {safe(comparison.title)}"
    yield ""
    yield safe(comparison.intro)
    yield ""
    yield from _table(
        (*columns, *(name for _, name in comparison.strategies)),
        [
            (row.criterion, row.importance, *(signed(row.amounts.get(s, 0.0), 3) for s in strategies))
            for row in comparison.rows
        ],
        set(range(2, 2 + len(strategies))),
        last=(say("report.total", language), "", *(signed(comparison.totals[s], 3) for s in strategies)),
    )


def _chapter(chapter: Chapter, language: Language, level: str) -> Iterator[str]:
    yield f"{level} {safe(chapter.title)}"
    yield ""
    if chapter.intro:
        yield safe(chapter.intro)
        yield ""
    if isinstance(chapter, Grid):
        yield from _table(chapter.columns, chapter.rows, chapter.numeric)
        return
    for item in chapter.items:
        yield from _item(item, language)
    yield ""


def _item(item: Item, language: Language) -> Iterator[str]:
    rule = f" ({safe(say('report.rule', language, rule=item.rule))})" if item.rule else ""
    remark = f" *({safe(item.remark)})*" if item.remark and not item.below else ""
    yield f"- {safe(item.words)}{remark}{rule}"
    if item.below:
        yield from (f"  - {safe(line)}" for line in item.below)
        if item.remark:
            yield f"  - *{safe(item.remark)}*"


def _table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    numeric: Collection[int],
    last: Sequence[str] | None = None,
) -> Iterator[str]:
    yield f"| {' | '.join(safe(column) for column in columns)} |"
    yield f"|{'|'.join('---:' if index in numeric else '---' for index in range(len(columns)))}|"
    for row in rows:
        yield f"| {' | '.join(safe(cell) for cell in row)} |"
    if last is not None:
        yield f"| {' | '.join(f'**{safe(cell)}**' if cell else '' for cell in last)} |"
    yield ""
