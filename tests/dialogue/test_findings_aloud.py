"""Findings as sentences: how firm, what would change it, what is open, what would give way."""

import datetime as dt

import pytest

from advisor.dialogue import findings_aloud, record
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.profile import Profile

DAY = dt.date(2026, 11, 25)
LANGUAGES = ("en", "zh")
PUBLIC = {"data_sensitivity": "public"}


@pytest.fixture
def made(mini):
    """A record with everything that the analyses find."""

    def of(**answers):
        profile = Profile(organization=None, use_case=None, priorities={"privacy": "high"}, answers=answers)
        return record.build(decide(profile, Engine(mini)), DAY, analysed=True)

    return of


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_firm_it_is_comes_with_the_share_it_was_drawn_from(made, mini, language):
    part = made(**PUBLIC)

    assert "%" in findings_aloud.firmness(part, mini, language)


def test_where_nothing_was_drawn_nothing_is_said(made, mini):
    part = made(**PUBLIC)
    part["verdict"] = part["verdict"] | {"firmness": None}

    assert findings_aloud.firmness(part, mini, "en") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_changes_to_another_openness_come_before_changes_of_the_way_to_run_it(made, mini, language):
    part = made(**PUBLIC)
    part["flips"] = [
        {
            "changes": {"has_staff": [None, True]},
            "openness": "closed",
            "strategy": "closed_private",
            "text": _text("B"),
        },
        {"changes": {"laws": [None, ["hipaa"]]}, "openness": "open", "strategy": "open_hosted", "text": _text("A")},
    ]

    assert findings_aloud.flips(part, mini, language) == ("A", "B")


def test_changes_of_one_answer_to_the_same_end_are_one_sentence(made, mini):
    part = made(**PUBLIC)
    part["flips"] = [
        {
            "changes": {"data_sensitivity": ["public", to]},
            "openness": "open",
            "strategy": "open_hosted",
            "text": _text(to),
        }
        for to in ("internal", "regulated")
    ]

    (sentence,) = findings_aloud.flips(part, mini, "en")

    assert "Internal or Regulated" in sentence


def test_combinations_of_which_one_is_missing_stay_apart(made, mini):
    part = made(**PUBLIC)
    ends = [("internal", True), ("internal", False), ("regulated", True)]
    part["flips"] = [
        {
            "changes": {"data_sensitivity": ["public", level], "has_staff": [None, staff]},
            "openness": "open",
            "strategy": "open_hosted",
            "text": _text(f"{level} {staff}"),
        }
        for level, staff in ends
    ]

    assert len(findings_aloud.flips(part, mini, "en")) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_open_is_said_with_what_it_can_still_do(made, mini, language):
    part = made(**PUBLIC)
    said = " ".join(findings_aloud.unanswered(part, mini, language))

    assert all(row["name"][language] in said for row in part["unanswered"])


def test_of_many_only_the_first_are_named_where_that_is_asked(made, mini):
    part = made(**PUBLIC)
    brief, full = (" ".join(findings_aloud.unanswered(part, mini, "en", most)) for most in (1, None))

    assert len(brief) <= len(full)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_outlook_names_what_may_still_come_out(made, mini, language):
    part = made(**PUBLIC)
    kinds = part["possible"]["openness"]

    assert all(mini.openness_name(kind)[language] in findings_aloud.outlook(part, mini, language) for kind in kinds)
    assert findings_aloud.outlook(part | {"unanswered": []}, mini, language) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_would_give_way_names_the_requirements_and_what_it_lets_in(made, mini, language):
    part = made()
    gates = [
        {"rule": rule, "facts": [], "text": mini.rules[rule].title.model_dump(), "frees": ["open_self_hosted"]}
        for rule in ("no-self-hosting", "keep-data-in")
    ]
    part["relax"] = [gates, gates[:1], []]

    both, one = findings_aloud.relaxed(part, mini, language)

    assert all(gate["text"][language] in both for gate in gates)
    assert mini.strategies["open_self_hosted"].name[language] in one
    assert gates[1]["text"][language] not in one


def _text(words):
    return {"en": words, "zh": words}
