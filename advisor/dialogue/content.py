"""What is said about a record, in one language, before any medium: the terminal, Markdown and HTML all show this.

Only words are chosen here, from the record alone; how they look is the renderer's business. What a person typed is
passed on as it is, marked as such, so that each renderer makes it safe in its own way.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from advisor.dialogue import chapters, findings_aloud, whole
from advisor.dialogue.document import (
    CLOSED_OUT,
    Chapter,
    Citation,
    Comparison,
    Rank,
    Reason,
    Report,
    Row,
    Section,
    Share,
    Step,
    Sum,
    Typed,
    signed,
)
from advisor.dialogue.record import Record
from advisor.i18n import Language, say
from advisor.knowledge.model import KnowledgeBase
from advisor.untrusted import web_link

Part = Mapping[str, Any]
"""A record, or one workload's part of it."""

_STANDING_WARNED = ("contested", "outdated", "partly", "false", "unverifiable")
_STEPS_SHOWN = 16
"""More reasons than this make a sum nobody reads; the lightest are taken together."""
_NOTHING = 5e-7
"""What is smaller than the record's last decimal."""


def report(record: Record, knowledge: KnowledgeBase, language: Language) -> Report:
    """What to say about a record in a language. Names of strategies and criteria come from the knowledge base."""
    profile = record["profile"]
    given = {one["name"]: one for one in profile.get("workloads") or ()}
    return Report(
        title=knowledge.base.title[language],
        organization=_typed(profile.get("organization")),
        use_case=_typed(profile.get("use_case")),
        whole=_section(record, knowledge, language, profile.get("priorities") or {}),
        workloads=tuple(
            _workload(part, knowledge, language, profile, given.get(part["name"], {}))
            for part in record.get("workloads", ())
        ),
        chapters=chapters.of_record(record, knowledge, language),
        foot=overlaid(record["knowledge"].get("overlays") or (), language)
        + say(
            "report.foot",
            language,
            id=record["knowledge"]["id"],
            version=record["knowledge"]["version"],
            digest=record["knowledge"]["sha256"][:12],
            as_of=record["as_of"],
        ),
        language=language,
    )


def overlaid(overlays: Iterable[Part], language: Language) -> str:
    """Overlays with what they changed, before the line that names the knowledge."""
    said = [say("overlay.foot", language, **_overlay_slots(one, language)) for one in overlays]
    return "".join(f"{one} " if language == "en" else one for one in said)


def _overlay_slots(one: Part, language: Language) -> dict[str, str]:
    changes = [
        say(f"overlay.{key}", language, names=", ".join(one.get(f"adds_{key}") or ()))
        for key in ("facts", "rules", "sources")
        if one.get(f"adds_{key}")
    ]
    changes += [
        say(
            "overlay.importance",
            language,
            criterion=criterion,
            old=say(f"importance.{before}", language),
            new=say(f"importance.{after}", language),
        )
        for criterion, (before, after) in (one.get("importance") or {}).items()
    ]
    changes += [
        say("overlay.switched_off", language, rule=rule, because=because[language])
        for rule, because in (one.get("switches_off") or {}).items()
    ]
    title = one["title"][language]
    return {"id": one["id"], "version": one["version"], "title": title, "changes": _listed(changes, language)}


def _listed(parts: list[str], language: Language) -> str:
    return ("；" if language == "zh" else "; ").join(part.rstrip("。.") for part in parts)


def _typed(words: str | None) -> Typed | None:
    return Typed(words) if words else None


def _workload(part: Part, knowledge: KnowledgeBase, language: Language, profile: Part, given: Part) -> Section:
    priorities = {**(profile.get("priorities") or {}), **(given.get("priorities") or {})}
    own = chapters.of_workload(given, knowledge, language)
    return _section(part, knowledge, language, priorities, Typed(part["name"]), own)


def _section(
    part: Part,
    knowledge: KnowledgeBase,
    language: Language,
    priorities: Mapping[str, str],
    name: Typed | None = None,
    own: tuple[Chapter, ...] = (),
) -> Section:
    verdict = part["verdict"]
    reasons = [reason_told(r, knowledge, language) for r in part["reasons"]]
    raw = {r["rule"]: r for r in part["reasons"]}
    # What rules a strategy out for the whole may be a rule that fired for one workload only.
    fired = {r["rule"]: r for one in part.get("workloads") or () for r in one["reasons"]} | raw
    gates = [r for r in reasons if _is_gate(raw[r.rule])]
    weighed = [r for r in reasons if raw[r.rule]["contribution"]]
    by_weight = sorted(weighed, key=lambda r: (-abs(r.weight), r.rule))
    for_it = tuple(r for r in by_weight if raw[r.rule]["speaks"] == "for" and r.weight > 0)
    against = tuple(r for r in by_weight if raw[r.rule]["speaks"] == "against" and r.weight < 0)
    listed = bool(part.get("workloads"))
    return Section(
        name=name,
        openness=verdict["openness"],
        kind=knowledge.openness_name(verdict["openness"])[language],
        strategy=verdict["strategy"],
        answer=verdict["headline"][language],
        firmness=_firmness(part, knowledge, language),
        main_reasons=_main_reasons([g for g in gates if _was_said(raw[g.rule])], for_it, language)
        if verdict["openness"] != "none"
        else None,
        split=tuple((Typed(w), _named(s, knowledge, language)) for w, s in verdict.get("split", {}).items()),
        ranking=tuple(_ranks(part, fired, knowledge, language)),
        gates=tuple(gates),
        reasons_for=for_it,
        reasons_against=against,
        chapters=(*chapters.of_section(part, knowledge, language), *own),
        total=whole.total(part, knowledge, language) if listed else _sum(part, knowledge, language),
        comparison=whole.comparison(part, knowledge, language)
        if listed
        else _comparison(part, knowledge, language, priorities),
        firm=verdict.get("firmness"),
        shares=tuple(_shares(verdict, knowledge, language)),
        stability=findings_aloud.firmness(part, knowledge, language) if _has_rival(part, knowledge) else None,
        chain=tuple(r for r in reasons if any(e.startswith("conclude ") for e in raw[r.rule]["effects"])),
    )


def _named(strategy: str, knowledge: KnowledgeBase, language: Language) -> str:
    """What a strategy is called; one that this knowledge does not have, by its id."""
    known = knowledge.strategies.get(strategy)
    return known.name[language] if known else strategy


def _is_gate(reason: Part) -> bool:
    return any(effect.startswith("rule out ") for effect in reason["effects"])


def _was_said(reason: Part) -> bool:
    """Whether a reason rests on something that is known, and not on silence alone."""
    return any(not held["condition"].endswith(" is unknown") for held in reason["held"])


def _main_reasons(gates: Iterable[Reason], for_it: Iterable[Reason], language: Language) -> str | None:
    titles = [r.title for r in [*list(gates)[:2], *for_it]]
    first = list(dict.fromkeys(titles))[:3]
    return (
        say("report.main_reasons", language, titles=say("report.title_joint", language).join(first)) if first else None
    )


def _firmness(part: Part, knowledge: KnowledgeBase, language: Language) -> str:
    verdict, left = part["verdict"], _left(part, knowledge)
    if verdict["openness"] == "none":
        return say("report.firm_undecided" if left else "report.firm_none", language)
    own = next((r for r in left if r["strategy"] == verdict["strategy"]), None)
    rival = next((r for r in left if r["openness"] != verdict["openness"]), None)
    if rival is None:
        return say("report.firm_only_one", language, openness=knowledge.openness_name(verdict["openness"]))
    name = _named(rival["strategy"], knowledge, language)
    if own is None:
        return say("report.firm_next", language, rival=name)
    gap = f"{own['score'] - rival['score']:.2f}"
    # Where the vague words were read in many ways, that says how close it is; the gap says so only without.
    close = verdict["close_call"] and not verdict.get("firmness")
    key = "report.firm_close" if close else "report.firm_gap"
    return say(key, language, rival=name, gap=gap)


def _left(part: Part, knowledge: KnowledgeBase) -> list[Part]:
    """The ranked strategies that nothing rules out.

    Where all workloads take the same, a split between them is that same thing over again, and no rival.
    """
    left = [row for row in part["ranking"] if not row["ruled_out_by"]]
    verdict = part["verdict"]
    if part.get("workloads") and "split" not in verdict and verdict["strategy"] is not None:
        return [row for row in left if row["openness"] != knowledge.mixed or row["strategy"] == verdict["strategy"]]
    return left


def _has_rival(part: Part, knowledge: KnowledgeBase) -> bool:
    """Whether anything of another openness is left: without, how often the answer stays the same says nothing."""
    openness = part["verdict"]["openness"]
    return any(row["openness"] != openness for row in _left(part, knowledge))


def _shares(verdict: Part, knowledge: KnowledgeBase, language: Language) -> Iterator[Share]:
    stability = verdict.get("stability") or {}
    for openness, share in sorted(stability.items(), key=lambda one: (-one[1], one[0])):
        yield Share(openness, knowledge.openness_name(openness)[language], share)


def _ranks(part: Part, raw: Mapping[str, Any], knowledge: KnowledgeBase, language: Language) -> Iterator[Rank]:
    # Where the work is split without one strategy for all, none is ever first: a column of noughts says nothing.
    drawn = any(row.get("stability") for row in part["ranking"])
    for position, row in enumerate(part["ranking"], start=1):
        known = knowledge.strategies.get(row["strategy"])
        by = tuple((rule, raw[rule]["title"][language] if rule in raw else rule) for rule in row["ruled_out_by"])
        titles = say("report.title_joint", language).join(title for _, title in by)
        yield Rank(
            place=CLOSED_OUT if by else str(position),
            strategy=row["strategy"],
            openness=row["openness"],
            name=_named(row["strategy"], knowledge, language),
            runs=known.runs[language] if known else "",
            score=row["score"],
            note=say("report.ruled_out_by", language, titles=titles) if by else "",
            ruled_out_by=by,
            stability=row.get("stability") if drawn else None,
        )


def _sum(part: Part, knowledge: KnowledgeBase, language: Language) -> Sum | None:
    """How the score of what is recommended comes about, reason by reason."""
    strategy = part["verdict"]["strategy"]
    total = next((row["score"] for row in part["ranking"] if row["strategy"] == strategy), None)
    given = [(r, r["contribution"].get(strategy, 0.0)) for r in part["reasons"]]
    steps = [Step(r["rule"], r["title"][language], amount) for r, amount in given if abs(amount) > _NOTHING]
    if total is None or not steps:
        return None
    heaviest = sorted(steps, key=lambda step: (-abs(step.amount), step.rule))
    shown, rest = heaviest, heaviest[:0]
    if len(heaviest) > _STEPS_SHOWN:
        shown, rest = heaviest[: _STEPS_SHOWN - 1], heaviest[_STEPS_SHOWN - 1 :]
    ordered = [s for s in shown if s.amount > 0] + [s for s in shown if s.amount < 0]
    if rest:
        words = say("report.lighter_reasons", language, count=len(rest))
        ordered.append(Step("", words, sum(step.amount for step in rest)))
    name = _named(strategy, knowledge, language)
    return Sum(
        say("report.column_reason", language),
        name,
        say("report.sum", language),
        say("report.sum_intro", language, strategy=name, score=signed(total)),
        tuple(ordered),
        total,
    )


def _comparison(
    part: Part, knowledge: KnowledgeBase, language: Language, priorities: Mapping[str, str]
) -> Comparison | None:
    """What each criterion adds to the score of each strategy."""
    strategies = [row["strategy"] for row in part["ranking"]]
    amounts: dict[str, dict[str, float]] = {}
    for reason in part["reasons"]:
        row = amounts.setdefault(reason["criterion"], dict.fromkeys(strategies, 0.0))
        for strategy, amount in reason["contribution"].items():
            row[strategy] = row.get(strategy, 0.0) + amount
    rows = []
    for criterion in (*knowledge.criteria, *(c for c in amounts if c not in knowledge.criteria)):
        if any(abs(amount) > _NOTHING for amount in amounts.get(criterion, {}).values()):
            known = knowledge.criteria.get(criterion)
            level = priorities.get(criterion) or (known.importance if known else "medium")
            name = known.name[language] if known else criterion
            rows.append(Row(name, say(f"importance.{level}", language), level, amounts[criterion]))
    if not rows:
        return None
    return Comparison(
        say("report.column_criterion", language),
        say("report.comparison", language),
        say("report.comparison_intro", language),
        tuple((s, _named(s, knowledge, language)) for s in strategies),
        tuple(rows),
        {row["strategy"]: row["score"] for row in part["ranking"]},
    )


def reason_told(reason: Part, knowledge: KnowledgeBase, language: Language) -> Reason:
    """A reason in words."""
    criterion = knowledge.criteria.get(reason["criterion"])
    return Reason(
        rule=reason["rule"],
        title=reason["title"][language],
        because=reason["because"][language],
        weight=reason["lead"],
        effects=tuple(s[language] for s in reason["says"]),
        answers=tuple(dict.fromkeys(h["text"][language] for h in (*reason["held"], *reason.get("differs", ())))),
        assumed=tuple(a["text"][language] for a in reason["assumed"]),
        citations=tuple(_citation(s, language, {one["id"] for one in reason["sources"]}) for s in reason["sources"]),
        basis=say(f"basis.{reason['basis']}", language),
        criterion=criterion.name[language] if criterion else reason["criterion"],
    )


def _citation(source: Part, language: Language, cited: Collection[str] = ()) -> Citation:
    grade, link = source["standing"], web_link(source.get("link"))
    standing = say(f"standing.{grade}", language)
    if source["kind"] == "claim":
        words = source["quote"] if language == "zh" else source["english"]
        caution = say(f"standing.warn_{grade}", language) if grade in _STANDING_WARNED else None
        finding = source["finding"][language]
        warning = say("report.warning", language, what=caution, finding=finding) if caution else None
        since = tuple(
            say("conflicts.since", language, title=one["title"][language], effect=one["effect"][language], id=one["id"])
            for one in source.get("qualified_by", ())
            if one["id"] not in cited
        )
        return Citation(source["id"], words, standing, grade, link, warning, caution, since)
    if source["kind"] == "counter_evidence":
        words = f"{source['title'][language]}: {source['finding'][language]}"
        if language == "zh":
            words = f"{source['title'][language]}：{source['finding'][language]}"
        return Citation(source["id"], words, standing, grade)
    made = ", ".join(str(source[key]) for key in ("publisher", "date") if source.get(key))
    words = f"{source['title']} ({made})" if made else source["title"]
    return Citation(source["id"], words, standing, grade, link)
