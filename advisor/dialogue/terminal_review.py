"""A review on a screen: each thing in its turn, to accept, dispute or correct; then a name under it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import questionary
from rich.console import Console
from rich.padding import Padding

from advisor.analysis.whatif import shift
from advisor.dialogue import content, review_shape, reviewing, screen, shift_screen
from advisor.dialogue.again import Change
from advisor.dialogue.lines import Line
from advisor.dialogue.record import Record
from advisor.dialogue.review_journal import ReviewJournal
from advisor.dialogue.reviewing import Item, State
from advisor.dialogue.terminal_prompts import Prompts, Turn, shown
from advisor.i18n import Language, say
from advisor.knowledge import wording
from advisor.knowledge.answers import read_answer, write_answer
from advisor.knowledge.model import Fact, KnowledgeBase
from advisor.untrusted import printable

_LONGEST: Final = 400
Again = Callable[[Sequence[Change], frozenset[str]], Record]
"""The decision taken once more with changes and without some rules."""


@dataclass
class Sitting:
    """One reviewer, one record."""

    record: Record
    """Every text in it safe to show."""
    knowledge: KnowledgeBase
    language: Language
    journal: ReviewJournal
    again: Again
    day: str
    refuse: Callable[[str, str], str | None]
    """Why somebody with this name, where somebody with that name answered, cannot review; None where they can."""
    console: Console

    @property
    def prompts(self) -> Prompts:
        """How to ask."""
        return Prompts(self.language, self.console)

    @property
    def state(self) -> State:
        """The review as far as it has come."""
        return reviewing.retold(self.journal.events)

    def say(self, key: str, **slots: Any) -> str:
        """A sentence of this chapter."""
        return say(f"review.{key}", self.language, **slots)

    def hold(self) -> State | None:
        """Walk through everything; the review, or None where it is not to be signed now."""
        self._print(self.say("opening"), "bold")
        self._print(self.say("limits"), "dim")
        self._print(self.say("saving", path=printable(self.journal.path)), "dim")
        if self.state.name is None:
            self._introduce()
        self._walk()
        self._outcome()
        return self._sign()

    def _introduce(self) -> None:
        while True:
            name = self._words(self.say("name"), needed=True)
            role = self._words(self.say("role"), needed=True)
            answered_by = self._words(self.say("answered_by"), needed=True)
            problem = self.refuse(name, answered_by)
            if problem is None:
                self.journal.add({"name": name, "role": role, "answered_by": answered_by})
                return
            self._print(problem, "yellow")

    def _walk(self) -> None:
        """One thing after the other; those judged already are passed over, and can be gone back to."""
        listed = reviewing.items(self.record)
        place = 0
        while place < len(listed):
            item = listed[place]
            if item.key in self.state.judgements:
                place += 1
                continue
            turn = self._judge(item, place + 1, len(listed))
            if turn == "back":
                place = self._reopen(listed, place)
            elif turn == "accept_rest":
                for other in listed[place:]:
                    if other.key not in self.state.judgements:
                        self.journal.add({"item": other.key, "disputed": False})
                return

    def _reopen(self, listed: Sequence[Item], place: int) -> int:
        before = max(place - 1, 0)
        self._judge(listed[before], before + 1, len(listed), again=True)
        return before

    def _judge(self, item: Item, number: int, most: int, *, again: bool = False) -> str:
        """Show one thing until it is judged; what was chosen."""
        self.console.print()
        of = f" ({printable(item.of)})" if item.of else ""
        self._print(self.say("progress", number=number, most=most, kind=self.say(f"kind_{item.kind}")) + of, "dim")
        self._show(item)
        while True:
            words = ["accept", "dispute"]
            words += ["correct"] if item.entry.get("held") else []
            words += ["withdraw"] if any(map(self._corrected, self.state.corrections)) else []
            words += [] if again or number == 1 else ["back"]
            words += ["accept_rest"] if not again else []
            choices = [questionary.Choice(self.say(f"turn_{word}"), value=word) for word in words]
            turn = str(self.prompts.one(self.say("pick"), choices))
            if turn in {"correct", "withdraw"}:
                self._correct(item) if turn == "correct" else self._withdraw()
                continue
            if turn in {"accept", "dispute"}:
                comment = self._words(self.say("comment"), needed=True) if turn == "dispute" else None
                self.journal.add({"item": item.key, "disputed": turn == "dispute", "comment": comment})
                self._print("✓ " + self.say(f"done_{turn}"), "green")
                if turn == "dispute" and item.rule and item.kind in {"gate", "reason"}:
                    self._moved()
            return turn

    def _show(self, item: Item) -> None:
        entry = item.entry
        if item.kind == "verdict":
            self._print(entry["headline"][self.language], "bold")
            return
        if item.kind in {"condition", "caveat"}:
            self._print(entry["text"][self.language], "bold")
            return
        reason = content.reason_told(entry, self.knowledge, self.language)
        for drawn in screen.reason_shown(reason, self.language, mark="×" if item.kind == "gate" else "•"):
            self.console.print(drawn)

    def _correct(self, item: Item) -> None:
        """Give one of the answers a reason rests on otherwise, and see what that does."""
        facts = self._facts(item)
        if not facts:
            self._print(self.say("nothing_to_correct"), "yellow")
            return
        labels = [questionary.Choice(fact.name[self.language], value=fact.id) for fact in facts]
        fact = self.knowledge.facts[str(self.prompts.one(self.say("which_answer"), labels))]
        before = self._given(fact, item.of)
        given = self.prompts.answer(fact, read_answer(fact, before)[0], (Turn.UNKNOWN, Turn.LEAVE))
        if given is Turn.LEAVE:
            return
        value = write_answer(None if isinstance(given, Turn) else given)
        if value == before:
            self._print(self.say("same_answer"), "yellow")
            return
        comment = self._words(self.say("comment"), needed=True)
        event = {"correct": fact.id, "value": value, "from": before, "comment": comment}
        self.journal.add({**event, "of": item.of} if item.of and fact.scope == "workload" else event)
        self._moved()

    def _withdraw(self) -> None:
        """Take a correction back; it stays in the record as one that was."""
        choices = [
            questionary.Choice(self._corrected(key), value=key)
            for key in self.state.corrections
            if self._corrected(key)
        ]
        of, fact = self.prompts.one(self.say("which_correction"), choices)
        self.journal.add({"withdraw": fact, **({"of": of} if of else {})})
        self._print("✓ " + self.say("done_withdraw"), "green")
        self._moved()

    def _corrected(self, key: tuple[str | None, str]) -> str:
        """A correction in words: the question, and the answer given in place of the former one."""
        fact = self.knowledge.facts.get(key[1])
        if fact is None:
            return ""
        answer, _ = read_answer(fact, self.state.corrections[key]["value"])
        of = f" ({printable(key[0])})" if key[0] else ""
        return f"{fact.name[self.language]}{of}: {wording.answer_label(fact, answer)[self.language]}"

    def _facts(self, item: Item) -> list[Fact]:
        """The questions behind a reason, through the conclusions it reads."""
        part = _part(self.record, item.of)
        makers = {
            effect.split()[1]: one
            for one in part["reasons"]
            for effect in one["effects"]
            if effect.startswith("conclude ")
        }
        found: dict[str, Fact] = {}
        waiting, seen = [item.entry], set[str]()
        while waiting:
            for held in waiting.pop()["held"]:
                name = held["fact"]
                fact = self.knowledge.facts.get(name)
                if fact is not None and fact.origin == "asked":
                    found[name] = fact
                elif name in makers and name not in seen:
                    seen.add(name)
                    waiting.append(makers[name])
        return list(found.values())

    def _given(self, fact: Fact, of: str | None) -> Any:
        profile = self.record["profile"]
        own: Mapping[str, Any] = next((one for one in profile.get("workloads") or () if one["name"] == of), {})
        return (own.get("answers") or {}).get(fact.id, profile["answers"].get(fact.id))

    def _moved(self) -> None:
        """What the verdict becomes without what is disputed and with what is corrected."""
        state = self.state
        after = self.again(state.changes, state.disputed(self.record))
        for drawn in shift_screen.drawn(
            shift(self.again((), frozenset()), after), self.knowledge, self.language, brief=True
        ):
            self.console.print(Padding(drawn, (0, 0, 0, 2)))

    def _outcome(self) -> None:
        state = self.state
        disputed = sum(one.disputed for one in state.judgements.values())
        self.console.print()
        slots = {
            "accepted": len(state.judgements) - disputed,
            "disputed": disputed,
            "corrected": len(state.corrections),
        }
        self._print(self.say("tally", **slots), "bold")
        for words in map(self._corrected, state.corrections):
            if words:
                self._print(f"  {words}")
        if state.disputed(self.record) or state.corrections:
            self._moved()

    def _sign(self) -> State | None:
        words = [questionary.Choice(self.say(f"conclusion_{word}"), value=word) for word in reviewing.CONCLUSIONS]
        conclusion = self.prompts.one(self.say("conclude"), words)
        comment = self._words(self.say("last_comment"))
        self.journal.add({"conclusion": conclusion, "comment": comment})
        state = self.state
        slots = {"name": printable(state.name), "role": printable(state.role), "day": self.day}
        choices = [questionary.Choice(self.say(f"sign_{word}"), value=word) for word in ("now", "later")]
        return state if self.prompts.one(self.say("sign", **slots), choices) == "now" else None

    def _words(self, prompt: str, *, needed: bool = False) -> str:
        def valid(words: str) -> bool | str:
            if needed and not words.strip():
                return self.say("needed")
            if not review_shape.plain(words):
                return self.say("unseen")
            return len(words) <= _LONGEST or self.say("too_long", most=_LONGEST)

        return self.prompts.words(prompt, valid)

    def _print(self, words: str, style: str = "") -> None:
        shown(self.console, Line(words, style=style))


def _part(record: Record, of: str | None) -> Mapping[str, Any]:
    return next((one for one in record.get("workloads", ()) if one["name"] == of), record)
