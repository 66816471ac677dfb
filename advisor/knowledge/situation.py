"""What a profile says that a model, a licence or a price hangs on, in one value.

The facts are named here and nowhere else, so that a knowledge base that does not ask one of them simply leaves it
unknown.
"""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from advisor.knowledge.answers import Answer
from advisor.knowledge.licensing import Party
from advisor.knowledge.memory import TYPICAL_CONTEXT
from advisor.needs import Needs

_HORIZONS: Final[Mapping[str, tuple[float, float]]] = {
    "under_a_year": (0, 12),
    "one_to_three_years": (12, 36),
    "over_three_years": (36, math.inf),
}
"""Least and most months of an answered horizon."""
READS: Final = (
    "commercial_use",
    "redistributes_weights",
    "monthly_active_users",
    "regimes",
    "licence_requirement",
    "origin_policy",
    "region_required",
    "customization_depth",
    "planning_horizon",
    "task_difficulty",
    "hardware_purchase",
    "compute_access",
    "monthly_tokens",
    "load_shape",
)
"""The facts that are read here."""


@dataclass(frozen=True, slots=True)
class Situation:
    """An organisation, or one of its workloads, as a model or a licence sees it."""

    day: dt.date
    needs: Needs
    answers: Mapping[str, Answer]
    party: Party

    def word(self, fact: str) -> str | None:
        """The answer to a scale or choice; None where it is not known."""
        answer = self.answers.get(fact)
        return answer if isinstance(answer, str) else None

    def flag(self, fact: str) -> bool | None:
        """The answer to a yes-or-no question; None where it is not known."""
        answer = self.answers.get(fact)
        return answer if isinstance(answer, bool) else None

    def number(self, fact: str) -> float | None:
        """The answer in numbers; None where it is not known."""
        answer = self.answers.get(fact)
        return float(answer) if isinstance(answer, int | float) and not isinstance(answer, bool) else None

    def chosen(self, fact: str) -> frozenset[str] | None:
        """The answers to a question with several; None where they are not known."""
        answer = self.answers.get(fact)
        return answer if isinstance(answer, frozenset) else None

    @property
    def horizon(self) -> tuple[float, float] | None:
        """Least and most months the plan runs; None where it is not known."""
        if self.needs.horizon_months is not None:
            return self.needs.horizon_months, self.needs.horizon_months
        return _HORIZONS.get(self.word("planning_horizon") or "")

    @property
    def served_tokens(self) -> int:
        """Context of all simultaneous requests together; a typical one where nothing was said."""
        return (self.needs.context_tokens or TYPICAL_CONTEXT) * (self.needs.parallel_users or 1)

    @property
    def may_get_machines(self) -> bool | None:
        """Whether machines may be bought or rented beside those at hand."""
        bought, reached = self.flag("hardware_purchase"), self.chosen("compute_access")
        rented = None if reached is None else bool(reached & {"rented_gpus", "public_or_donated"})
        if bought or rented:
            return True
        return None if bought is None or rented is None else False


def months_between(first: dt.date, last: dt.date) -> float:
    """Months from one day to another."""
    return (last - first).days / 30.44


def situation(answers: Mapping[str, Answer], needs: Needs, day: dt.date) -> Situation:
    """What is known, on a day."""
    read = {fact: answers[fact] for fact in READS if fact in answers}
    return Situation(day, needs, read, _party(read, needs))


def _party(answers: Mapping[str, Answer], needs: Needs) -> Party:
    def flag(fact: str) -> bool | None:
        answer = answers.get(fact)
        return answer if isinstance(answer, bool) else None

    users, regimes = answers.get("monthly_active_users"), answers.get("regimes")
    outside = needs.resells_model_access or flag("redistributes_weights")
    return Party(
        commercial=flag("commercial_use"),
        redistributes=flag("redistributes_weights"),
        resells=False if needs.internal_only else needs.resells_model_access,
        internal_only=False if outside else needs.internal_only,
        defence="defence" in regimes if isinstance(regimes, frozenset) else None,
        monthly_users=float(users) if isinstance(users, int | float) and not isinstance(users, bool) else None,
        revenue=needs.in_dollars(needs.annual_revenue),
        seat=needs.seat,
    )
