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


def why(part: Part, rule: str) -> Node | None:
    """The tree from a rule that fired down to the answers and passages it rests on; None where it did not fire."""
    fired = {reason["rule"]: reason for reason in part["reasons"]}
    return _rule_node(fired[rule], fired, frozenset()) if rule in fired else None


def _rule_node(reason: Part, fired: Mapping[str, Part], above: frozenset[str]) -> Node:
    below = [Node(_text(said), kind="effect") for said in reason["says"]]
    below.append(Node(i18n.text("explain.because", text=_text(reason["because"]))))
    for held in reason["held"]:
        makers = [r for r in fired.values() if _concludes(r, held["fact"]) and r["rule"] not in above]
        nodes = tuple(_rule_node(maker, fired, above | {reason["rule"]}) for maker in makers)
        key = "explain.concluded" if makers else "explain.answered"
        below.append(Node(i18n.text(key, text=_text(held["text"]), condition=held["condition"]), nodes, "answer"))
    below += [Node(i18n.text("explain.assumed", text=_text(a["text"])), kind="answer") for a in reason["assumed"]]
    below += [_source_node(source) for source in reason["sources"]]
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
        return Node(i18n.text("explain.claim", words=words, id=source["id"], standing=standing), (finding,), "source")
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


def why_not(part: Part, strategy: str) -> WhyNot | None:
    """Why a strategy did not win; None where the record does not rank it."""
    rows = {row["strategy"]: row for row in part["ranking"]}
    if strategy not in rows:
        return None
    fired = {reason["rule"]: reason for reason in part["reasons"]}
    winner = part["verdict"]["strategy"]
    gates = tuple(
        _rule_node(fired[rule], fired, frozenset()) for rule in rows[strategy]["ruled_out_by"] if rule in fired
    )
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
