"""Why, and why not: trees and sums read from one record, never computed again.

A record holds the engine's own trace, so that these answers need no engine and cannot disagree with the verdict.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from advisor import i18n
from advisor.i18n import Text

Part = Mapping[str, Any]
"""A record, or one workload's part of it."""


@dataclass(frozen=True, slots=True)
class Node:
    """A line of an explanation, and the lines that lie below it."""

    text: Text
    below: tuple["Node", ...] = ()
    kind: str = "text"
    """What sort of line it is: rule, answer, source, warning or text."""


@dataclass(frozen=True, slots=True)
class Outweighed:
    """One reason in the comparison of a losing strategy with the winner."""

    rule: str
    title: Text
    gain: float
    """What the reason gives the winner over the loser; negative where it helps the loser."""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a strategy did not win: what excludes it, or the sum by which it loses."""

    strategy: str
    winner: str | None
    score: float
    winner_score: float | None
    ruled_out_by: tuple[Node, ...]
    outweighed: tuple[Outweighed, ...]


def why(part: Part, rule: str) -> tuple[Node, ...]:
    """The tree from a rule that fired down to the answers and passages it rests on; none where it did not fire.

    Where it did not fire for the whole of several workloads, a tree for each workload that it fired for.
    """
    fired = _fired(part)
    if rule in fired:
        return (_rule_node(fired[rule], part, frozenset()),)
    return tuple(
        Node(i18n.text("explain.of_workload", workload=one["name"]), why(one, rule))
        for one in part.get("workloads") or ()
        if rule in _fired(one)
    )


def _fired(part: Part) -> dict[str, Part]:
    return {reason["rule"]: reason for reason in part["reasons"]}


def _rule_node(reason: Part, part: Part, above: frozenset[str]) -> Node:
    fired = _fired(part)
    below = [Node(_text(said), kind="effect") for said in reason["says"]]
    below.append(Node(i18n.text("explain.because", text=_text(reason["because"]))))
    for held in reason["held"]:
        makers = [r for r in fired.values() if _concludes(r, held["fact"]) and r["rule"] not in above]
        nodes = tuple(_rule_node(maker, part, above | {reason["rule"]}) for maker in makers)
        key = "explain.concluded" if makers else "explain.answered"
        below.append(Node(i18n.text(key, text=_text(held["text"]), condition=held["condition"]), nodes, "answer"))
    below += [Node(i18n.text("explain.assumed", text=_text(a["text"])), kind="answer") for a in reason["assumed"]]
    below += [Node(_text(one["text"]), kind="answer") for one in reason.get("differs") or ()]
    # What came up since against a claim stands below the claim, and need not be told twice.
    told = {found["id"] for source in reason["sources"] for found in source.get("qualified_by") or ()}
    below += [_source_node(source) for source in reason["sources"] if source["id"] not in told]
    below += [_conflict_node(one) for one in part.get("conflicts") or () if reason["rule"] in one["rules"]]
    return Node(i18n.text("explain.rule", title=_text(reason["title"]), rule=reason["rule"]), tuple(below), "rule")


def _concludes(reason: Part, fact: str) -> bool:
    return any(effect.startswith(f"conclude {fact} is ") for effect in reason["effects"])


def _source_node(source: Part) -> Node:
    standing = i18n.text(f"standing.{source['standing']}")
    if source["kind"] == "claim":
        words = Text(en=source["english"], zh=source["quote"])
        finding = Node(
            i18n.text("explain.finding", finding=_text(source["finding"]), standing=standing), kind="warning"
        )
        since = tuple(_since(one) for one in source.get("qualified_by") or ())
        told = i18n.text("explain.claim", words=words, id=source["id"], standing=standing)
        return Node(told, (finding, *since), "source")
    if source["kind"] == "counter_evidence":
        text = i18n.text(
            "explain.counter",
            title=_text(source["title"]),
            finding=_text(source["finding"]),
            id=source["id"],
            as_of=source["as_of"],
        )
        return Node(text, kind="source")
    where = ", ".join(str(source[key]) for key in ("publisher", "date", "link") if source.get(key))
    return Node(
        i18n.text("explain.source", title=source["title"], where=where or "–", id=source["id"], standing=standing),
        kind="source",
    )


def _since(found: Part) -> Node:
    """Counter-evidence to a claim, and what it does to it."""
    told = {key: _text(found[key]) for key in ("title", "effect", "finding")}
    return Node(i18n.text("explain.since", **told, id=found["id"], as_of=found["as_of"]), kind="warning")


def _conflict_node(conflict: Part) -> Node:
    """Where sources disagree about a reason: each side with what it rests on, and how the base settles it."""
    sides = [
        Node(i18n.text("explain.side", says=_text(side["says"])), tuple(map(_source_node, side["sources"])), "source")
        for side in conflict["sides"]
    ]
    settled = Node(i18n.text("explain.settled", settled=_text(conflict["settled"])))
    return Node(i18n.text("explain.conflict", title=_text(conflict["title"])), (*sides, settled), "warning")


def why_not(part: Part, strategy: str) -> WhyNot | None:
    """Why a strategy did not win; None where the record does not rank it."""
    rows = {row["strategy"]: row for row in part["ranking"]}
    if strategy not in rows:
        return None
    winner = part["verdict"]["strategy"]
    gates = tuple(node for rule in rows[strategy]["ruled_out_by"] for node in why(part, rule))
    outweighed = []
    if winner is not None and winner != strategy:
        for reason in part["reasons"]:
            given = reason["contribution"]
            gain = given.get(winner, 0.0) - given.get(strategy, 0.0)
            if gain:
                outweighed.append(Outweighed(reason["rule"], _text(reason["title"]), gain))
    outweighed.sort(key=lambda one: (-one.gain, one.rule))
    won = rows[winner]["score"] if winner else None
    return WhyNot(strategy, winner, rows[strategy]["score"], won, gates, tuple(outweighed))


def _text(plain: Mapping[str, str]) -> Text:
    return Text(en=plain["en"], zh=plain["zh"])
