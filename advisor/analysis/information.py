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
import polars as pl

from advisor.analysis.openings import every_answer
from advisor.inference import ranking, table
from advisor.knowledge.answers import Answer
from advisor.knowledge.model import KnowledgeBase

DRAWS = 2_000
SEED = 20_261_124
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
    columns: dict[str, pl.Series] = {}
    drawn: dict[str, Codes] = {}
    for name in questions:
        possible = [table.cell(answer) for answer in every_answer(knowledge, knowledge.facts[name])]
        drawn[name] = chance.integers(0, len(possible), draws)
        columns[name] = pl.Series(possible, strict=False).gather(drawn[name])
    known = [pl.lit(table.cell(answer)).alias(name) for name, answer in answers.items() if name not in drawn]
    frame = pl.LazyFrame({"": pl.Series(range(draws)), **columns}).with_columns(known)
    found = table.answers(knowledge, frame, priorities).select("strategy", "openness").collect()
    strategy = found["strategy"].fill_null("none").rank("dense").to_numpy().astype(np.int64)
    shares = found["openness"].fill_null("none").value_counts(sort=True, name="share", normalize=True)
    bits = {name: _mutual_information(codes, strategy) for name, codes in drawn.items()}
    return Outlook(bits, dict(shares.iter_rows()))


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
