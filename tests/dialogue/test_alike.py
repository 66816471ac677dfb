"""What several models have in common is said once."""

import pytest

from advisor.dialogue import alike
from advisor.dialogue.document import Item


def words(text):
    return {"en": text, "zh": f"中{text}"}


def model(name, licence="Terms", duties=(), restrictions=()):
    return {
        "name": name,
        "licence": {"name": words(licence) if licence else None},
        "duties": [words(one) for one in duties],
        "restrictions": [words(one) for one in restrictions],
    }


def test_the_terms_of_a_licence_stand_once_above_nothing_but_its_models():
    shortlist = [model("A", restrictions=["R"]), model("B", "Free"), model("C", restrictions=["R"])]

    assert list(alike.terms(shortlist, "en")) == [Item("Terms: A; C", below=("Restriction: R",))]


def test_terms_that_differ_for_two_models_of_one_licence_are_told_apart():
    found = list(alike.terms([model("A", duties=["D"]), model("B", duties=["E"])], "zh"))

    assert [item.words for item in found] == ["中Terms：A", "中Terms：B"]
    assert [item.below for item in found] == [("义务：中D",), ("义务：中E",)]


def test_a_licence_without_a_name_is_called_unknown():
    assert [item.words for item in alike.terms([model("A", None, duties=["D"])], "en")] == ["not known: A"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_commonest_reason_comes_first_and_no_model_is_lost(language):
    out = [{"name": name, "text": words(text)} for name, text in (("A", "x"), ("B", "y"), ("C", "z"), ("D", "y"))]
    first, *others = alike.rejected(out, language)

    assert first.below == (("B; D",) if language == "en" else ("B；D",))
    assert first.words.startswith("2 ")
    assert [item.words[0] for item in others] == ["A", "C"]
    assert all(not item.below for item in others)
