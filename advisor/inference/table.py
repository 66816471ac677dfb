"""The same rules over columns: a table of profiles in, a verdict for each row out, without a loop over rows.

The knowledge is compiled into expressions of narwhals, so that the caller's own frame (Polars, pandas, PyArrow, DuckDB,
PySpark) runs them. Where `rete.py` gives the trace of one profile, this gives the answers for many; tests hold the two
to each other. A condition becomes the two-valued question whether it is known to hold, or known not to, because engines
differ in what they make of null.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import add, and_, or_
from typing import Any

import narwhals as nw

from advisor.inference import ranking, semantics
from advisor.knowledge.answers import Answer
from advisor.knowledge.conditions import AllOf, AnyOf, Comparator, Condition, Leaf
from advisor.knowledge.model import Fact, KnowledgeBase, Rule, Strategy

PRIORITY = "priority."
"""Column `priority.privacy` holds the importance of a criterion; null for what holds for all rows."""
SEPARATOR = ";"
"""Between the values of a set in a text column."""

_YES, _NO = nw.lit(value=True), nw.lit(value=False)


def answers(
    knowledge: KnowledgeBase, frame: Any, priorities: ranking.Priorities | None = None, *, fired: bool = False
) -> Any:
    """The caller's frame with the answer beside its own columns; lazy where the frame is lazy.

    Columns are named by their facts and hold the ids of values, yes and no as booleans, numbers, and sets as lists or
    as text joined by `;`; null is unknown, and so is a fact without a column. Other columns are passed through. Added
    are `openness`, `strategy`, `close_call`, `undecided`, and for each strategy `score.<id>` and `ruled_out.<id>`; with
    `fired` also the ids of the rules that fired, as a list. `priorities` hold for every row; a column `priority.<id>`
    goes before them.
    """
    given = nw.from_native(frame)
    # What is held in memory is computed by Polars, which plans all columns together, and handed back as it came.
    table = given.lazy(backend="polars") if isinstance(given, nw.DataFrame) else given
    schema = table.collect_schema()
    compiled = _Compiled(knowledge, schema, priorities or {})
    wanted = [*schema.names(), *answer_columns(knowledge)]
    for stage in compiled.stages(fired=fired):
        if stage:
            table = table.with_columns(**stage)
    table = table.select(*wanted, *(["fired"] if fired else []))
    return (table.collect(backend=given.implementation) if isinstance(given, nw.DataFrame) else table).to_native()


def answer_columns(knowledge: KnowledgeBase) -> list[str]:
    """The columns that `answers` adds, in their order."""
    each = [f"{kind}.{name}" for kind in ("score", "ruled_out") for name in knowledge.strategies]
    return ["openness", "strategy", "close_call", "undecided", *each]


def cell(answer: Answer) -> str | bool | float:
    """An answer as a column holds it."""
    return SEPARATOR.join(sorted(answer)) if isinstance(answer, frozenset) else answer


class _Compiled:
    """The columns of one knowledge base over one schema, stage by stage: each reads only what stands before it."""

    def __init__(self, knowledge: KnowledgeBase, schema: Mapping[str, Any], priorities: ranking.Priorities) -> None:
        self.knowledge = knowledge
        self.schema = schema
        self.weights = ranking.importances(knowledge, priorities)
        self.strata = semantics.strata(knowledge)
        self.tests: dict[Leaf, nw.Expr] = {}
        self.made: dict[str, dict[Any, list[str]]] = {}
        for rule in knowledge.rules.values():
            for conclusion in rule.concludes:
                self.made.setdefault(conclusion.fact, {}).setdefault(conclusion.value, []).append(rule.id)

    def stages(self, *, fired: bool) -> Iterable[dict[str, nw.Expr]]:
        """Column name to expression, in the order in which the columns must be computed."""
        rules = list(self.knowledge.rules.values())
        late = {rule.id for rule in rules if any(self.knowledge.facts[f].origin == "verdict" for f in rule.reads)}
        yield self._leaf_tests(rules)
        for stratum in sorted({self.strata[rule.id] for rule in rules}):
            yield {
                _rule(rule.id): self._fires(rule)
                for rule in rules
                if self.strata[rule.id] == stratum and rule.id not in late and (fired or not rule.only_advises)
            }
        yield self._points()
        yield self._scores()
        yield self._left()
        yield self._best()
        yield self._verdict()
        yield self._close_call()
        if fired:
            yield {_rule(rule.id): self._fires(rule) for rule in rules if rule.id in late}
            yield {"fired": self._fired(rules)}

    # conditions

    def _leaf_tests(self, rules: Iterable[Rule]) -> dict[str, nw.Expr]:
        """One column for each leaf that is asked about more than one answer, so that it is looked at once."""
        found: dict[str, nw.Expr] = {}
        for rule in rules:
            for leaf in rule.leaves:
                if leaf not in self.tests and self.knowledge.facts[leaf.fact].origin in semantics.GIVEN:
                    name = f"_leaf.{len(found)}"
                    found[name] = self._holds(leaf)
                    self.tests[leaf] = nw.col(name)
        return found

    def _fires(self, rule: Rule) -> nw.Expr:
        holds = self._known(rule.when, wanted=True)
        return holds if rule.unless is None else holds & ~self._known(rule.unless, wanted=True)

    def _known(self, condition: Condition, *, wanted: bool) -> nw.Expr:
        """Whether a condition is known to come out as wanted; as `semantics.truth`, but never null."""
        if isinstance(condition, Leaf):
            holds = self.tests[condition] if condition in self.tests else self._holds(condition)
            if wanted:
                return holds
            return ~holds if condition.comparator in _ABOUT_KNOWING else self._is_known(condition.fact) & ~holds
        inner = wanted if isinstance(condition, AllOf | AnyOf) else not wanted
        parts = [self._known(part, wanted=inner) for part in condition.parts]
        together = wanted is not isinstance(condition, AnyOf)
        return reduce(and_, parts, _YES) if together else reduce(or_, parts, _NO)

    def _holds(self, leaf: Leaf) -> nw.Expr:
        fact = self.knowledge.facts[leaf.fact]
        if leaf.comparator is Comparator.IS_KNOWN:
            return self._is_known(fact.id)
        if leaf.comparator is Comparator.IS_UNKNOWN:
            return ~self._is_known(fact.id)
        if fact.origin == "derived":
            accepted = [value for value in self.made.get(fact.id, {}) if semantics.leaf_truth(leaf, fact, value)]
            return reduce(or_, (self._concluded(fact.id, value) for value in accepted), _NO)
        if fact.id not in self.schema and fact.origin != "verdict":
            return _NO
        test = _on_column(leaf, fact, is_list=isinstance(self.schema.get(fact.id), nw.List))
        return test.fill_null(value=False)

    def _is_known(self, fact: str) -> nw.Expr:
        origin = self.knowledge.facts[fact].origin
        if origin == "derived":
            return reduce(or_, (self._concluded(fact, value) for value in self.made.get(fact, {})), _NO)
        if origin == "verdict":
            return ~nw.col("strategy").is_null()
        return ~nw.col(fact).is_null() if fact in self.schema else _NO

    def _concluded(self, fact: str, value: Any) -> nw.Expr:
        """Whether rules concluded this value and none another: what they contradict each other on stays unknown."""
        of = {one: reduce(or_, (nw.col(_rule(rule)) for rule in rules)) for one, rules in self.made[fact].items()}
        return reduce(and_, (~made for other, made in of.items() if other != value), of[value])

    # evidence

    def _points(self) -> dict[str, nw.Expr]:
        """Criterion and strategy to the criterion's share, from -1 to 1."""
        terms: dict[str, list[nw.Expr]] = {}
        for rule in self.knowledge.rules.values():
            if rule.weighs:
                for strategy, points in ranking.points(self.knowledge, rule).items():
                    if points:
                        term = nw.col(_rule(rule.id)).cast(nw.Float64) * points
                        terms.setdefault(_share(rule.criterion, strategy), []).append(term)
        full = self.knowledge.base.full_at
        return {name: (reduce(add, each) / full).clip(-1.0, 1.0) for name, each in terms.items()}

    def _weights(self) -> dict[str, nw.Expr | float]:
        weights: dict[str, nw.Expr | float] = dict(self.weights)
        for name, weight in self.weights.items():
            if PRIORITY + name in self.schema:
                said, chosen = nw.col(PRIORITY + name), nw.lit(float(weight))
                for word, amount in self.knowledge.base.importance.items():
                    chosen = nw.when(said == word).then(nw.lit(float(amount))).otherwise(chosen)
                weights[name] = chosen
        return weights

    def _scores(self) -> dict[str, nw.Expr]:
        weights = self._weights()
        everything = reduce(add, weights.values())
        if not isinstance(everything, nw.Expr):
            everything = nw.lit(float(everything))
        made = self._points()
        found: dict[str, nw.Expr] = {}
        for strategy in self.knowledge.strategies:
            terms = [nw.col(n) * w for c, w in weights.items() if (n := _share(c, strategy)) in made]
            total = reduce(add, terms, nw.lit(0.0)) / everything
            safe = nw.when(everything > 0).then(total).otherwise(nw.lit(0.0))
            found[f"score.{strategy}"] = safe.round(ranking.DECIMALS)
            found[f"_evidence.{strategy}"] = self._evidence(strategy, weights)
            found[f"ruled_out.{strategy}"] = self._ruled_out(strategy)
        return found

    def _evidence(self, strategy: str, weights: Mapping[str, nw.Expr | float]) -> nw.Expr:
        by_criterion: dict[str, list[nw.Expr]] = {}
        for rule in self.knowledge.rules.values():
            if rule.weighs and ranking.points(self.knowledge, rule).get(strategy):
                by_criterion.setdefault(rule.criterion, []).append(nw.col(_rule(rule.id)))
        parts = []
        for criterion, fired in by_criterion.items():
            weight = weights[criterion]
            if isinstance(weight, nw.Expr):
                parts.append(reduce(or_, fired) & (weight > 0))
            elif weight:
                parts.append(reduce(or_, fired))
        return reduce(or_, parts, _NO)

    def _ruled_out(self, strategy: str) -> nw.Expr:
        gates = [
            nw.col(_rule(rule.id))
            for rule in self.knowledge.rules.values()
            if any(self.knowledge.parts[gate.target].get(strategy) == 1 for gate in rule.gates)
        ]
        return reduce(or_, gates, _NO)

    # verdict

    def _left(self) -> dict[str, nw.Expr]:
        found: dict[str, nw.Expr] = {
            _left(s): nw.when(~nw.col(f"ruled_out.{s}")).then(nw.col(f"score.{s}")) for s in self.knowledge.strategies
        }
        left = [(~nw.col(f"ruled_out.{s}")).cast(nw.Int64) for s in self.knowledge.strategies]
        bears = [nw.col(f"_evidence.{s}") & ~nw.col(f"ruled_out.{s}") for s in self.knowledge.strategies]
        count = reduce(add, left)
        found["undecided"] = (count > 1) & ~reduce(or_, bears)
        return found

    def _best(self) -> dict[str, nw.Expr]:
        best = {"_best": nw.max_horizontal(*(_left(s) for s in self.knowledge.strategies))}
        for openness in dict.fromkeys(s.openness for s in self.knowledge.strategies.values()):
            others = [_left(s.id) for s in self.knowledge.strategies.values() if s.openness != openness]
            best[f"_rival.{openness}"] = nw.max_horizontal(*others) if others else nw.lit(None, nw.Float64)
        return best

    def _verdict(self) -> dict[str, nw.Expr]:
        return {
            "strategy": self._winner(lambda strategy: nw.lit(strategy.id)),
            "openness": self._winner(lambda strategy: nw.lit(strategy.openness)),
            "_rival": self._winner(lambda strategy: nw.col(f"_rival.{strategy.openness}")),
        }

    def _winner(self, gives: Callable[[Strategy], nw.Expr]) -> nw.Expr:
        """What the best strategy gives; the first in the order of strategies.yaml where several are equally good."""
        *others, last = self.knowledge.strategies.values()
        chosen: nw.Expr = nw.when(self._wins(last)).then(gives(last))
        for strategy in reversed(others):
            chosen = nw.when(self._wins(strategy)).then(gives(strategy)).otherwise(chosen)
        return chosen

    def _wins(self, strategy: Strategy) -> nw.Expr:
        wins = (nw.col(_left(strategy.id)) == nw.col("_best")) & ~nw.col("undecided")
        return wins.fill_null(value=False)

    def _close_call(self) -> dict[str, nw.Expr]:
        lead = (nw.col("_best") - nw.col("_rival")).round(ranking.DECIMALS)
        return {"close_call": (lead < self.knowledge.base.close_call).fill_null(value=False)}

    def _fired(self, rules: Iterable[Rule]) -> nw.Expr:
        ids = [nw.when(nw.col(_rule(rule.id))).then(nw.lit(rule.id)) for rule in rules]
        joined = nw.concat_str(ids, separator=SEPARATOR, ignore_nulls=True)
        return nw.when(joined.str.len_chars() > 0).then(joined).str.split(SEPARATOR)


_ABOUT_KNOWING = frozenset({Comparator.IS_KNOWN, Comparator.IS_UNKNOWN})


def _rule(name: str) -> str:
    return f"_rule.{name}"


def _share(criterion: str, strategy: str) -> str:
    return f"_share.{criterion}.{strategy}"


def _left(strategy: str) -> str:
    return f"_left.{strategy}"


def _on_column(leaf: Leaf, fact: Fact, *, is_list: bool) -> nw.Expr:
    """A leaf as a test of its column; null or false where the answer is unknown."""
    column = nw.col(fact.id)
    comparator = leaf.comparator
    if fact.type == "number":
        value = leaf.values[0]
        if comparator is Comparator.IS_AT_LEAST:
            return column >= value
        if comparator is Comparator.IS_AT_MOST:
            return column <= value
    if comparator is Comparator.INCLUDES:
        value = str(leaf.values[0])
        if is_list:
            return column.list.contains(value)
        mark = nw.lit(SEPARATOR)
        return nw.concat_str(mark, column, mark).str.contains(f"{SEPARATOR}{value}{SEPARATOR}", literal=True)
    if fact.type == "flag":
        accepted: list[Any] = [one for one in (True, False) if semantics.leaf_truth(leaf, fact, one)]
    elif fact.type == "number":
        accepted = list(leaf.values)
        if comparator is Comparator.IS_NOT:
            return ~column.is_null() & (column != leaf.values[0])
    else:
        accepted = [value.id for value in fact.values if semantics.leaf_truth(leaf, fact, value.id)]
    return reduce(or_, (column == one for one in accepted), _NO)
