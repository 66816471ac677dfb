"""Prices on a day from the package genai-prices, where it is installed, in the place of the catalogue's.

The package knows tiers and the dates on which prices change, and is renewed several times a month; the catalogue's
prices are those of the day it was made. It is used only where that was asked for, because an answer must not depend on
what happens to be installed.
"""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from advisor.errors import InputError, fault
from advisor.knowledge.catalogue import Catalogue, ModelCard, Price

_SOURCE = "genai-prices"


def repriced(catalogue: Catalogue, day: dt.date) -> Catalogue:
    """The catalogue with the package's prices on a day. Raises `InputError` where the package is not installed."""
    try:
        import genai_prices  # noqa: PLC0415  # an extra
    except ImportError:
        raise InputError([fault("MC09", "--prices")]) from None
    noon = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
    known = _made_on(genai_prices, catalogue, day).isoformat()
    models = {name: _card(card, genai_prices, noon, known) for name, card in catalogue.models.items()}
    return replace(catalogue, models=models)


def _made_on(package: Any, catalogue: Catalogue, day: dt.date) -> dt.date:
    """The day its prices are from: that of its release where the catalogue names it, else that of its installation.

    The package does not say it; its prices are no younger than the day on which it was installed.
    """
    source = catalogue.sources.get(_SOURCE)
    if source is not None and source.date and package.__version__ in source.title.split():
        return min(day, dt.date.fromisoformat(source.date))
    installed = dt.datetime.fromtimestamp(Path(package.__file__).stat().st_mtime, tz=dt.UTC).date()
    return min(day, installed)


def _card(card: ModelCard, package: Any, when: dt.datetime, known: str) -> ModelCard:
    if not any(price.source == _SOURCE for price in card.prices):
        return card
    held = card.price_on(when.date()) or card.prices[-1]
    made = _price(held, package, when, known)
    return card if made is None else card.model_copy(update={"prices": (made,)})


def _price(held: Price, package: Any, when: dt.datetime, known: str) -> Price | None:
    provider, _, model = held.ref.partition("/")
    try:
        of = package.calc_price(
            package.Usage(input_tokens=1000), model, provider_id=provider, genai_request_timestamp=when
        ).model_price
    except (LookupError, ValueError):
        return None
    read, write, cached = (_base(getattr(of, f"{key}_mtok", None)) for key in ("input", "output", "cache_read"))
    if read is None or write is None:
        return None
    return held.model_copy(
        update={
            "read": read,
            "write": write,
            "cached": cached,
            "as_of": known,
            "start": None,
            "until": None,
        }
    )


def _base(value: Any) -> float | None:
    """A price, or the first step of one that rises with the length."""
    base = getattr(value, "base", value)
    return None if base is None else float(base)
