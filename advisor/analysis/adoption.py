"""How often the advice is what organisations in fact chose, and which reasons decided where it is not.

Agreement is set beside the share of the commonest choice, which is what always giving the same answer would reach.
A miss is no proof of a fault: an organisation may have had reasons that its profile does not hold.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from advisor.inference.decision import Decision, Observe, decide
from advisor.inference.rete import Engine
from advisor.knowledge.adoption import Adoption
from advisor.knowledge.model import KnowledgeBase

NONE: Final = "none"
"""What is found where nothing, or nothing single, is recommended."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One documented decision, and what the advice would have been."""

    adoption: Adoption
    decision: Decision

    @property
    def openness(self) -> str:
        """The openness advised."""
        return self.decision.verdict.openness or NONE

    @property
    def strategy(self) -> str:
        """The strategy advised."""
        return self.decision.verdict.strategy or NONE

    @property
    def agrees_on_openness(self) -> bool:
        """Whether the advice is of the kind that was chosen."""
        return self.openness == self.adoption.choice.openness

    @property
    def agrees_on_strategy(self) -> bool:
        """Whether the advice is what was chosen."""
        return self.strategy == self.adoption.choice.strategy

    @property
    def excluded_by(self) -> tuple[str, ...]:
        """The rules that rule out what was chosen."""
        return next(s.ruled_out_by for s in self.decision.ranking if s.strategy == self.adoption.choice.strategy)

    @property
    def behind(self) -> float:
        """How far what was chosen scores behind what is advised."""
        scores = {standing.strategy: standing.score for standing in self.decision.ranking}
        return scores.get(self.strategy, 0.0) - scores[self.adoption.choice.strategy]

    def deciding(self, most: int) -> tuple[tuple[str, float], ...]:
        """The rules that put the advice before the choice, weightiest first, each with its part of the lead."""
        parts = self.decision.trace.contributions
        chosen = self.adoption.choice.strategy
        lead = {rule: part.get(self.strategy, 0.0) - part.get(chosen, 0.0) for rule, part in parts.items()}
        towards = sorted((item for item in lead.items() if item[1] > 0), key=lambda item: (-item[1], item[0]))
        return tuple(towards[:most])


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often advice and choice agree, beside what always giving the commonest answer would reach."""

    right: int
    of: int
    commonest: str
    baseline: int


def compare(
    knowledge: KnowledgeBase, adoptions: Iterable[Adoption], observe: Observe | None = None
) -> tuple[Outcome, ...]:
    """Every documented decision beside the advice; `observe` looks up what the catalogue says of a profile."""
    engine = Engine(knowledge)
    return tuple(Outcome(adoption, decide(adoption.profile, engine, observe)) for adoption in adoptions)


def on_openness(outcomes: Sequence[Outcome]) -> Agreement:
    """Agreement on open, closed or hybrid."""
    return _agreement([o.adoption.choice.openness for o in outcomes], [o.openness for o in outcomes])


def on_strategy(outcomes: Sequence[Outcome]) -> Agreement:
    """Agreement on one of the strategies."""
    return _agreement([o.adoption.choice.strategy for o in outcomes], [o.strategy for o in outcomes])


def _agreement(chosen: Sequence[str], found: Sequence[str]) -> Agreement:
    counts = Counter(chosen)
    commonest = min(counts, key=lambda name: (-counts[name], name))
    right = sum(ours == theirs for ours, theirs in zip(found, chosen, strict=True))
    return Agreement(right, len(chosen), commonest, counts[commonest])


def confusion(outcomes: Iterable[Outcome]) -> Mapping[tuple[str, str], int]:
    """How often each openness that was chosen met each that is advised."""
    return Counter((outcome.adoption.choice.openness, outcome.openness) for outcome in outcomes)
