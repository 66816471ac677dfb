"""What is imagined of the questions that are still open."""

import numpy as np
import pytest

from advisor.analysis.completions import completions, unanswered_share
from advisor.inference.semantics import truth

DRAWS = 4_000


def drawn(knowledge, fact, *, answers=None, others=(), unanswered=0.0):
    """The answers to one question in all completions but the first, in which nothing more is said."""
    columns = completions(knowledge, answers or {}, [*others, fact], unanswered=unanswered, draws=DRAWS, seed=1)
    column = columns[fact]
    return [column.answers[code] for code in column.codes.tolist()]


def test_in_the_first_completion_nothing_more_is_said(mini):
    columns = completions(mini, {}, ["data_egress", "laws"], unanswered=0.0, draws=DRAWS, seed=1)
    assert [column.answers[column.codes[0]] for column in columns.values()] == [None, None]


def test_what_was_answered_stays_as_it_was(mini):
    columns = completions(mini, {"data_egress": "never"}, ["laws"], unanswered=0.0, draws=DRAWS, seed=1)
    assert columns["data_egress"].answers == ("never",)


def test_answers_are_drawn_equally_often(mini):
    found = drawn(mini, "data_egress")[1:]
    assert found.count("never") / len(found) == pytest.approx(0.5, abs=0.03)
    assert None not in found


def test_a_seldom_answer_is_drawn_less_often_by_the_factor_the_knowledge_states(whole):
    found = drawn(whole, "offline_required")[1:]
    assert whole.facts["offline_required"].by_id["yes"].seldom
    assert found.count(True) / found.count(False) == pytest.approx(whole.base.seldom, abs=0.03)


def test_a_value_of_a_set_is_in_it_or_not_by_itself(whole):
    found = drawn(whole, "regimes")[1:]
    assert sum("gdpr" in one for one in found) / len(found) == pytest.approx(0.5, abs=0.03)
    seldom = whole.base.seldom / (1 + whole.base.seldom)
    assert sum("hipaa" in one for one in found) / len(found) == pytest.approx(seldom, abs=0.03)


def test_as_large_a_share_stays_open_as_is_said(mini):
    found = drawn(mini, "data_egress", unanswered=0.3)[1:]
    assert found.count(None) / len(found) == pytest.approx(0.3, abs=0.03)


def test_a_question_that_would_not_be_put_is_not_answered(whole):
    columns = completions(
        whole, {}, ["region_required", "region_contract_available"], unanswered=0.0, draws=DRAWS, seed=1
    )
    fact = whole.facts["region_contract_available"]
    rows = zip(*([column.answers[code] for code in column.codes.tolist()] for column in columns.values()), strict=True)
    for required, available in list(rows)[1:]:
        idle = truth(fact.ask_when, whole.facts, {"region_required": required}) is False
        assert (available is None) == idle


def test_the_same_seed_draws_the_same(mini):
    again = [completions(mini, {}, ["laws"], unanswered=0.2, draws=50, seed=7)["laws"].codes for _ in range(2)]
    assert np.array_equal(*again)


def test_who_could_not_answer_so_far_is_not_expected_to_answer_the_rest():
    assert unanswered_share(0, 0) == pytest.approx(1 / 6)
    assert unanswered_share(0, 20) < 0.03
    assert unanswered_share(10, 10) > 0.8
