"""What grows old by itself: sources nobody has looked at for a year, old prices, models that should be gone by now.

Nothing here is wrong, so these are warnings: what is said may still hold, and somebody should look again. Everything is
reckoned from a day that is given, never from the clock.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Final

from advisor.errors import Diagnostic, Location
from advisor.knowledge.catalogue import Catalogue, ModelCard
from advisor.knowledge.model import KnowledgeBase, Source

Where = Callable[..., Location]

A_YEAR: Final = 365
"""Days after which a source should be looked at again, and a rule be read again."""
_MONTHS: Final = 12


def of_knowledge(knowledge: KnowledgeBase, where: Where, day: dt.date) -> Iterator[Diagnostic]:
    """Sources that were not looked at, and rules and conflicts that were not read, for over a year."""
    for source in knowledge.sources.values():
        yield from _source(source, where("source", source.id, ("checked_on",)), day)
    for rule in knowledge.rules.values():
        if (days := age(rule.reviewed, day)) > A_YEAR:
            slots = {"rule": rule.id, "day": rule.reviewed, "days": days}
            yield Diagnostic("WA04", where("rule", rule.id, ("reviewed",)), slots)


def of_catalogue(catalogue: Catalogue, where: Where, day: dt.date) -> Iterator[Diagnostic]:
    """Old sources and prices of the catalogue, and models whose day of retirement has passed."""
    for source in catalogue.sources.values():
        yield from _source(source, where("source", source.id, ("checked_on",)), day)
    for card in catalogue.models.values():
        if card.status != "withdrawn":
            yield from _card(card, where, day, catalogue.cost.recheck_after_days)


def _source(source: Source, place: Location, day: dt.date) -> Iterator[Diagnostic]:
    if (days := age(source.checked_on, day)) > A_YEAR:
        yield Diagnostic("WA01", place, {"source": source.id, "day": source.checked_on, "days": days})


def _card(card: ModelCard, where: Where, day: dt.date, most: int) -> Iterator[Diagnostic]:
    price = card.price_on(day)
    if price is not None and price.kind != "historic" and (days := age(price.as_of, day)) > most:
        place = where("model", card.id, ("prices", card.prices.index(price), "as_of"))
        yield Diagnostic("WA02", place, {"model": card.id, "day": price.as_of, "days": days})
    if card.retires is not None and age(card.retires.day, day) > 0:
        place = where("model", card.id, ("retires", "day"))
        yield Diagnostic("WA03", place, {"model": card.id, "day": card.retires.day, "status": card.status})


def age(written: str, day: dt.date) -> int:
    """Days from a date to a day; a month or a year counts from its last day, so that nothing looks older than it is."""
    parts = [int(part) for part in written.split("-")]
    if len(parts) == 3:  # noqa: PLR2004  # year, month and day
        end = dt.date(*parts)
    elif len(parts) == 1 or parts[1] == _MONTHS:
        end = dt.date(parts[0], 12, 31)
    else:
        end = dt.date(parts[0], parts[1] + 1, 1) - dt.timedelta(days=1)
    return (day - end).days
