"""`advisor rules coverage`: how far examples and cases try the rules, what they do not show, and drafts that would."""

import datetime as dt
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text as Line

from advisor.analysis import coverage as measuring
from advisor.analysis.coverage import Coverage, LeafCovered, RuleCovered
from advisor.dialogue import screen
from advisor.doors import DONE, FOUND_SOMETHING
from advisor.doors.rules import drafting
from advisor.doors.rules.trying import Tried, tried
from advisor.errors import InputError, fault, nearest
from advisor.i18n import Language, say
from advisor.knowledge import loader
from advisor.untrusted import printable

SCHEMA = "advisor/coverage/1"


def cover(
    rules: loader.Rules,
    name: str | None,
    profiles: Sequence[Path],
    asked: Mapping[str, float],
    form: str,
    drafts: tuple[Path | None, dt.date],
    language: Language,
    *,
    details: bool,
) -> int:
    """The shares as a table, on demand what is not shown and drafts, and whether as much is shown as was asked."""
    given = tried(rules, profiles)
    known = {*given.knowledge.rules, *measuring.topics(given.knowledge)}
    if name is not None and name not in known:
        raise InputError([fault("WR01", "rules coverage", rule=name, near=nearest(name, known))])
    whole = measuring.measured(given.knowledge, given.trials)
    if form == "json":
        sys.stdout.write(json.dumps(_plain(whole, given), ensure_ascii=False, indent=1) + "\n")
    else:
        _show(whole, given, name, language, details=details)
    folder, day = drafts
    if folder is not None:
        drafting.draft(given, whole, name, folder, day, language)
    lacking = list(measuring.lacking(whole, asked))
    for share, found, least in lacking:
        what = say(f"coverage.{share}", language)
        sys.stderr.write(
            say("coverage.too_little", language, what=what, percent=_percent(found.percent), least=f"{least:g}") + "\n"
        )
    return FOUND_SOMETHING if lacking else DONE


def _show(whole: Coverage, given: Tried, name: str | None, language: Language, *, details: bool) -> None:
    console = screen.console()
    if name in given.knowledge.rules:
        covered = next(one for one in whole.rules if one.rule.id == name)
        for line in _pairs(covered, language):
            console.print(line, soft_wrap=True)
        return
    console.print(_table(whole, given, name, language))
    wanted = [one for one in whole.gaps if name in {None, one.rule.topic}]
    if details or name is not None:
        for covered in wanted:
            console.print(Line(covered.rule.id, style="bold"))
            for told in _gaps(covered, language):
                console.print(Line(f"    {told}"), soft_wrap=True)
    elif wanted:
        console.print(Line(say("coverage.gaps", language, rules=len(wanted)), style="dim"))


def _table(whole: Coverage, given: Tried, topic: str | None, language: Language) -> Table:
    by_kind = {kind: measuring.measured(given.knowledge, given.trials, [kind]) for kind in _kinds(given)}
    columns = {**by_kind, "together": whole}
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("", overflow="fold")
    for kind in columns:
        of_kind = [trial for trial in given.trials if trial.kind == kind]
        count = len(given.cases) if kind == "case" else len(of_kind)
        table.add_column(say(f"coverage.by_{kind}", language, count=count), justify="right")
    shown = {kind: one if topic is None else one.of_topic(topic) for kind, one in columns.items()}
    for share in whole.shares:
        cells = (one.shares[share] for one in shown.values())
        row = (f"{c.covered}/{c.of} {_percent(c.percent)}" for c in cells)
        table.add_row(say(f"coverage.{share}", language), *row)
    return table


def _kinds(given: Tried) -> list[Any]:
    return list(dict.fromkeys(trial.kind for trial in given.trials))


def _percent(share: float) -> str:
    """Rounded down, so that all is said only of all."""
    return f"{int(share * 10) / 10:.1f} %"


def _gaps(covered: RuleCovered, language: Language) -> Iterator[str]:
    for gap in covered.gaps:
        yield say(f"coverage.{gap}", language)
    for leaf in covered.leaves:
        if leaf.gaps:
            told = [say(f"coverage.{gap}", language) for gap in leaf.gaps]
            yield say("coverage.leaf_gaps", language, leaf=str(leaf.leaf), gaps=told)


def _pairs(covered: RuleCovered, language: Language) -> Iterator[Line]:
    yield Line.assemble((covered.rule.title[language], "bold"), (f"  {covered.rule.id}", "dim"))
    for key, name in (("fires_in", covered.fired), ("silent_in", covered.silent)):
        yield Line("  " + say(f"coverage.{key}", language, trial=printable(name or "-")))
    for leaf in covered.leaves:
        yield Line("")
        yield Line(f"  {leaf.leaf}", style="bold")
        for told in _leaf(leaf, language):
            yield Line(f"    {told}")


def _leaf(leaf: LeafCovered, language: Language) -> Iterator[str]:
    for gap in leaf.gaps:
        yield say(f"coverage.{gap}", language)
    if leaf.decides is not None:
        key = "alone" if leaf.decides.alone else "masked"
        slots = {"fires": printable(leaf.decides.fires), "silent": printable(leaf.decides.silent)}
        yield say(f"coverage.{key}", language, **slots)


def _plain(whole: Coverage, given: Tried) -> dict[str, Any]:
    kinds = {kind: measuring.measured(given.knowledge, given.trials, [kind]) for kind in _kinds(given)}
    return {
        "schema": SCHEMA,
        "knowledge": {"id": given.knowledge.base.id, "version": given.knowledge.base.version},
        "trials": {kind: sum(trial.kind == kind for trial in given.trials) for kind in kinds},
        "shares": {
            kind: {name: {"covered": s.covered, "of": s.of} for name, s in one.shares.items()}
            for kind, one in {**kinds, "together": whole}.items()
        },
        "rules": [
            {
                "rule": one.rule.id,
                "fires_in": one.fired,
                "silent_in": one.silent,
                "leaves": [
                    {
                        "leaf": str(leaf.leaf),
                        "holds_in": leaf.held,
                        "fails_in": leaf.failed,
                        "decides": leaf.decides
                        and {"fires": leaf.decides.fires, "silent": leaf.decides.silent, "alone": leaf.decides.alone},
                    }
                    for leaf in one.leaves
                ],
            }
            for one in whole.rules
        ],
    }
