"""The formulas of a cost, on numbers that can be checked by hand."""

import pytest

from advisor.knowledge import cost_model as formulas
from advisor.knowledge.catalogue import Price
from advisor.knowledge.cost_model import Replica, Volume

PRICE = Price.model_validate(
    {"in": 2, "out": 10, "cached": 0.2, "by": "x", "kind": "vendor", "as_of": "2026-11-10", "source": "x", "ref": "x/y"}
)
PLAIN = {
    "output_share": 0.25,
    "reasoning_share": 0.0,
    "cached_price_share": 0.1,
    "batch_price_share": 0.5,
    "input_load": 0.0,
    "throughput": 1.0,
    "utilisation": 0.5,
    "staff_fte": 0.5,
    "staff_cost": 120_000,
    "rent_extras": 0.5,
    "gpu_rent": 2.0,
    "gpu_price": 30_000,
    "server_factor": 1.25,
    "residual": 0.25,
    "life_months": 36,
    "power_factor": 2.0,
    "space_kw": 200,
    "energy_kwh": 0.1,
}


def test_an_interface_bills_by_the_token():
    """30M in at 2 and 10M out at 10 dollars a million: 60 + 100."""
    assert formulas.interface_month(Volume(30e6, 10e6, 40e6), PRICE, PLAIN) == pytest.approx(160)


def test_a_share_of_the_whole_stands_in_for_what_was_not_split():
    assert formulas.interface_month(Volume(None, None, 40e6), PRICE, PLAIN) == pytest.approx(160)


def test_cached_input_costs_its_own_price():
    """Half of the input at 0.2 instead of 2: 30 + 3 + 100."""
    assert formulas.interface_month(Volume(30e6, 10e6, 40e6, 0.5), PRICE, PLAIN) == pytest.approx(133)


def test_batched_requests_cost_half():
    assert formulas.interface_month(Volume(30e6, 10e6, 40e6, 0.0, 1.0), PRICE, PLAIN) == pytest.approx(80)


def test_reasoning_is_billed_as_output():
    """Half of what is written is reasoning, so that twice as much is billed: 60 + 200."""
    values = {**PLAIN, "reasoning_share": 0.5}

    assert formulas.interface_month(Volume(30e6, 10e6, 40e6), PRICE, values) == pytest.approx(260)


def test_the_published_measurements_lie_in_the_band_of_the_formula(catalogue):
    basis = catalogue.cost
    [band] = [one for one in basis.assumptions if one.id == "throughput"]
    for one in basis.measured:
        replica = Replica(catalogue.gpus[one.gpu], one.gpus, one.billions * one.bits / 8)
        likely = replica.capacity(basis, PLAIN) / (3600 * basis.hours_a_month)

        assert band.dear * likely <= one.tokens_s * 1.01, one.what
        assert one.tokens_s <= band.cheap * likely * 1.01, one.what


def test_copies_are_whole_and_follow_the_load(catalogue):
    replica = Replica(catalogue.gpus["h100-80"], 1, 70.0)
    able = replica.capacity(catalogue.cost, PLAIN) * PLAIN["utilisation"]

    def copies(load):
        return formulas.replicas(Volume(0, load, load), replica, catalogue.cost, PLAIN)

    assert [copies(0.01 * able), copies(able), copies(1.01 * able)] == [1, 1, 2]


def test_a_rented_card_is_billed_around_the_clock(catalogue):
    """2 dollars x 730 hours x 1.5."""
    assert formulas.rented_card(catalogue.cost, PLAIN) == pytest.approx(2190)


def test_a_card_of_ones_own_wears_out_and_takes_space_and_power(catalogue):
    """37,500 dollars with its server, three quarters of it lost in 36 months; 1.4 kW at 200 + 73 dollars."""
    assert formulas.wear_card(PLAIN) == pytest.approx(781.25)
    assert formulas.running_card(catalogue.gpus["h100-80"], catalogue.cost, PLAIN) == pytest.approx(382.2)


def test_staff_is_a_part_of_a_post():
    assert formulas.staff_month(PLAIN) == pytest.approx(5000)


def test_break_even_is_where_the_smallest_number_of_copies_pays():
    """A copy for 1,000 a month carries 2bn tokens, the interface asks 1 dollar a million, staff costs 1,500.

    One copy carries 2,000 dollars' worth and must bring in 2,500; two carry 4,000 and must bring in 3,500.
    """
    assert formulas.break_even(1e-6, 2e9, 1000, 1500) == pytest.approx(3.5e9)


def test_there_is_no_break_even_where_a_full_copy_costs_more_than_the_interface():
    assert formulas.break_even(1e-6, 0.9e9, 1000, 0) is None


def test_what_saves_nothing_never_pays_back():
    assert formulas.payback(100, 30, 10) == 5
    assert formulas.payback(100, 10, 10) is None
