"""From a profile to a decision: a trace for each workload, and a verdict for the whole.

Where a profile lists workloads, each gets its own verdict. The organisation's is the strategy they share; where they
differ it is a split, after the rules that look at the whole (can it run two things, must it have an exit) have had
their say. A single strategy scores for the whole what it scores on average over the workloads, a split what the
workloads' own winners do; so the sum over the whole is again a sum of reasons.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Protocol

from advisor.inference import ranking
from advisor.inference.trace import Standing, Trace, Verdict
from advisor.knowledge.answers import Answer, read_answer
from advisor.knowledge.model import KnowledgeBase
from advisor.profile import Profile, Workload


@dataclass(frozen=True, slots=True)
class WorkloadDecision:
    """What the rules say of one workload on its own."""

    workload: Workload
    trace: Trace


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to a profile, with everything it rests on."""

    profile: Profile
    knowledge: KnowledgeBase
    trace: Trace
    """The rules over what holds for the whole organisation."""
    verdict: Verdict
    ranking: tuple[Standing, ...]
    workloads: tuple[WorkloadDecision, ...] = ()
    split: Mapping[str, str] | None = None
    """Workload to its strategy, where the workloads do not share one."""


class Deciding(Protocol):
    """Whatever applies the rules of one base to a set of answers: the engine over facts, or what stands in for it."""

    knowledge: KnowledgeBase

    def run(self, answers: Mapping[str, Answer], priorities: Mapping[str, str]) -> Trace:
        """What follows from a set of answers."""


Observe = Callable[[Profile, KnowledgeBase], Mapping[str, Answer]]
"""Looks up the facts of the origin `catalogue` for a profile without workloads."""


def decide(profile: Profile, engine: Deciding, observe: Observe | None = None) -> Decision:
    """What follows from a profile, and from what is looked up for it; nothing is, where there is no `observe`."""
    if not profile.workloads:
        trace = engine.run(_with_observed(profile, engine, observe), profile.priorities)
        return Decision(profile, engine.knowledge, trace, trace.verdict, trace.ranking)
    parts = []
    for workload in profile.workloads:
        own = profile.of(workload)
        answers = {**_with_observed(own, engine, observe), **_of_one_workload(engine.knowledge)}
        parts.append(WorkloadDecision(workload, engine.run(answers, own.priorities)))
    return _whole(profile, engine, tuple(parts))


def _with_observed(profile: Profile, engine: Deciding, observe: Observe | None) -> dict[str, Answer]:
    return {**profile.answers, **(observe(profile, engine.knowledge) if observe else {})}


def _of_one_workload(knowledge: KnowledgeBase) -> dict[str, Answer]:
    """What holds of any one listed workload: how varied the work is was answered by listing it."""
    given = ((fact.id, read_answer(fact, fact.in_a_workload)[0]) for fact in knowledge.facts.values())
    return {name: answer for name, answer in given if answer is not None}


def _whole(profile: Profile, engine: Deciding, parts: tuple[WorkloadDecision, ...]) -> Decision:
    verdicts = [part.trace.verdict for part in parts]
    decided = {v.openness for v in verdicts if v.openness}
    answers = shared_answers(profile)
    for fact in engine.knowledge.facts.values():
        if fact.origin == "workloads":
            answers[fact.id] = len(decided) > 1
    trace = engine.run(answers, profile.priorities)
    standings = _standings(engine.knowledge, parts, trace)
    split = {part.workload.name: v.strategy for part, v in zip(parts, verdicts, strict=True) if v.strategy}
    chosen = set(split.values())
    if len(split) == len(parts) and len(chosen) == 1:
        # Where all workloads take the same, a split between them is that same thing over again, and no rival.
        [shared] = chosen
        rivals = tuple(s for s in standings if s.strategy == shared or s.openness != engine.knowledge.mixed)
        verdict = _verdict_for(engine.knowledge, rivals, shared)
        return Decision(profile, engine.knowledge, trace, verdict, standings, parts)
    if len(split) == len(parts) and len(decided) == 1 and decided != {engine.knowledge.mixed}:
        # One openness, run in different ways: no single strategy names it, and calling it hybrid would be untrue.
        close = any(v.close_call for v in verdicts)
        verdict = Verdict(None, decided.pop(), close)
        return Decision(profile, engine.knowledge, trace, verdict, standings, parts, split)
    left = [standing for standing in standings if not standing.ruled_out_by]
    if len(split) == len(parts) and any(standing.openness == engine.knowledge.mixed for standing in left):
        hybrid = next(standing.strategy for standing in left if standing.openness == engine.knowledge.mixed)
        verdict = _verdict_for(engine.knowledge, standings, hybrid)
        return Decision(profile, engine.knowledge, trace, verdict, standings, parts, split)
    evidence = any(standing.score for standing in left)
    verdict = ranking.verdict(engine.knowledge, standings, evidence=evidence)
    return Decision(profile, engine.knowledge, trace, verdict, standings, parts)


def shared_answers(profile: Profile) -> dict[str, Answer]:
    """What is known of the whole: what every workload gives the same answer to."""
    each = [profile.of(workload).answers for workload in profile.workloads]
    return {fact: answer for fact, answer in each[0].items() if all(one.get(fact) == answer for one in each)}


def _standings(knowledge: KnowledgeBase, parts: tuple[WorkloadDecision, ...], whole: Trace) -> tuple[Standing, ...]:
    scores: dict[str, float] = {}
    out: dict[str, set[str]] = {}
    for strategy in knowledge.strategies.values():
        each = [next(s for s in part.trace.ranking if s.strategy == strategy.id) for part in parts]
        if strategy.openness == knowledge.mixed:
            # A split is ruled out for the whole only by rules about the whole, since a workload that may not be split
            # can still be one half of it; and by what leaves some workload without any strategy.
            best = [max((s.score for s in part.trace.ranking if not s.ruled_out_by), default=-1.0) for part in parts]
            scores[strategy.id] = fmean(best)
            whole_out = next(s for s in whole.ranking if s.strategy == strategy.id).ruled_out_by
            lost = {rule for part, s in zip(parts, each, strict=True) if _lost(part) for rule in s.ruled_out_by}
            out[strategy.id] = lost | {rule for rule in whole_out if speaks_of_whole(knowledge, rule)}
        else:
            scores[strategy.id] = fmean(s.score for s in each)
            out[strategy.id] = {rule for s in each for rule in s.ruled_out_by}
    return ranking.ranking(knowledge, scores, out)


def _lost(part: WorkloadDecision) -> bool:
    """Whether everything is ruled out for a workload."""
    return all(standing.ruled_out_by for standing in part.trace.ranking)


def speaks_of_whole(knowledge: KnowledgeBase, rule: str) -> bool:
    """Whether a gate reads nothing that could differ from workload to workload."""
    facts = (knowledge.facts[fact] for fact in knowledge.rules[rule].reads)
    return all(fact.scope == "organization" or fact.origin != "asked" for fact in facts)


def _verdict_for(knowledge: KnowledgeBase, standings: tuple[Standing, ...], strategy: str) -> Verdict:
    openness = knowledge.strategies[strategy].openness
    own = next(standing for standing in standings if standing.strategy == strategy)
    left = [standing for standing in standings if not standing.ruled_out_by and standing.strategy != strategy]
    rival = next((standing for standing in left if standing.openness != openness), None)
    close = rival is not None and abs(own.score - rival.score) < knowledge.base.close_call
    return Verdict(strategy, openness, close, left[0].strategy if left else None)
