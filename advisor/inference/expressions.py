"""Columns as expressions of narwhals, which the caller's table engine runs: Polars, DuckDB, PySpark and others.

What is kept becomes a column of its own, so that the engine computes it once however often it is read; a condition is
two-valued at every step, because engines differ in what they make of null.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import add, or_
from typing import Any

import narwhals as nw

from advisor.inference import cells, ranking, semantics
from advisor.inference.columns import Truth
from advisor.inference.plan import Amount, Plan
from advisor.knowledge.conditions import Comparator, Leaf
from advisor.knowledge.model import Fact
from advisor.profile import PRIORITY_PREFIX

_SHORT = 2**15 - 1
_SUM = nw.Int32


class Expressions:
    """The columns of one frame."""

    def __init__(self, plan: Plan, frame: Any) -> None:
        self.plan = plan
        self.schema: Mapping[str, Any] = frame.collect_schema()
        self.frame = _without_dots(frame, self.schema)
        self._pending: dict[str, nw.Expr] = {}
        self._seen: dict[tuple[str, Any], nw.Expr] = {}
        self._first: dict[str, nw.Expr] = {}
        self._read()

    def _read(self) -> None:
        """Every column that is asked for, as answers: null where there is none."""
        self._facts = [
            fact
            for fact in self.plan.knowledge.facts.values()
            if fact.origin in semantics.GIVEN and fact.id in self.schema
        ]
        self._rated = [PRIORITY_PREFIX + n for n in self.plan.knowledge.criteria if PRIORITY_PREFIX + n in self.schema]
        for fact in self._facts:
            self.keep(f"_read.{fact.id}", cells.read(fact, self.column(fact.id), self.schema[fact.id]))
        for name in self._rated:
            self.keep(f"_read.{name}", cells.rating(self.column(name), self.plan.importance)[0])
        self.stage()

    def _answer(self, name: str) -> nw.Expr:
        return self.column(f"_read.{name}")

    def weights(self, priorities: ranking.Priorities) -> dict[str, nw.Expr | Amount]:
        """What each criterion counts, in each row where the frame says so."""
        weights: dict[str, nw.Expr | Amount] = dict(self.plan.weights(priorities))
        kind = _SUM if self.plan.whole else nw.Float64
        for name, weight in self.plan.weights(priorities).items():
            if PRIORITY_PREFIX + name in self.schema:
                said, chosen = self._answer(PRIORITY_PREFIX + name), nw.lit(weight, kind)
                for word, amount in self.plan.importance.items():
                    chosen = nw.when(said == word).then(nw.lit(amount, kind)).otherwise(chosen)
                weights[name] = self.keep(f"_weight.{name}", chosen)
        return weights

    # what was kept

    def keep(self, name: str, column: nw.Expr) -> nw.Expr:
        """A column that the engine computes once."""
        self._pending[_inner(name)] = column
        return self.column(name)

    def column(self, name: str) -> nw.Expr:
        """A column of the frame or one that was kept, by its name."""
        return nw.col(_inner(name))

    def stage(self) -> None:
        """What was kept becomes columns of the frame."""
        for pending in (self._first, self._pending):
            if pending:
                self.frame = self.frame.with_columns(**pending)
        self._first, self._pending = {}, {}

    # tests

    def known(self, fact: str) -> Truth:
        """Where a question is answered."""
        if fact not in self.schema:
            return False
        return self._once(fact, "known", ~self._answer(fact).is_null())

    def test(self, leaf: Leaf) -> Truth:
        """Where a leaf about a question is known to hold."""
        fact = self.plan.knowledge.facts[leaf.fact]
        if leaf.comparator is Comparator.IS_KNOWN:
            return self.known(fact.id)
        if leaf.comparator is Comparator.IS_UNKNOWN:
            known = self.known(fact.id)
            return True if known is False else ~known
        if fact.id not in self.schema:
            return False
        if leaf.comparator is Comparator.INCLUDES:
            return self._includes(fact, str(leaf.values[0]))
        if fact.type == "number":
            return _on_number(leaf, self._answer(fact.id)).fill_null(value=False)
        answers: list[Any] = [True, False] if fact.type == "flag" else [value.id for value in fact.values]
        accepted = [one for one in answers if semantics.leaf_truth(leaf, fact, one)]
        tests = [self._is(fact, one) for one in accepted]
        return reduce(or_, tests) if tests else False

    def _is(self, fact: Fact, answer: str | bool) -> nw.Expr:
        column = self._answer(fact.id)
        test = (column if answer else ~column) if isinstance(answer, bool) else column == answer
        return self._once(fact.id, answer, test.fill_null(value=False))

    def invalid(self) -> nw.Expr:
        """The columns whose cell is no answer to their question, joined; null where all are."""
        wrong = {
            fact.id: cells.said(fact, self.column(fact.id), self.schema[fact.id]) & self._answer(fact.id).is_null()
            for fact in self._facts
        }
        wrong |= {name: cells.rating(self.column(name), self.plan.importance)[1] for name in self._rated}
        if not wrong:
            return nw.lit(None, nw.String)
        marks = [nw.when(where).then(nw.lit(name)) for name, where in wrong.items()]
        joined = nw.concat_str(marks, separator=";", ignore_nulls=True)
        return nw.when(joined.str.len_chars() > 0).then(joined)

    def _includes(self, fact: Fact, value: str) -> nw.Expr:
        column = self._answer(fact.id)
        if isinstance(self.schema[fact.id], nw.List):
            return column.list.contains(value).fill_null(value=False)
        mark = nw.lit(";")
        marked = self._once(fact.id, "marked", nw.concat_str(mark, column.str.replace_all(r"[|;\s]+", ";"), mark))
        return marked.str.contains(f";{value};", literal=True).fill_null(value=False)

    def _once(self, fact: str, what: Any, test: nw.Expr) -> nw.Expr:
        """A test of one answer, which several leaves may share."""
        key = (fact, what)
        if key not in self._seen:
            name = _inner(f"_is.{fact}.{what}")
            self._first[name] = test
            self._seen[key] = nw.col(name)
        return self._seen[key]

    # sums

    def total(self, terms: Sequence[tuple[nw.Expr, Amount]], most: Amount) -> nw.Expr:
        """The sum of the amounts of the truths that hold."""
        kind = (nw.Int16 if most <= _SHORT else _SUM) if self.plan.whole else nw.Float64
        nothing = nw.lit(0, kind)
        return reduce(add, (nw.when(truth).then(nw.lit(amount, kind)).otherwise(nothing) for truth, amount in terms))

    def mixed(self, terms: Sequence[tuple[nw.Expr, Amount | nw.Expr]], most: Amount) -> nw.Expr:  # noqa: ARG002
        """The sum of columns, each times its amount."""
        kind = _SUM if self.plan.whole else nw.Float64
        return reduce(add, (_times(column.cast(kind), amount, kind) for column, amount in terms))

    def within(self, column: nw.Expr, most: Amount) -> nw.Expr:
        """The column, cut at `most` for and against."""
        return column.clip(-most, most)

    def share(self, part: nw.Expr, whole: nw.Expr | Amount) -> nw.Expr:
        """A part of a whole, rounded; 0 where there is no whole."""
        if not isinstance(whole, nw.Expr):
            return (part.cast(nw.Float64) / float(whole)).round(ranking.DECIMALS) if whole else nw.lit(0.0)
        shared = part.cast(nw.Float64) / whole.cast(nw.Float64)
        return nw.when(whole > 0).then(shared).otherwise(nw.lit(0.0)).round(ranking.DECIMALS)

    # choices

    def constant(self, value: float | bool | None) -> nw.Expr:
        """The same in every row; null for no number."""
        return nw.lit(value, nw.Boolean if isinstance(value, bool) else nw.Float64)

    def barred(self, column: nw.Expr, truth: nw.Expr) -> nw.Expr:
        """A score, and null where the truth holds."""
        return nw.when(~truth).then(column)

    def largest(self, columns: Sequence[nw.Expr]) -> nw.Expr:
        """The largest number of each row."""
        return nw.max_horizontal(*columns) if columns else nw.lit(None, nw.Float64)

    def equal(self, one: nw.Expr, other: nw.Expr) -> nw.Expr:
        """Where two columns hold the same number; never null."""
        return (one == other).fill_null(value=False)

    def lead(self, one: nw.Expr, other: nw.Expr) -> nw.Expr:
        """By how much one exceeds the other."""
        return (one - other).round(ranking.DECIMALS)

    def below(self, column: nw.Expr, bound: float) -> nw.Expr:
        """Where a number is known to lie below a bound; never null."""
        return (column < bound).fill_null(value=False)

    def word(self, choices: Sequence[tuple[nw.Expr, str]], name: str) -> nw.Expr:
        """Keep by a name the word of the truth that holds."""
        *others, (last, word) = choices
        chosen: nw.Expr = nw.when(last).then(nw.lit(word))
        for truth, other in reversed(others):
            chosen = nw.when(truth).then(nw.lit(other)).otherwise(chosen)
        return self.keep(name, chosen)


def _inner(name: str) -> str:
    """A name as the engine gets it: to Spark a dot means a part of a column."""
    return name.replace(".", "__")


def _without_dots(frame: Any, names: Iterable[str]) -> Any:
    dotted = {name: _inner(name) for name in names if "." in name}
    if dotted and frame.implementation.is_spark_like():
        # Spark looks for a part of a column even where a column is to be renamed.
        return nw.from_native(frame.to_native().toDF(*map(_inner, names)))
    return frame.rename(dotted) if dotted else frame


def _times(column: nw.Expr, amount: Amount | nw.Expr, kind: Any) -> nw.Expr:
    if isinstance(amount, nw.Expr):
        return column * amount
    return column if amount == 1 else column * nw.lit(amount, kind)


def _on_number(leaf: Leaf, column: nw.Expr) -> nw.Expr:
    value = leaf.values[0]
    if leaf.comparator is Comparator.IS_AT_LEAST:
        return column >= value
    if leaf.comparator is Comparator.IS_AT_MOST:
        return column <= value
    if leaf.comparator is Comparator.IS_NOT:
        return column != value
    return reduce(or_, (column == one for one in leaf.values))
