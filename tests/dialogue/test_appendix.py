"""What stands behind a report: its rules and its sources."""

import datetime as dt

import pytest

from advisor.dialogue import record
from advisor.dialogue.appendix import appendix
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.profile import Profile


@pytest.fixture(scope="module")
def made(whole):
    answers = {"data_sensitivity": "regulated", "data_egress": "never", "task_difficulty": "routine"}
    return record.build(decide(Profile(answers=answers), Engine(whole)), dt.date(2026, 11, 25))


def test_every_rule_of_the_record_is_read_aloud_with_all_its_sources(made, whole):
    found = appendix(made, whole, "en")
    named = {reason["rule"] for reason in made["reasons"]} | {advice["rule"] for advice in made["advice"]}

    assert {rule.id for rule in found.rules} == named & whole.rules.keys()
    assert {name for rule in found.rules for name in rule.sources} == {source.id for source in found.sources}
    assert found.notice is None


def test_an_english_reader_gets_the_translation_and_the_original_of_a_claim(made, whole):
    claims = {source.id: source for source in appendix(made, whole, "en").sources if source.kind == "claim"}

    assert claims
    for name, source in claims.items():
        assert (source.words, source.original) == (whole.claims[name].english, whole.claims[name].quote)


def test_a_record_of_other_knowledge_is_told_from_itself_and_says_so(made, whole):
    other = {**made, "knowledge": {**made["knowledge"], "sha256": "0" * 64}}
    found = appendix(other, whole, "zh")

    assert found.notice
    assert {rule.id for rule in found.rules} == {reason["rule"] for reason in made["reasons"]}


def test_an_address_that_is_none_of_the_web_is_no_link(made, whole):
    other = {**made, "knowledge": {**made["knowledge"], "sha256": "0" * 64}}
    other["reasons"] = [
        {**one, "sources": [{**source, "link": "javascript:alert(1)"} for source in one["sources"]]}
        for one in made["reasons"]
    ]

    assert {source.link for source in appendix(other, whole, "en").sources} == {None}
