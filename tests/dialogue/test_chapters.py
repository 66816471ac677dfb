"""The chapters below the reasons: each there where the record says something, and left out where it does not."""

import datetime as dt

import pytest

from advisor.dialogue import chapters, record
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.profile import Profile

DAY = dt.date(2026, 11, 25)
LANGUAGES = ("en", "zh")


@pytest.fixture
def made(mini):
    """A record, with what analyses find if wanted."""

    def of(*, analysed=True, priorities=None, **answers):
        profile = Profile(organization=None, use_case=None, priorities=priorities or {}, answers=answers)
        return record.build(decide(profile, Engine(mini)), DAY, analysed=analysed)

    return of


def keys(listed):
    return [chapter.key for chapter in listed]


def test_a_record_that_holds_no_findings_has_chapters_for_the_rest_alone(made, mini):
    part = made(analysed=False, data_sensitivity="public")

    assert "flips" not in keys(chapters.of_section(part, mini, "en"))
    assert "caveats" in keys(chapters.of_section(part, mini, "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_advice_names_its_rule_and_is_said_once(made, mini, language):
    part = made(data_sensitivity="public")
    part["advice"] = part["advice"] * 2
    caveats = next(one for one in chapters.of_section(part, mini, language) if one.key == "caveats")

    assert [item.rule for item in caveats.items] == ["public-data-goes-out"]
    assert caveats.items[0].words == {"en": "Read the terms.", "zh": "请阅读条款。"}[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_given_is_shown_in_the_words_of_the_questions(made, mini, language):
    plain = made(
        priorities={"privacy": "critical"}, data_sensitivity="public", laws=frozenset(), monthly_tokens=1234567
    )
    grids = {chapter.key: chapter for chapter in chapters.of_record(plain, mini, language)}

    assert grids["priorities"].rows[0][0] == {"en": "privacy", "zh": "隐私"}[language]
    assert (
        {"en": "how sensitive the data is", "zh": "数据的敏感程度"}[language],
        {"en": "Public", "zh": "公开"}[language],
    ) in grids["answers"].rows


def test_an_answer_to_a_question_that_is_no_longer_asked_is_shown_as_it_stands(made, mini):
    plain = made(data_sensitivity="public")
    plain["profile"]["answers"]["once_asked"] = "perhaps"
    grids = {chapter.key: chapter for chapter in chapters.of_record(plain, mini, "en")}

    assert ("once_asked", "perhaps") in grids["answers"].rows


def test_nothing_given_is_nothing_shown(made, mini):
    assert keys(chapters.of_record(made(), mini, "en")) == []
