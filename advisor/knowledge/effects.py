"""The effect language: what a rule does when it fires. Text to value, and back.

`conclude <fact> is <value>`, `rule out <target>`, `favour | oppose <target> slightly | clearly | strongly`, and advice:
a mapping `caveat for <target>:` (or `condition for`, `next_step for`) with its text. A target is a strategy or a group.
"""

import re
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from pydantic import ValidationError

from advisor.i18n import Text
from advisor.knowledge.conditions import Comparator, Fault, Leaf, Value, parse_leaf

Adverb = Literal["slightly", "clearly", "strongly"]
AdviceKind = Literal["caveat", "condition", "next_step"]


@dataclass(frozen=True, slots=True)
class Conclude:
    """Adds a fact to working memory, for other rules to read."""

    fact: str
    value: Value

    def __str__(self) -> str:
        """The effect as it is written."""
        return f"conclude {Leaf(self.fact, Comparator.IS, (self.value,))}"


@dataclass(frozen=True, slots=True)
class RuleOut:
    """Takes every strategy that belongs wholly to the target out of the ranking."""

    target: str

    def __str__(self) -> str:
        """The effect as it is written."""
        return f"rule out {self.target}"


@dataclass(frozen=True, slots=True)
class Weigh:
    """Speaks for (`sign` 1) or against (`sign` -1) the target, with an adverb's strength."""

    sign: Literal[1, -1]
    target: str
    adverb: Adverb

    def __str__(self) -> str:
        """The effect as it is written."""
        return f"{'favour' if self.sign > 0 else 'oppose'} {self.target} {self.adverb}"


@dataclass(frozen=True, slots=True)
class Advise:
    """Words for whoever goes with the target: a caveat, a condition to be met, or what to do next."""

    kind: AdviceKind
    target: str
    text: Text

    def __str__(self) -> str:
        """The effect as it is written, without its text."""
        return f"{self.kind} for {self.target}"


Effect = Conclude | RuleOut | Weigh | Advise

_RULE_OUT: Final = re.compile(r"rule\s+out\s+(\S+)")
_WEIGH: Final = re.compile(r"(favour|oppose)\s+(\S+)\s+(\S+)")
_ADVISE: Final = re.compile(rf"({'|'.join(get_args(AdviceKind))})\s+for\s+(\S+)")


def parse_effect(raw: Any, path: tuple[str | int, ...]) -> tuple[Effect | None, list[Fault]]:
    """One effect from its YAML form, or the faults that keep it from being one."""
    if isinstance(raw, str):
        return _parse_words(raw.strip(), path)
    if isinstance(raw, dict) and len(raw) == 1:
        [(head, text)] = raw.items()
        match = _ADVISE.fullmatch(str(head))
        if match is None:
            return None, [Fault("EF01", (*path, head), (("effect", head),))]
        try:
            words = Text.model_validate(text)
        except ValidationError as error:
            missing = sorted({str(e["loc"][0]) for e in error.errors() if e["loc"]} & {"en", "zh"})
            return None, [Fault("KB03", (*path, head), (("languages", ", ".join(missing) or "en, zh"),))]
        kind: Any = match[1]
        return Advise(kind, match[2], words), []
    return None, [Fault("EF01", path, (("effect", str(raw)),))]


def _parse_words(words: str, path: tuple[str | int, ...]) -> tuple[Effect | None, list[Fault]]:
    if words.startswith("conclude "):
        leaf, fault = parse_leaf(words.removeprefix("conclude "), path)
        if fault or leaf is None:
            return None, [Fault("EF03", path, (("effect", words),))]
        if leaf.comparator is not Comparator.IS:
            return None, [Fault("EF03", path, (("effect", words),))]
        return Conclude(leaf.fact, leaf.values[0]), []
    if match := _RULE_OUT.fullmatch(words):
        return RuleOut(match[1]), []
    if match := _WEIGH.fullmatch(words):
        if match[3] not in get_args(Adverb):
            return None, [Fault("EF02", path, (("adverb", match[3]),))]
        adverb: Any = match[3]
        return Weigh(1 if match[1] == "favour" else -1, match[2], adverb), []
    return None, [Fault("EF01", path, (("effect", words),))]
