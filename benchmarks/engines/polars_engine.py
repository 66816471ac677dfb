"""Our table engine on a Polars frame in memory: coded into arrays, computed block by block."""

import polars as pl
from task import Row, rows_of

from advisor.inference import table
from advisor.knowledge.model import KnowledgeBase


class Deciding:
    """A frame in, a frame out."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge

    def take(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame as it is."""
        return frame

    def decide(self, profiles: pl.DataFrame) -> pl.DataFrame:
        """The answers."""
        return table.answers(self.knowledge, profiles)

    def rows(self, answers: pl.DataFrame) -> list[Row]:
        """The answers as rows."""
        return rows_of(self.knowledge, answers)
