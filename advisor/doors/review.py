"""`advisor review`: somebody other than the one who answered walks through a record, and signs."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.analysis.whatif import verdict_of
from advisor.dialogue import again, review_shape, reviewing, screen
from advisor.dialogue.again import Change
from advisor.dialogue.canonical import digest
from advisor.dialogue.lines import Line
from advisor.dialogue.record import Record
from advisor.dialogue.reviewing import State
from advisor.doors import BAD_INPUT, DONE, FOUND_SOMETHING, INTERRUPTED
from advisor.doors.reading import as_it_was, raw_record, safe, sound
from advisor.errors import InputError, fault, nearest
from advisor.i18n import Language, say
from advisor.knowledge import loader
from advisor.knowledge.model import KnowledgeBase
from advisor.untrusted import json_text, printable
from advisor.writing import write_text


@dataclass(frozen=True, slots=True)
class Signature:
    """A review given in the command line: who signs, what is disputed or corrected, everything else accepted."""

    name: str
    role: str | None
    answered_by: str | None
    conclusion: str | None
    disputes: Sequence[str] = ()
    corrections: Sequence[str] = ()
    comment: str | None = None


def review(
    rules: loader.Rules, path: Path, output: Path | None, day: str, language: Language, signature: Signature | None
) -> int:
    """Review a record in the terminal, or sign it at once; the record with the review is written in its place."""
    record = raw_record(path)
    knowledge = loader.load(rules)
    with sound(path):
        reviewing.items(record)
        if signature is not None:
            state = _signed_for(record, signature, str(path))
        else:
            if not (sys.stdin.isatty() and sys.stdout.isatty()):
                sys.stderr.write(say("review.no_terminal", language) + "\n")
                return BAD_INPUT
            held = _held(rules, record, path, knowledge, day, language)
            if held is None:
                return INTERRUPTED
            state = held
        outcome = _outcome(rules, record, state, knowledge, str(path))
        signed = reviewing.signed(record, state, day, outcome)
        review_shape.check(signed["reviews"], str(path))
    write_text(output or path, json_text(signed, indent=2) + "\n")
    if signature is None:
        from advisor.dialogue.review_journal import beside  # noqa: PLC0415

        beside(path).unlink(missing_ok=True)
    slots = {"path": printable(output or path), "digest": signed["reviews"][-1]["sha256"]}
    screen.console().print(Line(say("review.signed", language, **slots)))
    return DONE


def verify(path: Path, language: Language) -> int:
    """Whether a record and its reviews are still what was signed."""
    record = raw_record(path)
    with sound(path):
        standings = reviewing.standings(record)
        reviews = record.get("reviews") or []
        for one, standing in zip(reviews, standings, strict=True):
            who = {"name": printable(one["reviewer"]["name"]), "role": printable(one["reviewer"]["role"])}
            conclusion = say(f"review.conclusion_{one['conclusion']}", language)
            line = say("review.line", language, **who, day=printable(one["date"]), conclusion=conclusion)
            sys.stdout.write(f"{line} {say(f'review.standing_{standing}', language)}\n")
    if not reviews:
        sys.stdout.write(say("review.none", language) + "\n")
    return DONE if set(standings) <= {"intact"} else FOUND_SOMETHING


def refused(record: Record, name: str, answered_by: str) -> tuple[str, Mapping[str, Any]] | None:
    """Why somebody cannot review: they answered, or have reviewed already; as the code and slots of a fault."""
    if _same(name, answered_by):
        return "WR13", {"name": name}
    if any(_same(name, str(one["reviewer"]["name"])) for one in record.get("reviews") or ()):
        return "WR12", {"name": name}
    return None


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _held(
    rules: loader.Rules, record: Record, path: Path, knowledge: KnowledgeBase, day: str, language: Language
) -> State | None:
    from advisor.dialogue.review_journal import ReviewJournal, beside, resumed  # noqa: PLC0415
    from advisor.dialogue.terminal_review import Sitting  # noqa: PLC0415

    decision = digest(again.decision_of(record))
    journal_path = beside(path)
    events = resumed(journal_path, decision)
    journal = ReviewJournal(journal_path, decision, events)
    decided = as_it_was(rules, record)

    def anew(changes: Sequence[Change], without: frozenset[str]) -> Record:
        found: Record = safe(
            again.again(record, knowledge, str(path), changes=changes, without=without, decided=decided)
        )
        return found

    def refuse(name: str, answered_by: str) -> str | None:
        why = refused(record, name, answered_by)
        return None if why is None else fault(why[0], str(path), **why[1]).message(language)

    sitting = Sitting(safe(record), knowledge, language, journal, anew, day, refuse, screen.console())
    try:
        state = sitting.hold()
    except (KeyboardInterrupt, EOFError):
        state = None
    if state is None:
        sitting.console.print(Line("\n" + say("review.interrupted", language, path=printable(path))))
    return state


def _signed_for(record: Record, signature: Signature, shown: str) -> State:
    """The review that a command line gives. Raises `InputError` for what it lacks or cannot mean."""
    lacking = [
        option
        for option, value in (
            ("--role", signature.role),
            ("--answered-by", signature.answered_by),
            ("--conclusion", signature.conclusion),
        )
        if not value
    ]
    if lacking:
        raise InputError([fault("WR16", shown, missing=", ".join(lacking))])
    why = refused(record, signature.name, str(signature.answered_by))
    if why is not None:
        raise InputError([fault(why[0], shown, **why[1])])
    listed = reviewing.items(record)
    rules = {item.rule for item in listed if item.rule}
    disputes: dict[str, str] = {}
    for text in signature.disputes:
        rule, _, comment = text.partition("=")
        if rule.strip() not in {*rules, "verdict"}:
            raise InputError([fault("WR15", shown, rule=rule.strip(), near=nearest(rule, [*rules, "verdict"]))])
        disputes[rule.strip()] = comment.strip()
    state = reviewing.after(
        State(),
        {"name": signature.name, "role": str(signature.role), "answered_by": str(signature.answered_by)},
    )
    for item in listed:
        named = item.rule or item.kind
        event = {"item": item.key, "disputed": named in disputes, "comment": disputes.get(named)}
        state = reviewing.after(state, event)
    for text in signature.corrections:
        name, equals, value = text.partition("=")
        if not equals:
            raise InputError([fault("WR11", shown, text=text)])
        before = record["profile"]["answers"].get(name.strip())
        state = reviewing.after(state, {"correct": name.strip(), "value": value.strip(), "from": before})
    return reviewing.after(state, {"conclusion": signature.conclusion, "comment": signature.comment})


def _outcome(rules: loader.Rules, record: Record, state: State, knowledge: KnowledgeBase, shown: str) -> dict[str, Any]:
    """What the verdict becomes without what is disputed and with what is corrected, and under which knowledge."""
    decided = as_it_was(rules, record)
    disputed = state.disputed(record)
    found: dict[str, Any] = {"knowledge_sha256": knowledge.sha256, "without_disputed": None, "corrected": None}
    if disputed:
        without = again.again(record, knowledge, shown, without=disputed, decided=decided)
        found["without_disputed"] = verdict_of(without)
    if state.changes:
        corrected = again.again(record, knowledge, shown, changes=state.changes, decided=decided)
        found["corrected"] = verdict_of(corrected)
    return found
