"""What the catalogue of models says of the rows of a table, looked up once for rows that are alike in all it reads.

A look-up takes as long as deciding thousands of rows, so it is done where it is asked for. Rows are alike when they
agree on what a model, a licence or a price hangs on; surveys with few such columns have few situations among many rows.
"""

import json
from collections.abc import Mapping
from threading import Lock
from typing import Any, Final

import numpy as np
import polars as pl

from advisor import needs
from advisor.analysis.market import Market, faults
from advisor.doors.table_reading import NEEDS, Unread
from advisor.errors import Location
from advisor.inference import codes
from advisor.inference.tape import Array
from advisor.knowledge.answers import Answer
from advisor.knowledge.model import KnowledgeBase
from advisor.knowledge.situation import READS
from advisor.needs import Needs
from advisor.profile import Profile

_BETWEEN: Final = "\x1f"
_NOWHERE: Final = Location("")


class Lookup:
    """The catalogue, asked about tables."""

    def __init__(self, market: Market, knowledge: KnowledgeBase) -> None:
        """Nothing is looked up yet."""
        self.market = market
        self._knowledge = knowledge
        self._wanted = [fact for fact in knowledge.facts.values() if fact.origin == "catalogue"]
        self._one_at_a_time = Lock()
        self._known: dict[tuple[tuple[str, ...], str], dict[str, int | float] | Unread] = {}

    def facts(
        self, coded: Mapping[str, Array], cells: pl.DataFrame, wrong: set[int]
    ) -> tuple[dict[str, Array], dict[int, Unread]]:
        """The columns of the facts that the catalogue tells, and the rows whose needs cannot be read.

        Nothing is looked up for the rows in `wrong`.
        """
        read = {name: pl.Series(name, coded[name]) for name in READS if name in coded}
        said = {name: cells[name] for name in cells.columns if name == NEEDS or name.startswith(needs.PREFIX)}
        texts = [_text(column).fill_null("").alias(name) for name, column in {**read, **said}.items()]
        nothing = pl.repeat("", cells.height, eager=True).alias("")
        keys = pl.select(pl.concat_str([nothing, *texts], separator=_BETWEEN)).to_series()
        first = keys.arg_unique()
        places = keys.replace_strict(keys.gather(first), pl.int_range(0, len(first), eager=True)).to_numpy()
        columns = (*read, *said)
        found = []
        with self._one_at_a_time:
            for row in first.to_list():
                key = (columns, keys[row])
                if row not in wrong and key not in self._known:
                    self._known[key] = self._looked_up(
                        {name: column[row] for name, column in read.items()},
                        {name: _plain(column[row]) for name, column in said.items()},
                    )
                found.append(self._known.get(key, {}))
        unread = {place: one for place, one in enumerate(found) if isinstance(one, Unread)}
        facts = {}
        for fact in self._wanted:
            told = [{} if isinstance(one, Unread) else one for one in found]
            values = [one.get(fact.id, codes.code(fact, None)) for one in told]
            facts[fact.id] = np.array(values, codes.kind(fact))[places]
        rows = np.flatnonzero(np.isin(places, list(unread))).tolist()
        return facts, {row: unread[places[row]] for row in rows if row not in wrong}

    def _looked_up(self, read: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, int | float] | Unread:
        answers: dict[str, Answer] = {}
        for name, number in read.items():
            answer = codes.answer(self._knowledge.facts[name], number)
            if answer is not None:
                answers[name] = answer
        given, fault = needs_of(said)
        if fault is not None:
            return fault
        for wrong in faults(given, self.market.catalogue, ""):
            return Unread(wrong.code, tuple(wrong.slots.items()))
        told = self.market.observed(Profile(answers=answers, needs=given), self._knowledge)
        return {name: codes.code(self._knowledge.facts[name], answer) for name, answer in told.items()}


def needs_of(said: Mapping[str, Any]) -> tuple[Needs, Unread | None]:
    """The needs in the cells of a row."""
    raw: Any = {
        name.removeprefix(needs.PREFIX): cell
        for name, cell in said.items()
        if name.startswith(needs.PREFIX) and cell is not None and str(cell).strip()
    }
    if said.get(NEEDS) is not None:
        raw = json.loads(said[NEEDS])
    given, problems = needs.read(raw, lambda _: _NOWHERE)
    return given, Unread(problems[0].code, problems[0].slots) if problems else None


def _plain(cell: Any) -> Any:
    return cell.to_list() if isinstance(cell, pl.Series) else cell


def _text(column: pl.Series) -> pl.Series:
    if isinstance(column.dtype, pl.List):
        return column.cast(pl.List(pl.String)).list.join(";")
    return column.cast(pl.String)
