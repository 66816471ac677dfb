"""What changes when something was given otherwise: two parts of records, laid side by side.

Read from the two records alone: which reasons came, which went, and which weigh otherwise, because a criterion is
fuller or counts for more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from advisor.i18n import Text

Part = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Moved:
    """A reason on one side, or on both with another weight: what it adds to the score of a strategy, before and after.

    The strategy is the one recommended before (or else after), unless the reason moves only others.
    """

    rule: str
    title: Text
    strategy: str | None
    """None for a reason that adds to no score, such as a gate."""
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Shift:
    """How the answer moved."""

    before: Text
    after: Text
    same_answer: bool
    scores: tuple[tuple[str, float | None, float | None], ...]
    """Strategy, its score before and after; None where it is ruled out."""
    came: tuple[Moved, ...]
    went: tuple[Moved, ...]
    changed: tuple[Moved, ...]
    gates_came: tuple[tuple[str, str], ...]
    """Strategy and rule: what is ruled out now and was not."""
    gates_went: tuple[tuple[str, str], ...]


def shift(before: Part, after: Part) -> Shift:
    """What moved from one part of a record to another."""
    ours, theirs = ({reason["rule"]: reason for reason in part["reasons"]} for part in (before, after))
    chosen = before["verdict"]["strategy"] or after["verdict"]["strategy"]
    came = [_moved(None, one, chosen) for rule, one in theirs.items() if rule not in ours]
    went = [_moved(one, None, chosen) for rule, one in ours.items() if rule not in theirs]
    changed = [
        _moved(one, theirs[rule], chosen)
        for rule, one in ours.items()
        if rule in theirs and one["contribution"] != theirs[rule]["contribution"]
    ]
    out, out_now = _gates(before), _gates(after)
    verdicts = before["verdict"], after["verdict"]
    return Shift(
        _text(verdicts[0]["headline"]),
        _text(verdicts[1]["headline"]),
        all(verdicts[0].get(key) == verdicts[1].get(key) for key in ("openness", "strategy", "split")),
        tuple(_scores(before, after)),
        tuple(sorted(came, key=_weight)),
        tuple(sorted(went, key=_weight)),
        tuple(sorted(changed, key=_weight)),
        tuple(sorted(out_now - out)),
        tuple(sorted(out - out_now)),
    )


def _moved(before: Part | None, after: Part | None, chosen: str | None) -> Moved:
    one: Part = after or before or {}
    given = [{} if side is None else side["contribution"] for side in (before, after)]

    def step(strategy: str) -> float:
        return abs(float(given[1].get(strategy, 0.0)) - float(given[0].get(strategy, 0.0)))

    strategy = chosen if chosen is not None and step(chosen) else None
    if strategy is None:
        strategy = max(sorted({*given[0], *given[1]}), key=step, default=None)
    amounts = (None if side is None else float(side["contribution"].get(strategy, 0.0)) for side in (before, after))
    return Moved(one["rule"], _text(one["title"]), strategy, *amounts)


def _weight(moved: Moved) -> tuple[float, str]:
    return (-abs((moved.after or 0.0) - (moved.before or 0.0)), moved.rule)


def _gates(part: Part) -> set[tuple[str, str]]:
    return {(row["strategy"], rule) for row in part["ranking"] for rule in row["ruled_out_by"]}


def _scores(before: Part, after: Part) -> list[tuple[str, float | None, float | None]]:
    each = [
        {row["strategy"]: None if row["ruled_out_by"] else row["score"] for row in part["ranking"]}
        for part in (before, after)
    ]
    return [(strategy, each[0].get(strategy), score) for strategy, score in each[1].items()]


def _text(plain: Mapping[str, str]) -> Text:
    return Text(en=plain["en"], zh=plain["zh"])


def verdict_of(part: Part) -> Mapping[str, Any]:
    """A verdict in the few words a review keeps of it."""
    verdict = part["verdict"]
    return {key: verdict[key] for key in ("openness", "strategy", "headline")}
