"""An interview held without a person: the answers of a profile, given as far as they are asked for.

It tells how many questions the order of asking saves, and whether the answer at which it stops is the one that all
questions would have led to.
"""

from dataclasses import dataclass, replace

from advisor.dialogue import interview
from advisor.dialogue.interview import Said, State
from advisor.inference.rete import Engine
from advisor.profile import Profile


@dataclass(frozen=True, slots=True)
class Stop:
    """A point at which an interview can be left."""

    asked: int
    """How many questions were put before it."""
    openness: str | None
    """What the answers come to there."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How one interview went."""

    asked: tuple[str, ...]
    """The questions put when it goes on to the end, in their order."""
    stable: Stop
    """Where the openness is first called stable."""
    settled: Stop
    """Where no answer can change the openness any more."""
    end: Stop


def rehearse(given: Profile, engine: Engine) -> Rehearsal:
    """Hold the interview with the answers of a profile without workloads; what it does not say is not known."""
    state = State(priorities=given.priorities, priorities_done=True)
    asked: list[str] = []
    stable: Stop | None = None
    settled: Stop | None = None
    while True:
        ahead = interview.ahead(engine.knowledge, state)
        if stable is None and ahead.stable:
            stable = Stop(len(asked), _openness(state, engine))
        if settled is None and ahead.settled:
            settled = Stop(len(asked), _openness(state, engine))
        if not ahead.waiting:
            break
        fact = next(iter(ahead.waiting))
        asked.append(fact)
        state = replace(state, whole=_said(state.whole, fact, given))
    end = Stop(len(asked), _openness(state, engine))
    return Rehearsal(tuple(asked), stable or end, settled or end, end)


def _said(said: Said, fact: str, given: Profile) -> Said:
    return said.with_answer(fact, given.answers.get(fact))


def _openness(state: State, engine: Engine) -> str | None:
    found = interview.to_profile(state, engine.knowledge)
    return engine.run(found.answers, found.priorities).verdict.openness
