"""`advisor rules coverage --propose`: cases that nobody has judged yet, as files for an expert."""

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from advisor.analysis import proposing
from advisor.analysis.coverage import Coverage
from advisor.analysis.proposing import Change, Draft, Gap
from advisor.doors.rules.trying import Tried
from advisor.errors import InputError, fault
from advisor.i18n import Language, say
from advisor.inference.decision import Decision, decide
from advisor.inference.rete import Engine
from advisor.knowledge.answers import write_answer
from advisor.knowledge.model import KnowledgeBase
from advisor.profile import to_plain
from advisor.writing import write_text


def draft(given: Tried, whole: Coverage, topic: str | None, folder: Path, day: dt.date, language: Language) -> None:
    """Write a draft for each thing that is not shown, and say of what there is none. Never writes over a file."""
    knowledge = given.knowledge
    wanted = [one.rule.id for one in whole.gaps if topic in {None, one.rule.id, one.rule.topic}]
    proposed = proposing.propose(knowledge, given.cases, given.trials, wanted)
    engine = Engine(knowledge)
    files = {folder / f"{one.trial.name}.yaml": _document(one, knowledge, engine, day) for one in proposed.drafts}
    if taken := [path for path in files if path.exists()]:
        raise InputError([fault("FI12", str(path)) for path in taken])
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError([fault("FI09", str(folder), reason=error.strerror or type(error).__name__)]) from None
    for path, text in files.items():
        write_text(path, text)
    sys.stderr.write(say("coverage.drafted", language, count=len(files), folder=str(folder)) + "\n")
    for rule, gaps in proposed.left.items():
        told = [_gap(gap, rule, knowledge, language) for gap in gaps]
        sys.stderr.write(say("coverage.not_drafted", language, rule=rule, gaps=told) + "\n")


def _gap(gap: Gap, rule: str, knowledge: KnowledgeBase, language: Language) -> str:
    what, position = gap
    told = say(f"coverage.{what}", language)
    if position is None:
        return told
    return say("coverage.leaf_gaps", language, leaf=str(knowledge.rules[rule].leaves[position]), gaps=told)


def _document(one: Draft, knowledge: KnowledgeBase, engine: Engine, day: dt.date) -> str:
    """The draft as a case file; a marker keeps it from being taken for a case before it is judged."""
    asked = {name: answer for name, answer in one.changes if knowledge.facts[name].origin == "asked"}
    answers = {n: a for n, a in {**one.seed.profile.answers, **asked}.items() if a is not None}
    profile = replace(one.seed.profile, answers=answers, unknown=frozenset())
    answered = proposing.answers_of(one.seed, one.changes)
    looked_up = {n: a for n, a in answered.items() if knowledge.facts[n].origin == "catalogue"}
    decision = decide(profile, engine, lambda _, __: looked_up)
    changes = ", ".join(_change(change) for change in one.changes) or "-"
    shows = {code: "; ".join(_gap(gap, one.rule, knowledge, code) for gap in one.shows) for code in ("en", "zh")}
    plain: dict[str, Any] = {
        "draft": True,
        "id": one.trial.name,
        "title": {code: f"{one.seed.file.title[code]} ({changes})" for code in ("en", "zh")},
        "profile": to_plain(profile),
        **({"looked_up": {n: write_answer(a) for n, a in looked_up.items()}} if looked_up else {}),
        "expect": _expected(decision, one.rule),
        "because": {
            code: say("coverage.draft_because", code, rule=one.rule, shows=shows[code]) for code in ("en", "zh")
        },
        "sources": list(knowledge.rules[one.rule].sources),
        "reviewed": day.isoformat(),
        **({"pair": one.seed.id} if len(one.changes) == 1 else {}),
    }
    head = "".join(f"# {say('coverage.draft_head', code)}\n" for code in ("en", "zh"))
    return head + yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=120)


def _expected(decision: Decision, rule: str) -> dict[str, Any]:
    """What the engine says, in the place of what an expert would."""
    fired = {firing.rule for firing in decision.trace.firings}
    verdict = decision.verdict
    return {
        "openness": [verdict.openness or "none"],
        "strategy": [verdict.strategy or "none"],
        "fires" if rule in fired else "silent": [rule],
        **({"close_call": True} if verdict.close_call else {}),
    }


def _change(change: Change) -> str:
    name, answer = change
    plain = write_answer(answer)
    if isinstance(plain, bool):
        plain = "yes" if plain else "no"
    return f"{name}: {'|'.join(plain) if isinstance(plain, list) else plain}"
