"""What a record says of the whole where a profile lists workloads: how firm, what would change it, what is still open.

A change or an answer may be for one workload alone; it is then named, in the words of the person who listed it.
"""

from typing import Any

from advisor import i18n
from advisor.analysis import changes_of_whole, prospects_of_whole
from advisor.analysis.changes_of_whole import Change, Flip
from advisor.analysis.prospects_of_whole import Prospect
from advisor.analysis.stability import firmness, stability_of_whole
from advisor.dialogue import answer_ranges, findings
from advisor.i18n import Text
from advisor.inference.decision import Decision
from advisor.inference.trace import Firing
from advisor.inference.whole import Way
from advisor.knowledge.answers import write_answer
from advisor.knowledge.model import KnowledgeBase

Plain = dict[str, Any]


def of(record: Plain, decision: Decision) -> Plain:
    """What the analyses add to the record of a whole, over what stands there without them."""
    waiting, *parts = (
        {row["fact"]: row["waiting"] for row in one["unanswered"]} for one in (record, *record["workloads"])
    )
    ahead = prospects_of_whole.ahead(decision, waiting, parts)
    firm, shares = _firm(decision)
    found = changes_of_whole.nearest(decision)
    firings: dict[str, Firing] = {f.rule: f for part in decision.workloads for f in part.trace.firings}
    firings |= {firing.rule: firing for firing in decision.trace.firings}
    return {
        "verdict": record["verdict"] | firm,
        "ranking": [row | {"stability": shares.get(row["strategy"])} for row in record["ranking"]],
        "unanswered": [_open(one, decision) for one in ahead.questions],
        "possible": findings.possible(ahead.left),
        "flips": [flip(one, decision) for one in found.flips],
        "changes_tried": found.tried,
        "relax": findings.relax(decision.knowledge, firings.values(), decision.ranking, decision.verdict),
    }


def _firm(decision: Decision) -> tuple[Plain, Plain]:
    found = stability_of_whole(decision)
    if found is None:
        return {"firmness": None, "stability": None}, {}
    shares = {openness: findings.rounded(one) for openness, one in found.openness.items()}
    strategies = {strategy: findings.rounded(one) for strategy, one in found.strategies.items()}
    return {"firmness": firmness(decision.verdict, found), "stability": shares}, strategies


def flip(found: Flip, decision: Decision) -> Plain:
    """One flip as the record holds it."""
    own: dict[str, Plain] = {}
    for change in found.changes:
        if change.workload is not None:
            name = decision.workloads[change.workload].workload.name
            own.setdefault(name, {})[change.fact] = [write_answer(change.before), write_answer(change.after)]
    return {
        "changes": {
            one.fact: [write_answer(one.before), write_answer(one.after)]
            for one in found.changes
            if one.workload is None
        },
        **({"workloads": own} if own else {}),
        **_way(found.way),
        "text": _sentence(found, decision).model_dump(),
    }


def _way(way: Way) -> Plain:
    return {"openness": way.openness or findings.NONE, "strategy": way.strategy}


def _sentence(flip: Flip, decision: Decision) -> Text:
    each = [_change(one, decision) for one in flip.changes]
    changes = Text(
        en=i18n.say("findings.and", "en").join(one.en for one in each),
        zh=i18n.say("findings.and", "zh").join(one.zh for one in each),
    )
    return findings.then(changes, flip.way, decision.knowledge)


def _change(change: Change, decision: Decision) -> Text:
    name = None if change.workload is None else decision.workloads[change.workload].workload.name
    return findings.change(decision.knowledge.facts[change.fact], change.before, change.after, name)


def _open(prospect: Prospect, decision: Decision) -> Plain:
    knowledge = decision.knowledge
    ways = {one.way for one in prospect.alone}
    strategies = [name for name in knowledge.strategies if any(way.strategy == name for way in ways)]
    kinds = dict.fromkeys(
        s.openness for s in knowledge.strategies.values() if any(w.openness == s.openness for w in ways)
    )
    none = [findings.NONE] if any(way.openness is None for way in ways) else []
    open_in = [decision.workloads[place].workload.name for place in prospect.open_in]
    return {
        "fact": prospect.fact,
        "name": knowledge.facts[prospect.fact].name.model_dump(),
        "waiting": list(prospect.waiting),
        **({"workloads": open_in} if knowledge.facts[prospect.fact].scope == "workload" else {}),
        "could_change_openness": prospect.may_change_openness,
        "could_change_strategy": prospect.may_change_strategy,
        "alone": {"openness": [*kinds, *none], "strategies": strategies},
        "outcomes": _outcomes(prospect, decision, knowledge),
    }


def _outcomes(prospect: Prospect, decision: Decision, knowledge: KnowledgeBase) -> list[Plain]:
    """What each answer alone comes to, answers with the same outcome together; for one workload where it is named."""
    fact = knowledge.facts[prospect.fact]
    grouped: dict[tuple[int | None, Way], list[Any]] = {}
    for one in prospect.alone:
        grouped.setdefault((one.workload, one.way), []).append(one.answer)
    tried = [one.answer for one in prospect.alone if one.workload is None]
    return [
        {
            "values": [None if answer is None else write_answer(answer) for answer in answers],
            "if": answer_ranges.said(fact, answers, tried).model_dump(),
            **({} if place is None else {"workload": decision.workloads[place].workload.name}),
            **_way(way),
        }
        for (place, way), answers in grouped.items()
        # What one workload's answer leaves as it is need not be said again for each of them.
        if place is None or way != prospect.alone[0].way
    ]
