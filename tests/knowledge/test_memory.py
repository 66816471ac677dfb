"""What a model takes of a server's memory."""

import pytest

from advisor.knowledge.memory import cards_needed, fit, servings, usable, usual
from advisor.needs import Gpus


def test_weights_are_parameters_times_bytes_with_a_fifth_on_top(catalogue):
    sizes = {s.precision: round(s.weights_gb, 1) for s in servings(catalogue.models["qwen3-32b"], catalogue.cost, 0)}

    assert sizes == {"bf16": 78.7, "fp8": 39.4, "int4": 22.1}


def test_a_tested_deployment_goes_before_the_formula(catalogue):
    [native] = [s for s in servings(catalogue.models["gpt-oss-120b"], catalogue.cost, 0) if s.precision == "mxfp4"]

    assert (native.weights_gb, native.tested) == (80, True)


def test_a_model_born_in_a_low_precision_is_not_served_in_a_higher_one(catalogue):
    assert [s.precision for s in servings(catalogue.models["gpt-oss-20b"], catalogue.cost, 0)] == ["mxfp4"]


def test_the_cache_grows_with_context_and_requests(catalogue):
    """Qwen3 32B: 0.262 GB for a thousand tokens, so 32K of context for eight people take 69 GB."""
    [first, *_] = servings(catalogue.models["qwen3-32b"], catalogue.cost, 32_768 * 8)

    assert first.cache_gb == pytest.approx(68.7, abs=0.1)


def test_where_the_attention_makes_the_formula_wrong_the_cache_is_unknown(catalogue):
    way = usual(catalogue.models["deepseek-v4-flash"], catalogue.cost, 100_000)

    assert (way.cache_gb, way.total_gb) == (None, None)


def test_a_size_nobody_knows_gives_no_way_of_serving(catalogue):
    assert servings(catalogue.models["gpt-5"], catalogue.cost, 0) == ()
    assert usual(catalogue.models["gpt-5"], catalogue.cost) is None


@pytest.mark.parametrize(("gigabytes", "cards"), [(72, 1), (72.1, 2), (144, 2), (144.1, 3)])
def test_cards_are_whole_and_filled_to_nine_tenths(catalogue, gigabytes, cards):
    assert cards_needed(gigabytes, 80, catalogue.cost) == cards


def test_a_model_is_fitted_at_the_most_exact_precision_that_does(catalogue):
    card = catalogue.models["qwen3-32b"]
    found = {room: fit(card, room, 8192, catalogue.cost) for room in (100, 45, 25, 20)}

    assert {room: (one.fits, one.serving.precision) for room, one in found.items()} == {
        100: (True, "bf16"),
        45: (True, "fp8"),
        25: (True, "int4"),
        20: (False, "int4"),
    }


def test_an_unknown_cache_leaves_it_open_whether_a_model_fits(catalogue):
    card = catalogue.models["deepseek-v4-flash"]

    assert fit(card, 200, 8192, catalogue.cost).fits is None
    assert fit(card, 100, 8192, catalogue.cost).fits is False


def test_the_memory_of_several_kinds_adds_up_and_an_unknown_kind_counts_for_nothing(catalogue):
    groups = (Gpus(2, kind="h100-80"), Gpus(1, memory_gb=48), Gpus(4, kind="no-such"))

    assert usable(groups, catalogue) == pytest.approx(0.9 * 208)
