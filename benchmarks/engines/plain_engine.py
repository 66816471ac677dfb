"""Plain Python: all rules written out as one function of a profile, as somebody would who needs no engine."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl
from scoring import Scoring
from task import Profile, Row, as_mappings, priorities_of, rounded
from translating import Test, formula, settled, strata, written

from advisor.knowledge.model import KnowledgeBase

_WORDS = ("True", "False", "and", "or", "not ")


class Deciding:
    """Dictionaries in, rows out."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.scoring = Scoring(knowledge)
        place: dict[str, Any] = {}
        exec(source(knowledge), place)
        self.fired: Callable[[Mapping[str, Any]], list[str]] = place["fired"]

    def take(self, frame: pl.DataFrame) -> list[tuple[Profile, dict[str, str]]]:
        """Answers and priorities of each profile."""
        return [(one, priorities_of(one)) for one in as_mappings(frame)]

    def decide(self, profiles: Sequence[tuple[Profile, dict[str, str]]]) -> list[Row]:
        """The answers."""
        return [self.scoring.row(self.fired(answers), priorities) for answers, priorities in profiles]

    def rows(self, answers: Sequence[Row]) -> list[Row]:
        """The answers as rows."""
        return [rounded(row) for row in answers]


def source(knowledge: KnowledgeBase) -> str:
    """The text of the function."""
    levels = strata(knowledge)
    read = sorted({fact for rule in knowledge.rules.values() for fact in rule.reads})
    lines = ["def fired(profile):", "    found = []", *(f"    {fact} = profile.get({fact!r})" for fact in read)]
    for number, rules in enumerate(levels):
        for rule in rules:
            lines += [
                f"    if {written(formula(rule, knowledge), _test, _WORDS)}:",
                f"        found.append({rule.id!r})",
            ]
        for fact, made in settled(knowledge, rules, [r for later in levels[number + 1 :] for r in later]).items():
            values = ", ".join(f"{value!r}: {by!r}" for value, by in made.items())
            lines += [
                f"    said = [value for value, by in {{{values}}}.items() if any(rule in found for rule in by)]",
                f"    {fact} = said[0] if len(said) == 1 else None",
            ]
    return "\n".join([*lines, "    return found"])


def _test(test: Test) -> str:
    name = test.fact.id
    if test.what == "known":
        return f"{name} is not None"
    if test.what == "includes":
        return f"({name} is not None and {test.values[0]!r} in {name})"
    if test.what in {"at least", "at most"}:
        return f"({name} is not None and {name} {'>=' if test.what == 'at least' else '<='} {test.values[0]!r})"
    return f"{name} == {test.values[0]!r}" if len(test.values) == 1 else f"{name} in {test.values!r}"
