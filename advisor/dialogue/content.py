"""What is said about a record, in one language, before any medium: the terminal and Markdown both show exactly this.

Only words are chosen here, from the record alone; how they look is the renderer's business. What a person typed is
passed on as it is, marked as such, so that each renderer makes it safe in its own way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from advisor import i18n
from advisor.dialogue.record import Record
from advisor.i18n import Language, Text, say
from advisor.knowledge.model import KnowledgeBase

_STANDING_WARNED = ("contested", "outdated", "partly", "false", "unverifiable")


class Typed(str):
    """Words a person typed: shown, never obeyed."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Rank:
    """One line of the ranking."""

    place: str
    name: str
    runs: str
    score: float | None
    note: str


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reason rests on."""

    id: str
    words: str
    standing: str
    link: str | None = None
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, ready to be read."""

    rule: str
    title: str
    because: str
    weight: float
    """Its part in the lead of the recommended strategy; 0 for a gate."""
    effects: tuple[str, ...]
    answers: tuple[str, ...]
    assumed: tuple[str, ...]
    citations: tuple[Citation, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Section:
    """A verdict with its grounds: of the organisation, or of one workload."""

    name: Typed | None
    answer: str
    firmness: str
    main_reasons: str | None
    split: tuple[tuple[Typed, str], ...]
    ranking: tuple[Rank, ...]
    gates: tuple[Reason, ...]
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    conditions: tuple[str, ...]
    caveats: tuple[str, ...]
    next_steps: tuple[str, ...]
    unanswered: tuple[str, ...]
    chain: tuple[Reason, ...] = ()
    """Conclusions the rules drew on the way."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything said about a record."""

    organization: Typed | None
    use_case: Typed | None
    whole: Section
    workloads: tuple[Section, ...]
    priorities: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]
    foot: str
    language: Language


def report(record: Record, knowledge: KnowledgeBase, language: Language) -> Report:
    """What to say about a record in a language. Names of strategies and criteria come from the knowledge base."""
    profile = record["profile"]
    return Report(
        organization=_typed(profile.get("organization")),
        use_case=_typed(profile.get("use_case")),
        whole=_section(record, knowledge, language, None),
        workloads=tuple(
            _section(part, knowledge, language, Typed(part["name"])) for part in record.get("workloads", ())
        ),
        priorities=_priorities(profile["priorities"], knowledge, language),
        answers=_answers(profile["answers"], knowledge, language),
        foot=say(
            "report.foot",
            language,
            id=record["knowledge"]["id"],
            version=record["knowledge"]["version"],
            digest=record["knowledge"]["sha256"][:12],
            as_of=record["as_of"],
        ),
        language=language,
    )


def _typed(words: str | None) -> Typed | None:
    return Typed(words) if words else None


def _priorities(given: Mapping[str, str], knowledge: KnowledgeBase, language: Language) -> tuple[tuple[str, str], ...]:
    return tuple(
        (criterion.name[language], say(f"importance.{given[name]}", language))
        for name, criterion in knowledge.criteria.items()
        if name in given
    )


def _answers(given: Mapping[str, Any], knowledge: KnowledgeBase, language: Language) -> tuple[tuple[str, str], ...]:
    from advisor.knowledge.answers import read_answer  # noqa: PLC0415
    from advisor.knowledge.wording import answer_label  # noqa: PLC0415

    rows = []
    for name, raw in given.items():
        fact = knowledge.facts.get(name)
        if fact is not None:
            answer, _ = read_answer(fact, raw)
            rows.append((fact.name[language], answer_label(fact, answer)[language]))
    return tuple(rows)


def _section(part: Mapping[str, Any], knowledge: KnowledgeBase, language: Language, name: Typed | None) -> Section:
    verdict = part["verdict"]
    reasons = [_reason(r, language) for r in part["reasons"]]
    raw = {r["rule"]: r for r in part["reasons"]}
    gates = [r for r in reasons if _is_gate(raw[r.rule])]
    weighed = [r for r in reasons if raw[r.rule]["contribution"]]
    by_weight = sorted(weighed, key=lambda r: (-abs(r.weight), r.rule))
    for_it = tuple(r for r in by_weight if raw[r.rule]["speaks"] == "for" and r.weight > 0)
    against = tuple(r for r in by_weight if raw[r.rule]["speaks"] == "against" and r.weight < 0)
    return Section(
        name=name,
        answer=verdict["headline"][language],
        firmness=_firmness(part, knowledge, language),
        main_reasons=_main_reasons(gates, for_it, language) if verdict["openness"] != "none" else None,
        split=tuple((Typed(w), knowledge.strategies[s].name[language]) for w, s in verdict.get("split", {}).items()),
        ranking=tuple(_ranks(part, raw, knowledge, language)),
        gates=tuple(gates),
        reasons_for=for_it,
        reasons_against=against,
        conditions=_advice(part, "condition", language),
        caveats=_advice(part, "caveat", language),
        next_steps=_advice(part, "next_step", language),
        unanswered=tuple(u["name"][language] for u in part["unanswered"]),
        chain=tuple(r for r in reasons if any(e.startswith("conclude ") for e in raw[r.rule]["effects"])),
    )


def _is_gate(reason: Mapping[str, Any]) -> bool:
    return any(effect.startswith("rule out ") for effect in reason["effects"])


def _main_reasons(gates: Iterable[Reason], for_it: Iterable[Reason], language: Language) -> str | None:
    titles = [r.title for r in [*list(gates)[:2], *for_it]]
    first = list(dict.fromkeys(titles))[:3]
    return (
        say("report.main_reasons", language, titles=say("report.title_joint", language).join(first)) if first else None
    )


def _firmness(part: Mapping[str, Any], knowledge: KnowledgeBase, language: Language) -> str:
    verdict, left = part["verdict"], [r for r in part["ranking"] if not r["ruled_out_by"]]
    if verdict["openness"] == "none":
        return say("report.firm_undecided" if left else "report.firm_none", language)
    own = next((r for r in left if r["strategy"] == verdict["strategy"]), None)
    rival = next((r for r in left if r["openness"] != verdict["openness"]), None)
    if rival is None:
        return say("report.firm_only_one", language, openness=say(f"openness.{verdict['openness']}", language))
    name = knowledge.strategies[rival["strategy"]].name[language]
    if own is None:
        return say("report.firm_next", language, rival=name)
    gap = f"{own['score'] - rival['score']:.2f}"
    key = "report.firm_close" if verdict["close_call"] else "report.firm_gap"
    return say(key, language, rival=name, gap=gap)


def _ranks(
    part: Mapping[str, Any], raw: Mapping[str, Any], knowledge: KnowledgeBase, language: Language
) -> Iterable[Rank]:
    for position, row in enumerate(part["ranking"], start=1):
        strategy = knowledge.strategies[row["strategy"]]
        name, runs = strategy.name[language], strategy.runs[language]
        if row["ruled_out_by"]:
            titles = [raw[rule]["title"][language] if rule in raw else rule for rule in row["ruled_out_by"]]
            note = say("report.ruled_out_by", language, titles=say("report.title_joint", language).join(titles))
            yield Rank("–", name, runs, row["score"], note)
        else:
            yield Rank(str(position), name, runs, row["score"], "")


def _reason(reason: Mapping[str, Any], language: Language) -> Reason:
    return Reason(
        rule=reason["rule"],
        title=reason["title"][language],
        because=reason["because"][language],
        weight=reason["lead"],
        effects=tuple(s[language] for s in reason["says"]),
        answers=tuple(dict.fromkeys(h["text"][language] for h in reason["held"])),
        assumed=tuple(a["text"][language] for a in reason["assumed"]),
        citations=tuple(_citation(s, language) for s in reason["sources"]),
        basis=say(f"basis.{reason['basis']}", language),
    )


def _citation(source: Mapping[str, Any], language: Language) -> Citation:
    standing = say(f"standing.{source['standing']}", language)
    if source["kind"] == "claim":
        words = source["quote"] if language == "zh" else source["english"]
        warned = source["standing"] in _STANDING_WARNED
        warning = None
        if warned:
            warning = say(
                "report.warning",
                language,
                what=say(f"standing.warn_{source['standing']}", language),
                finding=source["finding"][language],
            )
        return Citation(source["id"], words, standing, source.get("link"), warning)
    if source["kind"] == "counter_evidence":
        words = f"{source['title'][language]}: {source['finding'][language]}"
        if language == "zh":
            words = f"{source['title'][language]}：{source['finding'][language]}"
        return Citation(source["id"], words, standing)
    made = ", ".join(str(source[key]) for key in ("publisher", "date") if source.get(key))
    return Citation(
        source["id"], f"{source['title']} ({made})" if made else source["title"], standing, source.get("link")
    )


def _advice(part: Mapping[str, Any], kind: str, language: Language) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a["text"][language] for a in part["advice"] if a["kind"] == kind))


def openness_name(openness: str) -> Text:
    """What an openness is called."""
    return i18n.text(f"openness.{openness}")
