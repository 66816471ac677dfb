"""Prices from the package genai-prices, where it is installed and asked for."""

import datetime as dt
import sys

import pytest

from advisor.errors import InputError
from advisor.knowledge.package_prices import repriced

DAY = dt.date(2026, 11, 23)


def test_without_the_package_the_way_to_it_is_named(catalogue, monkeypatch):
    monkeypatch.setitem(sys.modules, "genai_prices", None)

    with pytest.raises(InputError) as error:
        repriced(catalogue, DAY)
    assert [d.code for d in error.value.diagnostics] == ["MC09"]


def test_the_package_and_the_catalogue_agree_on_the_day_the_catalogue_was_made(catalogue):
    pytest.importorskip("genai_prices")
    made = repriced(catalogue, DAY)
    differing = [
        name
        for name, card in catalogue.models.items()
        if (held := card.price_on(DAY)) and (made.models[name].price_on(DAY).read, held.read)[0] != held.read
    ]

    assert differing == []


def test_the_package_knows_when_a_price_changes(catalogue):
    pytest.importorskip("genai_prices")
    december = repriced(catalogue, dt.date(2026, 12, 2)).models["gemini-4-argon"]

    assert december.price_on(dt.date(2026, 12, 2)).read == 4


def test_its_prices_are_as_old_as_the_package_and_not_of_today(catalogue):
    pytest.importorskip("genai_prices")
    prices = [
        price
        for card in repriced(catalogue, dt.date(2027, 6, 1)).models.values()
        for price in card.prices
        if price.source == "genai-prices"
    ]

    assert prices
    assert max(price.as_of for price in prices) <= dt.datetime.now(tz=dt.UTC).date().isoformat()


def test_models_the_package_does_not_know_keep_their_prices(catalogue):
    pytest.importorskip("genai_prices")
    made = repriced(catalogue, DAY)

    assert made.models["claude-opus-5"].licence == catalogue.models["claude-opus-5"].licence
    assert made.models["olmo-3-7b-instruct"] == catalogue.models["olmo-3-7b-instruct"]
