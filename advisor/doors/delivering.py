"""Where a result goes: standard output or a whole file, in the form that was asked for."""

import io
import sys
from pathlib import Path

from advisor import marked_yaml
from advisor.dialogue import content, glance, screen
from advisor.dialogue import record as records
from advisor.i18n import Language
from advisor.knowledge.model import KnowledgeBase
from advisor.untrusted import json_text
from advisor.writing import write_text

STANDARD = Path("-")
"""Standard input or output, as a path."""


def standard_input(path: Path) -> bytes | None:
    """What stands on standard input where that is the path, cut where it is too much to be read; else None."""
    return sys.stdin.buffer.read(marked_yaml.MAX_BYTES + 1) if path == STANDARD else None


def deliver(
    record: records.Record,
    knowledge: KnowledgeBase,
    form: str,
    output: Path | None,
    language: Language,
    *,
    everything: bool = False,
    bilingual: bool = False,
) -> None:
    """A record in the form asked for; in the terminal, at a glance unless everything is wanted."""
    if form == "terminal" and (output is None or output == STANDARD):
        report = content.report(record, knowledge, language)
        screen.console().print(screen.render(report) if everything else glance.render(report))
    else:
        put(_text(record, knowledge, form, language, everything=everything, bilingual=bilingual), output)


def _text(
    record: records.Record,
    knowledge: KnowledgeBase,
    form: str,
    language: Language,
    *,
    everything: bool,
    bilingual: bool,
) -> str:
    """A record as the text of a file. What only one form needs is imported where it is asked for."""
    if form == "json":
        return json_text(record, indent=2) + "\n"
    if form == "html":
        from advisor.dialogue import page  # noqa: PLC0415

        return page.html(page.editions(record, knowledge, language, bilingual=bilingual))
    report = content.report(record, knowledge, language)
    if form == "markdown":
        from advisor.dialogue.markdown import markdown  # noqa: PLC0415

        return markdown(report)
    from rich.console import Console  # noqa: PLC0415

    drawn = Console(
        markup=False, emoji=False, highlight=False, width=100, color_system=None, record=True, file=io.StringIO()
    )
    drawn.print(screen.render(report) if everything else glance.render(report))
    return drawn.export_text()


def put(text: str, output: Path | None) -> None:
    """A text, to a whole file or to standard output."""
    if output is None or output == STANDARD:
        sys.stdout.write(text)
    else:
        write_text(output, text)
