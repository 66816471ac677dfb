"""Columns as expressions: every kind of leaf over every kind of column a caller may bring, and nothing is ever null."""

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.inference import semantics
from advisor.inference.expressions import Expressions
from advisor.inference.plan import plan
from advisor.knowledge.conditions import parse_leaf

LEVELS = ["public", "internal", "regulated"]


def held(knowledge, leaf, column, name):
    """A leaf over one column, row by row."""
    columns = Expressions(plan(knowledge), nw.from_native(pl.DataFrame({name: column}).lazy()))
    truth = columns.test(leaf)
    columns.stage()
    if isinstance(truth, bool):
        return [truth] * len(column)
    return columns.frame.select(found=truth).collect().to_native()["found"].to_list()


def leaf(words):
    return parse_leaf(words)[0]


@pytest.mark.parametrize("kind", [pl.String, pl.Categorical, pl.Enum(LEVELS)])
@pytest.mark.parametrize(
    "words",
    [
        "data_sensitivity is internal",
        "data_sensitivity is not internal",
        "data_sensitivity is at least internal",
        "data_sensitivity is at most internal",
        "data_sensitivity is one of public, regulated",
        "data_sensitivity is known",
        "data_sensitivity is unknown",
    ],
)
def test_a_scale_is_compared_as_a_word_of_any_kind(mini, kind, words):
    given_ = [*LEVELS, None]
    one = leaf(words)
    wanted = [semantics.truth(one, mini.facts, {} if a is None else {"data_sensitivity": a}) or False for a in given_]

    assert held(mini, one, pl.Series(given_, dtype=kind), "data_sensitivity") == wanted


@pytest.mark.parametrize(
    "column",
    [
        pl.Series([True, False, None]),
        pl.Series(["yes", "no", None]),
        pl.Series(["true", "false", None]),
        pl.Series(["是", "否", None]),
    ],
)
def test_yes_and_no_are_read_as_a_table_may_write_them(mini, column):
    assert held(mini, leaf("has_staff is yes"), column, "has_staff") == [True, False, False]
    assert held(mini, leaf("has_staff is no"), column, "has_staff") == [False, True, False]


@pytest.mark.parametrize(
    "column",
    [
        pl.Series([["hipaa"], ["dora", "hipaa"], [], None]),
        pl.Series(["hipaa", "dora; hipaa", "none", None]),
        pl.Series(["hipaa", "dora|hipaa", "none", None]),
    ],
)
def test_a_set_is_a_list_or_words_in_a_cell(mini, column):
    assert held(mini, leaf("laws includes hipaa"), column, "laws") == [True, True, False, False]
    assert held(mini, leaf("laws includes dora"), column, "laws") == [False, True, False, False]


@given(st.lists(st.none() | st.integers(0, 2_000_000), min_size=1, max_size=6))
def test_a_number_is_compared_and_an_unknown_one_never_is(mini, numbers):
    column = pl.Series(numbers, dtype=pl.Int64)

    found = held(mini, leaf("monthly_tokens is at least 1_000_000"), column, "monthly_tokens")

    assert found == [number is not None and number >= 1_000_000 for number in numbers]


def test_without_a_column_nothing_is_known(mini):
    columns = Expressions(plan(mini), nw.from_native(pl.DataFrame({"other": [1]}).lazy()))

    assert columns.test(leaf("has_staff is yes")) is False
    assert columns.test(leaf("has_staff is unknown")) is True
    assert columns.known("has_staff") is False


@pytest.mark.parametrize(
    ("name", "values", "wrong"),
    [
        ("data_sensitivity", ["public", "publik", None], [None, "data_sensitivity", None]),
        ("has_staff", ["yes", "perhaps", None], [None, "has_staff", None]),
        ("laws", ["hipaa; dora", "hipaa,dora", None], [None, "laws", None]),
        ("monthly_tokens", [0, -1, None], [None, "monthly_tokens", None]),
        ("priority.privacy", ["high", "hihg", None], [None, "priority.privacy", None]),
    ],
)
def test_a_cell_that_is_no_answer_names_its_column(mini, name, values, wrong):
    columns = Expressions(plan(mini), nw.from_native(pl.DataFrame({name: values}).lazy()))

    assert columns.frame.select(bad=columns.invalid()).collect().to_native()["bad"].to_list() == wrong
