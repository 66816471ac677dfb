"""How firm a verdict is: how often each strategy stays on top when the vague words are read a little differently.

Stochastic multicriteria acceptability analysis (R. Lahdelma, J. Hokkanen and P. Salminen, "SMAA - Stochastic
multiobjective acceptability analysis", European Journal of Operational Research 106, 1998; SMAA-2 by Lahdelma and
Salminen, Operations Research 49, 2001): what a word is worth is drawn many times from the values it may mean, and the
share of draws in which an alternative comes first is its acceptability. Nothing is drawn of the answers or of the
gates: they are known, or they are not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from advisor.inference import ranking
from advisor.inference.trace import Trace, Verdict
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
    """Shares from 0 to 1 of the draws in which each comes first; the shares of the strategies add up to 1."""

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
    left = [standing.strategy for standing in trace.ranking if not standing.ruled_out_by]
    order = [name for name in knowledge.strategies if name in left]
    chance = np.random.default_rng(seed)
    weights = _weights(knowledge, priorities, chance, draws)
    adverbs = _adverbs(knowledge, chance, draws)
    scores = np.zeros((draws, len(order)))
    for position, criterion in enumerate(knowledge.criteria):
        # draws x adverbs times adverbs x strategies: the points of one criterion in every draw.
        points = adverbs @ _counts(knowledge, trace, criterion, order)
        scores += weights[:, position, None] * np.clip(points / knowledge.base.full_at, -1.0, 1.0)
    first = np.argmax(scores.round(ranking.DECIMALS), axis=1)
    shares = np.bincount(first, minlength=len(order)) / draws
    strategies = {name: float(share) for name, share in zip(order, shares, strict=True)}
    openness: dict[str, float] = {}
    for name, share in strategies.items():
        kind = knowledge.strategies[name].openness
        openness[kind] = openness.get(kind, 0.0) + share
    return Stability(strategies, openness, draws)


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


def _counts(knowledge: KnowledgeBase, trace: Trace, criterion: str, order: list[str]) -> Floats:
    """Adverbs by strategies: how often each adverb speaks for a strategy, less how often against, in parts."""
    adverbs = list(knowledge.base.points)
    counts = np.zeros((len(adverbs), len(order)))
    for firing in trace.firings:
        rule = knowledge.rules[firing.rule]
        for effect in rule.weighs if rule.criterion == criterion else ():
            for strategy, part in knowledge.parts[effect.target].items():
                if strategy in order:
                    counts[adverbs.index(effect.adverb), order.index(strategy)] += effect.sign * part
    return counts
