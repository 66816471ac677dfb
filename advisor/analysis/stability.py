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
        counts = _counts(knowledge, trace, criterion)
        if counts:
            # draws x adverbs times adverbs x targets: the points of one criterion in every draw.
            said = np.clip(adverbs @ np.stack([*counts.values()], axis=1) / knowledge.base.full_at, -1.0, 1.0)
            parts = np.array([[knowledge.parts[target].get(name, 0.0) for name in order] for target in counts])
            scores += weights[:, position, None] * (said @ parts)
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


def _counts(knowledge: KnowledgeBase, trace: Trace, criterion: str) -> dict[str, Floats]:
    """Strategy or group named to, for each adverb, how often it speaks for it, less how often against."""
    adverbs = list(knowledge.base.points)
    counts: dict[str, Floats] = {}
    for firing in trace.firings:
        rule = knowledge.rules[firing.rule]
        for effect in rule.weighs if rule.criterion == criterion else ():
            counts.setdefault(effect.target, np.zeros(len(adverbs)))[adverbs.index(effect.adverb)] += effect.sign
    return counts
