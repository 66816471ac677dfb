"""A PySpark DataFrame gets the answers that every other table gets: on a local Spark, with the whole knowledge."""

import importlib.util
import shutil

import polars as pl
import pytest
from drawing import drawn

import advisor
from advisor.inference import table

ROWS = 1_000
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def spark():
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("PySpark is not installed: pip install 'advisor[spark]'")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none")
    from pyspark.sql import SparkSession  # noqa: PLC0415

    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    yield session
    session.stop()


def plain(knowledge, found):
    """The answers as rows in their order, scores rounded."""
    names = ["row", *table.answer_columns(knowledge), "invalid", "fired"]
    return found.sort("row").select(names).with_columns(pl.col("^score.*$").round(8)).to_dicts()


def on_spark(spark, knowledge, frame):
    found = advisor.recommend_table(spark.createDataFrame(frame.to_arrow()), knowledge, fired=True)
    assert type(found).__module__.startswith("pyspark.")
    return pl.from_arrow(found.toArrow())


@pytest.mark.parametrize("base", ["mini", "whole"])
def test_spark_gives_the_same_answers(base, spark, request):
    knowledge = request.getfixturevalue(base)
    rows = pl.Series("row", range(ROWS), dtype=pl.Int64)
    frame = drawn(knowledge, ROWS, seed=13).insert_column(0, rows)
    expected = advisor.recommend_table(frame, knowledge, fired=True)
    assert plain(knowledge, on_spark(spark, knowledge, frame)) == plain(knowledge, expected)


def test_spark_reads_cells_as_every_other_table_does(mini, spark):
    frame = pl.DataFrame(
        {
            "row": range(5),
            "data_sensitivity": ["public", " regulated ", None, "unknown", "nope"],
            "laws": ["dora|hipaa", "dora ; hipaa", "none", "Unknown", "tax"],
            "monthly_tokens": ["1000", "1_000_000", "\tunknown", "-5", "x"],
            "has_staff": ["yes", "No", "", "true", "maybe"],
            "priority.privacy": ["critical", "", "unknown", " high ", "vital"],
        }
    )
    expected = advisor.recommend_table(frame, mini, fired=True)
    assert plain(mini, on_spark(spark, mini, frame)) == plain(mini, expected)


def test_nothing_is_computed_before_it_is_asked_for(mini, spark):
    lazy = advisor.recommend_table(spark.createDataFrame(pl.DataFrame({"data_egress": ["never"]}).to_arrow()), mini)
    assert lazy.filter("close_call").count() in {0, 1}
