"""What counts as an answer to a question."""

import datetime as dt

import pytest
from drawing import answer as drawn_answer
from hypothesis import given
from hypothesis import strategies as st

from advisor.knowledge.answers import read_answer, write_answer

FACTS = ("data_sensitivity", "data_egress", "has_staff", "laws", "monthly_tokens")


@pytest.mark.parametrize(
    ("fact", "raw", "meant"),
    [
        ("data_sensitivity", " public ", "public"),
        ("has_staff", "yes", True),
        ("has_staff", "否", False),
        ("has_staff", True, True),
        ("laws", "hipaa; dora", frozenset({"hipaa", "dora"})),
        ("laws", ["dora"], frozenset({"dora"})),
        ("laws", [], frozenset()),
        ("laws", "none", frozenset()),
        ("monthly_tokens", "40_000_000", 40_000_000),
        ("monthly_tokens", 2.0, 2),
        ("monthly_tokens", "1.5", 1.5),
    ],
)
def test_an_answer_is_read_as_it_is_meant(mini, fact, raw, meant):
    assert read_answer(mini.facts[fact], raw) == (meant, None)


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("raw", [None, "unknown", " Unknown ", ""])
def test_not_knowing_is_an_answer_to_every_question(mini, fact, raw):
    assert read_answer(mini.facts[fact], raw) == (None, None)


@pytest.mark.parametrize(
    ("fact", "raw", "code"),
    [
        ("data_sensitivity", True, "AN03"),
        ("data_sensitivity", dt.date(2026, 11, 25), "AN04"),
        ("data_sensitivity", {"a": 1}, "AN09"),
        ("data_sensitivity", 3, "AN02"),
        ("has_staff", "maybe", "AN01"),
        ("has_staff", 1, "AN01"),
        ("laws", [["hipaa"]], "AN09"),
        ("laws", "gdpr", "AN02"),
        ("monthly_tokens", True, "AN05"),
        ("monthly_tokens", float("inf"), "AN05"),
        ("monthly_tokens", "many", "AN05"),
        ("monthly_tokens", -0.5, "AN06"),
    ],
)
def test_what_is_no_answer_says_why(mini, fact, raw, code):
    answer, problem = read_answer(mini.facts[fact], raw)

    assert answer is None
    assert problem is not None
    assert problem.code == code


@pytest.mark.parametrize(
    ("raw", "meant"),
    [("40M", "40_000_000"), ("3 million", "3_000_000"), ("4万", "40_000"), ("1,000", "1_000"), ("2亿", "200_000_000")],
)
def test_a_number_written_for_people_is_offered_as_a_plain_one(mini, raw, meant):
    _, problem = read_answer(mini.facts["monthly_tokens"], raw)

    assert problem is not None
    assert dict(problem.slots)["meant"] == meant


@given(data=st.data())
@pytest.mark.parametrize("fact", FACTS)
def test_an_answer_that_is_written_reads_back_as_itself(mini, fact, data):
    answer = data.draw(drawn_answer(mini, mini.facts[fact]))

    assert read_answer(mini.facts[fact], write_answer(answer)) == (answer, None)
