"""The decision record: everything an answer rests on, as JSON that can be read without the knowledge base.

Field names are stable (schema `advisor/decision/1`). The same knowledge, profile and day give the same bytes in any
process: nothing here reads a clock, a set's order or the engine's.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from advisor import i18n
from advisor.analysis.market import Market
from advisor.analysis.relevance import open_questions
from advisor.dialogue import findings, market_record
from advisor.errors import InputError, fault
from advisor.i18n import Text
from advisor.inference.decision import Decision, WorkloadDecision
from advisor.inference.trace import Firing, Held, Standing, Trace, Verdict
from advisor.inference.whole import said_of_each
from advisor.knowledge import wording
from advisor.knowledge.answers import write_answer
from advisor.knowledge.conditions import Leaf
from advisor.knowledge.model import Fact, KnowledgeBase, Rule
from advisor.profile import to_plain

SCHEMA: Final = "advisor/decision/1"
_SCORE_DECIMALS: Final = 6

Record = dict[str, Any]


def build(decision: Decision, as_of: dt.date, market: Market | None = None, *, analysed: bool = False) -> Record:
    """The record of a decision; `analysed`, with how firm it is, what would change it, models, costs and what is open.

    The analyses ask the rules thousands of questions for a profile, which a batch of many may do without. `market` is
    the catalogue the decision was made with.
    """
    knowledge = decision.knowledge
    profile = to_plain(decision.profile)
    chosen = _chosen(decision)
    record: Record = {
        "schema": SCHEMA,
        "as_of": as_of.isoformat(),
        "knowledge": {
            "id": knowledge.base.id,
            "version": knowledge.base.version,
            "sha256": knowledge.sha256,
            **market_record.digest(market),
            **({"overlays": [one.model_dump(mode="json") for one in knowledge.overlays]} if knowledge.overlays else {}),
        },
        "profile": profile,
        "verdict": _verdict(decision.verdict, knowledge, decision.split),
        "ranking": _ranking(decision.ranking),
        **_grounds(
            decision.trace, decision.profile.priorities, knowledge, decision.verdict, chosen, _differing(decision)
        ),
    }
    if decision.workloads:
        # What every workload answered in its own way is unknown of the whole, and yet nobody need be asked for it.
        differing = _differing(decision)
        record["unanswered"] = [row for row in record["unanswered"] if row["fact"] not in differing]
        record["workloads"] = [_workload(decision, part, market, analysed=analysed) for part in decision.workloads]
        if analysed:
            from advisor.dialogue import findings_of_whole  # noqa: PLC0415  # most profiles have one workload

            record |= findings_of_whole.of(record, decision)
    elif analysed:
        record |= _analysed(record, decision.trace, decision.profile.priorities, knowledge)
        record |= market_record.of(decision.profile, decision.verdict, decision.ranking, market)
    return record


def _differing(decision: Decision) -> frozenset[str]:
    """What is unknown of the whole and yet not open: each workload has its own answer, or it is looked up for each."""
    if not decision.workloads:
        return frozenset()
    said = said_of_each(decision)
    throughout = frozenset.intersection(*(frozenset(one) for one in said))
    apart = {fact for fact in throughout if any(one[fact] != said[0][fact] for one in said)}
    looked_up = {fact.id for fact in decision.knowledge.facts.values() if fact.origin == "catalogue"}
    return frozenset(apart | {fact for part in decision.workloads for fact in looked_up & part.trace.answers.keys()})


def _workload(decision: Decision, part: WorkloadDecision, market: Market | None, *, analysed: bool) -> Record:
    trace, knowledge, own = part.trace, decision.knowledge, decision.profile.of(part.workload)
    priorities = own.priorities
    plain: Record = {
        "name": part.workload.name,
        "verdict": _verdict(trace.verdict, knowledge, None),
        "ranking": _ranking(trace.ranking),
        **_grounds(trace, priorities, knowledge, trace.verdict, _with_rival(trace.verdict, trace.ranking)),
    }
    if not analysed:
        return plain
    looked_up = market_record.of(own, trace.verdict, trace.ranking, market)
    return plain | _analysed(plain, trace, priorities, knowledge) | looked_up


def _analysed(part: Record, trace: Trace, priorities: Mapping[str, str], knowledge: KnowledgeBase) -> Record:
    """What the analyses add to a part of a record, over what stands there without them."""
    firm, shares = findings.firm(knowledge, trace, priorities)
    waiting = {entry["fact"]: entry["waiting"] for entry in part["unanswered"]}
    unanswered, possible = findings.unanswered(knowledge, trace.answers, priorities, waiting)
    return {
        "verdict": part["verdict"] | firm,
        "ranking": [row | {"stability": shares.get(row["strategy"])} for row in part["ranking"]],
        "unanswered": unanswered,
        "possible": possible,
        "flips": findings.flips(knowledge, trace.answers, priorities),
        "relax": findings.relax(knowledge, trace.firings, trace.ranking, trace.verdict),
    }


def _chosen(decision: Decision) -> frozenset[str]:
    """The strategies whose advice a reader needs: what is recommended, and what is nearly as good."""
    if decision.split:
        extra = {decision.verdict.strategy} if decision.verdict.strategy else set()
        return frozenset({*decision.split.values(), *extra})
    return _with_rival(decision.verdict, decision.ranking)


def _with_rival(verdict: Verdict, ranking: Iterable[Standing]) -> frozenset[str]:
    if verdict.strategy is None:
        return frozenset()
    rivals = [s.strategy for s in ranking if not s.ruled_out_by and s.openness != verdict.openness]
    return frozenset({verdict.strategy, *(rivals[:1] if verdict.close_call else ())})


def _verdict(verdict: Verdict, knowledge: KnowledgeBase, split: Mapping[str, str] | None) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "openness": verdict.openness or "none",
        "strategy": verdict.strategy,
        "close_call": verdict.close_call,
        "firmness": None,
        "stability": None,
        "headline": headline(verdict, knowledge).model_dump(),
    }
    if split is not None:
        plain["split"] = dict(split)
    return plain


def headline(verdict: Verdict, knowledge: KnowledgeBase) -> Text:
    """The answer in one sentence."""
    if verdict.strategy is not None:
        return knowledge.strategies[verdict.strategy].headline
    if verdict.openness is not None:
        return knowledge.headlines[verdict.openness].headline
    return i18n.text("headline.undecided" if verdict.undecided else "headline.none")


def _ranking(standings: Iterable[Standing]) -> list[dict[str, Any]]:
    return [
        {
            "strategy": standing.strategy,
            "openness": standing.openness,
            "score": _number(standing.score),
            "ruled_out_by": list(standing.ruled_out_by),
            "stability": None,
        }
        for standing in standings
    ]


def _number(value: float) -> float:
    return round(value, _SCORE_DECIMALS) + 0.0


def _grounds(
    trace: Trace,
    priorities: Mapping[str, str],
    knowledge: KnowledgeBase,
    verdict: Verdict,
    chosen: frozenset[str],
    differing: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """What a verdict rests on: its reasons, its advice, and what was not answered.

    `differing` are questions that every workload answers in its own way.
    """
    sides = _sides(verdict, trace.ranking)
    return {
        "reasons": [
            _reason(firing, trace, knowledge, sides, differing)
            for firing in trace.firings
            if not knowledge.rules[firing.rule].only_advises
        ],
        "advice": _advice(trace, knowledge, chosen),
        "conflicts": _conflicts(trace, knowledge),
        "unanswered": [
            {
                "fact": fact,
                "name": knowledge.facts[fact].name.model_dump(),
                "waiting": list(rules),
                "could_change_openness": None,
                "could_change_strategy": None,
                "alone": None,
                "outcomes": None,
            }
            for fact, rules in open_questions(knowledge, trace.known, priorities).items()
        ],
        "possible": None,
        "flips": None,
        "relax": None,
    }


Sides = tuple[frozenset[str], frozenset[str]]
"""The strategies recommended, and those they are weighed against."""


def _sides(verdict: Verdict, standings: Iterable[Standing]) -> Sides:
    """Who is weighed against whom: the recommendation against the others that are still possible.

    Where nothing else is possible it is weighed against those that were ruled out, so that its reasons still show.
    """
    rows = list(standings)
    chosen = {s.strategy for s in rows if verdict.strategy in {None, s.strategy} and s.openness == verdict.openness}
    others = [s for s in rows if s.strategy not in chosen]
    possible = [s for s in others if not s.ruled_out_by]
    return frozenset(chosen), frozenset(s.strategy for s in possible or others)


def _lead(contribution: Mapping[str, float], sides: Sides) -> float:
    """What a reason adds to the recommendation's score over what it adds, on average, to those it is weighed against.

    Summed over all reasons it is the recommendation's lead over the average of the others.
    """
    # Sorted: a set's order changes from process to process, and with it the last digit of a sum.
    ours, theirs = (sum(contribution.get(s, 0.0) for s in sorted(side)) / (len(side) or 1) for side in sides)
    return _number(ours - theirs) if sides[0] else 0.0


def _reason(
    firing: Firing, trace: Trace, knowledge: KnowledgeBase, sides: Sides, differing: frozenset[str]
) -> dict[str, Any]:
    rule = knowledge.rules[firing.rule]
    contribution = {s: _number(v) for s, v in sorted(trace.contributions.get(rule.id, {}).items())}
    lead = _lead(contribution, sides)
    differs = [_differs(leaf, knowledge) for leaf in firing.assumed if leaf.fact in differing]
    return {
        "rule": rule.id,
        "title": rule.title.model_dump(),
        "criterion": rule.criterion,
        "stratum": firing.stratum,
        "effects": [str(effect) for effect in rule.then],
        "says": [wording.effect_sentence(e, knowledge).model_dump() for e in rule.then if e not in rule.advises],
        "points": _points(rule, knowledge),
        "contribution": contribution,
        "lead": lead,
        "speaks": _speaks(rule, lead, knowledge, sides),
        "because": rule.because.model_dump(),
        "held": [_held(held, knowledge, differing) for held in firing.held],
        "assumed": [_assumed(leaf, knowledge) for leaf in firing.assumed if leaf.fact not in differing],
        **({"differs": differs} if differs else {}),
        "basis": rule.basis,
        "reviewed": rule.reviewed,
        "sources": [source(name, knowledge) for name in rule.sources],
    }


def _points(rule: Rule, knowledge: KnowledgeBase) -> dict[str, float]:
    points: dict[str, float] = {}
    for effect in rule.weighs:
        points[effect.target] = points.get(effect.target, 0) + effect.sign * knowledge.base.points[effect.adverb]
    return points


def _speaks(rule: Rule, lead: float, knowledge: KnowledgeBase, sides: Sides) -> str:
    """Whether a reason speaks for the recommendation: it excludes its rivals, or lifts it over them."""
    if not sides[0]:
        return "neutral"
    removed = {s for gate in rule.gates for s, part in knowledge.parts[gate.target].items() if part == 1}
    if removed & sides[0]:
        return "against"
    if lead:
        return "for" if lead > 0 else "against"
    return "for" if removed else "neutral"


def _held(held: Held, knowledge: KnowledgeBase, differing: frozenset[str]) -> dict[str, Any]:
    fact = knowledge.facts[held.leaf.fact]
    differs = held.answer is None and fact.id in differing
    return {
        "condition": str(held.leaf) if held.holds else f"not ({held.leaf})",
        "fact": fact.id,
        "value": write_answer(held.answer),
        "text": (_differing_text(fact) if differs else wording.answer_sentence(fact, held.answer)).model_dump(),
    }


def _differing_text(fact: Fact) -> Text:
    return i18n.text("findings.looked_up" if fact.origin == "catalogue" else "findings.differs", name=fact.name)


def _differs(leaf: Leaf, knowledge: KnowledgeBase) -> dict[str, Any]:
    """An exception that holds for some workloads at most, and so does not stop a rule about the whole."""
    return {"condition": str(leaf), "text": _differing_text(knowledge.facts[leaf.fact]).model_dump()}


def _assumed(leaf: Leaf, knowledge: KnowledgeBase) -> dict[str, Any]:
    return {"condition": str(leaf), "text": wording.leaf_sentence(leaf, knowledge.facts[leaf.fact]).model_dump()}


def source(name: str, knowledge: KnowledgeBase) -> dict[str, Any]:
    """What a rule rests on, with its standing."""
    if name in knowledge.claims:
        claim = knowledge.claims[name]
        return {
            "id": name,
            "kind": "claim",
            "standing": claim.verdict,
            "quote": claim.quote,
            "english": claim.english,
            "finding": claim.finding.model_dump(),
            "qualified_by": [_qualifier(item, knowledge) for item in claim.qualified_by],
            **({"link": knowledge.article.link} if knowledge.article else {}),
        }
    if name in knowledge.counter_evidence:
        item = knowledge.counter_evidence[name]
        return {
            "id": name,
            "kind": "counter_evidence",
            "standing": "counter_evidence",
            "title": item.title.model_dump(),
            "finding": item.finding.model_dump(),
            "as_of": item.as_of,
        }
    found = knowledge.sources[name]
    return {
        "id": name,
        "kind": "source",
        "standing": found.grade,
        "title": found.title,
        **({"publisher": found.publisher} if found.publisher else {}),
        **({"date": found.date} if found.date else {}),
        **({"link": found.link} if found.link else {}),
        "checked_on": found.checked_on,
    }


def _qualifier(name: str, knowledge: KnowledgeBase) -> dict[str, Any]:
    item = knowledge.counter_evidence[name]
    return {
        "id": name,
        "title": item.title.model_dump(),
        "effect": item.effect.model_dump(),
        "finding": item.finding.model_dump(),
        "as_of": item.as_of,
    }


def _conflicts(trace: Trace, knowledge: KnowledgeBase) -> list[dict[str, Any]]:
    """Where sources disagree about a rule that fired: both sides, and how the base settles it."""
    fired = {firing.rule for firing in trace.firings}
    return [
        {
            "id": conflict.id,
            "title": conflict.title.model_dump(),
            "sides": [
                {"says": side.says.model_dump(), "sources": [source(name, knowledge) for name in side.sources]}
                for side in conflict.sides
            ],
            "settled": conflict.settled.model_dump(),
            "rules": [rule for rule in conflict.rules if rule in fired],
        }
        for conflict in knowledge.conflicts.values()
        if fired & set(conflict.rules)
    ]


def _advice(trace: Trace, knowledge: KnowledgeBase, chosen: frozenset[str]) -> list[dict[str, Any]]:
    order = {"condition": 0, "caveat": 1, "next_step": 2}
    every = frozenset(knowledge.strategies)
    advice = []
    for firing in trace.firings:
        for effect in knowledge.rules[firing.rule].advises:
            targets = frozenset(knowledge.parts[effect.target])
            if targets & chosen or targets == every:
                entry = {
                    "kind": effect.kind,
                    "rule": firing.rule,
                    "for": effect.target,
                    "text": effect.text.model_dump(),
                }
                advice.append(entry)
    return sorted(advice, key=lambda entry: (order[entry["kind"]], entry["rule"]))


def check(record: Any, path: str) -> Record:
    """A record as read from JSON, or an `InputError` where it is none, or of a schema this version cannot read."""
    if not isinstance(record, dict) or "schema" not in record:
        raise InputError([fault("WR04", path)])
    if record["schema"] != SCHEMA:
        raise InputError([fault("WR05", path, schema=record["schema"], known=SCHEMA)])
    if not {"verdict", "ranking", "reasons", "advice", "profile", "knowledge"} <= record.keys():
        raise InputError([fault("WR04", path)])
    return record
