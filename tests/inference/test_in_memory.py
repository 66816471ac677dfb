"""Columns as arrays: small whole numbers for answers, and no number for what is ruled out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.inference import codes, semantics
from advisor.inference.in_memory import InMemory
from advisor.inference.plan import plan
from advisor.inference.tape import FLOAT
from advisor.knowledge.conditions import parse_leaf


def played(columns, cell, given_, rows):
    """A cell of a tape, worked out over arrays."""
    columns.tape.give("found", cell)
    result = {"found": np.empty(rows, cell.kind)}
    columns.tape.player(rows).play(given_, result, slice(0, rows))
    return result["found"].tolist()


LEAVES = {
    "data_sensitivity is internal": ["public", "internal", "regulated", None],
    "data_sensitivity is not internal": ["public", "internal", "regulated", None],
    "data_sensitivity is at least internal": ["public", "internal", "regulated", None],
    "data_sensitivity is one of public, regulated": ["public", "internal", "regulated", None],
    "data_egress is never": ["never", "anywhere", None],
    "has_staff is yes": [True, False, None],
    "has_staff is unknown": [True, False, None],
    "laws includes dora": [frozenset(), frozenset({"hipaa"}), frozenset({"hipaa", "dora"}), None],
    "laws is known": [frozenset(), frozenset({"hipaa"}), None],
    "monthly_tokens is at least 1_000_000": [0, 999_999, 1_000_000, 2_000_000, None],
    "monthly_tokens is at most 1_000_000": [0, 1_000_000, 1_000_001, None],
    "monthly_tokens is not 5": [5, 6, None],
}


@pytest.mark.parametrize("words", LEAVES)
def test_a_leaf_over_codes_holds_where_it_is_known_to_hold(mini, words):
    leaf, answers = parse_leaf(words)[0], LEAVES[words]
    fact = mini.facts[leaf.fact]
    columns = InMemory(plan(mini), {fact.id})
    coded = {fact.id: np.array([codes.code(fact, answer) for answer in answers], codes.kind(fact))}

    found = played(columns, columns.test(leaf), coded, len(answers))

    assert found == [
        semantics.truth(leaf, mini.facts, {} if answer is None else {fact.id: answer}) or False for answer in answers
    ]


def test_a_question_without_a_column_is_unknown_everywhere(mini):
    columns = InMemory(plan(mini), ())

    assert columns.test(parse_leaf("has_staff is yes")[0]) is False
    assert columns.test(parse_leaf("has_staff is unknown")[0]) is True


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=8), st.data())
def test_what_is_ruled_out_is_below_every_score_and_the_rest_unchanged_to_the_last_bit(mini, scores, data):
    out = data.draw(st.lists(st.booleans(), min_size=len(scores), max_size=len(scores)))
    columns = InMemory(plan(mini), ())
    score = columns.tape.take("score", FLOAT)
    barred = columns.barred(score, columns.tape.take("out", np.dtype(bool)))

    found = played(columns, barred, {"score": np.array(scores), "out": np.array(out)}, len(scores))

    for score_, ruled_out, shown in zip(scores, out, found, strict=True):
        assert shown < -1 if ruled_out else shown == score_


def test_where_there_is_no_whole_a_share_is_nothing(mini):
    columns = InMemory(plan(mini), ())
    part, whole = (columns.tape.take(name, np.dtype(np.int32)) for name in ("part", "whole"))

    found = played(
        columns,
        columns.share(part, whole),
        {"part": np.array([1, 5], np.int32), "whole": np.array([4, 0], np.int32)},
        2,
    )

    assert found == [0.25, 0.0]


def test_sums_are_as_narrow_as_they_may_be_and_never_overflow(mini):
    columns = InMemory(plan(mini), ())
    truth = columns.tape.take("truth", np.dtype(bool))
    kinds = {most: columns.total([(truth, 1)], most).kind for most in (127, 128, 32_767, 32_768)}

    assert [kinds[most].itemsize for most in sorted(kinds)] == [1, 2, 2, 4]
