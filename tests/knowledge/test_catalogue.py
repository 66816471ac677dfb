"""The shipped catalogue: what every card, licence and price must have."""

import datetime as dt
import re

import pytest

from advisor.knowledge.catalogue import Memory, ModelCard, Price

DAY = dt.date(2026, 11, 25)


def card(**over):
    """A card with as little as one may hold."""
    return ModelCard.model_validate(
        {"id": "x", "name": "X", "family": "X", "developer": "X", "status": "current"} | over
    )


def test_every_model_of_the_collected_facts_is_there(catalogue):
    levels = [one.level for one in catalogue.models.values()]

    assert len(levels) == 188
    assert {level: levels.count(level) for level in set(levels)} == {
        "closed": 61,
        "open_weights": 113,
        "open_source": 13,
        None: 1,
    }
    assert len(catalogue.licences) == 42


def test_every_model_the_article_names_and_that_exists_is_marked(catalogue):
    assert {one.id for one in catalogue.models.values() if one.named_in_article} == {
        "bert-large",
        "cohere-command-2023",
        "gopher-280b",
        "gpt-3-davinci",
        "gpt-4",
        "gpt-j-6b",
        "gpt-neox-20b",
        "jurassic-1-jumbo",
        "llama-1-65b",
        "t5-11b",
    }


def test_every_price_has_a_day_and_a_source(catalogue):
    prices = [price for one in catalogue.models.values() for price in one.prices]

    assert len(prices) > 120
    assert {price.source for price in prices} <= catalogue.sources.keys()
    assert catalogue.newest_price == max(price.as_of for price in prices)


def test_what_was_read_for_a_card_begins_with_a_source(catalogue):
    words = {entry.split()[0] for one in catalogue.models.values() for entry in one.read}

    assert words - {"tuning", "page"} <= catalogue.sources.keys()


def test_licences_known_to_spdx_carry_its_identifier(catalogue):
    assert {one.spdx for one in catalogue.licences.values()} - {None} == {
        "Apache-2.0",
        "CC-BY-4.0",
        "CC-BY-NC-4.0",
        "MIT",
    }


def test_openness_is_no_matter_of_the_licence(catalogue):
    """The same licence stands over models of both levels."""
    apache = {one.level for one in catalogue.models.values() if one.licence == "apache-2.0"}

    assert apache == {"open_weights", "open_source"}


def test_every_text_is_there_in_both_languages(catalogue):
    texts = [clause.text for one in catalogue.licences.values() for clause in one.clauses]
    texts += [one.remark for one in catalogue.models.values() if one.remark]
    texts += [text for one in catalogue.cost.assumptions for text in (one.name, one.because)]

    assert texts
    assert all(re.search(r"[\u4e00-\u9fff]", text.zh) for text in texts)
    assert not any(re.search(r"[\u4e00-\u9fff]", text.en) for text in texts)


def test_a_price_holds_from_its_first_day_to_its_last(catalogue):
    argon = catalogue.models["gemini-4-argon"]

    assert argon.price_on(dt.date(2026, 11, 30)).read == 2
    assert argon.price_on(dt.date(2026, 12, 1)).read == 4
    assert card().price_on(DAY) is None


def test_a_region_is_its_countries_and_its_own_name(catalogue):
    assert {"DE", "EU"} <= catalogue.countries(("EU",))
    assert catalogue.countries(("CH",)) == {"CH"}


def test_a_figure_without_its_source_is_refused():
    with pytest.raises(ValueError, match="without its source"):
        Memory.model_validate({"kv_gb_per_1k": 0.1})


def test_a_day_that_is_compared_must_be_whole():
    with pytest.raises(ValueError, match="pattern"):
        Price.model_validate(
            {"in": 1, "out": 1, "by": "x", "kind": "vendor", "as_of": "2026-11", "source": "x", "ref": "x"}
        )
