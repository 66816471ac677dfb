"""Where the bars of a chart stand."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.dialogue import charts
from advisor.dialogue.document import Share, Step, Sum

AMOUNTS = st.lists(st.floats(-1, 1).filter(lambda value: abs(value) > 1e-3), min_size=1, max_size=20)


@given(AMOUNTS)
def test_a_waterfall_falls_from_step_to_step_and_ends_in_its_total(amounts):
    total = Sum("c", "s", "t", "i", tuple(Step("r", "t", amount) for amount in amounts), sum(amounts))
    *falls, last = charts.waterfall(total)

    for before, after in pairwise(falls):
        assert before.after == after.before
    assert falls[-1].after == pytest.approx(last.after, abs=0.2)
    assert [fall.bar.negative for fall in falls] == [amount < 0 for amount in amounts]
    for fall in (*falls, last):
        assert 0 <= fall.bar.left <= fall.bar.left + fall.bar.width <= charts.WIDTH + 0.2


@given(AMOUNTS)
def test_bars_share_one_zero_and_are_as_long_as_their_values(values):
    drawn = charts.bars(values)
    scale = max(0, *values) - min(0, *values)

    assert len({bar.zero for bar in drawn}) == 1
    for bar, value in zip(drawn, values, strict=True):
        assert bar.width == pytest.approx(abs(value) / scale * 960, abs=0.3)


def test_no_value_at_all_still_has_a_scale():
    assert charts.bars([0.0])[0].width == 0


def test_pieces_fill_the_whole():
    pieces = charts.pieces([Share("open", "open", 0.75), Share("closed", "closed", 0.25)])

    assert [(piece.left, piece.width) for piece in pieces] == [(0.0, 750.0), (750.0, 250.0)]


@given(st.lists(st.none() | st.floats(-0.1, 0.5), max_size=300))
def test_every_lead_has_a_dot_and_no_dot_hides_another(leads):
    farthest = max((lead for lead in leads if lead is not None), default=0.0)
    drawn = charts.lane(leads, max(farthest, 0.0))

    assert sorted(dot.index for dot in drawn.dots) == list(range(len(leads)))
    assert len({(dot.x, dot.y) for dot in drawn.dots}) == len(leads)
    assert all(0 < dot.x < charts.LANE and 0 < dot.y <= drawn.height for dot in drawn.dots)
