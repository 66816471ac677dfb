"""Our table engine on a PySpark DataFrame, on a local Spark with all processors, from a table in Spark's memory."""

from typing import Any

import polars as pl
from pyspark.sql import SparkSession
from task import Row, rows_of

from advisor.inference import table
from advisor.knowledge.model import KnowledgeBase


class Deciding:
    """A DataFrame of Spark in, its answers fetched."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.session = (
            SparkSession.builder.master("local[*]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.memory", "4g")
            .getOrCreate()
        )
        self.session.sparkContext.setLogLevel("ERROR")

    def take(self, frame: pl.DataFrame) -> Any:
        """A table in Spark's memory."""
        rows = pl.Series("row", range(frame.height), dtype=pl.Int64)
        given = self.session.createDataFrame(frame.with_columns(rows).to_arrow()).cache()
        given.count()
        return given

    def decide(self, profiles: Any) -> Any:
        """The answers."""
        names = ["row", *table.answer_columns(self.knowledge)]
        return table.answers(self.knowledge, profiles).select(*(f"`{name}`" for name in names)).toArrow()

    def rows(self, answers: Any) -> list[Row]:
        """The answers as rows."""
        return rows_of(self.knowledge, pl.DataFrame(answers).sort("row"))
