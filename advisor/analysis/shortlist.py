"""Which models satisfy an organisation under a strategy, and why each of the others does not.

There is no score of quality: the catalogue holds none that would be evidence for a particular work, and the order says
by what it was made. Where size matters, on machines of one's own, models of each size stand in turn, so that the first
few show what each step in hardware would bring.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from advisor import i18n
from advisor.i18n import Text
from advisor.knowledge.catalogue import Catalogue, ModelCard, Price
from advisor.knowledge.licensing import Verdict, judge
from advisor.knowledge.memory import Fit, Serving, cards_needed, fit, usable, usual
from advisor.knowledge.requirements import REQUIREMENTS, Check, held_against
from advisor.knowledge.situation import Situation, months_between

STRATEGIES: Final = ("open_self_hosted", "open_hosted", "closed_api", "closed_private")
"""The strategies that need models of one kind; a hybrid needs one of each."""
OWN_MACHINES: Final = "open_self_hosted"
_DEMANDING: Final = frozenset({"expert", "frontier"})
_GRAVE: Final = frozenset({"origin", "openness", "licence", "region"})
"""Requirements of law and policy: an open question about one of them weighs more than any other."""


@dataclass(frozen=True)
class Candidate:
    """A model with everything that was held against it."""

    card: ModelCard
    checks: tuple[Check, ...]
    licence: Verdict
    fit: Fit | None
    """Whether it fits the machines at hand, where there are any and that matters."""
    price: Price | None
    serving: Serving | None
    """How it would be served on machines of one's own: as is usual, or as it fits those at hand where that does not."""
    age: float | None
    """Months since it came out, as exactly as that is known."""

    @property
    def told(self) -> Serving | None:
        """The way of serving it that a person is told: the one that was held against the machines at hand."""
        return self.fit.serving if self.fit and self.fit.fits is not False else self.serving

    @cached_property
    def failed(self) -> tuple[Check, ...]:
        """The requirements it is known to fail, in the order in which they are tried."""
        return tuple(check for check in self.checks if check.outcome == "no")

    @cached_property
    def open(self) -> tuple[Check, ...]:
        """What the catalogue cannot decide."""
        return tuple(check for check in self.checks if check.outcome == "check")


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The models of a strategy: those that remain, best first, and those that are out."""

    strategy: str
    remaining: tuple[Candidate, ...]
    rejected: tuple[Candidate, ...]
    order: tuple[Text, ...]
    """By what the remaining ones are ordered, weightiest first."""

    @property
    def state(self) -> str | None:
        """What the rules may read: `some`, the requirement that leaves none, or None where it is not known.

        A requirement is named where dropping it alone would let a model through; else it is all of them together.
        """
        if any(not candidate.open for candidate in self.remaining):
            return "some"
        if self.remaining or not self.rejected:
            return None
        alone = [candidate.failed[0].requirement for candidate in self.rejected if len(candidate.failed) == 1]
        return f"none_{max(REQUIREMENTS, key=alone.count)}" if alone else "none_together"


def verdicts(situation: Situation, catalogue: Catalogue) -> dict[str, Verdict]:
    """What each model's licence says; the same under every strategy, and so looked at once."""
    return {card.id: judge(card, situation.party, catalogue) for card in catalogue.models.values()}


def shortlist(
    strategy: str, situation: Situation, catalogue: Catalogue, judged: Mapping[str, Verdict] | None = None
) -> Shortlist:
    """The models that remain under a strategy, best first, and those that are out."""
    said = judged or verdicts(situation, catalogue)
    pool = [card for card in catalogue.models.values() if of_kind(card, strategy)]
    candidates = [candidate(card, strategy, situation, catalogue, said[card.id]) for card in pool]
    ordering = _Ordering(strategy, situation, catalogue)
    remaining = ordering.ordered([one for one in candidates if not one.failed])
    rejected = [one for one in candidates if one.failed]
    rejected.sort(key=lambda one: (one.card.status != "current", len(one.failed), one.card.id))
    return Shortlist(strategy, tuple(remaining), tuple(rejected), ordering.stated())


def candidate(
    card: ModelCard, strategy: str, situation: Situation, catalogue: Catalogue, judged: Verdict | None = None
) -> Candidate:
    """One model held against the requirements of a strategy."""
    verdict = judged or judge(card, situation.party, catalogue)
    fitting, room = None, usable(situation.needs.gpus, catalogue)
    if strategy == OWN_MACHINES and situation.needs.gpus:
        fitting = fit(card, room, situation.served_tokens, catalogue.cost)
    serving = usual(card, catalogue.cost, situation.served_tokens) if strategy == OWN_MACHINES else None
    if serving and fitting and fitting.fits is not False and (serving.total_gb or serving.weights_gb) > room:
        serving = fitting.serving
    checks = held_against(card, strategy, verdict, fitting, situation, catalogue)
    return Candidate(card, checks, verdict, fitting, card.price_on(situation.day), serving, _age(card, situation.day))


def of_kind(card: ModelCard, strategy: str) -> bool:
    """Whether a model can be had at all, writes text, and is as open as the strategy speaks of.

    Where openness is not settled it counts as closed: nobody can run weights that may not be out.
    """
    if card.status == "withdrawn" or "text" not in card.output:
        return False
    return (card.level in {"open_weights", "open_source"}) is strategy.startswith("open")


@dataclass(frozen=True, slots=True)
class _Ordering:
    """The order of the models that remain."""

    strategy: str
    situation: Situation
    catalogue: Catalogue

    @property
    def newest_first(self) -> bool:
        """For demanding work, or where nobody said how demanding it is, newer goes before cheaper."""
        return self.situation.word("task_difficulty") in {None, *_DEMANDING}

    @property
    def largest_first(self) -> bool:
        return bool(self.situation.needs.gpus) and self.newest_first

    def stated(self) -> tuple[Text, ...]:
        keys = ["order_grave", "order_current"]
        if self.strategy == OWN_MACHINES:
            keys += ["order_large" if self.largest_first else "order_small"]
        keys += ["order_open", "order_duties"]
        light = "order_memory" if self.strategy == OWN_MACHINES else "order_price"
        keys += ["order_newest", light] if self.newest_first else [light, "order_newest"]
        return tuple(i18n.text(f"models.{key}") for key in keys)

    def ordered(self, candidates: list[Candidate]) -> list[Candidate]:
        whole = sorted(candidates, key=self._place)
        if self.strategy != OWN_MACHINES:
            return whole
        # In turn: the first of each size, the second of each size; never across what goes before size.
        turn: dict[tuple[Any, ...], int] = {}
        places: dict[str, tuple[Any, ...]] = {}
        for one in whole:
            rank, held = self._rank(one), size(one, self.catalogue)
            turn[rank, held] = turn.get((rank, held), -1) + 1
            places[one.card.id] = (rank, turn[rank, held], -held if self.largest_first else held)
        return sorted(whole, key=lambda one: places[one.card.id])

    def _rank(self, one: Candidate) -> tuple[Any, ...]:
        """What goes before size, price and age."""
        recent = one.age is not None and one.age <= self.catalogue.cost.recent_months
        grave = [check for check in one.open if check.requirement in _GRAVE]
        does_not_fit = one.fit is not None and one.fit.fits is False
        return (len(grave) + does_not_fit, one.card.status != "current", not recent)

    def _place(self, one: Candidate) -> tuple[Any, ...]:
        burden = self._burden(one)
        newness = (one.age is None, one.age or 0.0)
        lightness = (burden is None, burden or 0.0)
        both = (newness, lightness) if self.newest_first else (lightness, newness)
        return (self._rank(one), len(one.open), len(one.licence.duties), *both, one.card.id)

    def _burden(self, one: Candidate) -> float | None:
        """What a model weighs: the memory it takes on one's own machines, else what its tokens cost."""
        if self.strategy == OWN_MACHINES:
            return one.serving.weights_gb if one.serving else None
        # Three tokens read for one written, as published comparisons reckon.
        return (3 * one.price.read + one.price.write) / 4 if one.price else None


def size(one: Candidate, catalogue: Catalogue) -> int:
    """Which of the machines by which sizes are told apart is the smallest that holds it; the last for those beyond."""
    machines = catalogue.cost.machines_gb
    if one.serving is None:
        return len(machines) + 1
    room = [gigabytes * catalogue.cost.usable_share for gigabytes in machines]
    return next((place for place, held in enumerate(room) if one.serving.weights_gb <= held), len(machines))


def _age(card: ModelCard, day: dt.date) -> float | None:
    """Months since a model came out, as exactly as that is known."""
    if card.released is None:
        return None
    year, month, date = (*(int(part) for part in card.released.day.split("-")), 1, 1)[:3]
    return months_between(dt.date(year, month, date), day)


def smallest_machine(one: Candidate, kinds: Iterable[str], catalogue: Catalogue) -> tuple[str, int] | None:
    """The smallest kind of processor of which a model needs fewest, and how many; None where its size is unknown."""
    if one.told is None:
        return None
    wanted = one.told.total_gb or one.told.weights_gb
    gpus = [catalogue.gpus[kind] for kind in kinds]
    counts = [(cards_needed(wanted, gpu.memory_gb, catalogue.cost), gpu.memory_gb, gpu.id) for gpu in gpus]
    count, _, kind = min(counts)
    return kind, count
