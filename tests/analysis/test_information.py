"""Which question is expected to tell most, and how often the answer so far would stay."""

import pytest

from advisor.analysis.information import outlook
from advisor.inference.rete import Engine

QUESTIONS = ("data_sensitivity", "data_egress", "has_staff", "laws", "monthly_tokens")


def test_a_question_that_decides_nothing_tells_nothing(mini):
    found = outlook(mini, {}, {"budget": "ignore"}, QUESTIONS)
    assert found.bits["data_egress"] > 0.1
    assert found.bits["monthly_tokens"] == pytest.approx(0, abs=0.01)
    assert found.sway["monthly_tokens"] == pytest.approx(0, abs=0.01)


def test_the_shares_of_what_may_come_out_add_up_to_one(mini):
    found = outlook(mini, {"data_egress": "never"}, {}, ["has_staff"])
    assert sum(found.openness.values()) == pytest.approx(1)
    assert list(found.openness.values()) == sorted(found.openness.values(), reverse=True)


def test_with_no_question_left_the_outlook_is_certain(mini):
    found = outlook(mini, {"data_egress": "never", "has_staff": True, "data_sensitivity": "regulated"}, {}, [])
    assert found.bits == {}
    assert found.stays == 1.0


@pytest.mark.parametrize("answers", [{}, {"data_sensitivity": "public"}, {"data_egress": "never"}], ids=str)
def test_where_it_stands_now_is_what_the_engine_makes_of_the_answers_alone(mini, answers):
    verdict = Engine(mini).run(answers, {}).verdict
    left = [one for one in Engine(mini).run(answers, {}).ranking if not one.ruled_out_by]
    found = outlook(mini, answers, {}, [name for name in QUESTIONS if name not in answers])
    assert found.now == (verdict.openness or "none")
    assert found.all_ruled_out == (not left)


def test_an_answer_that_hangs_on_a_question_stays_in_a_part_of_the_completions(mini):
    found = outlook(mini, {"data_sensitivity": "public"}, {}, ["data_egress", "has_staff", "laws"])
    assert 0 < found.stays < 1
    assert found.stays == found.openness[found.now]


def test_the_same_seed_gives_the_same_outlook(mini):
    assert outlook(mini, {}, {}, QUESTIONS) == outlook(mini, {}, {}, QUESTIONS)


def test_what_is_told_is_never_negative(mini):
    found = outlook(mini, {}, {}, QUESTIONS, draws=50)
    assert min(found.bits.values()) >= 0
    assert all(0 <= share <= 1 for share in found.sway.values())
