"""Every kind of frame reads cells alike, whatever they hold, and gives back its own kind, lazily where that is lazy."""

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from drawing import drawn

import advisor
from advisor.inference import table

TYPED = 200
TEXT = {
    "data_sensitivity": ["public", " regulated ", None, "unknown", "nope", "", "Public", "2"],
    "data_egress": ["never", "never", "never", "NEVER", "unknown", " ", "never", "none"],
    "laws": ["dora|hipaa", "dora ; hipaa", "none", "Unknown", "tax", "", "dora hipaa", "dora;"],
    "monthly_tokens": ["1000", "1_000_000", "unknown", "-5", "x", "", "2.5", "1e6"],
    "has_staff": ["yes", "No", "unknown", "true", "maybe", "", "是", "1"],
    "priority.privacy": ["critical", "", "unknown", " high ", "vital", None, "ignore", "High"],
    "client": ["a", "b", "c", "d", "e", "f", "=g", "h"],
}
NUMBERS = [0.0, -1.0, float("nan"), float("inf"), 2e6, None]


def text():
    return pl.DataFrame(TEXT).with_row_index("row")


def numbers():
    return pl.DataFrame(
        {"monthly_tokens": NUMBERS, "laws": [[], ["dora"], ["tax"], None, ["dora", "dora"], []]}
    ).with_row_index("row")


def wrong_kinds():
    """Columns of a kind that does not suit their question."""
    return pl.DataFrame(
        {"row": [0, 1], "data_egress": [1, None], "has_staff": [2.0, None], "monthly_tokens": [True, None]}
    )


def polars_lazy(frame, knowledge):
    found = advisor.recommend_table(frame.lazy(), knowledge, fired=True)
    assert isinstance(found, pl.LazyFrame)
    return found.collect()


def arrow(frame, knowledge):
    found = advisor.recommend_table(frame.to_arrow(), knowledge, fired=True)
    assert isinstance(found, pa.Table)
    return pl.from_arrow(found)


def pandas(frame, knowledge):
    found = advisor.recommend_table(frame.to_pandas(), knowledge, fired=True)
    assert isinstance(found, pd.DataFrame)
    return pl.from_pandas(found)


def pandas_on_arrow(frame, knowledge):
    found = advisor.recommend_table(frame.to_pandas(use_pyarrow_extension_array=True), knowledge, fired=True)
    assert isinstance(found, pd.DataFrame)
    return pl.from_pandas(found)


def database(frame, knowledge):
    with duckdb.connect() as connection:
        found = advisor.recommend_table(connection.from_arrow(frame.to_arrow()), knowledge, fired=True)
        assert isinstance(found, duckdb.DuckDBPyRelation)
        return pl.from_arrow(found.to_arrow_table())


KINDS = [polars_lazy, arrow, pandas, pandas_on_arrow, database]


def plain(knowledge, found):
    """The answers as rows in their order, scores rounded."""
    names = ["row", *table.answer_columns(knowledge), "invalid", "fired"]
    return found.sort("row").select(names).with_columns(pl.col("^score.*$").round(8)).to_dicts()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cells", [text, numbers, wrong_kinds])
def test_cells_are_read_alike_in_every_kind_of_frame(mini, kind, cells):
    expected = advisor.recommend_table(cells(), mini, fired=True)
    assert plain(mini, kind(cells(), mini)) == plain(mini, expected)


@pytest.mark.parametrize("kind", [polars_lazy, pandas])
def test_the_whole_knowledge_answers_alike_in_every_kind_of_frame(whole, kind):
    frame = drawn(whole, TYPED, seed=17).with_row_index("row")
    assert plain(whole, kind(frame, whole)) == plain(whole, advisor.recommend_table(frame, whole, fired=True))


def test_a_row_with_a_cell_that_is_no_answer_gets_no_verdict_and_says_which(mini):
    found = advisor.recommend_table(text(), mini)
    wrong = dict(zip(found["client"], found["invalid"], strict=True))
    assert wrong["a"] is None
    assert wrong["e"] == "data_sensitivity;has_staff;laws;monthly_tokens;priority.privacy"
    assert found.filter(pl.col("invalid").is_not_null())["openness"].null_count() == len(
        [w for w in wrong.values() if w]
    )


def test_other_columns_come_through_in_every_kind_of_frame(mini):
    for kind in KINDS:
        assert sorted(kind(text(), mini)["client"].to_list()) == sorted(TEXT["client"])
