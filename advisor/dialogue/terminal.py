"""The questionnaire on a screen: questionary asks, rich draws. The only file that imports questionary.

Every prompt offers to answer, not to know, to ask why, and to go back. What was said stands in a journal on disk before
the next question is put, so that closing the terminal loses nothing.
"""

import enum
import textwrap
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

import questionary
from prompt_toolkit.styles import Style
from prompt_toolkit.utils import get_cwidth
from rich.console import Console
from rich.padding import Padding

from advisor import i18n, profile
from advisor.dialogue import interview, screen
from advisor.dialogue.document import percent
from advisor.dialogue.interview import Ahead, Journal, State
from advisor.dialogue.lines import Line
from advisor.errors import InputError, fault
from advisor.i18n import Language, say
from advisor.knowledge import wording
from advisor.knowledge.answers import Answer, read_answer
from advisor.knowledge.model import Fact, KnowledgeBase
from advisor.profile import Profile
from advisor.untrusted import printable
from advisor.writing import write_text

STYLE: Final = Style(
    [("pointer", "bold"), ("highlighted", "bold"), ("selected", "noreverse bold"), ("dim", "ansibrightblack")]
)
_RULES_SHOWN: Final = 4
_LONGEST_NAME: Final = 200
_INDENT: Final = 5
"""Columns that questionary's pointer takes before a choice."""


class Turn(enum.Enum):
    """What a person can do at a question other than answer it."""

    UNKNOWN = "unknown"
    WHY = "why"
    BACK = "back"


T = TypeVar("T")


def ask(
    knowledge: KnowledgeBase, language: Language, *, resume: Path | None, output: Path | None, full: bool = False
) -> Profile | None:
    """Hold the questionnaire, to its end even where nothing can change the openness any more if it is to be `full`.

    Gives the profile, which is saved as YAML too, or None where the person stopped.

    Raises `InputError` where nothing can be saved, before the first question is put.
    """
    target = output or _free_name(resume)
    events = interview.resume(resume, knowledge) if resume is not None else []
    path = resume if resume is not None and resume.suffix == ".jsonl" else _journal_beside(target)
    if path != resume and path.exists() and path.stat().st_size:
        raise InputError([fault("WR10", str(path), path=str(path))])
    session = _Session(knowledge, language, Journal(path, events), screen.console(), full=full)
    try:
        return session.hold(target)
    except (KeyboardInterrupt, EOFError):
        session.console.print(Line("\n" + say("ask.interrupted", language, path=printable(path))))
        return None


def _free_name(resumed: Path | None) -> Path:
    if resumed is not None and resumed.suffix != ".jsonl":
        return resumed
    if resumed is not None:
        return resumed.with_name(resumed.name.removesuffix(".journal.jsonl") + ".yaml")
    number = 1
    while True:
        path = Path("profile.yaml" if number == 1 else f"profile-{number}.yaml")
        if not path.exists() and not _journal_beside(path).exists():
            return path
        number += 1


def _journal_beside(target: Path) -> Path:
    return target.with_name(f"{target.stem}.journal.jsonl")


@dataclass
class _Session:
    """One sitting: the knowledge, the language, the journal, and where to draw."""

    knowledge: KnowledgeBase
    language: Language
    journal: Journal
    console: Console
    full: bool = False
    """Whether every question that matters is put, also those that can no longer change the openness."""
    done_with: set[str | None] = field(default_factory=set)
    """Workloads of which the person wants no more questions, once the openness is settled."""

    @property
    def state(self) -> State:
        return interview.retold(self.journal.events, self.knowledge)

    def say(self, key: str, **slots: Any) -> str:
        return say(f"ask.{key}", self.language, **slots)

    def hold(self, target: Path) -> Profile:
        self._print(self.say("opening", title=self.knowledge.base.title), style="bold")
        self._print(self.say("limits"), style="dim")
        self._print(self.say("saving", path=printable(self.journal.path)), style="dim")
        self._introduce()
        for workload in self.state.scopes:
            self._put_questions(workload)
        while not self._review():
            pass
        given = interview.to_profile(self.state, self.knowledge)
        write_text(target, profile.dump(given, self.say("profile_comment")))
        self.journal.remove()
        self._print(self.say("saved", path=printable(target)), style="dim")
        return given

    def _introduce(self) -> None:
        state = self.state
        if state.organization is None:
            self.journal.add({"name": self._words(self.say("organization"))})
        if state.use_case is None:
            self.journal.add({"use_case": self._words(self.say("use_case"))})
        if not state.priorities_done:
            self._rate_priorities()
            self.journal.add({"priorities_done": True})

    def _words(self, prompt: str, taken: Collection[str] = ()) -> str:
        def valid(words: str) -> bool | str:
            if words.strip() in taken:
                return self.say("name_taken")
            return len(words) <= _LONGEST_NAME or self.say("too_long")

        given = questionary.text(style=STYLE, qmark="·", validate=valid, **self._prompt(prompt, "")).unsafe_ask()
        return str(given).strip()

    def _prompt(self, question: str, keys: str) -> dict[str, Any]:
        """A question and what can be pressed, broken between words: a prompt by itself breaks anywhere."""
        width = self.console.width - 3
        lines = wrapped(question, width)
        if keys and get_cwidth(f"{lines[-1]} {keys}") > width:
            lines.append("")
        return {"message": "\n  ".join(lines), "instruction": "\n  ".join(wrapped(keys, width))}

    def _rate_priorities(self) -> None:
        self._print(self.say("priorities"))
        left = [c for c in self.knowledge.criteria.values() if c.id not in self.state.priorities]
        for importance in ("critical", "high", "low"):
            if not left:
                return
            choices = [questionary.Choice(c.name[self.language], value=c.id) for c in left]
            picked = self._many(self.say(f"which_{importance}"), choices)
            for criterion in picked:
                self.journal.add({"priority": criterion, "value": importance})
            left = [criterion for criterion in left if criterion.id not in picked]
            named = i18n.joined([self.knowledge.criteria[p].name[self.language] for p in picked], self.language)
            self._done(self.say(f"which_{importance}"), named or self.say("none_of_these"))

    def _put_questions(self, workload: str | None) -> None:
        """Put one question after the other until none is left that matters."""
        asked: list[str] = []
        while True:
            ahead = interview.ahead(self.knowledge, self.state, workload)
            if not ahead.waiting:
                return
            if ahead.settled and not self._goes_on(ahead, workload):
                return
            fact, rules = next(iter(ahead.waiting.items()))
            progress = self._progress(ahead, len(asked) + 1)
            went_back = not self._put(fact, rules, workload, progress, back=bool(asked))
            while went_back and asked:
                previous = asked.pop()
                progress = self._progress(ahead, len(asked) + 1)
                went_back = not self._put(previous, self._readers(previous), workload, progress, back=bool(asked))
                if not went_back:
                    asked.append(previous)
            if not went_back and fact in self.state.said(workload).touched:
                asked.append(fact)

    def _progress(self, ahead: Ahead, number: int) -> str:
        """Which question this is, what may still come out, and how firmly one kind leads."""
        kinds = [*ahead.left.openness, *(["none"] if ahead.left.may_be_none else [])]
        names = i18n.joined([say(f"openness.{kind}", self.language) for kind in kinds], self.language, "or")
        leader, share = next(iter(ahead.outlook.items()))
        slots = {"number": number, "possible": names, "leader": say(f"openness.{leader}", self.language)}
        key = "progress_settled" if ahead.settled else "progress"
        return self.say(key, **slots, share=percent(share), left=len(ahead.waiting))

    def _goes_on(self, ahead: Ahead, workload: str | None) -> bool:
        """Whether the person wants the questions that can no longer change the openness."""
        if self.full or workload in self.done_with:
            return self.full
        kind = ahead.left.openness[0] if ahead.left.openness else "none"
        self.console.print()
        of = f" ({printable(workload)})" if workload else ""
        self._print(self.say("settled", openness=say(f"openness.{kind}", self.language)) + of, style="bold")
        key = "settled_rest_strategy" if len(ahead.left.strategies) > 1 else "settled_rest"
        self._print(self.say(key, left=len(ahead.waiting)), style="dim")
        choices = [questionary.Choice(self.say(f"settled_{word}"), value=word) for word in ("stop", "go_on")]
        if self._one(self.say("settled_pick"), choices) == "stop":
            self.done_with.add(workload)
            return False
        self.full = True
        return True

    def _readers(self, fact: str) -> tuple[str, ...]:
        return self.knowledge.readers[fact]

    def _put(self, name: str, rules: Sequence[str], workload: str | None, progress: str, *, back: bool) -> bool:
        """Put one question until it is answered; False where the person wants to go back."""
        fact = self.knowledge.facts[name]
        question = fact.question[self.language] if fact.question else fact.name[self.language]
        of = f" ({printable(workload)})" if workload else ""
        self.console.print()
        if progress or of:
            self._print(f"{progress}{of}".strip(), style="dim")
        if fact.help is not None:
            self._print(fact.help[self.language], style="dim")
        before = self.state.said(workload).answers.get(name)
        while True:
            turn = self._answer(fact, question, before, back=back)
            if turn is Turn.WHY:
                self._why(rules)
            elif turn is Turn.BACK:
                return False
            else:
                answer = None if turn is Turn.UNKNOWN else turn
                self.journal.add(interview.answered(fact, answer, workload))
                self._done(question, wording.answer_label(fact, answer)[self.language])
                return True

    def _answer(self, fact: Fact, question: str, before: Answer | None, *, back: bool) -> Any:
        if fact.type == "number":
            return self._number(fact, question, before, back=back)
        if fact.type == "set":
            return self._set(fact, question, before, back=back)
        choices = self._choices(fact, question)
        default = next((c for c in choices if c.value == before), None)
        return self._one(question, [*choices, *self._turns(back=back)], default)

    def _choices(self, fact: Fact, question: str) -> list[questionary.Choice]:
        """The values to choose from, each with as much of its meaning below it as the terminal has room for."""
        width = max(20, self.console.width - _INDENT - 4)
        meanings = [wrapped(value.meaning[self.language], width) if value.meaning else [] for value in fact.values]
        taken = len(wrapped(question, width)) + len(fact.values) + len(Turn) + 3
        for most in (8, 2, 1, 0):
            shown = [_first(lines, most) for lines in meanings]
            if taken + sum(map(len, shown)) <= self.console.height:
                break
        return [self._choice(fact, value.id, lines) for value, lines in zip(fact.values, shown, strict=True)]

    def _choice(self, fact: Fact, value: str, meaning: Sequence[str]) -> questionary.Choice:
        title = [("class:text", fact.by_id[value].label[self.language])]
        title += [("class:dim", f"\n{' ' * _INDENT}{line}") for line in meaning]
        return questionary.Choice(title, value=value == "yes" if fact.type == "flag" else value)

    def _turns(self, *, back: bool) -> list[questionary.Choice]:
        turns = [Turn.UNKNOWN, Turn.WHY, *([Turn.BACK] if back else [])]
        return [questionary.Choice([("class:dim", self.say(f"turn_{turn.value}"))], value=turn) for turn in turns]

    def _one(self, question: str, choices: list[questionary.Choice], default: questionary.Choice | None = None) -> Any:
        return questionary.select(
            choices=choices,
            default=default,
            style=STYLE,
            qmark="·",
            pointer="›",
            erase_when_done=True,
            **self._prompt(question, self.say("select_keys")),
        ).unsafe_ask()

    def _many(
        self,
        question: str,
        choices: list[questionary.Choice],
        validate: Callable[[list[Any]], bool | str] = lambda _: True,
    ) -> list[Any]:
        picked = questionary.checkbox(
            choices=choices,
            validate=validate,
            style=STYLE,
            qmark="·",
            pointer="›",
            erase_when_done=True,
            **self._prompt(question, self.say("checkbox_keys")),
        ).unsafe_ask()
        return list(picked)

    def _set(self, fact: Fact, question: str, before: Answer | None, *, back: bool) -> Any:
        held = before if isinstance(before, frozenset) else frozenset()
        choices = self._choices(fact, question)
        for choice in choices:
            choice.checked = choice.value in held
        turns = self._turns(back=back)

        def alone(picked: list[Any]) -> bool | str:
            turned = [one for one in picked if isinstance(one, Turn)]
            return True if not turned or len(picked) == 1 else self.say("only_one_turn")

        picked = self._many(question, [*choices, *turns], alone)
        return picked[0] if len(picked) == 1 and isinstance(picked[0], Turn) else frozenset(picked)

    def _number(self, fact: Fact, question: str, before: Answer | None, *, back: bool) -> Any:
        unit = fact.unit[self.language] if fact.unit else ""
        words = {"?": Turn.WHY, "？": Turn.WHY, "": Turn.UNKNOWN, **({"<": Turn.BACK} if back else {})}

        def valid(text: str) -> bool | str:
            if text.strip() in words:
                return True
            _, problem = read_answer(fact, text.strip())
            return True if problem is None else say(f"fault.{problem.code}.message", self.language, **_slots(problem))

        given = questionary.text(
            default="" if before is None else str(before),
            validate=valid,
            style=STYLE,
            qmark="·",
            erase_when_done=True,
            **self._prompt(f"{question} ({unit})", self.say("number_keys_back" if back else "number_keys")),
        ).unsafe_ask()
        turn = words.get(str(given).strip())
        if turn is not None:
            return turn
        answer, _ = read_answer(fact, str(given).strip())
        return answer

    def _why(self, rules: Sequence[str]) -> None:
        """The rules that wait for an answer, with what they rest on."""
        self._print(self.say("why", count=len(rules)))
        for name in rules[:_RULES_SHOWN]:
            rule = self.knowledge.rules[name]
            head = Line.assemble(("• ", "bold"), (rule.title[self.language], "bold"), (f"  ({name})", "dim"))
            self.console.print(Padding(head, (0, 2)))
            self.console.print(Padding(Line(rule.because[self.language]), (0, 4)))
            cited = [self._cited(source) for source in rule.sources[:3]]
            self.console.print(Padding(Line(i18n.joined(cited, self.language), style="dim"), (0, 4)))
        if len(rules) > _RULES_SHOWN:
            self._print(self.say("why_more", count=len(rules) - _RULES_SHOWN), style="dim")

    def _cited(self, name: str) -> str:
        if name in self.knowledge.claims:
            claim = self.knowledge.claims[name]
            standing = say(f"standing.{claim.verdict}", self.language)
            return f"“{claim.quote if self.language == 'zh' else claim.english}” [{name}, {standing}]"
        if name in self.knowledge.counter_evidence:
            return f"{self.knowledge.counter_evidence[name].title[self.language]} [{name}]"
        return f"{self.knowledge.sources[name].title} [{name}]"

    def _review(self) -> bool:
        """The answers so far; any can be changed. True when the person is done."""
        state = self.state
        self.console.print()
        self._print(self.say("review"), style="bold")
        choices = [questionary.Choice(self.say("finish"), value=("finish", None, None))]
        choices += [questionary.Choice(self.say("add_workload"), value=("workload", None, None))]
        for criterion in self.knowledge.criteria.values():
            given = state.priorities.get(criterion.id, criterion.importance)
            label = say(f"importance.{given}", self.language)
            title = self._row(self.say("priority_row", name=criterion.name), label)
            choices.append(questionary.Choice(title, value=("priority", criterion.id, None)))
        for workload in (None, *state.workloads):
            said = state.whole if workload is None else state.workloads[workload]
            parked = interview.parked(self.knowledge, state.said(workload))
            for fact in self.knowledge.facts.values():
                if fact.id in said.touched:
                    name = fact.name[self.language] + (f" ({printable(workload)})" if workload else "")
                    label = wording.answer_label(fact, said.answers.get(fact.id))[self.language]
                    if fact.id in parked:
                        label = self.say("parked", label=label)
                    choices.append(questionary.Choice(self._row(name, label), value=("fact", fact.id, workload)))
        what, name, workload = self._one(self.say("review_pick"), choices)
        if what == "finish":
            return True
        if what == "workload":
            self._add_workload()
        elif what == "priority":
            self._change_priority(name)
        else:
            self._put(name, self._readers(name), workload, "", back=True)
            self._put_questions(workload)
        return False

    def _row(self, name: str, value: str) -> str:
        """A name and a value in columns that also line up with wide characters, within the terminal's width."""
        room = self.console.width - _INDENT - 2
        column = min(44, room // 2)
        return (
            f"{_cut(name, column)}{' ' * (column - get_cwidth(_cut(name, column)))}  {_cut(value, room - column - 2)}"
        )

    def _change_priority(self, criterion: str) -> None:
        asked = self.knowledge.criteria[criterion].question[self.language]
        known = ("ignore", "low", "medium", "high", "critical")
        choices = [questionary.Choice(say(f"importance.{word}", self.language), value=word) for word in known]
        now = self.state.priorities.get(criterion, self.knowledge.criteria[criterion].importance)
        default = next(choice for choice in choices if choice.value == now)
        picked = self._one(asked, choices, default)
        self.journal.add({"priority": criterion, "value": picked})
        self._done(asked, say(f"importance.{picked}", self.language))

    def _add_workload(self) -> None:
        """Another task of the same organisation: only what differs is asked."""
        state = self.state
        if state.first_name is None and not state.workloads:
            fallback = state.use_case or "1"
            first = self._words(self.say("first_workload", use_case=printable(fallback)))
            self.journal.add({"first_name": first or fallback})
        state = self.state
        name = self._words(self.say("workload_name"), {"", state.first_name or "", *state.workloads})
        self.journal.add({"workload": name})
        facts = interview.may_differ(self.knowledge, self.state)
        choices = [
            questionary.Choice(
                self._row(f.name[self.language], wording.answer_label(f, state.whole.answers.get(f.id))[self.language]),
                value=f.id,
            )
            for f in facts
        ]
        differing = self._many(self.say("what_differs", name=printable(name)), choices) if choices else []
        for fact in differing:
            self._put(fact, self._readers(fact), name, "", back=True)
        self._put_questions(name)

    def _print(self, words: str, style: str = "") -> None:
        self.console.print(Line(words, style=style))

    def _done(self, question: str, answer: str) -> None:
        self.console.print(Line.assemble(("✓ ", "green"), question, " ", (printable(answer), "bold")))


def _slots(problem: Any) -> dict[str, Any]:
    return {name: "" if value is None else value for name, value in problem.slots}


def _cut(words: str, width: int) -> str:
    """Words cut to a number of terminal columns."""
    if get_cwidth(words) <= width:
        return words
    kept = ""
    for character in words:
        if get_cwidth(kept + character) > width - 1:
            break
        kept += character
    return f"{kept}…"


def _first(lines: list[str], most: int) -> list[str]:
    """The first lines of several; the last one shows where something is left out."""
    if len(lines) <= most or not most:
        return lines[:most]
    return [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]


def wrapped(words: str, width: int) -> list[str]:
    """Words on lines of at most so many columns; Chinese breaks anywhere, other scripts between words."""
    if get_cwidth(words) == len(words):
        return textwrap.wrap(words, width) or [""]
    lines, line = [], ""
    for character in words:
        if get_cwidth(line + character) > width:
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]
