"""What the open questions of several workloads can still do to the whole, and what may still come out.

As for a single profile, what one answer does while the others stay open is tried, exactly; whether a question can
matter once others are answered too is a bound, on the safe side. What holds for the whole organisation is answered for
all workloads at once; what may differ is answered for each that leaves it open, and for all of those alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from advisor.analysis.openings import Openings, every_answer, openings, ruled_out_bounds
from advisor.analysis.prospects import prospects
from advisor.inference.arrays import Arrays, Column
from advisor.inference.decision import Decision, shared_answers, speaks_of_whole
from advisor.inference.whole import Way, Whole, said_of_each
from advisor.knowledge.answers import Answer

Waiting = Mapping[str, Sequence[str]]
"""Open question to the rules that wait for it."""


Trial = tuple[str, Answer | None, int | None]
"""A question, an answer, and the workload it is given for; None for all that leave it open."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one answer comes to: given for all workloads that leave the question open, or for one of them."""

    answer: Answer | None
    workload: int | None
    way: Way


@dataclass(frozen=True, slots=True)
class Prospect:
    """What an open question can still do to the whole."""

    fact: str
    waiting: tuple[str, ...]
    open_in: tuple[int, ...]
    """The workloads that leave it open."""
    alone: tuple[Outcome, ...]
    """That it stays open comes first."""
    may_change_openness: bool
    """Whether it may, whatever the other open questions turn out to be; False is certain."""
    may_change_strategy: bool


@dataclass(frozen=True, slots=True)
class Ahead:
    """Everything that is still open."""

    left: Openings
    questions: tuple[Prospect, ...]


def ahead(decision: Decision, own: Waiting, parts: Sequence[Waiting]) -> Ahead:
    """What is open for the whole (`own`) and in each workload (`parts`), and what it can still do."""
    knowledge, whole = decision.knowledge, Whole(decision.knowledge)
    known = [part.trace.answers for part in decision.workloads]
    rated = [decision.profile.of(part.workload).priorities for part in decision.workloads]
    lefts = [openings(knowledge, answers, said) for answers, said in zip(known, rated, strict=True)]
    left, by_score = _together(decision, lefts)
    moves = {
        (place, one.fact)
        for place, waiting in enumerate(parts)
        for one in prospects(knowledge, known[place], rated[place], waiting, lefts[place])
        if one.may_change_strategy
    }
    said = said_of_each(decision)
    waits = {fact: tuple(n for n, waiting in enumerate(parts) if fact in waiting) for fact in knowledge.facts}
    asked = {
        fact: open_in
        for fact, open_in in waits.items()
        # What may differ is asked of a workload, what holds for all also where only the whole waits for it.
        if open_in or (fact in own and knowledge.facts[fact].scope == "organization" and said[0].get(fact) is None)
    }
    alone = _alone(decision, whole, rated, asked)
    found = []
    for fact, open_in in asked.items():
        rules = tuple(dict.fromkeys(rule for waiting in (own, *parts) for rule in waiting.get(fact, ())))
        bears = by_score or fact in whole.read or any((place, fact) in moves for place in open_in)
        openness = bears and not left.settled
        strategy = openness or (bears and len(left.strategies) > 1)
        found.append(Prospect(fact, rules, open_in, alone[fact], openness, strategy))
    return Ahead(left, tuple(found))


def _together(decision: Decision, lefts: Sequence[Openings]) -> tuple[Openings, bool]:
    """What may still come out for the whole, and whether it may yet hang on the scores and not on what wins where."""
    knowledge = decision.knowledge
    kinds = [{knowledge.strategies[name].openness for name in left.strategies} for left in lefts]
    certain, maybe = _split_ruled_out(decision)
    mixed = {name for name, strategy in knowledge.strategies.items() if strategy.openness == knowledge.mixed}
    differ = len(lefts) > 1 and len(set().union(*kinds)) > 1
    by_score = any(left.may_be_none for left in lefts) or (differ and bool(mixed & maybe))
    ways = {name for name in knowledge.strategies if all(name in left.strategies for left in lefts)}
    ways |= (mixed - certain) if differ else set()
    ways |= (knowledge.strategies.keys() - (mixed & certain)) if by_score else set()
    openness = {knowledge.strategies[name].openness for name in ways}
    openness |= set.intersection(*kinds) - {knowledge.mixed}
    order = dict.fromkeys(strategy.openness for strategy in knowledge.strategies.values())
    strategies = tuple(name for name in knowledge.strategies if name in ways)
    return Openings(strategies, tuple(kind for kind in order if kind in openness), by_score), by_score


def _split_ruled_out(decision: Decision) -> tuple[frozenset[str], frozenset[str]]:
    """What the rules about the whole certainly exclude, and what they may yet exclude."""
    knowledge, said = decision.knowledge, said_of_each(decision)
    differing = {fact for fact in knowledge.facts if len({one[fact] for one in said if one.get(fact) is not None}) > 1}
    gates = [rule for rule in knowledge.rules.values() if rule.gates and speaks_of_whole(knowledge, rule.id)]
    return ruled_out_bounds(knowledge, shared_answers(decision.profile), differing, gates)


def _alone(
    decision: Decision, whole: Whole, rated: Sequence[Mapping[str, str]], asked: Mapping[str, tuple[int, ...]]
) -> dict[str, tuple[Outcome, ...]]:
    """Question to what the whole comes to with each of its answers while the others stay open; all in one pass."""
    knowledge, facts = decision.knowledge, decision.knowledge.facts
    trials: list[Trial] = [("", None, None)]
    for fact, open_in in asked.items():
        places = open_in if facts[fact].scope == "workload" and len(open_in) > 1 else ()
        values = tuple(dict.fromkeys(every_answer(knowledge, facts[fact])))
        trials += [(fact, value, of) for of in (None, *places) for value in values]
    outcomes, said = [], []
    for place, answered in enumerate(said_of_each(decision)):
        columns = {fact: _column(trials, fact, place) for fact in asked if answered.get(fact) is None} | {
            fact: Column.same(answer) for fact, answer in answered.items()
        }
        said.append(columns)
        known = {
            fact: Column.same(answer)
            for fact, answer in decision.workloads[place].trace.answers.items()
            if fact not in answered or facts[fact].in_a_workload is not None
        }
        outcomes.append(Arrays(knowledge, rated[place]).run({**columns, **known}, len(trials)))
    ways = [whole.ways[way] for way in whole.verdicts(outcomes, whole.ruled_out(said, len(trials))).tolist()]
    found: dict[str, list[Outcome]] = {fact: [Outcome(None, None, ways[0])] for fact in asked}
    for (fact, value, of), way in zip(trials[1:], ways[1:], strict=True):
        found[fact].append(Outcome(value, of, way))
    return {fact: tuple(one) for fact, one in found.items()}


def _column(trials: Sequence[Trial], fact: str, place: int) -> Column:
    """One workload's answer to a question that it leaves open, trial by trial."""
    values = [value if name == fact and of in {None, place} else None for name, value, of in trials]
    order: dict[Answer | None, int] = {None: 0}
    for value in values:
        order.setdefault(value, len(order))
    return Column(tuple(order), np.array([order[value] for value in values]))
