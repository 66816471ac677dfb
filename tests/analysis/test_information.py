"""Which question is expected to tell most."""

import pytest

from advisor.analysis.information import outlook

QUESTIONS = ("data_sensitivity", "data_egress", "has_staff", "laws", "monthly_tokens")


def test_a_question_that_decides_nothing_tells_nothing(mini):
    found = outlook(mini, {}, {"budget": "ignore"}, QUESTIONS)
    assert found.bits["data_egress"] > 0.1
    assert found.bits["monthly_tokens"] == pytest.approx(0, abs=0.01)


def test_the_shares_of_what_may_come_out_add_up_to_one(mini):
    found = outlook(mini, {"data_egress": "never"}, {}, ["has_staff"])
    assert sum(found.openness.values()) == pytest.approx(1)
    assert list(found.openness.values()) == sorted(found.openness.values(), reverse=True)


def test_with_no_question_left_the_outlook_is_certain(mini):
    found = outlook(mini, {"data_egress": "never", "has_staff": True, "data_sensitivity": "regulated"}, {}, [])
    assert found.bits == {}
    assert list(found.openness.values()) == [1.0]


def test_the_same_seed_gives_the_same_outlook(mini):
    assert outlook(mini, {}, {}, QUESTIONS) == outlook(mini, {}, {}, QUESTIONS)


def test_what_is_told_is_never_negative(mini):
    assert min(outlook(mini, {}, {}, QUESTIONS, draws=50).bits.values()) >= 0
