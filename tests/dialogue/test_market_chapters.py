"""Models and costs as chapters, read from the record alone."""

import datetime as dt

import pytest

from advisor import needs
from advisor.analysis.market import Market
from advisor.dialogue import market_chapters
from advisor.dialogue.document import Grid, Listing
from advisor.doors.deciding import decided
from advisor.i18n import has_sentence
from advisor.inference.rete import Engine
from advisor.needs import Gpus, Needs
from advisor.profile import Profile

DAY = dt.date(2026, 11, 25)


@pytest.fixture(scope="session")
def made(whole, catalogue):
    profile = Profile(
        answers={
            "data_egress": "never",
            "commercial_use": True,
            "monthly_tokens": 40_000_000,
            "inference_staff": "dedicated",
            "compute_access": frozenset({"owned_gpus"}),
        },
        needs=Needs(gpus=(Gpus(1, kind="l4"),), open_model="llama-3.3-70b-instruct"),
    )
    return decided(profile, Engine(whole), Market(catalogue, DAY), DAY, analysed=True)


def chapters(record, knowledge, language="en"):
    return {one.key: one for one in market_chapters.of(record, knowledge, language)}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_models_those_that_are_out_and_costs_each_have_a_chapter(made, whole, language):
    found = chapters(made, whole, language)

    assert {"models_open_self_hosted", "rejected_open_self_hosted", "cost", "break_even", "assumptions"} <= set(found)
    assert isinstance(found["models_open_self_hosted"], Listing)
    assert isinstance(found["cost"], Grid)
    assert all(len(row) == len(found["cost"].columns) for row in found["cost"].rows)


def test_a_way_that_is_ruled_out_is_marked_and_never_called_the_cheapest(made, whole):
    cost = chapters(made, whole)["cost"]
    ways = {row[0].partition(":")[0]: row for row in cost.rows}

    assert ways["open model, at a host"][0].endswith("[ruled out]")
    assert ways["open model, at a host"][3].startswith("ruled out by: Data must not leave.")
    assert not ways["open model, machines of your own"][0].endswith("[ruled out]")
    assert "costs least" not in cost.intro
    assert "Cheaper, but ruled out: open model, at a host; closed model, interface;" in cost.intro


def test_what_is_to_be_checked_stands_below_its_model(made, whole):
    [first, *_] = chapters(made, whole)["models_open_self_hosted"].items

    assert first.words.startswith(made["models"]["shortlist"][0]["name"])
    checks = [c["text"]["en"] for c in made["models"]["shortlist"][0]["checks"] if c["outcome"] == "check"]
    assert set(checks) <= set(first.below)


def test_a_record_without_models_has_no_chapter(whole):
    assert chapters({}, whole) == {}
    assert chapters({"models": None, "cost": None}, whole) == {}


def test_a_missing_catalogue_is_said(whole):
    [one] = chapters({"models": {"catalogue": None}}, whole)["models"].items

    assert "catalogue of models is missing" in one.words


def test_machines_that_do_not_hold_the_model_are_named(made, whole):
    assert "do not" in chapters(made, whole)["cost"].intro


@pytest.mark.parametrize(("value", "shown"), [(0.0123, "0.0123"), (9.5, "9.5"), (99.96, "100"), (123456.7, "123,457")])
def test_a_sum_has_about_three_digits(value, shown):
    assert market_chapters.amount(value) == shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_was_said_to_be_needed_is_shown_as_it_was_given(language):
    given = {
        "seat": "DE",
        "gpus": [{"kind": "h100-80", "count": 2}, {"memory_gb": 48, "count": 1}],
        "internal_only": True,
    }
    [grid] = market_chapters.needs(given | {"annual_revenue": 5_000_000, "of_another_version": 1}, language)

    assert [row[1] for row in grid.rows][1] == "2 × h100-80, 1 × 48 GB"
    assert grid.rows[3][1] == "5,000,000"
    assert grid.rows[4][0] == "of_another_version"


def test_every_need_has_a_name():
    assert all(has_sentence(f"needs.{name}") for name in needs.NAMES)
