"""One file an engine: how the same rules are said to it, and how it is handed profiles.

An engine is a class that is made from a knowledge base. `take` turns a table of profiles into the form the engine
works on, and is not timed; `decide` is timed and gives the answers; `rows` turns them into rows that can be compared.
"""

from importlib import import_module
from typing import Any, Final, Protocol

import polars as pl
from task import Row

from advisor.knowledge.model import KnowledgeBase


class Deciding(Protocol):
    """What an engine can do."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Everything that is done once for a knowledge base."""

    def take(self, frame: pl.DataFrame) -> Any:
        """The profiles as the engine works on them."""

    def decide(self, profiles: Any) -> Any:
        """The answers to them."""

    def rows(self, answers: Any) -> list[Row]:
        """The answers as rows that can be compared, in the order of the profiles."""


ENGINES: Final = {
    "polars": ("table engine, Polars frame", "everything, over columns"),
    "arrays": ("table engine, answers coded beforehand", "everything, over columns; coding is not counted"),
    "polars-lazy": ("table engine, Polars LazyFrame", "everything, as expressions"),
    "duckdb": ("table engine, DuckDB relation", "everything, as expressions"),
    "spark": ("table engine, PySpark DataFrame", "everything, as expressions"),
    "plain": ("plain Python", "conditions and chaining as one generated function; shared score"),
    "zen": ("GoRules zen-engine", "conditions and chaining; shared score"),
    "clips": ("clipspy", "conditions and chaining; shared score"),
    "experta": ("experta engine", "everything, with the trace of each profile"),
}
"""Name on the command line to the name in a report, and what of the meaning the engine does itself."""
BY_ROW: Final = ("plain", "zen", "clips", "experta")
"""Engines that take one profile at a time."""
OTHERS: Final = ("plain", "zen", "clips")
"""Engines that are not ours."""


def load(name: str) -> type[Deciding]:
    """The class of an engine; only its own library is imported."""
    module = import_module(f"engines.{name.replace('-', '_')}_engine")
    return module.Deciding  # type: ignore[no-any-return]
