"""Several answers to one question said at once: a stretch of numbers, the sets that hold a value, one label or another.

The analyses try every answer that rules tell apart. What a person reads is not that list but what its answers have in
common, in the order in which the question puts them.
"""

import math
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from advisor import i18n
from advisor.i18n import Text
from advisor.knowledge import wording
from advisor.knowledge.answers import Answer
from advisor.knowledge.model import Fact

_LISTED: Final = 3
"""More sets than this are not enumerated where others can be."""


def said(fact: Fact, chosen: Sequence[Answer | None], tried: Sequence[Answer | None]) -> Text:
    """Some of the answers that were tried, as a clause; None is that the question stays open."""
    known = [answer for answer in chosen if answer is not None]
    if fact.type == "number":
        clauses = _stretches(fact, {float(a) for a in known}, {float(a) for a in tried if a is not None})  # type: ignore[arg-type]
    elif fact.type == "set":
        clauses = _sets(fact, [frozenset(a) for a in known], [frozenset(a) for a in tried if a is not None])  # type: ignore[arg-type]
    else:
        clauses = [_quoted(wording.answer_label(fact, answer)) for answer in known]
    if len(known) < len(chosen):
        clauses = [i18n.text("ranges.stays_open"), *clauses]
    return i18n.together(clauses, "or")


def _quoted(label: Text) -> Text:
    return i18n.text("findings.named", name=label)


def _stretches(fact: Fact, chosen: set[float], tried: set[float]) -> list[Text]:
    """Neighbouring numbers as one stretch, told by the bounds that rules compare with.

    Tried were every bound, the numbers just beside it, and 0; a number beside a bound stands for all up to the next.
    """
    order = sorted(tried)
    bounds = {number for number in order if {_below(number), _above(number)} <= tried}
    found: list[Text] = []
    for alike, stretch in groupby(order, key=lambda number: number in chosen):
        if alike:
            numbers = list(stretch)
            found.append(_stretch(fact, numbers, bounds, first=numbers[0] == order[0], last=numbers[-1] == order[-1]))
    return found


def _stretch(fact: Fact, numbers: Sequence[float], bounds: set[float], *, first: bool, last: bool) -> Text:
    low, high = numbers[0], numbers[-1]
    if low == high and low in bounds:
        return _quoted(_number(fact, low))
    clauses = []
    if not first:
        key, bound = ("at_least", low) if low in bounds else ("more_than", _below(low))
        clauses.append(i18n.text(f"ranges.{key}", label=_number(fact, bound)))
    if not last:
        key, bound = ("at_most", high) if high in bounds else ("less_than", _above(high))
        clauses.append(i18n.text(f"ranges.{key}", label=_number(fact, bound)))
    return i18n.together(clauses) if clauses else i18n.text("ranges.any")


def _below(number: float) -> float:
    return math.nextafter(number, -math.inf)


def _above(number: float) -> float:
    return math.nextafter(number, math.inf)


def _number(fact: Fact, number: float) -> Text:
    return wording.answer_label(fact, int(number) if number.is_integer() else number)


def _sets(fact: Fact, chosen: Sequence[frozenset[str]], tried: Sequence[frozenset[str]]) -> list[Text]:
    """Sets by the values they share, where those tell them from all others; else the few, or what is not among them."""
    if not chosen or len(chosen) == len(tried):
        return [i18n.text("ranges.any")] if chosen else []
    others = [one for one in tried if one not in chosen]
    for group, key in ((chosen, "with"), (others, "without")):
        shared = frozenset.intersection(*group)
        if shared and [one for one in tried if shared <= one] == list(group):
            label = wording.answer_label(fact, shared)
            return [
                i18n.text(
                    f"ranges.{key}" if len(group) > 1 or key == "without" else "findings.named", label=label, name=label
                )
            ]
    if len(chosen) > _LISTED and len(chosen) >= len(others):
        return [i18n.text("ranges.others")]
    return [_quoted(wording.answer_label(fact, one)) for one in chosen]
