"""Prompts on a screen, for the questionnaire and for the review: choose one, mark several, type words or a number.

Questionary breaks lines anywhere and does not know what a question of the knowledge is; here prompts are broken between
words, and a fact is asked by its type.
"""

import enum
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import questionary
from prompt_toolkit.styles import Style
from prompt_toolkit.utils import get_cwidth
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from advisor.dialogue.lines import ends
from advisor.i18n import Language, say
from advisor.knowledge.answers import Answer, read_answer
from advisor.knowledge.model import Fact

STYLE: Final = Style(
    [("pointer", "bold"), ("highlighted", "bold"), ("selected", "noreverse bold"), ("dim", "ansibrightblack")]
)
INDENT: Final = 5
"""Columns that questionary's pointer takes before a choice."""
_MOST_TURNS: Final = 3


class Turn(enum.Enum):
    """What a person can do at a question other than answer it."""

    UNKNOWN = "unknown"
    WHY = "why"
    BACK = "back"
    LEAVE = "leave"
    """Leave what was said before as it is."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """Where to ask, and in which language."""

    language: Language
    console: Console

    def one(self, question: str, choices: Sequence[Any], default: Any = None) -> Any:
        """The value of one choice."""
        return questionary.select(
            choices=list(choices),
            default=default,
            style=STYLE,
            qmark="·",
            pointer="›",
            erase_when_done=True,
            **self._prompt(question, say("ask.select_keys", self.language)),
        ).unsafe_ask()

    def many(
        self, question: str, choices: Sequence[Any], validate: Callable[[list[Any]], bool | str] = lambda _: True
    ) -> list[Any]:
        """The values of the choices that were marked."""
        picked = questionary.checkbox(
            choices=list(choices),
            validate=validate,
            style=STYLE,
            qmark="·",
            pointer="›",
            erase_when_done=True,
            **self._prompt(question, say("ask.checkbox_keys", self.language)),
        ).unsafe_ask()
        return list(picked)

    def words(self, question: str, valid: Callable[[str], bool | str] = lambda _: True) -> str:
        """Whatever was typed."""
        prompt = self._prompt(question, "")
        return str(questionary.text(style=STYLE, qmark="·", validate=valid, **prompt).unsafe_ask()).strip()

    def answer(self, fact: Fact, before: Answer | None, turns: Sequence[Turn]) -> Answer | Turn:
        """An answer to a fact's question, or one of the turns."""
        question = fact.question[self.language] if fact.question else fact.name[self.language]
        if fact.type == "number":
            return self._number(fact, question, before, turns)
        if fact.type == "set":
            return self._set(fact, question, before, turns)
        choices = self._values(fact, question)
        default = next((c for c in choices if c.value == before), None)
        picked: Answer | Turn = self.one(question, [*choices, *self._turns(turns)], default)
        return picked

    def _prompt(self, question: str, keys: str) -> dict[str, Any]:
        """A question and what can be pressed, broken between words: a prompt by itself breaks anywhere."""
        width = self.console.width - 3
        lines = wrapped(question, width)
        if keys and get_cwidth(f"{lines[-1]} {keys}") > width:
            lines.append("")
        return {"message": "\n  ".join(lines), "instruction": "\n  ".join(wrapped(keys, width))}

    def _values(self, fact: Fact, question: str) -> list[questionary.Choice]:
        """The values to choose from, each with as much of its meaning below it as the terminal has room for."""
        width = max(20, self.console.width - INDENT - 4)
        meanings = [wrapped(value.meaning[self.language], width) if value.meaning else [] for value in fact.values]
        taken = len(wrapped(question, width)) + len(fact.values) + _MOST_TURNS + 3
        for most in (8, 2, 1, 0):
            shown = [_first(lines, most) for lines in meanings]
            if taken + sum(map(len, shown)) <= self.console.height:
                break
        return [self._value(fact, value.id, lines) for value, lines in zip(fact.values, shown, strict=True)]

    def _value(self, fact: Fact, value: str, meaning: Sequence[str]) -> questionary.Choice:
        title = [("class:text", fact.by_id[value].label[self.language])]
        title += [("class:dim", f"\n{' ' * INDENT}{line}") for line in meaning]
        return questionary.Choice(title, value=value == "yes" if fact.type == "flag" else value)

    def _turns(self, turns: Sequence[Turn]) -> list[questionary.Choice]:
        words = ((turn, say(f"ask.turn_{turn.value}", self.language)) for turn in turns)
        return [questionary.Choice([("class:dim", title)], value=turn) for turn, title in words]

    def _set(self, fact: Fact, question: str, before: Answer | None, turns: Sequence[Turn]) -> Answer | Turn:
        held = before if isinstance(before, frozenset) else frozenset()
        choices = self._values(fact, question)
        for choice in choices:
            choice.checked = choice.value in held

        def alone(picked: list[Any]) -> bool | str:
            turned = [one for one in picked if isinstance(one, Turn)]
            return True if not turned or len(picked) == 1 else say("ask.only_one_turn", self.language)

        picked = self.many(question, [*choices, *self._turns(turns)], alone)
        return picked[0] if len(picked) == 1 and isinstance(picked[0], Turn) else frozenset(picked)

    def _number(self, fact: Fact, question: str, before: Answer | None, turns: Sequence[Turn]) -> Answer | Turn:
        signs = {"": Turn.UNKNOWN, "?": Turn.WHY, "？": Turn.WHY, "<": Turn.LEAVE if Turn.LEAVE in turns else Turn.BACK}
        signs = {sign: turn for sign, turn in signs.items() if turn in turns}

        def valid(text: str) -> bool | str:
            if text.strip() in signs:
                return True
            _, problem = read_answer(fact, text.strip())
            return True if problem is None else say(f"fault.{problem.code}.message", self.language, **_slots(problem))

        unit = f" ({fact.unit[self.language]})" if fact.unit else ""
        keys = "_".join(["number_keys", *(turn.value for turn in (Turn.WHY, Turn.BACK, Turn.LEAVE) if turn in turns)])
        given = questionary.text(
            default="" if before is None else f"{before:.15g}",
            validate=valid,
            style=STYLE,
            qmark="·",
            erase_when_done=True,
            **self._prompt(f"{question}{unit}", say(f"ask.{keys}", self.language)),
        ).unsafe_ask()
        turn = signs.get(str(given).strip())
        if turn is not None:
            return turn
        answer, _ = read_answer(fact, str(given).strip())
        return Turn.UNKNOWN if answer is None else answer


def _slots(problem: Any) -> dict[str, Any]:
    return {name: "" if value is None else value for name, value in problem.slots}


def shown(console: Console, line: Text) -> None:
    """Show a line, broken as it wants to be: printed by itself, rich would make it a text of its own."""
    console.print(Padding(line, 0, expand=False))


def cut(words: str, width: int) -> str:
    """Words cut to a number of terminal columns."""
    if get_cwidth(words) <= width:
        return words
    kept = ""
    for character in words:
        if get_cwidth(kept + character) > width - 1:
            break
        kept += character
    return f"{kept}…"


def row(name: str, value: str, console: Console) -> str:
    """A name and a value in columns that also line up with wide characters, within the terminal's width."""
    room = console.width - INDENT - 2
    column = min(44, room // 2)
    return f"{cut(name, column)}{' ' * (column - get_cwidth(cut(name, column)))}  {cut(value, room - column - 2)}"


def _first(lines: list[str], most: int) -> list[str]:
    """The first lines of several; the last one shows where something is left out."""
    if len(lines) <= most or not most:
        return lines[:most]
    return [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]


def wrapped(words: str, width: int) -> list[str]:
    """Words on lines of at most so many columns, broken where a reader of English or Chinese expects it."""
    places = [0, *ends(words, width), len(words)]
    return [words[start:end].strip() for start, end in itertools.pairwise(places)]
