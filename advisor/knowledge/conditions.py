"""The condition language: text to tree, and tree to text. What a condition means is said elsewhere.

A leaf is `<fact> <comparator> <value>`, as in `data_egress is never`. Boolean structure (`all`, `any`, `none`) is YAML,
so that each leaf has its own line. There is no arithmetic: a number worth comparing is a fact with a unit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Comparator(StrEnum):
    """How a leaf compares its fact with its value; the closed list of the language."""

    IS = "is"
    IS_NOT = "is not"
    IS_ONE_OF = "is one of"
    IS_AT_LEAST = "is at least"
    IS_AT_MOST = "is at most"
    INCLUDES = "includes"
    IS_KNOWN = "is known"
    IS_UNKNOWN = "is unknown"


Value = str | bool | int | float
"""A value a leaf compares with: the id of an answer, yes or no, or a number."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One comparison. `values` is empty for `is known` and `is unknown`, and longer than one only for `is one of`."""

    fact: str
    comparator: Comparator
    values: tuple[Value, ...] = ()

    def __str__(self) -> str:
        """The leaf as it is written."""
        words = ", ".join(_written(value) for value in self.values)
        return f"{self.fact} {self.comparator} {words}".rstrip()


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds when every part holds; without parts, always."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when at least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """Holds when every part is known not to hold."""

    parts: tuple["Condition", ...]


Condition = Leaf | AllOf | AnyOf | NoneOf
ALWAYS: Final = AllOf(())


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in a condition or effect: its code, the path to the faulty part, and the words for its slots."""

    code: str
    path: tuple[str | int, ...]
    slots: tuple[tuple[str, Any], ...] = ()


_BRANCHES: Final = {"all": AllOf, "any": AnyOf, "none": NoneOf}
_LEAF: Final = re.compile(
    r"(?P<fact>\S+)\s+(?P<comparator>is\s+known|is\s+unknown|is\s+not|is\s+one\s+of|is\s+at\s+least|is\s+at\s+most"
    r"|includes|is)(?:\s+(?P<value>.+))?"
)
_FACT: Final = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER: Final = re.compile(r"[-+]?[0-9][0-9_]*(\.[0-9]+)?")
_UNARY: Final = (Comparator.IS_KNOWN, Comparator.IS_UNKNOWN)


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf of a condition, in the order in which it is written."""
    if isinstance(condition, Leaf):
        yield condition
    else:
        for part in condition.parts:
            yield from leaves(part)


def parse(raw: Any, path: tuple[str | int, ...] = ()) -> tuple[Condition, list[Fault]]:
    """A condition from its YAML form, and every fault found in it.

    A faulty part is left out of the tree, so that the rest can still be checked in the same pass.
    """
    if raw == "always":
        return ALWAYS, []
    if isinstance(raw, str):
        leaf, fault = parse_leaf(raw, path)
        return (leaf or ALWAYS), ([fault] if fault else [])
    if isinstance(raw, list):
        return _branch(AllOf, raw, path)
    if isinstance(raw, dict) and len(raw) == 1:
        [(word, parts)] = raw.items()
        if word in _BRANCHES and isinstance(parts, list):
            return _branch(_BRANCHES[word], parts, (*path, word))
        code = "CO02" if word in _BRANCHES else "CO01"
        return ALWAYS, [Fault(code, (*path, word), (("word", word),))]
    return ALWAYS, [Fault("CO03", path)]


def _branch(kind: Any, parts: list[Any], path: tuple[str | int, ...]) -> tuple[Condition, list[Fault]]:
    if not parts:
        return ALWAYS, [Fault("CO04", path)]
    parsed: list[Condition] = []
    faults: list[Fault] = []
    for index, part in enumerate(parts):
        condition, found = parse(part, (*path, index))
        faults += found
        if not found:
            parsed.append(condition)
    return kind(tuple(parsed)), faults


def parse_leaf(text: str, path: tuple[str | int, ...] = ()) -> tuple[Leaf | None, Fault | None]:
    """A leaf from its text, or the fault that keeps it from being one."""
    match = _LEAF.fullmatch(text.strip())
    if match is None or not _FACT.fullmatch(match["fact"]):
        return None, Fault("CO05", path, (("leaf", text),))
    comparator = Comparator(re.sub(r"\s+", " ", match["comparator"]))
    given = match["value"]
    if comparator in _UNARY:
        return (None, Fault("CO06", path, (("leaf", text),))) if given else (Leaf(match["fact"], comparator), None)
    if given is None:
        return None, Fault("CO07", path, (("leaf", text),))
    words = [word.strip() for word in given.split(",")] if comparator is Comparator.IS_ONE_OF else [given.strip()]
    if not all(words):
        return None, Fault("CO07", path, (("leaf", text),))
    return Leaf(match["fact"], comparator, tuple(_value(word) for word in words)), None


def _value(word: str) -> Value:
    if word in {"yes", "no"}:
        return word == "yes"
    if _NUMBER.fullmatch(word):
        return float(word) if "." in word else int(word)
    return word


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:_}" if isinstance(value, int | float) else value


def to_plain(condition: Condition) -> Any:
    """The YAML form of a condition."""
    if isinstance(condition, Leaf):
        return str(condition)
    if condition == ALWAYS:
        return "always"
    words: dict[type, str] = {AllOf: "all", AnyOf: "any", NoneOf: "none"}
    return {words[type(condition)]: [to_plain(part) for part in condition.parts]}
