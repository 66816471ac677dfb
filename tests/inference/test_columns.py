"""What the rules mean over columns: truths that are the same in every row are not computed row by row."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.inference.columns import Consequences, every, negated, some
from advisor.inference.in_memory import InMemory
from advisor.inference.plan import plan

ROWS = 4
truths = st.booleans() | st.lists(st.booleans(), min_size=ROWS, max_size=ROWS).map(np.array)


def spread(truth):
    return np.broadcast_to(np.asarray(truth), ROWS)


@given(st.lists(truths, max_size=5))
def test_all_and_some_hold_row_by_row_whatever_is_the_same_in_all_rows(found):
    rows = [spread(truth) for truth in found]

    assert (spread(every(found)) == np.array([all(row[i] for row in rows) for i in range(ROWS)])).all()
    assert (spread(some(found)) == np.array([any(row[i] for row in rows) for i in range(ROWS)])).all()


@given(truths)
def test_what_does_not_hold_is_the_opposite(truth):
    assert (spread(negated(truth)) == ~spread(truth)).all()


def test_what_is_decided_beforehand_stays_plain():
    column = np.array([True, False])

    assert every([column, False]) is False
    assert some([column, True]) is True
    assert every([True, True]) is True
    assert every([True, column]) is column


@pytest.mark.parametrize(
    ("present", "rule", "same_everywhere"),
    [
        ((), "keep-data-in", True),
        (("data_sensitivity",), "keep-data-in", True),
        (("data_sensitivity", "data_egress"), "keep-data-in", False),
        (("has_staff",), "no-self-hosting", False),
        ((), "no-self-hosting", True),
    ],
)
def test_a_rule_whose_answers_no_table_holds_costs_nothing(mini, present, rule, same_everywhere):
    ready = plan(mini)
    meaning = Consequences(ready, InMemory(ready, present), dict(ready.weights({})))

    meaning.run(fired=True)

    assert (meaning.fired[rule] is False) is same_everywhere


def test_rules_that_only_advise_are_left_out_unless_they_are_wanted(mini):
    ready = plan(mini)
    columns = ("data_sensitivity", "data_egress", "has_staff", "laws", "monthly_tokens")
    brief, full = (Consequences(ready, InMemory(ready, columns), dict(ready.weights({}))) for _ in range(2))

    brief.run()
    full.run(fired=True)

    assert "close-means-pilot" not in brief.fired
    assert set(full.fired) == set(mini.rules)
