"""`advisor ask`: the guided questionnaire, and at its end the recommendation."""

import datetime as dt
import sys
from pathlib import Path

from advisor.doors import BAD_INPUT, DONE, INTERRUPTED
from advisor.doors.deciding import decided, market
from advisor.doors.delivering import deliver
from advisor.i18n import Language, say
from advisor.inference.rete import Engine
from advisor.knowledge import loader


def ask(
    rules: loader.Rules, resume: Path | None, output: Path | None, day: dt.date, language: Language, *, full: bool
) -> int:
    """The guided questionnaire, and at its end the recommendation."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write(say("cli.no_terminal", language) + "\n")
        return BAD_INPUT
    from advisor.dialogue import terminal  # noqa: PLC0415  # questionary is needed only here

    knowledge = loader.load(rules)
    given = terminal.ask(knowledge, language, resume=resume, output=output, full=full)
    if given is None:
        return INTERRUPTED
    record = decided(given, Engine(knowledge), market(rules, day), day, analysed=True)
    deliver(record, knowledge, "terminal", None, language, everything=False)
    return DONE
