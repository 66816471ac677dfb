"""What a profile says that a model, a licence or a price hangs on."""

import datetime as dt
import math

import pytest

from advisor.knowledge.situation import READS, months_between, situation
from advisor.needs import Currency, Needs

DAY = dt.date(2026, 11, 25)


def seen(answers=None, **needs):
    return situation(answers or {}, Needs(**needs), DAY)


def test_every_fact_it_reads_is_asked_in_the_shipped_knowledge(whole):
    assert [fact for fact in READS if fact not in whole.facts] == []


def test_nothing_said_is_nothing_known():
    one = seen()

    assert (one.horizon, one.may_get_machines, one.party.commercial, one.party.internal_only) == (None,) * 4


def test_whoever_sells_access_or_passes_weights_on_does_not_use_it_in_house_only():
    assert seen(resells_model_access=True).party.internal_only is False
    assert seen({"redistributes_weights": True}).party.internal_only is False
    assert seen(internal_only=True).party.resells is False


def test_revenue_reaches_a_licence_in_dollars():
    assert seen(annual_revenue=7e6, currency=Currency("CNY", 7.0)).party.revenue == 1e6


@pytest.mark.parametrize(
    ("answer", "horizon"),
    [("under_a_year", (0, 12)), ("one_to_three_years", (12, 36)), ("over_three_years", (36, math.inf))],
)
def test_an_answered_horizon_has_a_least_and_a_most(answer, horizon):
    assert seen({"planning_horizon": answer}).horizon == horizon
    assert seen({"planning_horizon": answer}, horizon_months=18).horizon == (18, 18)


@pytest.mark.parametrize(
    ("answers", "may"),
    [
        ({"hardware_purchase": True}, True),
        ({"compute_access": frozenset({"rented_gpus"})}, True),
        ({"hardware_purchase": False, "compute_access": frozenset({"owned_gpus"})}, False),
        ({"hardware_purchase": False}, None),
        ({"compute_access": frozenset()}, None),
    ],
)
def test_machines_beyond_those_at_hand(answers, may):
    assert seen(answers).may_get_machines is may


def test_requests_at_once_multiply_the_context():
    assert seen(context_tokens=1000, parallel_users=5).served_tokens == 5000
    assert seen().served_tokens == 8192


def test_months_between_days():
    assert round(months_between(DAY, dt.date(2027, 11, 25))) == 12
