"""What grows old by itself is told, from a day that is given."""

import datetime as dt

import pytest

from advisor.errors import Location
from advisor.knowledge import ageing, catalogue_loader

DAY = dt.date(2026, 11, 25)


def nowhere(kind, name, path=()):
    return Location("/".join((kind, name, *map(str, path))))


def old(knowledge, day):
    return [(one.code, str(one.where)) for one in ageing.of_knowledge(knowledge, nowhere, day)]


def old_in_catalogue(catalogue, day):
    return list(ageing.of_catalogue(catalogue, nowhere, day))


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2026-11-25", 0),
        ("2025-11-25", 365),
        ("2026-12-01", -6),
        ("2026-10", 25),
        ("2025-12", 329),
        ("2025", 329),
        ("2024-02", 1000),
    ],
)
def test_a_month_or_a_year_counts_from_its_last_day(written, days):
    assert ageing.age(written, DAY) == days


@pytest.mark.parametrize(("later", "codes"), [(365, []), (366, ["WA01", *["WA04"] * 6])])
def test_a_source_and_a_rule_are_old_after_a_year_and_a_day(mini, later, codes):
    day = dt.date(2026, 11, 23) + dt.timedelta(days=later)

    assert [code for code, _ in old(mini, day)] == codes


def test_the_place_is_that_of_the_date(mini):
    told = old(mini, dt.date(2030, 1, 1))

    assert ("WA01", "source/a-law/checked_on") in told
    assert ("WA04", "rule/no-staff/reviewed") in told


def test_a_price_is_old_after_the_days_the_catalogue_allows(catalogue):
    card = catalogue.models["gpt-oss-120b"]
    asked = dt.date.fromisoformat(card.price_on(DAY).as_of)
    limit = catalogue.cost.recheck_after_days
    told = [
        [
            one.slots["model"]
            for one in old_in_catalogue(catalogue, asked + dt.timedelta(days=days))
            if one.code == "WA02"
        ]
        for days in (limit, limit + 1)
    ]

    assert limit == 60
    assert card.id not in told[0]
    assert card.id in told[1]


def test_a_day_of_retirement_that_passed_is_told_unless_the_model_is_withdrawn(catalogue):
    retiring = {card.id: card for card in catalogue.models.values() if card.retires}
    told = {one.slots["model"] for one in old_in_catalogue(catalogue, dt.date(2100, 1, 1)) if one.code == "WA03"}

    assert told == {name for name, card in retiring.items() if card.status != "withdrawn"}
    assert told
    assert told != retiring.keys()


def test_on_the_day_itself_a_model_is_still_there(catalogue):
    card = next(card for card in catalogue.models.values() if card.retires and card.status != "withdrawn")
    day = dt.date.fromisoformat(card.retires.day)

    def told(when):
        return [
            one for one in old_in_catalogue(catalogue, when) if one.code == "WA03" and one.slots["model"] == card.id
        ]

    assert told(day) == []
    assert told(day + dt.timedelta(days=1))


def test_every_warning_of_the_catalogue_has_its_place_in_a_file():
    read = catalogue_loader.read()
    told = list(ageing.of_catalogue(read.catalogue, read.where, dt.date(2100, 1, 1)))

    assert {one.code for one in told} == {"WA01", "WA02", "WA03"}
    assert all(one.where.line and one.where.column for one in told)


def test_nothing_that_is_shipped_is_old_on_the_day_it_was_made(whole, catalogue):
    assert old(whole, DAY) == []
    assert old_in_catalogue(catalogue, DAY) == []
