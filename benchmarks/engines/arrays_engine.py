"""Our table engine on answers that are coded already, as our own analyses use it: what the rules themselves cost."""

from typing import Any

import polars as pl
from task import Row, rows_of

from advisor.inference import table
from advisor.inference.plan import plan
from advisor.knowledge.model import KnowledgeBase


class Deciding:
    """Coded columns in, columns out."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.plan = plan(knowledge)

    def take(self, frame: pl.DataFrame) -> tuple[dict[str, Any], int]:
        """The coded columns, and how many rows they have."""
        return table.read(self.plan, frame, {})[0], frame.height

    def decide(self, profiles: tuple[dict[str, Any], int]) -> pl.DataFrame:
        """The answers."""
        columns, height = profiles
        return pl.DataFrame(table.decided(self.plan, columns, height, {}))

    def rows(self, answers: pl.DataFrame) -> list[Row]:
        """The answers as rows."""
        return rows_of(self.knowledge, answers)
