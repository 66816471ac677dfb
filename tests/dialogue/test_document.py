"""The shape of a report, and how its numbers are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.dialogue.document import CLOSED_OUT, Comparison, Rank, Row, Typed, percent, signed


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.5, "+0.50"), (-0.5, "−0.50"), (0.0, "0.00"), (-0.001, "0.00"), (0.004, "0.00"), (0.005001, "+0.01")],
)
def test_a_score_has_a_sign_unless_it_rounds_to_nothing(value, shown):
    assert signed(value) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [(None, ""), (0.0, "0%"), (1.0, "100%"), (0.004, "< 1%"), (0.996, "> 99%"), (0.5, "50%"), (0.006, "1%")],
)
def test_none_and_all_are_said_only_where_it_is_exactly_that(share, shown):
    assert percent(share) == shown


@given(st.floats(0, 1))
def test_no_share_is_shown_as_none_or_all_by_rounding(share):
    assert (percent(share) in {"0%", "100%"}) == (share in {0.0, 1.0})


def test_what_is_ruled_out_has_no_place():
    rank = Rank(CLOSED_OUT, "closed_api", "closed", "A", "B", 0.0, "")

    assert rank.ruled_out
    assert not Rank("1", "closed_api", "closed", "A", "B", 0.0, "").ruled_out


def test_every_amount_of_a_comparison_is_on_one_scale():
    rows = (Row("a", "", "", {"x": 1.0, "y": -2.0}), Row("b", "", "", {"x": 0.5}))

    assert Comparison("", "", "", (), rows, {}).cells == [1.0, -2.0, 0.5]


def test_what_a_person_typed_is_still_a_text():
    assert f"{Typed('a')}b" == "ab"
