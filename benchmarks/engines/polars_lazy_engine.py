"""Our table engine on a Polars LazyFrame: the rules as expressions that Polars runs."""

import polars as pl
from task import Row, rows_of

from advisor.inference import table
from advisor.knowledge.model import KnowledgeBase


class Deciding:
    """A lazy frame in, its answers collected."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge

    def take(self, frame: pl.DataFrame) -> pl.LazyFrame:
        """The frame, lazily."""
        return frame.lazy()

    def decide(self, profiles: pl.LazyFrame) -> pl.DataFrame:
        """The answers."""
        return table.answers(self.knowledge, profiles).select(table.answer_columns(self.knowledge)).collect()

    def rows(self, answers: pl.DataFrame) -> list[Row]:
        """The answers as rows."""
        return rows_of(self.knowledge, answers)
