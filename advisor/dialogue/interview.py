"""Which question next, and what was said so far; no screen.

The interview is a journal to which things are only ever added; what was said is the journal read from its beginning.
So going back, changing an answer and going on after an interruption lose nothing.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from advisor import marked_yaml, profile
from advisor.analysis.completions import unanswered_share
from advisor.analysis.information import Outlook, outlook
from advisor.analysis.openings import Openings, openings
from advisor.analysis.relevance import may_be_asked, open_questions
from advisor.errors import Diagnostic, InputError, Location, fault
from advisor.inference.semantics import truth
from advisor.knowledge.answers import UNKNOWN, Answer, read_answer, write_answer
from advisor.knowledge.conditions import leaves
from advisor.knowledge.model import Fact, KnowledgeBase
from advisor.profile import Profile, Workload
from advisor.untrusted import json_text
from advisor.writing import write_text

JOURNAL: Final = "advisor/journal/1"
"""First line of a journal: `{"journal": "advisor/journal/1"}`."""

Event = Mapping[str, Any]
"""One thing said: `{"name": ...}`, `{"use_case": ...}`, `{"priority": criterion, "value": ...}`,
`{"workload": name}`, or `{"fact": id, "value": ...}`; the last three kinds take `"of": workload` where they are said
of one workload only."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one scope: of the whole, or of a workload."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    use_case: str | None = None
    priorities: Mapping[str, str] = field(default_factory=dict)
    """What this workload rates otherwise; the questionnaire does not ask for it, but a profile may say it."""

    def with_answer(self, fact: str, answer: Answer | None) -> "Said":
        """With one more answer; None for not known."""
        if answer is None:
            rest = {name: value for name, value in self.answers.items() if name != fact}
            return replace(self, answers=rest, unknown=self.unknown | {fact})
        return replace(self, answers={**self.answers, fact: answer}, unknown=self.unknown - {fact})

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
    """Name of the workload the questionnaire began with, once there is another; None with workloads where each of them
    is listed, as in a profile, and the whole is what they share."""
    workloads: Mapping[str, Said] = field(default_factory=dict)
    """Workloads added after the first, or all that a profile lists, with what is different for them."""

    @property
    def scopes(self) -> tuple[str | None, ...]:
        """What questions are put of: the whole (None), which is also the first workload, and the other workloads."""
        listed = self.workloads and self.first_name is None
        return tuple(self.workloads) if listed else (None, *self.workloads)

    def said(self, workload: str | None) -> Said:
        """What is in force for a workload (None: the whole)."""
        if workload is None:
            return self.whole
        own = self.workloads[workload]
        inherited = {f: a for f, a in self.whole.answers.items() if f not in own.unknown}
        return replace(
            own,
            answers={**inherited, **own.answers},
            unknown=(self.whole.unknown | own.unknown) - own.answers.keys(),
        )

    def with_said(self, workload: str, **changes: Any) -> "State":
        """With something changed of a workload."""
        own = replace(self.workloads.get(workload, Said()), **changes)
        return replace(self, workloads={**self.workloads, workload: own})


def after(state: State, event: Event, knowledge: KnowledgeBase) -> State:
    """The state after one more thing was said.

    What makes no sense to this knowledge base is passed over: a journal may be older than the rules.
    """
    match event:
        case {"use_case": str(words), "of": str(workload)}:
            return state.with_said(workload, use_case=words)
        case {"priority": str(criterion), "value": str(value)} if (
            criterion in knowledge.criteria and value in knowledge.base.importance
        ):
            return _after_rating(state, criterion, value, event.get("of"))
        case {"fact": str(name), "value": raw} if name in knowledge.facts:
            return _after_answer(state, knowledge.facts[name], raw, event.get("of"))
        case {"name": str(words)}:
            return replace(state, organization=words)
        case {"use_case": str(words)}:
            return replace(state, use_case=words)
        case {"priorities_done": True}:
            return replace(state, priorities_done=True)
        case {"first_name": str(words)}:
            return replace(state, first_name=words)
        case {"workload": str(name)}:
            return state.with_said(name)
        case _:
            return state


def _after_rating(state: State, criterion: str, value: str, workload: Any) -> State:
    if isinstance(workload, str):
        own = state.workloads.get(workload, Said()).priorities
        return state.with_said(workload, priorities={**own, criterion: value})
    return replace(state, priorities={**state.priorities, criterion: value})


def _after_answer(state: State, fact: Fact, raw: Any, workload: Any) -> State:
    answer, problem = read_answer(fact, raw)
    if problem is not None or fact.origin != "asked":
        return state
    if isinstance(workload, str) and fact.scope == "workload":
        said = state.workloads.get(workload, Said()).with_answer(fact.id, answer)
        return replace(state, workloads={**state.workloads, workload: said})
    # What is one and the same for the whole organisation is said of the whole, whichever workload it was asked for.
    return replace(state, whole=state.whole.with_answer(fact.id, answer))


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


def in_force(knowledge: KnowledgeBase, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers that count: those whose question is not known to be idle, given the others that count.

    What is left out is parked: it stays in the journal and counts again as soon as its question does.
    """
    counts: dict[str, bool] = {}

    def counted(name: str) -> bool:
        if name not in counts:
            counts[name] = True  # of questions that wait for each other, the one that is asked about counts
            condition = knowledge.facts[name].ask_when
            if condition is not None:
                known = {leaf.fact: answers[leaf.fact] for leaf in leaves(condition) if leaf.fact in answers}
                known = {other: answer for other, answer in known.items() if counted(other)}
                counts[name] = truth(condition, knowledge.facts, known) is not False
        return counts[name]

    return {name: answer for name, answer in answers.items() if counted(name)}


def parked(knowledge: KnowledgeBase, said: Said) -> dict[str, Answer]:
    """The answers that are kept and do not count now."""
    force = in_force(knowledge, said.answers)
    return {name: answer for name, answer in said.answers.items() if name not in force}


def questions(knowledge: KnowledgeBase, state: State, workload: str | None = None) -> dict[str, tuple[str, ...]]:
    """The questions that still matter and were not put yet, the next one first, each with the rules that wait."""
    said = state.said(workload)
    still_open = open_questions(knowledge, in_force(knowledge, said.answers), {**state.priorities, **said.priorities})
    return {fact: rules for fact, rules in still_open.items() if fact not in said.touched}


@dataclass(frozen=True, slots=True)
class Ahead:
    """What lies ahead in the interview."""

    waiting: Mapping[str, tuple[str, ...]]
    """The questions that still matter, the next one first, each with the rules that wait for it."""
    left: Openings
    """What may still come out, whatever the answers: a bound that is sound."""
    look: Outlook
    """What random ways to answer the rest come to."""
    advice: tuple[str, ...]
    """Those of the questions that only sharpen the advice: no rule that waits for them bears on the verdict."""
    stable_at: float

    @property
    def bearing(self) -> int:
        """How many questions can still bear on the verdict."""
        return len(self.waiting) - len(self.advice)

    @property
    def settled(self) -> bool:
        """Whether no answer can change the openness any more."""
        return self.left.settled or not self.bearing

    @property
    def stable(self) -> bool:
        """Whether the openness is unlikely to change: nearly all imagined ways to answer the rest keep it.

        That nothing speaks for anything yet is no answer, however likely it is to stay so.
        """
        return self.settled or (self.look.decided and self.look.stays >= self.stable_at)


def ahead(knowledge: KnowledgeBase, state: State, workload: str | None = None) -> Ahead:
    """The questions that still matter, the most telling first; those that only sharpen the advice last."""
    said = state.said(workload)
    answers, priorities = in_force(knowledge, said.answers), {**state.priorities, **said.priorities}
    waiting = questions(knowledge, state, workload)
    idle = {fact.id for fact in knowledge.facts.values() if not may_be_asked(fact, knowledge, answers)}
    left = openings(knowledge, answers, priorities, said.unknown | idle)
    advice = tuple(name for name in waiting if all(knowledge.rules[rule].only_advises for rule in waiting[name]))
    bearing = [name for name in waiting if name not in advice]
    unanswered = unanswered_share(len(said.unknown), len(said.touched))
    look = outlook(knowledge, answers, priorities, bearing, unanswered=unanswered)
    order = [*_in_order_of_telling(knowledge, {name: waiting[name] for name in bearing}, look), *advice]
    return Ahead({name: waiting[name] for name in order}, left, look, advice, knowledge.base.stable_at)


def _in_order_of_telling(knowledge: KnowledgeBase, bearing: Mapping[str, Iterable[str]], look: Outlook) -> list[str]:
    """The questions that bear on the verdict, the one that tells most first.

    What a question tells counts double where a gate waits for it: a gate can make other questions idle. A question that
    is only put after some answer of another waits for that one, which is credited with what it leads to. Where bits no
    longer tell questions apart, the lead of the winner does, and then the order of the chapters.
    """
    bits = {
        name: look.bits[name] * (2 if any(knowledge.rules[rule].gates for rule in rules) else 1)
        for name, rules in bearing.items()
    }
    before = {name: _asked_before(knowledge.facts[name]).intersection(bearing) for name in bearing}
    for name, others in before.items():
        for other in others:
            bits[other] = max(bits[other], bits[name])
    return sorted(bearing, key=lambda name: (bool(before[name]), -round(bits[name], 3), -round(look.sway[name], 2)))


def _asked_before(fact: Fact) -> frozenset[str]:
    """The facts that decide if a question is put at all."""
    return frozenset() if fact.ask_when is None else frozenset(leaf.fact for leaf in leaves(fact.ask_when))


def may_differ(knowledge: KnowledgeBase, state: State) -> list[Fact]:
    """The facts another workload may answer otherwise, of those answered so far."""
    return [fact for fact in knowledge.facts.values() if fact.scope == "workload" and fact.id in state.whole.touched]


def to_profile(state: State, knowledge: KnowledgeBase) -> Profile:
    """What was said, as the profile that `recommend` reads; in the order of the chapters, not of telling.

    What does not count now stands apart, parked. Where workloads are told apart, an answer given of the whole is kept
    among those that count as soon as it may count for one of them.
    """
    state = _in_order(state, knowledge)
    whole = Profile(
        state.organization or None,
        state.use_case or None,
        dict(state.priorities),
        dict(state.whole.answers) if state.workloads else in_force(knowledge, state.whole.answers),
        state.whole.unknown,
        parked={} if state.workloads else parked(knowledge, state.whole),
    )
    if state.first_name is None or not state.workloads:
        listed = ((name, own, parked(knowledge, state.said(name))) for name, own in state.workloads.items())
        return replace(whole, workloads=tuple(_workload(*one) for one in listed))
    # What differs is moved down to the first workload; the added ones state what they have, and inherit the rest of it.
    differing = {fact for own in state.workloads.values() for fact in own.touched}
    scopes: dict[str, str | None] = {state.first_name: None, **{name: name for name in state.workloads}}
    return replace(
        whole,
        answers={fact: answer for fact, answer in whole.answers.items() if fact not in differing},
        unknown=whole.unknown - differing,
        workloads=tuple(
            _workload(name, _only(differing, state.said(scope)), parked(knowledge, state.said(scope)))
            for name, scope in scopes.items()
        ),
    )


def _in_order(state: State, knowledge: KnowledgeBase) -> State:
    """The same state, its answers and ratings in the order of the knowledge: the way to them leaves no trace."""

    def sorted_(said: Said) -> Said:
        answers = {name: said.answers[name] for name in knowledge.facts if name in said.answers}
        priorities = {name: said.priorities[name] for name in knowledge.criteria if name in said.priorities}
        return replace(said, answers=answers, priorities=priorities)

    return replace(
        state,
        priorities={name: state.priorities[name] for name in knowledge.criteria if name in state.priorities},
        whole=sorted_(state.whole),
        workloads={name: sorted_(said) for name, said in state.workloads.items()},
    )


def _only(facts: Collection[str], said: Said) -> Said:
    answers = {fact: answer for fact, answer in said.answers.items() if fact in facts}
    return replace(said, answers=answers, unknown=said.unknown.intersection(facts))


def _workload(name: str, said: Said, idle: Collection[str]) -> Workload:
    """A workload as a profile lists it, with those of its own answers apart that are idle."""
    counts = {fact: answer for fact, answer in said.answers.items() if fact not in idle}
    apart = {fact: answer for fact, answer in said.answers.items() if fact in idle}
    return Workload(name, said.use_case, dict(said.priorities), counts, said.unknown, apart)


class Journal:
    """The events of one interview, each written to disk before the next question is put."""

    def __init__(self, path: Path, events: Iterable[Event] = ()) -> None:
        """Begin a journal, or write it anew with the events it holds, which a cut-off line is not among.

        Raises `InputError` where nothing can be written.
        """
        self.path = path
        self.events = list(events)
        write_text(path, "".join(f"{json_text(line)}\n" for line in ({"journal": JOURNAL}, *self.events)))

    def add(self, event: Event) -> None:
        """Write an event down. Raises `InputError` where that is no longer possible."""
        self.events.append(event)
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json_text(event) + "\n")
        except OSError as error:
            raise InputError([fault("FI09", str(self.path), reason=error.strerror or type(error).__name__)]) from None

    def remove(self) -> None:
        """The interview is over and its profile saved."""
        self.path.unlink(missing_ok=True)


def resume(path: Path, knowledge: KnowledgeBase) -> list[Event]:
    """The events of an interrupted questionnaire: of its journal, or of a profile that is to be completed.

    Raises `InputError`. A last line that was cut off in the middle is left out.
    """
    text = marked_yaml.read_bytes(path, str(path))
    lines = text.split("\n")
    if _is_header(lines[0]):
        return list(_journal_events(lines, str(path)))
    if path.suffix == ".jsonl":
        raise InputError([fault("WR07", str(path))])
    return list(_events_of(profile.load(path, knowledge)))


def _is_header(line: str) -> bool:
    return line.strip() == json_text({"journal": JOURNAL})


def _journal_events(lines: list[str], shown: str) -> Iterable[Event]:
    """The events of the lines below the header; a last line that was cut off is left out."""
    for number, line in enumerate(lines[1:], start=2):
        try:
            event = json.loads(line)
        except (ValueError, RecursionError) as error:
            if number == len(lines):
                return
            problem = str(error) if isinstance(error, ValueError) else "nested too deep"
            raise InputError([Diagnostic("JS01", Location(shown, number), {"problem": problem})]) from None
        if isinstance(event, dict):
            yield event


def _events_of(given: Profile) -> Iterable[Event]:
    if given.organization:
        yield {"name": given.organization}
    if given.use_case:
        yield {"use_case": given.use_case}
    yield from _said_events(given)
    if given.priorities:
        yield {"priorities_done": True}
    for workload in given.workloads:
        yield {"workload": workload.name}
        if workload.use_case:
            yield {"use_case": workload.use_case, "of": workload.name}
        for event in _said_events(workload):
            yield {**event, "of": workload.name}


def _said_events(given: Profile | Workload) -> Iterable[Event]:
    for criterion, value in given.priorities.items():
        yield {"priority": criterion, "value": value}
    for fact, answer in (*given.parked.items(), *given.answers.items()):
        yield {"fact": fact, "value": write_answer(answer)}
    for fact in sorted(given.unknown):
        yield {"fact": fact, "value": UNKNOWN}
