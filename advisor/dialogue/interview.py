"""Which question next, and what was said so far; no screen.

The interview is a journal to which things are only ever added; what was said is the journal read from its beginning.
So going back, changing an answer and going on after an interruption lose nothing.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from advisor import marked_yaml, profile
from advisor.analysis.relevance import open_questions
from advisor.errors import Diagnostic, InputError, Location, fault
from advisor.knowledge.answers import UNKNOWN, Answer, read_answer, write_answer
from advisor.knowledge.model import Fact, KnowledgeBase
from advisor.profile import Profile, Workload
from advisor.untrusted import json_text

JOURNAL: Final = "advisor/journal/1"
"""First line of a journal: `{"journal": "advisor/journal/1"}`."""

Event = Mapping[str, Any]
"""One thing said: `{"name": ...}`, `{"use_case": ...}`, `{"priority": criterion, "value": ...}`,
`{"workload": name}`, or `{"fact": id, "value": ..., "of": workload or absent}`."""


@dataclass(frozen=True, slots=True)
class Said:
    """Answers of one scope: of the whole, or of a workload that was added."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()

    def with_answer(self, fact: str, answer: Answer | None) -> "Said":
        """With one more answer; None for not known."""
        if answer is None:
            rest = {name: value for name, value in self.answers.items() if name != fact}
            return Said(rest, self.unknown | {fact})
        return Said({**self.answers, fact: answer}, self.unknown - {fact})

    @property
    def touched(self) -> frozenset[str]:
        """Facts that were asked and answered, be it with not knowing."""
        return frozenset(self.answers) | self.unknown


@dataclass(frozen=True, slots=True)
class State:
    """What was said so far."""

    organization: str | None = None
    use_case: str | None = None
    priorities: Mapping[str, str] = field(default_factory=dict)
    priorities_done: bool = False
    whole: Said = Said()
    first_name: str | None = None
    """Name of the workload the questionnaire began with, once there is another."""
    workloads: Mapping[str, Said] = field(default_factory=dict)
    """Workloads added after the first, with what is different for them."""

    def said(self, workload: str | None) -> Said:
        """What is in force for a workload (None: the whole, which is also the first workload)."""
        if workload is None:
            return self.whole
        own = self.workloads[workload]
        inherited = {f: a for f, a in self.whole.answers.items() if f not in own.unknown}
        return Said({**inherited, **own.answers}, (self.whole.unknown | own.unknown) - own.answers.keys())


def after(state: State, event: Event, knowledge: KnowledgeBase) -> State:
    """The state after one more thing was said.

    What makes no sense to this knowledge base is passed over: a journal may be older than the rules.
    """
    match event:
        case {"name": name}:
            return replace(state, organization=name)
        case {"use_case": words}:
            return replace(state, use_case=words)
        case {"priority": criterion, "value": value} if (
            criterion in knowledge.criteria and value in knowledge.base.importance
        ):
            return replace(state, priorities={**state.priorities, criterion: value})
        case {"priorities_done": True}:
            return replace(state, priorities_done=True)
        case {"first_name": name}:
            return replace(state, first_name=name)
        case {"workload": name}:
            return replace(state, workloads={**state.workloads, name: state.workloads.get(name, Said())})
        case {"fact": name, "value": raw} if name in knowledge.facts:
            answer, problem = read_answer(knowledge.facts[name], raw)
            if problem is not None:
                return state
            workload = event.get("of")
            if workload is None:
                return replace(state, whole=state.whole.with_answer(name, answer))
            own = state.workloads.get(workload, Said()).with_answer(name, answer)
            return replace(state, workloads={**state.workloads, workload: own})
        case _:
            return state


def retold(events: Iterable[Event], knowledge: KnowledgeBase) -> State:
    """The state at the end of a journal."""
    state = State()
    for event in events:
        state = after(state, event, knowledge)
    return state


def answered(fact: Fact, answer: Answer | None, workload: str | None = None) -> Event:
    """The event of an answer being given."""
    event = {"fact": fact.id, "value": write_answer(answer)}
    return event if workload is None else {**event, "of": workload}


def questions(knowledge: KnowledgeBase, state: State, workload: str | None = None) -> dict[str, tuple[str, ...]]:
    """The questions that still matter and were not put yet, the next one first, each with the rules that wait."""
    said = state.said(workload)
    still_open = open_questions(knowledge, said.answers, state.priorities)
    return {fact: rules for fact, rules in still_open.items() if fact not in said.touched}


def may_differ(knowledge: KnowledgeBase, state: State) -> list[Fact]:
    """The facts another workload may answer otherwise, of those answered so far."""
    return [fact for fact in knowledge.facts.values() if fact.scope == "workload" and fact.id in state.whole.touched]


def to_profile(state: State) -> Profile:
    """What was said, as the profile that `recommend` reads."""
    if not state.workloads:
        return Profile(
            state.organization, state.use_case, dict(state.priorities), dict(state.whole.answers), state.whole.unknown
        )
    differing = {fact for own in state.workloads.values() for fact in own.touched}
    first = Workload(
        name=state.first_name or state.use_case or "1",
        answers={f: a for f, a in state.whole.answers.items() if f in differing},
        unknown=state.whole.unknown & differing,
    )
    others = tuple(
        Workload(name=name, answers=own.answers, unknown=own.unknown) for name, own in state.workloads.items()
    )
    # What differs is moved down to the first workload; the added ones state what they have, and inherit the rest of it.
    inherited = tuple(
        replace(
            workload,
            answers={**{f: a for f, a in first.answers.items() if f not in workload.unknown}, **workload.answers},
            unknown=(first.unknown | workload.unknown) - workload.answers.keys(),
        )
        for workload in others
    )
    return Profile(
        organization=state.organization,
        use_case=state.use_case,
        priorities=dict(state.priorities),
        answers={f: a for f, a in state.whole.answers.items() if f not in differing},
        unknown=state.whole.unknown - differing,
        workloads=(first, *inherited),
    )


class Journal:
    """The events of one interview, each written to disk before the next question is put."""

    def __init__(self, path: Path, events: Iterable[Event] = ()) -> None:
        """Open a journal at a path, new or with the events it already holds. Raises `InputError` where it cannot."""
        self.path = path
        self.events = list(events)
        try:
            with path.open("a", encoding="utf-8") as file:
                if path.stat().st_size == 0:
                    file.write(json_text({"journal": JOURNAL}) + "\n")
                    file.writelines(json_text(event) + "\n" for event in self.events)
        except OSError as error:
            raise InputError([fault("FI09", str(path), reason=error.strerror or type(error).__name__)]) from None

    def add(self, event: Event) -> None:
        """Write an event down."""
        self.events.append(event)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json_text(event) + "\n")

    def remove(self) -> None:
        """The interview is over and its profile saved."""
        self.path.unlink(missing_ok=True)


def resume(path: Path, knowledge: KnowledgeBase) -> list[Event]:
    """The events of an interrupted questionnaire: of its journal, or of a profile that is to be completed.

    Raises `InputError`. A last line that was cut off in the middle is left out.
    """
    text = marked_yaml.read_bytes(path, str(path))
    lines = text.splitlines()
    if lines and lines[0].startswith('{"journal"'):
        return list(_journal_events(lines, str(path)))
    if path.suffix == ".jsonl":
        raise InputError([fault("WR07", str(path))])
    return list(_events_of(profile.load(path, knowledge)))


def _journal_events(lines: list[str], shown: str) -> Iterable[Event]:
    for number, line in enumerate(lines[1:], start=2):
        try:
            event = json.loads(line)
        except ValueError as error:
            if number == len(lines):
                return
            problem = Diagnostic("JS01", Location(shown, number), {"problem": str(error)})
            raise InputError([problem]) from None
        if isinstance(event, dict):
            yield event


def _events_of(given: Profile) -> Iterable[Event]:
    if given.organization:
        yield {"name": given.organization}
    if given.use_case:
        yield {"use_case": given.use_case}
    for criterion, value in given.priorities.items():
        yield {"priority": criterion, "value": value}
    for fact, answer in given.answers.items():
        yield {"fact": fact, "value": write_answer(answer)}
    for fact in sorted(given.unknown):
        yield {"fact": fact, "value": UNKNOWN}
    for position, workload in enumerate(given.workloads):
        if position == 0:
            yield {"first_name": workload.name}
        else:
            yield {"workload": workload.name}
        of = {} if position == 0 else {"of": workload.name}
        for fact, answer in workload.answers.items():
            yield {"fact": fact, "value": write_answer(answer), **of}
        for fact in sorted(workload.unknown):
            yield {"fact": fact, "value": UNKNOWN, **of}
