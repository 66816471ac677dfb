"""Texts in two languages."""

import string

import pytest

from advisor import i18n
from advisor.i18n import Text, chosen_language, joined, say


def test_both_languages_have_the_same_sections_and_sentences():
    assert i18n.sections("en") == i18n.sections("zh")
    assert i18n.sentence_keys("en") == i18n.sentence_keys("zh")


@pytest.mark.parametrize("key", sorted(i18n.sentence_keys("en")))
def test_a_sentence_has_the_same_slots_in_both_languages(key):
    slots = {
        language: {name for _, name, _, _ in string.Formatter().parse(i18n._sentence(key, language)) if name}
        for language in i18n.LANGUAGES
    }

    assert slots["en"] == slots["zh"]


@pytest.mark.parametrize("key", sorted(i18n.sentence_keys("en")))
def test_no_sentence_is_empty_and_the_chinese_ones_hold_no_english_full_stop_at_their_end(key):
    assert i18n._sentence(key, "en").strip() or i18n._sentence(key, "zh") == i18n._sentence(key, "en")
    assert not i18n._sentence(key, "zh").rstrip().endswith(("。.", ",", ";"))


@pytest.mark.parametrize(
    ("wanted", "environment", "language"),
    [
        ("zh", {"LANG": "en_US.UTF-8"}, "zh"),
        (None, {"ADVISOR_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {}, "en"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_systems_else_english(wanted, environment, language):
    assert chosen_language(wanted, environment) == language


@pytest.mark.parametrize(
    ("items", "english", "chinese"),
    [([], "", ""), (["a"], "a", "a"), (["a", "b"], "a and b", "a和b"), (["a", "b", "c"], "a, b and c", "a、b和c")],
)
def test_lists_are_joined_as_the_language_joins_them(items, english, chinese):
    assert (joined(items, "en"), joined(items, "zh").replace(" ", "")) == (english, chinese)


def test_a_slot_takes_a_text_in_the_language_of_the_sentence():
    name = Text(en="data", zh="数据")

    assert "data" in say("aloud.unanswered", "en", name=name)
    assert "数据" in say("aloud.unanswered", "zh", name=name)


def test_braces_in_what_was_typed_are_no_slots():
    assert "{name}" in say("aloud.unanswered", "en", name="{name}")
