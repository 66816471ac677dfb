"""What a report can be checked against: its rules as they read aloud, and its sources with quotation and standing.

Where the knowledge at hand is the one the record was made with, a rule is read from it whole. Otherwise only what the
record itself holds is told, and that is said: a rule of the same name may say something else today.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.dialogue import record as records
from advisor.i18n import Language, say
from advisor.knowledge import wording
from advisor.knowledge.model import KnowledgeBase, Rule
from advisor.untrusted import web_link


@dataclass(frozen=True, slots=True)
class Line:
    """A line read aloud, and how deep it is indented."""

    depth: int
    words: str


@dataclass(frozen=True, slots=True)
class RuleAloud:
    """A rule, read aloud."""

    id: str
    title: str
    when: tuple[Line, ...]
    unless: tuple[Line, ...]
    then: tuple[str, ...]
    because: str
    sources: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Source:
    """Something a rule rests on."""

    id: str
    kind: str
    """claim, counter_evidence or source."""
    grade: str
    """Its standing by its id."""
    standing: str
    words: str
    original: str | None = None
    """The words as they were written, where they are shown in translation."""
    finding: str | None = None
    link: str | None = None
    checked: str | None = None
    rules: tuple[str, ...] = ()
    """The rules of this report that rest on it."""


@dataclass(frozen=True, slots=True)
class Appendix:
    """What stands behind a report."""

    rules: tuple[RuleAloud, ...]
    sources: tuple[Source, ...]
    notice: str | None
    """What is to be said where the rules could not be read whole."""


_KINDS = ("claim", "counter_evidence", "source")


def appendix(record: records.Record, knowledge: KnowledgeBase, language: Language) -> Appendix:
    """The rules and sources of a record, each once, sorted."""
    same = record["knowledge"]["sha256"] == knowledge.sha256
    fired = {reason["rule"]: reason for part in _parts(record) for reason in part["reasons"]}
    if same:
        named = {*fired, *(one["rule"] for part in _parts(record) for one in part["advice"])}
        rules = [_whole(knowledge.rules[name], knowledge, language) for name in sorted(named & knowledge.rules.keys())]
        plain = {name: records.source(name, knowledge) for rule in rules for name in rule.sources}
    else:
        rules = [_recorded(fired[name], language) for name in sorted(fired)]
        plain = {source["id"]: source for reason in fired.values() for source in reason["sources"]}
    resting: dict[str, list[str]] = {}
    for rule in rules:
        for name in rule.sources:
            resting.setdefault(name, []).append(rule.id)
    order = sorted(plain.values(), key=lambda one: (_KINDS.index(one["kind"]), one["id"]))
    sources = tuple(_source(one, language, tuple(resting.get(one["id"], ()))) for one in order)
    return Appendix(tuple(rules), sources, None if same else say("page.other_knowledge", language))


def _parts(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield record
    yield from record.get("workloads") or ()


def _whole(rule: Rule, knowledge: KnowledgeBase, language: Language) -> RuleAloud:
    return RuleAloud(
        id=rule.id,
        title=rule.title[language],
        when=_lines(wording.condition_lines(rule.when, knowledge), language),
        unless=_lines(wording.condition_lines(rule.unless, knowledge), language) if rule.unless else (),
        then=tuple(wording.effect_sentence(effect, knowledge)[language] for effect in rule.then),
        because=rule.because[language],
        sources=rule.sources,
        basis=f"{say(f'basis.{rule.basis}', language)}; {rule.reviewed}",
    )


def _lines(said: Iterable[wording.Line], language: Language) -> tuple[Line, ...]:
    return tuple(Line(line.depth, line.text[language]) for line in said)


def _recorded(reason: Mapping[str, Any], language: Language) -> RuleAloud:
    """A rule as far as the record tells: what held, what was assumed, what followed."""
    return RuleAloud(
        id=reason["rule"],
        title=reason["title"][language],
        when=tuple(Line(0, held["text"][language]) for held in reason["held"]),
        unless=tuple(Line(0, leaf["text"][language]) for leaf in reason["assumed"]),
        then=tuple(said[language] for said in reason["says"]),
        because=reason["because"][language],
        sources=tuple(source["id"] for source in reason["sources"]),
        basis="; ".join(
            (say(f"basis.{reason['basis']}", language), *([reason["reviewed"]] if "reviewed" in reason else []))
        ),
    )


def _source(plain: Mapping[str, Any], language: Language, rules: tuple[str, ...]) -> Source:
    kind, grade = plain["kind"], plain["standing"]
    finding = plain["finding"][language] if "finding" in plain else None
    if kind == "claim":
        words, original = (plain["quote"], None) if language == "zh" else (plain["english"], plain["quote"])
    elif kind == "counter_evidence":
        joint = "：" if language == "zh" else ": "
        words, original, finding = f"{plain['title'][language]}{joint}{finding}", None, None
    else:
        made = ", ".join(str(plain[key]) for key in ("publisher", "date") if plain.get(key))
        words, original = (f"{plain['title']} ({made})" if made else plain["title"]), None
    return Source(
        id=plain["id"],
        kind=kind,
        grade=grade,
        standing=say(f"standing.{grade}", language),
        words=words,
        original=original,
        finding=finding,
        link=web_link(plain.get("link")),
        checked=plain.get("checked_on") or plain.get("as_of"),
        rules=rules,
    )
