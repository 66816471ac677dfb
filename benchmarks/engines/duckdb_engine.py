"""Our table engine on a DuckDB relation: the rules as expressions that DuckDB runs on a table of its own."""

from typing import Any

import duckdb
import polars as pl
from task import Row, rows_of

from advisor.inference import table
from advisor.knowledge.model import KnowledgeBase


class Deciding:
    """A relation in, its answers fetched."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.connection = duckdb.connect()

    def take(self, frame: pl.DataFrame) -> Any:
        """A table of the database."""
        given = frame.with_row_index("row").to_arrow()
        self.connection.register("given", given)
        self.connection.execute("create or replace table profiles as select * from given")
        self.connection.unregister("given")
        return self.connection.table("profiles")

    def decide(self, profiles: Any) -> Any:
        """The answers."""
        found = table.answers(self.knowledge, profiles)
        names = ["row", *table.answer_columns(self.knowledge)]
        return found.select(*(duckdb.ColumnExpression(name) for name in names)).to_arrow_table()

    def rows(self, answers: Any) -> list[Row]:
        """The answers as rows."""
        return rows_of(self.knowledge, pl.DataFrame(answers).sort("row"))
