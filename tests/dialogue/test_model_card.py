"""One model, read aloud."""

import datetime as dt

import pytest

from advisor.analysis.shortlist import STRATEGIES, candidate
from advisor.dialogue import model_card
from advisor.knowledge.situation import situation
from advisor.needs import NOTHING


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_card_and_every_licence_can_be_read_aloud(catalogue, language):
    for card in catalogue.models.values():
        sheet = model_card.sheet(card, catalogue, language)
        assert all(len(row) == 2 and row[0] for row in sheet.rows)
    for licence in catalogue.licences.values():
        assert model_card.clauses(licence, language).title == licence.name[language]


def test_every_value_names_its_source(catalogue):
    rows = dict(model_card.sheet(catalogue.models["gpt-oss-120b"], catalogue, "en").rows)

    assert rows["Size"] == "116.8 billion parameters, 5.1 of them active [llmfit]"
    assert rows["Context"] == "131,072 [genai-prices]"
    assert rows["Memory"].startswith("80 GB at mxfp4 (tested) [vllm-recipes]")


def test_unknown_is_said_and_not_left_out(catalogue):
    rows = dict(model_card.sheet(catalogue.models["muse-spark-open"], catalogue, "en").rows)

    assert (rows["Size"], rows["Released"]) == ("not known", "not known")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_how_a_model_stands_is_said_requirement_by_requirement(catalogue, language):
    seen = situation({"commercial_use": True}, NOTHING, dt.date(2026, 11, 25))
    for strategy in STRATEGIES[:2]:
        one = candidate(catalogue.models["command-r-35b"], strategy, seen, catalogue)
        listing = model_card.judged(one, strategy, language)
        assert listing.items[0].words.startswith({"en": "fails: ", "zh": "不满足："}[language])
