"""The program answers as a person did who read the clauses and the studies."""

import by_hand
import pytest
from tests_root import ROOT


@pytest.mark.parametrize("pair", list(by_hand.pairs()), ids=lambda pair: f"{pair.model} and {pair.who}")
def test_the_licence_answers_as_its_clause_says(catalogue, pair):
    verdict = pair.judged(catalogue)

    assert verdict.answer == pair.answer
    assert pair.clause in {None, *(clause.id for clause in verdict.decisive)}
    assert (pair.clause is None) == (verdict.answer == "yes")


def test_a_dozen_licences_are_decided_and_every_answer_is_among_them():
    found = list(by_hand.pairs())

    assert len({pair.model for pair in found}) >= 12
    assert {pair.answer for pair in found} == {"yes", "no", "check"}


def test_at_the_volume_of_mindmap_the_band_holds_what_they_found(catalogue):
    """About 3.5 times cheaper at 3.2 billion tokens a month; dearer below 200 million."""
    large, small = by_hand.saved(catalogue, 3.2e9), by_hand.saved(catalogue, 200e6)

    assert large.low < 3.5 < large.high
    assert small.high < 1


def test_a_rented_model_pays_where_the_economy_hub_found_it(catalogue):
    """From 4 to 8 billion tokens a month, people and idle time counted."""
    even = by_hand.crossing(catalogue)

    assert 4e9 < even.likely < 8e9
    assert even.low < 4e9
    assert even.high > 8e9


def test_small_models_pay_back_in_months_and_the_largest_in_years(catalogue):
    """As Pan and others found over 54 cases: months up to 32B, 6 to 24 for 70B, more than 24 above 200B."""
    small, middling, large = by_hand.paid_back(catalogue)

    assert small < 6 <= middling <= 24 < large


def test_the_page_shows_what_the_program_answers(catalogue):
    assert (ROOT / "docs" / "by-hand.md").read_text(encoding="utf-8") == by_hand.page(catalogue)
