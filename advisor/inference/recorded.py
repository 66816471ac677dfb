"""The rules of a knowledge base on a tape, and the tape played over arrays of coded answers.

Writing a tape takes as long as playing it over some ten thousand rows, so each is written once and kept. The tape that
has a place for every question serves whatever comes in small numbers; for millions of rows it pays to write one that
leaves out what is the same in all of them.
"""

import os
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from advisor.inference import codes, ranking, semantics
from advisor.inference.columns import Consequences
from advisor.inference.in_memory import InMemory
from advisor.inference.plan import Plan
from advisor.inference.tape import FLOAT, Array, Player, parts
from advisor.profile import PRIORITY_PREFIX

FIRED = "fired."
"""Before the id of a rule: the column that says where it fired."""
BLOCK = 32_768
"""Rows computed at a time: few enough that a column of bytes stays in the processor's cache."""
_FEW = 30_000
_SMALLEST = 64
_MANY = 8
"""From so many blocks on they are shared out among the cores; who has several tables at once does so himself."""


class Recorded:
    """The rules on tape, for tables with certain columns."""

    def __init__(self, ready: Plan, present: Collection[str], priorities: ranking.Priorities, *, fired: bool) -> None:
        columns = InMemory(ready, present)
        weights: dict[str, Any] = dict(ready.weights(priorities))
        weights |= {name: columns.weight(name) for name in weights if PRIORITY_PREFIX + name in present}
        meaning = Consequences(ready, columns, weights)
        meaning.run(fired=fired)
        self.tape = columns.tape
        self.words = columns.words
        """Column of words to the words that its codes stand for, counted from 1."""
        self.rules = meaning.fired if fired else None
        """Rule to where it fires; a plain truth where that is the same in all rows."""
        for rule, holds in meaning.fired.items() if fired else ():
            if not isinstance(holds, bool):
                self.tape.give(FIRED + rule, holds)
        self._players: dict[int, list[Player]] = {}

    def run(self, columns: Mapping[str, Array], height: int) -> dict[str, Array]:
        """What is wanted, for every row; safe to be called from several threads."""
        results = {name: np.empty(height, cell.kind) for name, cell in self.tape.wanted.items()}
        rows = min(BLOCK, max(_SMALLEST, 1 << max(height - 1, 0).bit_length()))
        blocks = list(parts(height, rows))
        spare = self._players.setdefault(rows, [])

        def play(own: Sequence[slice]) -> None:
            player = spare.pop() if spare else self.tape.player(rows)
            for part in own:
                player.play(columns, results, part)
            spare.append(player)

        cores = os.cpu_count() or 1
        if len(blocks) < _MANY or cores == 1:
            play(blocks)
        else:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # one profile needs no threads

            with ThreadPoolExecutor(cores) as pool:
                list(pool.map(play, (blocks[core::cores] for core in range(cores))))
        return results


def run(
    ready: Plan, columns: Mapping[str, Array], height: int, priorities: ranking.Priorities, *, fired: bool = False
) -> tuple[Recorded, dict[str, Array]]:
    """What follows from coded columns, and the tape that says how to read it."""
    if height <= _FEW:
        columns = {**_blank(ready, height, priorities), **columns}
        priorities = {}
    recorded = _recorded(ready, frozenset(columns), tuple(sorted(priorities.items())), fired)
    return recorded, recorded.run(columns, height)


def _blank(ready: Plan, height: int, priorities: ranking.Priorities) -> dict[str, Array]:
    """Nothing answered, and what each criterion counts: one number stands for all rows."""
    facts = (fact for fact in ready.knowledge.facts.values() if fact.origin in semantics.GIVEN)
    blank = {fact.id: np.array(codes.code(fact, None), codes.kind(fact)) for fact in facts}
    kind = np.dtype(np.int32) if ready.whole else FLOAT
    blank |= {PRIORITY_PREFIX + name: np.array(weight, kind) for name, weight in ready.weights(priorities).items()}
    return {name: np.broadcast_to(value, height) for name, value in blank.items()}


@lru_cache(maxsize=16)
def _recorded(ready: Plan, present: frozenset[str], priorities: tuple[tuple[str, str], ...], fired: bool) -> Recorded:
    return Recorded(ready, present, dict(priorities), fired=fired)
