"""Which question tells most: the information each open answer is expected to give about the verdict.

The open questions are answered at random many times, and the rules asked for the verdict of each completion. The
assumption is stated and plain: every answer to a question is equally likely, whatever the others are. What a question
tells is the mutual information, in bits, between its answer and the strategy that wins (C. E. Shannon, "A Mathematical
Theory of Communication", 1948; as a way to choose the next question: D. V. Lindley, "On a Measure of the Information
Provided by an Experiment", Annals of Mathematical Statistics 27, 1956).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from advisor.analysis.openings import every_answer
from advisor.inference import ranking
from advisor.inference.arrays import Arrays, Column
from advisor.knowledge.answers import Answer
from advisor.knowledge.model import KnowledgeBase

DRAWS = 2_000
SEED = 20_261_124
MOST_ANSWERS = 64
"""Answers of one question that are drawn from; a question that takes any number of values can have thousands."""
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What random completions of the open questions come to."""

    bits: Mapping[str, float]
    """Question to the information its answer is expected to give about the strategy."""
    openness: Mapping[str, float]
    """Openness (`none` without a recommendation) to the share of completions that lead to it, most frequent first."""


def outlook(
    knowledge: KnowledgeBase,
    answers: Mapping[str, Answer],
    priorities: ranking.Priorities,
    questions: Iterable[str],
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Outlook:
    """What each of the questions is expected to tell, and where the answers so far lead."""
    chance = np.random.default_rng(seed)
    columns = {name: Column.same(answer) for name, answer in answers.items()}
    drawn: dict[str, Codes] = {}
    for name in questions:
        possible = _some(tuple(every_answer(knowledge, knowledge.facts[name])), chance)
        drawn[name] = chance.integers(0, len(possible), draws)
        columns[name] = Column(possible, drawn[name])
    found = Arrays(knowledge, priorities).run(columns, draws)
    kinds = [*(strategy.openness for strategy in knowledge.strategies.values()), "none"]
    counts = np.bincount(found.winners, minlength=len(kinds))
    shares: dict[str, float] = {}
    for kind, count in zip(kinds, counts.tolist(), strict=True):
        if count:
            shares[kind] = shares.get(kind, 0.0) + count / draws
    bits = {name: _mutual_information(codes, found.winners) for name, codes in drawn.items()}
    return Outlook(bits, dict(sorted(shares.items(), key=lambda one: (-one[1], one[0]))))


def _some(possible: tuple[Answer, ...], chance: np.random.Generator) -> tuple[Answer, ...]:
    """All answers, or as many of them as can be told apart by the draws."""
    if len(possible) <= MOST_ANSWERS:
        return possible
    return tuple(
        possible[place] for place in sorted(chance.choice(len(possible), MOST_ANSWERS, replace=False).tolist())
    )


def _mutual_information(one: Codes, other: Codes) -> float:
    """The information, in bits, that either gives about the other; never negative, and 0 for what is independent.

    Estimated from counts it comes out too large by about (rows - 1)(columns - 1) / (2 n ln 2); that is taken off
    (G. A. Miller, "Note on the bias of information estimates", 1955).
    """
    counts = np.zeros((one.max() + 1, other.max() + 1))
    np.add.at(counts, (one, other), 1)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    joint = counts / counts.sum()
    apart = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    seen = joint > 0
    bits = float((joint[seen] * np.log2(joint[seen] / apart[seen])).sum())
    bias = (counts.shape[0] - 1) * (counts.shape[1] - 1) / (2 * counts.sum() * np.log(2))
    return max(0.0, bits - float(bias))
