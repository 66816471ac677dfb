"""The chapters that follow the reasons: what to do, what would change the answer, what is open, what was given.

Each is read from the record alone and left out where the record says nothing of it, so that a record of an earlier
version, or one that holds only a part, still makes a report.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from advisor.analysis.changes import LARGEST
from advisor.dialogue import findings_aloud, market_chapters
from advisor.dialogue.document import Chapter, Grid, Item, Listing, Typed
from advisor.i18n import Language, say
from advisor.knowledge.answers import read_answer
from advisor.knowledge.model import KnowledgeBase
from advisor.knowledge.wording import answer_label

Part = Mapping[str, Any]
"""A record, or one workload's part of it."""

_SHORTENED = {"conditions": 3, "next_steps": 3}
"""How many of these stand in a report at a glance; of the rest of the advice, none."""


def of_section(part: Part, knowledge: KnowledgeBase, language: Language) -> tuple[Chapter, ...]:
    """What is said below the reasons of a verdict."""
    return tuple(_of_section(part, knowledge, language))


def _of_section(part: Part, knowledge: KnowledgeBase, language: Language) -> Iterator[Chapter]:
    yield from _relax(part, knowledge, language)
    for kind, key in (("condition", "conditions"), ("caveat", "caveats"), ("next_step", "next_steps")):
        yield from _advice(part, kind, key, language)
    yield from market_chapters.of(part, knowledge, language)
    yield from _flips(part, knowledge, language)
    yield from _unanswered(part, knowledge, language)
    yield from _conflicts(part, language)


def of_record(record: Part, knowledge: KnowledgeBase, language: Language) -> tuple[Chapter, ...]:
    """What was given, for the whole organisation."""
    return tuple(_of_record(record, knowledge, language))


def _of_record(record: Part, knowledge: KnowledgeBase, language: Language) -> Iterator[Chapter]:
    profile = record["profile"]
    yield from _reviews(record, knowledge, language)
    yield from _priorities(profile.get("priorities") or {}, knowledge, language)
    yield from _answers(profile.get("answers") or {}, profile.get("parked") or {}, knowledge, language)
    yield from market_chapters.needs(profile.get("needs") or {}, language)


def of_workload(given: Part, knowledge: KnowledgeBase, language: Language) -> tuple[Chapter, ...]:
    """What was given for one workload alone."""
    return (
        *_priorities(given.get("priorities") or {}, knowledge, language),
        *_answers(given.get("answers") or {}, given.get("parked") or {}, knowledge, language),
    )


def _advice(part: Part, kind: str, key: str, language: Language) -> Iterator[Listing]:
    """What a reader is told to do or to mind; what comes with the weightiest reasons stands first."""
    told = [advice for advice in part["advice"] if advice["kind"] == kind]
    bears = {reason["rule"]: math.inf if _excludes(reason) else abs(reason["lead"]) for reason in part["reasons"]}
    said: dict[str, str] = {}
    for advice in sorted(told, key=lambda advice: -bears.get(advice["rule"], 0.0)):
        said.setdefault(advice["text"][language], advice["rule"])
    if said:
        items = tuple(Item(words, rule=rule) for words, rule in said.items())
        glance = None if key in _SHORTENED else ()
        yield Listing(key, say(f"report.{key}", language), items, brief=_SHORTENED.get(key), glance=glance)


def _excludes(reason: Part) -> bool:
    return any(effect.startswith("rule out ") for effect in reason["effects"])


def _relax(part: Part, knowledge: KnowledgeBase, language: Language) -> Iterator[Listing]:
    items = tuple(Item(words) for words in findings_aloud.relaxed(part, knowledge, language))
    if items:
        yield Listing("relax", say("report.relax", language), items, say("report.relax_intro", language))


def _flips(part: Part, knowledge: KnowledgeBase, language: Language) -> Iterator[Listing]:
    if part.get("flips") is None:
        return
    items = tuple(findings_aloud.flips_together(part, knowledge, language))
    intro, more = say("report.flips_intro", language), say("report.more_flips", language, count="{count}")
    tried = part.get("changes_tried", LARGEST)
    none = say("findings.flips_none" if tried == LARGEST else f"findings.flips_none_of_{tried}", language)
    nothing = (Item(none),) if tried else ()
    title = say("report.flips", language)
    yield Listing("flips", title, items or nothing, intro if items else None, brief=2, more=more)


def _unanswered(part: Part, knowledge: KnowledgeBase, language: Language) -> Iterator[Listing]:
    items = tuple(Item(words) for words in findings_aloud.unanswered(part, knowledge, language))
    if items:
        title, outlook = say("report.unanswered", language), findings_aloud.outlook(part, knowledge, language)
        glance = ((outlook,) if outlook else ()) + findings_aloud.open_at_a_glance(part, knowledge, language)
        yield Listing("unanswered", title, items, outlook, glance=glance)


def _conflicts(part: Part, language: Language) -> Iterator[Listing]:
    """Where sources disagree about the reasons; what bears most on the result comes first."""
    lead = {reason["rule"]: abs(float(reason["lead"])) for reason in part["reasons"]}
    conflicts = sorted(
        part.get("conflicts") or (),
        key=lambda conflict: (-max((lead.get(rule, 0.0) for rule in conflict["rules"]), default=0.0), conflict["id"]),
    )
    items = tuple(
        Item(
            conflict["title"][language],
            say("conflicts.settled", language, settled=conflict["settled"][language]),
            below=tuple(f"{side['says'][language]} [{_who(side, language)}]" for side in conflict["sides"]),
        )
        for conflict in conflicts
    )
    if items:
        intro, more = say("report.conflicts_intro", language), say("conflicts.more", language, count="{count}")
        yield Listing("conflicts", say("report.conflicts", language), items, intro, brief=2, more=more, glance=())


def _who(side: Part, language: Language) -> str:
    """Who says so, by name where there is one."""
    names = [
        say("conflicts.article", language, id=source["id"])
        if source["kind"] == "claim"
        else source.get("publisher") or source["id"]
        for source in side["sources"]
    ]
    return say("conflicts.joint", language).join(dict.fromkeys(names))


def _reviews(record: Part, knowledge: KnowledgeBase, language: Language) -> Iterator[Listing]:
    """Who reviewed the record, what they made of it, and whether anything was changed since."""
    items = tuple(_review(one, record, knowledge, language) for one in record.get("reviews") or ())
    if items:
        intro = say("review.chapter_intro", language)
        glance = tuple(f"{item.words} → {item.remark}" for item in items)
        yield Listing("reviews", say("review.chapter", language), items, intro, glance=glance)


def _review(one: Part, record: Part, knowledge: KnowledgeBase, language: Language) -> Item:
    who = {"name": Typed(one["reviewer"]["name"]), "role": Typed(one["reviewer"]["role"]), "day": one["date"]}
    head = say("review.line", language, **who, conclusion=say(f"review.conclusion_{one['conclusion']}", language))
    titles = {reason["rule"]: reason["title"][language] for reason in record["reasons"]}
    below = [say("review.remark", language, comment=one["comment"])] if one.get("comment") else []
    for judged in one["judgements"]:
        if judged["judgement"] == "disputed":
            what = titles.get(judged.get("rule"), judged.get("rule") or say("review.the_verdict", language))
            below.append(say("review.disputes", language, what=what, comment=judged.get("comment") or "").strip())
    fixes = [("corrects", fixed) for fixed in one["corrections"]]
    for key, fixed in fixes + [("withdrew", fixed) for fixed in one.get("withdrawn") or ()]:
        fact = knowledge.facts.get(fixed["fact"])
        value = answer_label(fact, read_answer(fact, fixed["to"])[0])[language] if fact else str(fixed["to"])
        name = fact.name[language] if fact else fixed["fact"]
        comment = fixed.get("comment") or ""
        below.append(say(f"review.{key}", language, what=name, value=value, comment=comment).strip())
    for key, name in (("without", "without_disputed"), ("corrected", "corrected")):
        if one["outcome"].get(name):
            below.append(say(f"review.{key}", language, headline=one["outcome"][name]["headline"][language]))
    standing = say(f"review.standing_{one.get('standing') or 'intact'}", language)
    return Item(head, standing, below=tuple(below))


def _priorities(given: Mapping[str, str], knowledge: KnowledgeBase, language: Language) -> Iterator[Grid]:
    rows = tuple(
        (criterion.name[language], say(f"importance.{given[name]}", language))
        for name, criterion in knowledge.criteria.items()
        if name in given
    )
    if rows:
        columns = say("report.column_criterion", language), say("report.column_importance", language)
        yield Grid("priorities", say("report.priorities", language), columns, rows, brief=False)


def _answered(name: str, raw: Any, knowledge: KnowledgeBase, language: Language) -> tuple[str, str]:
    fact = knowledge.facts.get(name)
    if fact is None:  # asked by an earlier version of the knowledge
        return Typed(name), Typed(raw)
    answer, _ = read_answer(fact, raw)
    return fact.name[language], answer_label(fact, answer)[language]


def _answers(
    given: Mapping[str, Any], parked: Mapping[str, Any], knowledge: KnowledgeBase, language: Language
) -> Iterator[Grid]:
    """What was answered, and below it what was answered and does not count now."""
    rows = [_answered(name, raw, knowledge, language) for name, raw in given.items()]
    for name, raw in parked.items():
        question, answer = _answered(name, raw, knowledge, language)
        rows.append((question, say("ask.parked", language, label=answer)))
    if rows:
        columns = say("report.column_question", language), say("report.column_answer", language)
        yield Grid("answers", say("report.answers", language), columns, tuple(rows), brief=False)
