"""How firm a verdict is: how often each strategy stays on top when the vague words are read a little differently.

Stochastic multicriteria acceptability analysis (R. Lahdelma, J. Hokkanen and P. Salminen, "SMAA - Stochastic
multiobjective acceptability analysis", European Journal of Operational Research 106, 1998; SMAA-2 by Lahdelma and
Salminen, Operations Research 49, 2001): what a word is worth is drawn many times from the values it may mean, and the
share of draws in which an alternative comes first is its acceptability. Nothing is drawn of the answers or of the
gates: they are known, or they are not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from advisor.inference import ranking
from advisor.inference.arrays import Bools, Codes, Column, Outcomes
from advisor.inference.decision import Decision
from advisor.inference.trace import Standing, Trace, Verdict
from advisor.inference.whole import Way, Whole, said_of_each
from advisor.knowledge.model import KnowledgeBase

DRAWS = 10_000
SEED = 20_261_124
SAID_STEPS = 0.5
"""Words double from one to the next; a word that was said may mean all that is nearer to it than to the next word."""
UNSAID_STEPS = 1.0
"""A priority nobody rated may be worth as little as the word below its default, or as much as the word above."""

FIRM, LEANING = 0.95, 0.75
"""Shares of the draws from which a verdict is firm, and from which it still leans one way."""

Floats = npt.NDArray[np.float64]
Firmness = Literal["firm", "leaning", "close_call"]


@dataclass(frozen=True, slots=True)
class Stability:
    """Shares from 0 to 1 of the draws in which each comes first."""

    strategies: Mapping[str, float]
    openness: Mapping[str, float]
    draws: int


def firmness(verdict: Verdict, found: Stability) -> Firmness:
    """How firm the openness is; never more than a close call where the scores themselves are that close."""
    share = found.openness.get(str(verdict.openness), 0.0)
    if verdict.close_call or share < LEANING:
        return "close_call"
    return "firm" if share >= FIRM else "leaning"


def stability(
    knowledge: KnowledgeBase, trace: Trace, priorities: ranking.Priorities, *, draws: int = DRAWS, seed: int = SEED
) -> Stability | None:
    """How often each strategy that is not ruled out comes first; None where there is no verdict to be firm about."""
    if trace.verdict.strategy is None:
        return None
    first = _first(_scores(knowledge, trace, priorities, draws, seed), _ruled_out(knowledge, trace))
    ways = [Way(name, strategy.openness) for name, strategy in knowledge.strategies.items()]
    return _shares(first, ways, trace.ranking)


def stability_of_whole(decision: Decision, *, draws: int = DRAWS, seed: int = SEED) -> Stability | None:
    """How often the whole of several workloads comes to each; a word means the same for all of them in a draw.

    Where one openness is run in different ways there is no single strategy, and the draw counts for the openness alone.
    """
    if decision.verdict.openness is None:
        return None
    knowledge, whole = decision.knowledge, Whole(decision.knowledge)
    parts = []
    for part in decision.workloads:
        priorities = decision.profile.of(part.workload).priorities
        out = _ruled_out(knowledge, part.trace)
        scores = _scores(knowledge, part.trace, priorities, draws, seed).round(ranking.DECIMALS)
        none = np.full(draws, len(knowledge.strategies))
        winners = _first(scores, out) if part.trace.verdict.strategy else none
        parts.append(Outcomes(tuple(knowledge.strategies), scores, np.broadcast_to(out, scores.shape), winners))
    columns = [{fact: Column.same(answer) for fact, answer in one.items()} for one in said_of_each(decision)]
    found = whole.verdicts(parts, whole.ruled_out(columns, 1))
    return _shares(found, whole.ways, decision.ranking)


def _shares(first: Codes, ways: Sequence[Way], standings: Iterable[Standing]) -> Stability:
    """The share of each way; a strategy that is ruled out has none."""
    out = {standing.strategy for standing in standings if standing.ruled_out_by}
    strategies: dict[str, float] = {}
    openness: dict[str, float] = {}
    for way, count in zip(ways, np.bincount(first, minlength=len(ways)).tolist(), strict=True):
        if way.strategy is not None and way.strategy not in out:
            strategies[way.strategy] = count / len(first)
        if way.openness is not None and (count or way.strategy in strategies):
            openness[way.openness] = openness.get(way.openness, 0.0) + count / len(first)
    return Stability(strategies, openness, len(first))


def _ruled_out(knowledge: KnowledgeBase, trace: Trace) -> Bools:
    out = {standing.strategy for standing in trace.ranking if standing.ruled_out_by}
    return np.array([name in out for name in knowledge.strategies])


def _first(scores: Floats, out: Bools) -> Codes:
    """The strategy that comes first in each draw."""
    found: Codes = np.where(out, -np.inf, scores.round(ranking.DECIMALS)).argmax(axis=1)
    return found


def _scores(knowledge: KnowledgeBase, trace: Trace, priorities: ranking.Priorities, draws: int, seed: int) -> Floats:
    """Draws by strategies."""
    chance = np.random.default_rng(seed)
    weights = _weights(knowledge, priorities, chance, draws)
    adverbs = _adverbs(knowledge, chance, draws)
    scores = np.zeros((draws, len(knowledge.strategies)))
    for position, criterion in enumerate(knowledge.criteria):
        counts = _counts(knowledge, trace, criterion)
        if counts:
            # draws x adverbs times adverbs x targets: the points of one criterion in every draw.
            said = np.clip(adverbs @ np.stack([*counts.values()], axis=1) / knowledge.base.full_at, -1.0, 1.0)
            parts = np.array([[knowledge.parts[t].get(name, 0.0) for name in knowledge.strategies] for t in counts])
            scores += weights[:, position, None] * (said @ parts)
    return scores


def _weights(
    knowledge: KnowledgeBase, priorities: ranking.Priorities, chance: np.random.Generator, draws: int
) -> Floats:
    """Draws by criteria: importances, each divided by the sum of its draw."""
    centre = np.array(list(ranking.importances(knowledge, priorities).values()))
    steps = np.array([SAID_STEPS if name in priorities else UNSAID_STEPS for name in knowledge.criteria])
    drawn: Floats = centre * 2.0 ** (chance.uniform(-1.0, 1.0, (draws, len(centre))) * steps)
    total = drawn.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(drawn, total, out=np.zeros_like(drawn), where=total > 0)
    return shares


def _adverbs(knowledge: KnowledgeBase, chance: np.random.Generator, draws: int) -> Floats:
    """Draws by adverbs: what each is worth, the same for all rules of a draw."""
    centre = np.array(list(knowledge.base.points.values()))
    drawn: Floats = centre * 2.0 ** chance.uniform(-SAID_STEPS, SAID_STEPS, (draws, len(centre)))
    return drawn


def _counts(knowledge: KnowledgeBase, trace: Trace, criterion: str) -> dict[str, Floats]:
    """Strategy or group named to, for each adverb, how often it speaks for it, less how often against."""
    adverbs = list(knowledge.base.points)
    counts: dict[str, Floats] = {}
    for firing in trace.firings:
        rule = knowledge.rules[firing.rule]
        for effect in rule.weighs if rule.criterion == criterion else ():
            counts.setdefault(effect.target, np.zeros(len(adverbs)))[adverbs.index(effect.adverb)] += effect.sign
    return counts
