"""What the catalogue says of one profile: which models remain, what they cost, and what of it the rules may read.

The rules read two kinds of facts of the origin `catalogue`: whether any model remains for a strategy, and which way of
running one is cheapest. They are looked up before the rules run, so that the trace explains what they did, and a fact
that the catalogue cannot decide is simply unknown.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from advisor.analysis import cost, shortlist
from advisor.analysis.cost import Estimate
from advisor.analysis.shortlist import STRATEGIES, Candidate, Shortlist
from advisor.errors import Diagnostic, Location, nearest
from advisor.knowledge.answers import Answer
from advisor.knowledge.catalogue import Catalogue, ModelCard
from advisor.knowledge.model import Fact, KnowledgeBase
from advisor.knowledge.situation import Situation, situation
from advisor.needs import Needs
from advisor.profile import Profile

MODELS: Final = "models_"
"""Fact `models_<strategy>`: `some`, or the requirement that leaves none."""
CHEAPEST: Final = "cheapest_route"
"""Fact: the way that stays cheapest across the band, or `too_close`."""
_HELPFUL: Final = (
    "context_tokens",
    "languages",
    "seat",
    "annual_revenue",
    "resells_model_access",
    "gpus",
    "parallel_users",
    "input_tokens",
    "output_tokens",
)
"""Needs that most often decide, in the order in which they are worth saying."""
_MOST_REMEMBERED: Final = 4096


@dataclass(frozen=True)
class Findings:
    """Everything the catalogue says of one profile, or of one workload of it."""

    situation: Situation
    lists: Mapping[str, Shortlist]
    """Strategy to its models."""
    estimate: Estimate | None
    """None where the month's tokens are not known."""

    @property
    def would_help(self) -> tuple[str, ...]:
        """Needs that were not stated and could decide something."""
        needs = self.situation.needs
        open_ = [name for name in _HELPFUL if getattr(needs, name) in (None, ())]
        tokens = {"input_tokens", "output_tokens"}
        if self.situation.number("monthly_tokens") is not None:
            return tuple(name for name in open_ if name not in tokens)
        return tuple(open_)


@dataclass(frozen=True)
class Market:
    """A catalogue on a day, ready to be asked about any number of profiles."""

    catalogue: Catalogue
    day: dt.date
    _known: dict[tuple[Needs, frozenset[tuple[str, Answer]]], Findings] = field(default_factory=dict, repr=False)

    def findings(self, profile: Profile) -> Findings:
        """What is said of a profile without workloads; profiles alike in all it reads are looked up once."""
        seen = situation(profile.answers, profile.needs, self.day)
        key = (seen.needs, frozenset(seen.answers.items()))
        if key not in self._known:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = self._look(seen)
        return self._known[key]

    def observed(self, profile: Profile, knowledge: KnowledgeBase) -> dict[str, Answer]:
        """The facts of the origin `catalogue` that the knowledge asks for and the catalogue can decide."""
        wanted = [fact for fact in knowledge.facts.values() if fact.origin == "catalogue"]
        return dict(self._decided(wanted, profile)) if wanted else {}

    def _decided(self, wanted: list[Fact], profile: Profile) -> Iterator[tuple[str, Answer]]:
        found = self.findings(profile)
        for fact in wanted:
            value = None
            if fact.id == CHEAPEST:
                value = found.estimate.cheapest if found.estimate else None
            elif fact.id.startswith(MODELS) and fact.id.removeprefix(MODELS) in found.lists:
                value = found.lists[fact.id.removeprefix(MODELS)].state
            if value in fact.by_id:
                yield fact.id, str(value)

    def _look(self, seen: Situation) -> Findings:
        judged = shortlist.verdicts(seen, self.catalogue)
        lists = {strategy: shortlist.shortlist(strategy, seen, self.catalogue, judged) for strategy in STRATEGIES}
        return Findings(seen, lists, self._estimate(seen, lists))

    def _estimate(self, seen: Situation, lists: Mapping[str, Shortlist]) -> Estimate | None:
        closed = self._closed(seen, lists["closed_api"])
        opened = self._open(seen, lists["open_self_hosted"])
        current = [one for one in lists["closed_api"].remaining if one.card.status == "current"]
        return cost.estimate(
            seen,
            closed.card if closed else None,
            opened.card if opened else None,
            opened.serving if opened else None,
            [one.price for one in current if one.price],
            self.catalogue,
        )

    def _closed(self, seen: Situation, listed: Shortlist) -> Candidate | None:
        """The closed model to reckon with: the one that was named, else the first that remains with a price."""
        named = self.catalogue.models.get(seen.needs.closed_model or "")
        if named is not None:
            return shortlist.candidate(named, "closed_api", seen, self.catalogue)
        return next((one for one in listed.remaining if one.price), None)

    def _open(self, seen: Situation, listed: Shortlist) -> Candidate | None:
        """The open model to reckon with: the one that was named, else the first that remains of the fitting size."""
        named = self.catalogue.models.get(seen.needs.open_model or "")
        if named is not None:
            return shortlist.candidate(named, "open_self_hosted", seen, self.catalogue)
        sizes = self.catalogue.cost.reckoned_size
        wanted = sizes.get(seen.word("task_difficulty") or "moderate", 1)
        able = [one for one in listed.remaining if one.serving and not (one.fit and one.fit.fits is False)]
        priced = [one for one in able if one.price]
        of_size = [one for one in priced if shortlist.size(one, self.catalogue) == wanted]
        return next(iter([*of_size, *priced, *able]), None)

    @property
    def price_age(self) -> int | None:
        """Days since the latest price was looked up."""
        newest = self.catalogue.newest_price
        return None if newest is None else (self.day - dt.date.fromisoformat(newest)).days

    @property
    def prices_are_old(self) -> bool:
        """Whether the latest price is older than the catalogue wants to be relied on."""
        return self.price_age is not None and self.price_age > self.catalogue.cost.warn_after_days


def faults(needs: Needs, catalogue: Catalogue, shown: str) -> list[Diagnostic]:
    """Names in a profile's needs that the catalogue does not know."""
    found = []
    for group in needs.gpus:
        if group.kind is not None and group.kind not in catalogue.gpus:
            slots = {"name": group.kind, "near": nearest(group.kind, catalogue.gpus)}
            where = needs.where.get("gpus", Location(shown))
            found.append(Diagnostic("NE12", where, {**slots, "known": ", ".join(catalogue.gpus)}))
    for name, wanted in (("open_model", True), ("closed_model", False)):
        said = getattr(needs, name)
        if said is None:
            continue
        where = needs.where.get(name, Location(shown))
        card = catalogue.models.get(said)
        if card is None:
            found.append(Diagnostic("MC04", where, {"name": said, "near": nearest(said, catalogue.models)}))
        elif is_open(card) is not wanted:
            found.append(Diagnostic("NE13" if wanted else "NE14", where, {"name": said}))
    return found


def is_open(card: ModelCard) -> bool:
    """Whether the weights of a model are published."""
    return card.level in {"open_weights", "open_source"}
