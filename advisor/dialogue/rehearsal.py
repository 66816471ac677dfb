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
class Rehearsal:
    """How one interview went."""

    asked: tuple[str, ...]
    """The questions put before it stopped, in their order."""
    to_the_end: tuple[str, ...]
    """The questions put when it goes on to the end."""
    openness: str | None
    """What the answers came to where it stopped."""
    openness_at_the_end: str | None


def rehearse(given: Profile, engine: Engine) -> Rehearsal:
    """Hold the interview with the answers of a profile without workloads; what it does not say is not known."""
    state = State(priorities=given.priorities, priorities_done=True)
    asked: list[str] = []
    stopped: list[tuple[int, str | None]] = []
    while True:
        ahead = interview.ahead(engine.knowledge, state)
        if not stopped and (ahead.settled or not ahead.waiting):
            stopped.append((len(asked), _openness(state, engine)))
        if not ahead.waiting:
            break
        fact = next(iter(ahead.waiting))
        asked.append(fact)
        state = replace(state, whole=_said(state.whole, fact, given))
    [(before, openness)] = stopped
    return Rehearsal(tuple(asked[:before]), tuple(asked), openness, _openness(state, engine))


def _said(said: Said, fact: str, given: Profile) -> Said:
    return said.with_answer(fact, given.answers.get(fact))


def _openness(state: State, engine: Engine) -> str | None:
    found = interview.to_profile(state, engine.knowledge)
    return engine.run(found.answers, found.priorities).verdict.openness
