"""A text is there in both languages, or it is none."""

import pytest
from pydantic import ValidationError

from advisor.texts import Text


def test_each_language_is_found_by_its_name():
    text = Text(en="tea", zh="茶")

    assert (text["en"], text["zh"]) == ("tea", "茶")


@pytest.mark.parametrize("given", [{"en": "tea"}, {"en": "tea", "zh": " "}, {"en": "tea", "zh": "茶", "de": "Tee"}])
def test_what_is_missing_empty_or_too_much_is_refused(given):
    with pytest.raises(ValidationError):
        Text.model_validate(given)


def test_space_around_a_sentence_is_nobodys():
    assert Text(en=" tea ", zh="茶\n").model_dump() == {"en": "tea", "zh": "茶"}


def test_a_text_does_not_change():
    with pytest.raises(ValidationError):
        Text(en="tea", zh="茶").en = "coffee"
