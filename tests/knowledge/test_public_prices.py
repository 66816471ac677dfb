"""Public price data against the catalogue: prices, contexts and ends, and nothing else."""

import datetime as dt

import pytest
import yaml

from advisor.knowledge.catalogue import ModelCard
from advisor.knowledge.loader import default_directory
from advisor.knowledge.public_prices import Offer, Proposal, edited, names, offers, proposals

DAY = dt.date(2026, 11, 25)
LITELLM = {
    "gpt-5": {
        "input_cost_per_token": 1e-6,
        "output_cost_per_token": 9e-6,
        "cache_read_input_token_cost": 1e-7,
        "max_input_tokens": 272_000,
        "max_output_tokens": 128_000,
        "deprecation_date": "2027-01-01",
        "license": "mit",
        "openness": "open",
    }
}
MODELS_DEV = {"openai": {"models": {"gpt-5": {"cost": {"input": 1.25, "output": 10}, "limit": {"context": 500_000}}}}}


def proposed(answer, catalogue):
    found, _ = offers(answer, catalogue)
    return [(one.card, one.kind, one.old, one.new) for one in proposals(catalogue, found, DAY)]


def test_litellm_prices_are_by_the_token_and_ends_by_the_day(catalogue):
    assert proposed(LITELLM, catalogue) == [
        ("gpt-5", "price", "1.25/10", "1/9"),
        ("gpt-5", "retires", "2026-12-11", "2027-01-01"),
    ]


def test_a_context_counted_without_the_answer_is_the_same_context(catalogue):
    """272,000 in and 128,000 out are the 400,000 of the card."""
    other = {"gpt-5": LITELLM["gpt-5"] | {"max_output_tokens": 100_000}}

    assert "context" not in {kind for _, kind, _, _ in proposed(LITELLM, catalogue)}
    assert ("gpt-5", "context", "400000", "272000") in proposed(other, catalogue)


def test_models_dev_prices_are_by_the_million(catalogue):
    assert proposed(MODELS_DEV, catalogue) == [("gpt-5", "context", "400000", "500000")]


def test_where_two_sources_differ_from_a_card_the_first_one_speaks(catalogue):
    first, second = (Offer("litellm", "x", 1, 2), Offer("models-dev", "x", 3, 4))

    assert [one.new for one in proposals(catalogue, {"gpt-5": [first, second]}, DAY)] == ["1/2"]


@pytest.mark.parametrize(
    "answer", [[], {}, None, "x", {"a": 1}, {"a": {"b": 1}}, {"a": {"models": 5}}], ids=lambda one: repr(one)[:20]
)
def test_an_answer_of_neither_kind_is_refused(catalogue, answer):
    with pytest.raises(ValueError, match=r"object|neither"):
        offers(answer, catalogue)


@pytest.mark.parametrize(
    "entry",
    [
        {"input_cost_per_token": "free"},
        {"input_cost_per_token": -1},
        {"input_cost_per_token": float("nan")},
        {"input_cost_per_token": True},
        {"input_cost_per_token": 1e-6, "max_input_tokens": "many"},
        {"input_cost_per_token": 1e-6, "deprecation_date": "soon"},
        {"input_cost_per_token": 1e-6, "deprecation_date": "2026-13-01"},
    ],
)
def test_an_entry_that_cannot_be_read_is_counted_and_passed_over(catalogue, entry):
    assert offers({"gpt-5": entry, "o": {"input_cost_per_token": 1}}, catalogue) == ({}, 1)


def test_a_card_says_under_which_names_it_is_known(catalogue):
    assert set(names(catalogue.models["gpt-5"])) == {("models-dev", "openai/gpt-5"), ("litellm", "gpt-5")}


def text_of(name):
    [path] = (default_directory() / "catalogue" / "models").rglob(f"{name}.yaml")
    return path.read_text(encoding="utf-8")


def read(text):
    return ModelCard.model_validate(yaml.safe_load(text))


def test_a_price_is_appended_and_the_old_one_ends_the_day_before(catalogue):
    card = catalogue.models["gpt-5"]
    offer = Offer("litellm", "gpt-5", 1, 9, 0.1)
    after = read(edited(text_of("gpt-5"), card, [Proposal("gpt-5", "price", None, "", offer)], DAY))

    assert [(p.read, p.start, p.until) for p in after.prices] == [
        (1.25, None, "2026-11-24"),
        (1, "2026-11-25", None),
    ]
    assert after.price_on(DAY).cached == 0.1
    assert after.price_on(DAY - dt.timedelta(days=1)).read == 1.25


def test_context_and_end_are_put_in_their_lines(catalogue):
    card = catalogue.models["gpt-4.1-mini"]
    offer = Offer("litellm", "x", context=5, retires="2028-01-01")
    listed = [Proposal(card.id, "context", None, "", offer), Proposal(card.id, "retires", None, "", offer)]
    after = read(edited(text_of(card.id), card, listed, DAY))

    assert (after.context.tokens, after.retires.day) == (5, "2028-01-01")
    assert after.model_copy(update={"context": card.context, "retires": card.retires}) == card


def test_an_end_that_was_not_known_is_added(catalogue):
    card = catalogue.models["gpt-6.1-sol"]
    offer = Offer("litellm", "x", retires="2028-01-01")
    after = read(edited(text_of(card.id), card, [Proposal(card.id, "retires", None, "", offer)], DAY))

    assert after.retires.day == "2028-01-01"


@pytest.mark.parametrize("name", ["gpt-5", "gpt-oss-120b", "llama-4-scout"])
def test_openness_and_licence_are_never_touched(catalogue, name):
    card = catalogue.models[name]
    offer = Offer("litellm", "x", 1, 2, 0.5, 7, None, "2030-01-01")
    listed = [Proposal(name, kind, None, "", offer) for kind in ("price", "context", "retires")]
    after = read(edited(text_of(name), card, listed, DAY))

    assert (after.openness, after.licence) == (card.openness, card.licence)


def test_a_file_in_another_form_is_left_alone(catalogue):
    card = catalogue.models["gpt-5"]
    offer = Offer("litellm", "gpt-5", 1, 9)
    spread = text_of("gpt-5").replace("  - {in: 1.25,", "  - {\n    in: 1.25,")

    assert edited(spread, card, [Proposal("gpt-5", "price", None, "", offer)], DAY) is None
