"""Answers as small whole numbers, which arithmetic can test on whole arrays at once.

A scale, choice or flag is the position of its answer counted from 1 (`no` 1, `yes` 2), a set has a bit for each value
beside the lowest, which says that it was answered; 0 is unknown. A number stays a number, and unknown is not a number.
"""

import math
from typing import Any, Final

import numpy as np

from advisor.knowledge.answers import Answer
from advisor.knowledge.model import Fact

Kind = np.dtype[Any]
_TRUE: Final = 2


def code(fact: Fact, answer: Answer | None) -> int | float:
    """One answer as it is coded."""
    if fact.type == "number":
        return float("nan") if answer is None else float(answer)  # type: ignore[arg-type]  # it is one
    if answer is None:
        return 0
    if isinstance(answer, frozenset):
        return 1 + sum(2 << fact.levels[value] for value in answer)
    return int(answer) + 1 if isinstance(answer, bool) else fact.levels[str(answer)] + 1


def answer(fact: Fact, number: float) -> Answer | None:
    """What a code stands for."""
    if fact.type == "number":
        return None if math.isnan(number) else float(number)
    if not number:
        return None
    if fact.type == "set":
        return frozenset(value for value, place in fact.levels.items() if int(number) & (2 << place))
    return number == _TRUE if fact.type == "flag" else fact.values[int(number) - 1].id


def kind(fact: Fact) -> Kind:
    """The kind of number that holds the codes of a fact; the loader lets no fact have more values than fit."""
    if fact.type == "number":
        return np.dtype(np.float64)
    bits = len(fact.values) + 1 if fact.type == "set" else 8
    size = np.uint8 if bits <= 8 else np.uint16 if bits <= 16 else np.uint32 if bits <= 32 else np.uint64  # noqa: PLR2004
    return np.dtype(size)
