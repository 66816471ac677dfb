"""`advisor replay`: a record decided once more, and what is no longer the same."""

import sys
from pathlib import Path
from typing import Any

from rich.table import Table

from advisor.dialogue import again, screen
from advisor.dialogue.canonical import digest
from advisor.dialogue.lines import Line
from advisor.doors import DONE, FOUND_SOMETHING
from advisor.doors.reading import as_it_was, raw_record, sound
from advisor.i18n import Language, say
from advisor.knowledge import loader
from advisor.untrusted import json_text, printable

_LONGEST = 240
_MOST = 60


def replay(rules: loader.Rules, path: Path, language: Language, *, everything: bool) -> int:
    """Decide the profile of a record once more and compare, byte for byte in canonical form, then field by field."""
    record = raw_record(path)
    knowledge = loader.load(rules)
    with sound(path):
        anew = again.again(record, knowledge, str(path), decided=as_it_was(rules, record))
        if again.same(record, anew):
            sys.stdout.write(say("replay.same", language, digest=digest(anew)) + "\n")
            return DONE
        found = list(again.differences(again.decision_of(record), anew))
    console = screen.console()
    before, now = record["knowledge"], anew["knowledge"]
    if before != now:
        console.print(Line(say("replay.other_rules", language, before=_version(before), now=_version(now))))
    key = "replay.verdict_same" if _answer(record) == _answer(anew) else "replay.verdict_other"
    slots = {"before": _answer(record, language), "now": _answer(anew, language)}
    console.print(Line(say(key, language, **slots), style="bold"))
    console.print(Line(say("replay.fields", language, count=len(found))))
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    for name in ("field", "before", "now"):
        table.add_column(say(f"replay.column_{name}", language), overflow="fold", ratio=1)
    shown = found if everything else found[:_MOST]
    for one in shown:
        table.add_row(printable(one.path), _shown(one.before, language), _shown(one.after, language))
    console.print(table)
    if len(shown) < len(found):
        console.print(Line(say("replay.more", language, count=len(found) - len(shown)), style="dim"))
    return FOUND_SOMETHING


def _version(knowledge: Any) -> str:
    return printable(f"{knowledge['id']} {knowledge['version']} ({knowledge['sha256'][:12]})")


def _answer(record: Any, language: Language | None = None) -> Any:
    verdict = record["verdict"]
    if language is None:
        return verdict["openness"], verdict["strategy"], verdict.get("split")
    return printable(verdict["headline"][language])


def _shown(value: Any, language: Language) -> str:
    if value is again.ABSENT:
        return "–"
    if isinstance(value, dict):
        for key in ("title", "text", "name"):
            if isinstance(value.get(key), dict) and language in value[key]:
                return printable(value[key][language], _LONGEST)
        if set(value) == {"en", "zh"}:
            return printable(value[language], _LONGEST)
    return printable(value if isinstance(value, str) else json_text(value), _LONGEST)
