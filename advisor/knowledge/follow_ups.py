"""Faults that only follow from others: a name is unknown where its own definition could not be read.

An author who mistyped one line of `criteria.yaml` should be told of that line, and of every other fault there is, but
not once more at each of two hundred rules that name a criterion.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from advisor.errors import Diagnostic

Broken = Collection[tuple[str, str]]
"""Kind and id of what is defined somewhere and could not be read."""

EVERY: Final = "*"
"""In the place of an id: something of this kind could not be read, and what it is called cannot be told."""

PART_OF_A_RULE: Final = "part of a rule"
"""The kind of a rule that could be read in part, so that it cannot be said what it does."""

_CITED: Final = ("source", "claim", "counter_evidence")
_NAMED: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "EX03": ("rule", (PART_OF_A_RULE,)),
    "EX07": ("name", ("fact",)),
    "KB10": ("fact", ("fact",)),
    "KB13": ("target", ("strategy", "group")),
    "KB14": ("criterion", ("criterion",)),
    "KB29": ("topic", ("topic",)),
    "PR07": ("name", ("criterion",)),
    "PR08": ("value", ("importance",)),
    "PR09": ("name", ("fact",)),
    "PR10": ("name", ("fact",)),
}
"""Code to the slot with the name that is unknown, and the kinds of things it may be."""
_KINDS: Final[Mapping[str, tuple[str, ...]]] = {"source": _CITED, "counter-evidence": ("counter_evidence",)}
"""What KB15 calls a thing to the kinds it may be, where they are called otherwise."""


def without(found: Iterable[Diagnostic], broken: Broken) -> list[Diagnostic]:
    """The faults that are faults of their own."""
    return [diagnostic for diagnostic in found if not _follows(diagnostic, broken)]


def _follows(diagnostic: Diagnostic, broken: Broken) -> bool:
    if diagnostic.code == "KB15":
        what = str(diagnostic.slots["what"])
        name, kinds = diagnostic.slots["name"], _KINDS.get(what, (what,))
    elif diagnostic.code in _NAMED:
        slot, kinds = _NAMED[diagnostic.code]
        name = diagnostic.slots[slot]
    else:
        return False
    return any((kind, name) in broken or (kind, EVERY) in broken for kind in kinds)
