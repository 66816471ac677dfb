"""Columns as arrays in memory: answers as small whole numbers, a truth a byte a row, run block by block in the cache.

For thousands of rows this takes milliseconds where a table engine first spends hundreds on planning; for millions it
is a run of additions of bytes. The rules come from `columns.py` like everywhere else; what they ask for is written on
a tape once for each set of columns, and played on whatever rows come.
"""

from collections.abc import Collection, Sequence
from functools import reduce
from operator import add, or_
from typing import Any

import numpy as np

from advisor.inference import codes, ranking, semantics
from advisor.inference.columns import Truth
from advisor.inference.plan import Amount, Plan
from advisor.inference.tape import FLOAT, TRUTH, Array, Cell, Kind, Tape
from advisor.knowledge.conditions import Comparator, Leaf
from advisor.knowledge.model import Fact
from advisor.profile import PRIORITY_PREFIX

CODE: Kind = np.dtype(np.uint8)
"""Kind of a column of words: the position of the word counted from 1; 0 where there is none."""
_BAR = 1000.0
"""Taken off what is ruled out: scores lie between -1 and 1."""
_TENS = 10.0**ranking.DECIMALS


class InMemory:
    """Writes the tape of one plan for tables with certain columns."""

    def __init__(self, plan: Plan, present: Collection[str]) -> None:
        self.plan = plan
        self.tape = Tape()
        self.words: dict[str, tuple[str, ...]] = {}
        self._present = present
        self._most: dict[int, Amount] = {}
        """By cell: its sum of points is not larger, for or against."""

    def keep(self, name: str, column: Cell) -> Cell:
        """A column that is computed once; those that do not begin with `_` are wanted in the end."""
        if not name.startswith("_"):
            self.tape.give(name, column)
        return column

    def stage(self) -> None:
        """Nothing to do: a tape has its order."""

    def weight(self, criterion: str) -> Cell:
        """What a criterion counts in each row."""
        return self.tape.take(PRIORITY_PREFIX + criterion, np.dtype(np.int32) if self.plan.whole else FLOAT)

    # tests

    def known(self, fact: str) -> Truth:
        """Where a question is answered."""
        if fact not in self._present:
            return False
        if self.plan.knowledge.facts[fact].type == "number":
            return ~self.tape.note(np.isnan, (self._codes(fact),), TRUTH)
        return self.tape.note(np.not_equal, (self._codes(fact), np.uint8(0)), TRUTH)

    def test(self, leaf: Leaf) -> Truth:
        """Where a leaf about a question is known to hold."""
        fact = self.plan.knowledge.facts[leaf.fact]
        if leaf.comparator is Comparator.IS_KNOWN:
            return self.known(fact.id)
        if leaf.comparator is Comparator.IS_UNKNOWN:
            known = self.known(fact.id)
            return True if known is False else ~known
        if fact.id not in self._present:
            return False
        codes = self._codes(fact.id)
        if fact.type == "number":
            return self._on_number(leaf, codes)
        if leaf.comparator is Comparator.INCLUDES:
            bit = codes.kind.type(2 << fact.levels[str(leaf.values[0])])
            found = self.tape.note(np.bitwise_and, (codes, bit), codes.kind)
            return self.tape.note(np.not_equal, (found, codes.kind.type(0)), TRUTH)
        return self._one_of(codes, _accepted(leaf, fact))

    def _codes(self, fact: str) -> Cell:
        return self.tape.take(fact, codes.kind(self.plan.knowledge.facts[fact]))

    def _one_of(self, codes: Cell, wanted: list[int]) -> Truth:
        if not wanted:
            return False
        low, high = np.uint8(wanted[0]), np.uint8(wanted[-1])
        if len(wanted) > 1 and int(high) - int(low) + 1 == len(wanted):
            # What lies below `low` wraps round to a large number, so that one comparison is enough.
            above = codes if low == 0 else self.tape.note(np.subtract, (codes, low), CODE)
            return self.tape.note(np.less_equal, (above, np.uint8(high - low)), TRUTH)
        return reduce(or_, (self.tape.note(np.equal, (codes, np.uint8(code)), TRUTH) for code in wanted))

    def _on_number(self, leaf: Leaf, numbers: Cell) -> Cell:
        compare = {Comparator.IS_AT_LEAST: np.greater_equal, Comparator.IS_AT_MOST: np.less_equal}
        if leaf.comparator in compare:
            return self.tape.note(compare[leaf.comparator], (numbers, float(leaf.values[0])), TRUTH)
        equal = (self.tape.note(np.equal, (numbers, float(value)), TRUTH) for value in leaf.values)
        found = reduce(or_, equal)
        if leaf.comparator is Comparator.IS_NOT:
            return ~found & ~self.tape.note(np.isnan, (numbers,), TRUTH)
        return found

    # sums

    def total(self, terms: Sequence[tuple[Cell, Amount]], most: Amount) -> Cell:
        """The sum of the amounts of the truths that hold; no sum it goes into is larger than `most`."""
        kind = self._kind(most)
        by_amount: dict[Amount, list[Cell]] = {}
        for truth, amount in terms:
            by_amount.setdefault(amount, []).append(truth)
        sums = []
        for amount, truths in by_amount.items():
            # The bytes of a truth are 0 and 1: as small integers they can be added as they are.
            counted = reduce(lambda one, other: self.tape.note(_count, (one, other), np.dtype(np.int8)), truths)
            sums.append(self._as(counted, kind) * amount)
        return reduce(add, sums)

    def mixed(self, terms: Sequence[tuple[Cell, Any]], most: Amount) -> Cell:
        """The sum of columns, each times its amount; it is not larger than `most`."""
        kind = self._kind(most)
        parts = []
        for column, amount in terms:
            same = self._as(column, kind)
            times = self._as(amount, kind) if isinstance(amount, Cell) else amount
            parts.append(same if not isinstance(times, Cell) and times == 1 else same * times)
        return reduce(add, parts)

    def _kind(self, most: Amount) -> Kind:
        if not self.plan.whole:
            return FLOAT
        return np.dtype(np.int8 if most <= 127 else np.int16 if most <= 32_767 else np.int32)  # noqa: PLR2004

    def _as(self, column: Cell, kind: Kind) -> Cell:
        return column if column.kind == kind else self.tape.note(_convert, (column,), kind)

    def within(self, column: Cell, most: Amount) -> Cell:
        """The column, cut at `most` for and against."""
        low = self.tape.note(_larger, (column, self.tape.constant(-most, column.kind)), column.kind)
        return self.tape.note(_smaller, (low, self.tape.constant(most, column.kind)), column.kind)

    def share(self, part: Cell, whole: Cell | Amount) -> Cell:
        """A part of a whole, rounded; 0 where there is no whole."""
        if isinstance(whole, Cell):
            shared = self.tape.note(_divide, (self._as(part, FLOAT), self._as(whole, FLOAT)), FLOAT)
        elif whole:
            shared = self.tape.note(np.divide, (self._as(part, FLOAT), float(whole)), FLOAT)
        else:
            return self.constant(0.0)
        return self._rounded(shared)

    def _rounded(self, numbers: Cell) -> Cell:
        large = self.tape.note(np.multiply, (numbers, _TENS), FLOAT)
        straight = self.tape.note(np.rint, (large,), FLOAT)
        return self.tape.note(np.add, (self.tape.note(np.divide, (straight, _TENS), FLOAT), 0.0), FLOAT)

    # choices

    def constant(self, value: float | bool | None) -> Cell:
        """The same in every row; no number is less than every score."""
        kind = TRUTH if isinstance(value, bool) else FLOAT
        return self.tape.constant(-_BAR if value is None else value, kind)

    def barred(self, column: Cell, truth: Cell) -> Cell:
        """A score, pushed below all others where the truth holds; nothing else changes by a single bit."""
        bar = self._as(truth, FLOAT) * _BAR
        return self.tape.note(np.subtract, (column, bar), FLOAT)

    def largest(self, columns: Sequence[Cell]) -> Cell:
        """The largest number of each row."""
        if not columns:
            return self.constant(None)
        return reduce(lambda one, other: self.tape.note(_larger, (one, other), FLOAT), columns)

    def equal(self, one: Cell, other: Cell) -> Cell:
        """Where two columns hold the same number."""
        return self.tape.note(np.equal, (one, other), TRUTH)

    def lead(self, one: Cell, other: Cell) -> Cell:
        """By how much one exceeds the other; without an other, by more than any number."""
        return self._rounded(self.tape.note(np.subtract, (one, other), FLOAT))

    def below(self, column: Cell, bound: float) -> Cell:
        """Where a number lies below a bound."""
        return self.tape.note(np.less, (column, float(bound)), TRUTH)

    def word(self, choices: Sequence[tuple[Cell, str]], name: str) -> Cell:
        """Keep by a name the word of the truth that holds; there is one at most."""
        words = tuple(dict.fromkeys(word for _, word in choices))
        self.words[name] = words
        # At most one of the truths holds, so that their codes can be added.
        codes = (self._as(truth, CODE) * (words.index(word) + 1) for truth, word in choices)
        return self.keep(name, reduce(add, codes))


def _accepted(leaf: Leaf, fact: Fact) -> list[int]:
    """The codes of the answers that a leaf holds of."""
    answers: list[Any] = [False, True] if fact.type == "flag" else [value.id for value in fact.values]
    return [code for code, answer in enumerate(answers, start=1) if semantics.leaf_truth(leaf, fact, answer)]


def _count(one: Array, other: Array, out: Array) -> None:
    np.add(one.view(np.int8), other.view(np.int8), out)


def _convert(column: Array, out: Array) -> None:
    np.copyto(out, column)


def _larger(one: Array, other: Array, out: Array) -> None:
    np.maximum(one, other, out=out)


def _smaller(one: Array, other: Array, out: Array) -> None:
    np.minimum(one, other, out=out)


def _divide(part: Array, whole: Array, out: Array) -> None:
    out.fill(0.0)
    np.divide(part, whole, out, where=whole > 0)
