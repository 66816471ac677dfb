"""The questionnaire on a screen: questionary asks, rich draws. Only modules called terminal import questionary.

Every prompt offers to answer, not to know, to ask why, and to go back. What was said stands in a journal on disk before
the next question is put, so that closing the terminal loses nothing.
"""

import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import questionary
from rich.console import Console
from rich.padding import Padding

from advisor import i18n, profile
from advisor.dialogue import interview, screen
from advisor.dialogue.interview import Ahead, Journal, State
from advisor.dialogue.lines import Line
from advisor.dialogue.terminal_prompts import Prompts, Turn, row, shown
from advisor.errors import InputError, fault
from advisor.i18n import Language, say
from advisor.knowledge import wording
from advisor.knowledge.model import KnowledgeBase
from advisor.profile import Profile
from advisor.untrusted import printable
from advisor.writing import write_text

_RULES_SHOWN: Final = 4
_LONGEST_NAME: Final = 200


class Aim(enum.Enum):
    """Up to where questions are put."""

    STABLE = "stable"
    """Until the openness is unlikely to change."""
    SETTLED = "settled"
    """Until no answer can change the openness."""
    ADVICE = "advice"
    """Only those that sharpen the advice."""
    EVERYTHING = "everything"
    NOTHING = "nothing"
    """None, unless an answer is changed so that the openness is no longer stable."""


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
    aims: dict[str | None, Aim] = field(default_factory=dict)
    """Up to where the person wants to be asked, workload by workload."""

    @property
    def prompts(self) -> Prompts:
        return Prompts(self.language, self.console)

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

        return self.prompts.words(prompt, valid)

    def _rate_priorities(self) -> None:
        self._print(self.say("priorities"))
        left = [c for c in self.knowledge.criteria.values() if c.id not in self.state.priorities]
        for importance in ("critical", "high", "low"):
            if not left:
                return
            choices = [questionary.Choice(c.name[self.language], value=c.id) for c in left]
            picked = self.prompts.many(self.say(f"which_{importance}"), choices)
            for criterion in picked:
                self.journal.add({"priority": criterion, "value": importance})
            left = [criterion for criterion in left if criterion.id not in picked]
            named = i18n.joined([self.knowledge.criteria[p].name[self.language] for p in picked], self.language)
            self._done(self.say(f"which_{importance}"), named or self.say("none_of_these"))

    def _put_questions(self, workload: str | None) -> None:
        """Put one question after the other, until none is left that the person wants to be asked."""
        while (put := self._next(workload)) is not None:
            ahead, fact = put
            trail = self._trail(workload)
            place, back = len(trail), True
            while back:
                name, rules = (fact, ahead.waiting[fact]) if place == len(trail) else self._asked(trail[place])
                progress = self._progress(ahead, place + 1)
                back = not self._put(name, rules, workload, progress, back=place > 0)
                place -= back

    def _asked(self, fact: str) -> tuple[str, Sequence[str]]:
        return fact, self.knowledge.readers[fact]

    def _trail(self, workload: str | None) -> list[str]:
        """The questions of a workload that were answered, in this sitting or before, the last one last."""
        said = [event["fact"] for event in self.journal.events if event.get("of") == workload and "fact" in event]
        put = interview.in_force(self.knowledge, self.state.said(workload).answers)
        unknown = self.state.said(workload).unknown
        last = dict.fromkeys(reversed([name for name in said if name in put or name in unknown]))
        return list(reversed(last))

    def _next(self, workload: str | None) -> tuple[Ahead, str] | None:
        """The next question, after asking at a point of rest if there is to be one; None where it is enough."""
        while True:
            ahead = interview.ahead(self.knowledge, self.state, workload)
            aim = self.aims.get(workload, Aim.EVERYTHING if self.full else Aim.STABLE)
            if not ahead.waiting or (aim is Aim.NOTHING and ahead.stable):
                return None
            if aim is Aim.ADVICE and ahead.stable:
                return (ahead, ahead.advice[0]) if ahead.advice else None
            if aim is Aim.EVERYTHING or not (ahead.settled if aim is Aim.SETTLED else ahead.stable):
                return ahead, next(iter(ahead.waiting))
            self.aims[workload] = self._rest(ahead, workload)

    def _progress(self, ahead: Ahead, number: int) -> str:
        """Which question this is, what may still come out, and what the answers so far come to."""
        slots = {"number": number, "left": len(ahead.waiting), "now": self._now(ahead)}
        if ahead.settled:
            return self.say("progress_settled", **slots)
        kinds = [self._openness(kind) for kind in (*ahead.left.openness, *(["none"] if ahead.left.may_be_none else []))]
        slots |= {"possible": i18n.joined(kinds, self.language, "or"), "share": _in_a_hundred(ahead)}
        return self.say("progress_leaning" if ahead.look.decided else "progress_too_early", **slots)

    def _now(self, ahead: Ahead) -> str:
        """What the answers so far come to."""
        return self.say("all_ruled_out") if ahead.look.all_ruled_out else self._openness(ahead.look.now)

    def _openness(self, kind: str) -> str:
        return self.say("no_recommendation") if kind == "none" else say(f"openness.{kind}", self.language)

    def _rest(self, ahead: Ahead, workload: str | None) -> Aim:
        """A point of rest: what is reached, what the questions left can still do, and what the person wants."""
        of = f" ({printable(workload)})" if workload else ""
        kind = "settled" if ahead.settled else "stable"
        self.console.print()
        self._print(self.say(kind, openness=self._now(ahead)) + of, style="bold")
        slots = {"left": len(ahead.waiting), "bearing": ahead.bearing, "advice": len(ahead.advice)}
        if ahead.settled:
            key = "settled_rest_strategy" if ahead.bearing and len(ahead.left.strategies) > 1 else "settled_rest"
            self._print(self.say(key, **slots), style="dim")
        else:
            self._print(self.say("stable_means", share=_in_a_hundred(ahead), **slots))
        aims = [Aim.NOTHING]
        aims += [] if ahead.settled else [Aim.SETTLED]
        aims += [Aim.ADVICE] if ahead.advice and ahead.bearing else []
        aims += [Aim.EVERYTHING]
        choices = [questionary.Choice(self.say(f"rest_{aim.value}", **slots), value=aim) for aim in aims]
        picked: Aim = self.prompts.one(self.say("rest_pick"), choices)
        return picked

    def _put(self, name: str, rules: Sequence[str], workload: str | None, progress: str, *, back: bool) -> bool:
        """Put one question until it is answered; False where the person wants to go back."""
        fact = self.knowledge.facts[name]
        of = f" ({printable(workload)})" if workload else ""
        self.console.print()
        if progress or of:
            self._print(f"{progress}{of}".strip(), style="dim")
        if fact.help is not None:
            self._print(fact.help[self.language], style="dim")
        before = self.state.said(workload).answers.get(name)
        turns = [Turn.UNKNOWN, Turn.WHY, *([Turn.BACK] if back else [])]
        while True:
            given = self.prompts.answer(fact, before, turns)
            if given is Turn.WHY:
                self._why(rules)
            elif given is Turn.BACK:
                return False
            else:
                answer = None if isinstance(given, Turn) else given
                self.journal.add(interview.answered(fact, answer, workload))
                question = fact.question[self.language] if fact.question else fact.name[self.language]
                self._done(question, wording.answer_label(fact, answer)[self.language])
                return True

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
        what, name, workload = self.prompts.one(self.say("review_pick"), choices)
        if what == "finish":
            return True
        if what == "workload":
            self._add_workload()
        elif what == "priority":
            self._change_priority(name)
        else:
            self._put(name, self.knowledge.readers[name], workload, "", back=True)
            self._put_questions(workload)
        return False

    def _row(self, name: str, value: str) -> str:
        return row(name, value, self.console)

    def _change_priority(self, criterion: str) -> None:
        asked = self.knowledge.criteria[criterion].question[self.language]
        known = ("ignore", "low", "medium", "high", "critical")
        choices = [questionary.Choice(say(f"importance.{word}", self.language), value=word) for word in known]
        now = self.state.priorities.get(criterion, self.knowledge.criteria[criterion].importance)
        default = next(choice for choice in choices if choice.value == now)
        picked = self.prompts.one(asked, choices, default)
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
        differing = self.prompts.many(self.say("what_differs", name=printable(name)), choices) if choices else []
        for fact in differing:
            self._put(fact, self.knowledge.readers[fact], name, "", back=True)
        self._put_questions(name)

    def _print(self, words: str, style: str = "") -> None:
        shown(self.console, Line(words, style=style))

    def _done(self, question: str, answer: str) -> None:
        shown(self.console, Line.assemble(("✓ ", "green"), question, " ", (printable(answer), "bold")))


def _in_a_hundred(ahead: Ahead) -> int:
    """Of a hundred imagined ways to answer the rest, how many keep the openness; never all, which would be a proof."""
    return min(99, int(ahead.look.stays * 100))
