"""What an engine hands back: frozen values with the working shown. All that is said of an answer is read here."""

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.knowledge.answers import Answer
from advisor.knowledge.conditions import Leaf
from advisor.knowledge.model import Openness


@dataclass(frozen=True, slots=True)
class Held:
    """A leaf that made a rule fire, with the answer it was read against (None where the answer is not known)."""

    leaf: Leaf
    answer: Answer | None
    holds: bool = True
    """False where the rule needed the leaf not to hold."""


@dataclass(frozen=True, slots=True)
class Firing:
    """One rule that fired, and on what."""

    rule: str
    stratum: int
    held: tuple[Held, ...]
    assumed: tuple[Leaf, ...] = ()
    """Exceptions that were not known to hold, and so were taken not to."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One strategy in the ranking."""

    strategy: str
    openness: Openness
    score: float
    """From -1 to 1."""
    ruled_out_by: tuple[str, ...] = ()
    """Rules that exclude it, by id; empty where it is still in."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: the best strategy that is not ruled out, and its openness as the headline.

    Without a strategy there is no recommendation: either everything is ruled out, or nothing that was answered speaks
    for or against what is left (`undecided`).
    """

    strategy: str | None
    openness: Openness | None
    close_call: bool = False
    """Whether the best strategy of another openness is nearly as good."""
    runner_up: str | None = None
    """The next best strategy that is not ruled out, whatever its openness."""
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything one run of the rules over one set of answers found."""

    answers: Mapping[str, Answer]
    """What was known at the start."""
    concluded: Mapping[str, Answer]
    """What the rules added; a fact on which conclusions contradict each other is left out."""
    firings: tuple[Firing, ...]
    """In the order in which a person reads them: stratum, then rule id."""
    contributions: Mapping[str, Mapping[str, float]]
    """Rule to strategy to its part of that strategy's score; the parts add up to the score."""
    ranking: tuple[Standing, ...]
    """Best first, ruled-out ones last."""
    verdict: Verdict

    @property
    def known(self) -> dict[str, Answer]:
        """Everything known at the end."""
        return {**self.answers, **self.concluded}
