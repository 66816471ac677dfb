"""What counts as an answer to a question: the one place where a raw value becomes the value of a fact.

Profiles, tables, the questionnaire and the examples inside rules all come through here, so that a misspelt answer gets
the same diagnosis wherever it was written.
"""

import datetime as dt
import math
import re
from collections.abc import Sequence
from typing import Any, Final

from advisor.errors import nearest
from advisor.knowledge.conditions import Fault
from advisor.knowledge.model import Fact

Answer = str | bool | int | float | frozenset[str]
"""A known answer: the id of a value, yes or no, a number, or a set of ids."""

UNKNOWN: Final = "unknown"
"""The word for an answer that is not known."""

YES: Final = frozenset({"yes", "true", "是"})
NO: Final = frozenset({"no", "false", "否"})
_BETWEEN: Final = re.compile(r"[;|]")
_PLAIN_NUMBER: Final = re.compile(r"[-+]?[0-9][0-9_]*(\.[0-9]+)?")
_SCALED_NUMBER: Final = re.compile(r"([0-9][0-9_,.]*)\s*([kKmMbBgG万亿])?")
_FACTORS: Final = {"k": 1e3, "m": 1e6, "b": 1e9, "g": 1e9, "万": 1e4, "亿": 1e8}
_MOST_VALUES_SHOWN: Final = 12


def read_answer(fact: Fact, raw: Any, path: Sequence[str | int] = ()) -> tuple[Answer | None, Fault | None]:
    """The answer meant by a raw value, None where it is unknown, or the fault that keeps it from being one."""
    if raw is None or (isinstance(raw, str) and raw.strip().lower() in {UNKNOWN, ""}):
        return None, None
    where = tuple(path)
    if fact.type == "flag":
        return _flag(fact, raw, where)
    if fact.type == "number":
        return _number(fact, raw, where)
    if fact.type == "set":
        return _set(fact, raw, where)
    return _one_value(fact, raw, where)


def write_answer(answer: Answer | None) -> Any:
    """An answer in the form in which a profile holds it; the inverse of `read_answer`."""
    if answer is None:
        return UNKNOWN
    return sorted(answer) if isinstance(answer, frozenset) else answer


def _flag(fact: Fact, raw: Any, where: tuple[str | int, ...]) -> tuple[Answer | None, Fault | None]:
    if isinstance(raw, bool):
        return raw, None
    word = str(raw).strip().lower()
    if word in YES or word in NO:
        return word in YES, None
    return None, Fault("AN01", where, (("fact", fact.id), ("value", raw)))


def _one_value(fact: Fact, raw: Any, where: tuple[str | int, ...]) -> tuple[Answer | None, Fault | None]:
    if isinstance(raw, str) and raw.strip() in fact.by_id:
        return raw.strip(), None
    return None, _not_a_value(fact, raw, where)


def _set(fact: Fact, raw: Any, where: tuple[str | int, ...]) -> tuple[Answer | None, Fault | None]:
    items = raw if isinstance(raw, list | tuple | set | frozenset) else _BETWEEN.split(str(raw))
    words = [item.strip() if isinstance(item, str) else item for item in items]
    if words == ["none"] and "none" not in fact.by_id:
        return frozenset(), None
    for index, word in enumerate(words):
        if not isinstance(word, str) or word not in fact.by_id:
            return None, _not_a_value(fact, word, (*where, index) if isinstance(raw, list) else where)
    return frozenset(words), None


def _not_a_value(fact: Fact, raw: Any, where: tuple[str | int, ...]) -> Fault:
    listed = ", ".join(list(fact.by_id)[:_MOST_VALUES_SHOWN])
    slots: list[tuple[str, Any]] = [("fact", fact.id), ("values", listed)]
    if isinstance(raw, bool):
        return Fault("AN03", where, (*slots, ("value", "yes" if raw else "no")))
    if isinstance(raw, dt.date):
        return Fault("AN04", where, (*slots, ("value", raw.isoformat())))
    if isinstance(raw, dict | list):
        return Fault("AN09", where, tuple(slots))
    near = nearest(raw, fact.by_id) if isinstance(raw, str) else None
    return Fault("AN02", where, (*slots, ("value", raw), ("near", near)))


def _number(fact: Fact, raw: Any, where: tuple[str | int, ...]) -> tuple[Answer | None, Fault | None]:
    unit = fact.unit
    slots: list[tuple[str, Any]] = [("fact", fact.id), ("value", raw), ("unit", unit)]
    value: int | float | None = None
    if isinstance(raw, str) and _PLAIN_NUMBER.fullmatch(raw.strip()):
        raw = float(raw) if "." in raw else int(raw)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        value = raw
    if value is None:
        return None, Fault("AN05", where, (*slots, ("meant", _meant(raw))))
    if isinstance(value, float) and not math.isfinite(value):
        return None, Fault("AN05", where, (*slots, ("meant", None)))
    if fact.minimum is not None and value < fact.minimum:
        return None, Fault("AN06", where, (*slots, ("minimum", f"{fact.minimum:g}")))
    if fact.maximum is not None and value > fact.maximum:
        return None, Fault("AN07", where, (*slots, ("maximum", f"{fact.maximum:g}")))
    return (int(value) if isinstance(value, float) and value.is_integer() else value), None


def _meant(raw: Any) -> str | None:
    if not isinstance(raw, str):
        return None
    match = _SCALED_NUMBER.match(raw.strip())
    if not match:
        return None
    try:
        number = float(match[1].replace(",", "").replace("_", "")) * _FACTORS.get((match[2] or "").lower(), 1)
    except ValueError:
        return None
    if raw.strip()[match.end() :].lower().lstrip().startswith("million"):
        number *= 1e6
    return f"{number:_.0f}"
