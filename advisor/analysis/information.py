"""Which question tells most about the openness, and how often the answer so far would stay.

The rules are asked for the verdict of many completions (see `completions.py` for what is assumed in them).

What a question tells is the mutual information, in bits, between its answer and the openness (C. E. Shannon, "A
Mathematical Theory of Communication", 1948; as a way to choose the next question: D. V. Lindley, "On a Measure of the
Information Provided by an Experiment", Annals of Mathematical Statistics 27, 1956). Where the openness hardly moves any
more, what the answer does to the lead of the winner tells questions apart.

The share of completions that keep the openness the answers so far come to is the same-decision probability (A. Choi,
Y. Xue, A. Darwiche, "Same-decision probability: A confidence measure for threshold-based decisions", International
Journal of Approximate Reasoning 53, 2012), which was proposed as a rule for when to stop gathering information.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from advisor.analysis.completions import completions
from advisor.inference import ranking
from advisor.inference.arrays import Arrays, Outcomes
from advisor.knowledge.answers import Answer
from advisor.knowledge.model import KnowledgeBase

DRAWS = 3_000
SEED = 20_261_124
NO_VARIANCE = 1e-12
"""Less than this is what adding floats in another order makes of a lead that never moves."""
Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What random completions of the open questions come to."""

    bits: Mapping[str, float]
    """Question to the information its answer is expected to give about the openness."""
    sway: Mapping[str, float]
    """Question to the share of the variance of the winner's lead that its answer explains."""
    openness: Mapping[str, float]
    """Openness (`none` without a recommendation) to the share of completions that lead to it, most frequent first."""
    now: str
    """The openness that the answers so far come to, if nothing more is said; `none` without a recommendation."""
    all_ruled_out: bool
    """Whether the answers so far rule everything out; without a recommendation otherwise, nothing speaks for any."""

    @property
    def decided(self) -> bool:
        """Whether the answers so far come to anything, be it that everything is ruled out."""
        return self.now != "none" or self.all_ruled_out

    @property
    def stays(self) -> float:
        """The share of completions in which the openness stays what it is now."""
        return self.openness.get(self.now, 0.0)


def outlook(
    knowledge: KnowledgeBase,
    answers: Mapping[str, Answer],
    priorities: ranking.Priorities,
    questions: Iterable[str],
    *,
    unanswered: float = 0.0,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Outlook:
    """What each of the questions is expected to tell, and where the answers so far lead."""
    asked = list(questions)
    columns = completions(knowledge, answers, asked, unanswered=unanswered, draws=draws + 1, seed=seed)
    found = Arrays(knowledge, priorities).run(columns, draws + 1)
    kinds = [*(strategy.openness for strategy in knowledge.strategies.values()), "none"]
    names = list(dict.fromkeys(kinds))
    openness = np.array([names.index(kind) for kind in kinds])[found.winners]
    counts = np.bincount(openness[1:], minlength=len(names))
    shares = {name: count / draws for name, count in zip(names, counts.tolist(), strict=True) if count}
    lead = _lead(found, kinds, names[int(openness[0])])
    # A completion in which nothing speaks for anything yet says nothing of the openness.
    telling = (found.winners < len(knowledge.strategies)) | found.ruled_out.all(axis=1)
    telling[0] = False
    return Outlook(
        {name: _mutual_information(columns[name].codes[telling], openness[telling]) for name in asked},
        {name: _explained(columns[name].codes[1:], lead[1:]) for name in asked},
        dict(sorted(shares.items(), key=lambda one: (-one[1], one[0]))),
        names[int(openness[0])],
        bool(found.ruled_out[0].all()),
    )


def _lead(found: Outcomes, kinds: list[str], openness: str) -> Floats:
    """By how much the best strategy of an openness leads the best of the others, whatever is ruled out."""
    mine = np.array([kind == openness for kind in kinds[:-1]])
    if not mine.any() or mine.all():
        return np.zeros(len(found.scores))
    lead: Floats = found.scores[:, mine].max(axis=1) - found.scores[:, ~mine].max(axis=1)
    return lead


def _explained(codes: Codes, lead: Floats) -> float:
    """The share of the variance of a number that lies between the groups of a code (the correlation ratio)."""
    whole = float(lead.var())
    if whole < NO_VARIANCE:
        return 0.0
    sizes = np.bincount(codes)
    sums = np.bincount(codes, weights=lead)
    filled = sizes > 0
    means = sums[filled] / sizes[filled]
    return min(1.0, float((sizes[filled] * (means - lead.mean()) ** 2).sum() / len(lead)) / whole)


def _mutual_information(one: Codes, other: Codes) -> float:
    """The information, in bits, that either gives about the other; never negative, and 0 for what is independent.

    Estimated from counts it comes out too large by about (rows - 1)(columns - 1) / (2 n ln 2); that is taken off
    (G. A. Miller, "Note on the bias of information estimates", 1955).
    """
    if not len(one):
        return 0.0
    counts = np.zeros((one.max() + 1, other.max() + 1))
    np.add.at(counts, (one, other), 1)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    joint = counts / counts.sum()
    apart = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    seen = joint > 0
    bits = float((joint[seen] * np.log2(joint[seen] / apart[seen])).sum())
    bias = (counts.shape[0] - 1) * (counts.shape[1] - 1) / (2 * counts.sum() * np.log(2))
    return max(0.0, bits - float(bias))
