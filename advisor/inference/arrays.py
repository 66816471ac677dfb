"""Many variations of one set of answers at once, within milliseconds: how the analyses ask the rules.

They put thousands of questions that differ in an answer or two, with the answers as Python knows them. Here these are
coded for the tape that also serves tables (`recorded.py`), each different answer once, however many rows it stands in.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from advisor.inference import codes, ranking, recorded, semantics
from advisor.inference.plan import plan
from advisor.inference.tape import Array
from advisor.knowledge.answers import Answer
from advisor.knowledge.model import KnowledgeBase

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Column:
    """One fact over all rows: the answers in play (None for unknown), and the position of each row's answer in them."""

    answers: tuple[Answer | None, ...]
    codes: Codes

    @classmethod
    def same(cls, answer: Answer | None) -> "Column":
        """One answer for all rows."""
        return cls((answer,), np.zeros(1, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What follows in each row; strategies are columns, in the order of strategies.yaml."""

    strategies: tuple[str, ...]
    scores: Floats
    ruled_out: Bools
    winners: Codes
    """Position of the strategy that wins; the number of strategies where there is no recommendation."""

    def strategy(self, row: int) -> str | None:
        """The strategy that wins in a row."""
        winner = int(self.winners[row])
        return self.strategies[winner] if winner < len(self.strategies) else None


class Arrays:
    """The rules, and what their points are worth to one organisation."""

    def __init__(self, knowledge: KnowledgeBase, priorities: ranking.Priorities) -> None:
        """Nothing is worked out yet."""
        self.knowledge = knowledge
        self._priorities = priorities
        self._order = tuple(knowledge.strategies)

    def run(self, columns: Mapping[str, Column], rows: int) -> Outcomes:
        """What follows from each row of answers; a fact without a column is unknown in all of them."""
        given = {
            name: self._coded(name, column, rows)
            for name, column in columns.items()
            if self.knowledge.facts[name].origin in semantics.GIVEN
        }
        tape, found = recorded.run(plan(self.knowledge), given, rows, self._priorities)
        # The words are counted from 1, and no word comes last.
        places = [len(self._order), *(self._order.index(word) for word in tape.words["strategy"])]
        return Outcomes(
            self._order,
            np.stack([found[f"score.{name}"] for name in self._order], axis=1),
            np.stack([found[f"ruled_out.{name}"] for name in self._order], axis=1),
            np.array(places)[found["strategy"]],
        )

    def _coded(self, name: str, column: Column, rows: int) -> Array:
        fact = self.knowledge.facts[name]
        coded = np.array([codes.code(fact, answer) for answer in column.answers], codes.kind(fact))
        return np.broadcast_to(coded[column.codes], rows)
