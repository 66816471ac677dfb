"""What the rules mean over columns, said once for every kind of column.

A kind of column (`Columns`) knows how to test a leaf, add and compare; this says which tests, in which order, and what
follows from them. Two kinds exist: expressions that a table engine runs (`expressions.py`), and arrays in memory
(`in_memory.py`). A truth is a column of yes and no without nulls, or a plain `True` or `False` where it is the same
in every row; what is known beforehand is not computed row by row.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import add, and_, or_
from typing import Any, Protocol

from advisor.inference import semantics
from advisor.inference.plan import Amount, Plan
from advisor.knowledge.conditions import AllOf, AnyOf, Comparator, Condition, Leaf
from advisor.knowledge.model import Rule

Column = Any
"""Whatever a kind of column computes with; it knows `+`, `*`, `/`, `&`, `|`, `~` and the comparisons."""
Truth = Column | bool


class Columns(Protocol):
    """A kind of column."""

    def test(self, leaf: Leaf) -> Truth:
        """Where a leaf about a question is known to hold."""

    def known(self, fact: str) -> Truth:
        """Where a question is answered."""

    def keep(self, name: str, column: Column) -> Column:
        """A column that is computed once and may be read after the next `stage`."""

    def stage(self) -> None:
        """From here on what was kept before can be read."""

    def total(self, terms: Sequence[tuple[Column, Amount]], most: Amount) -> Column:
        """The sum of the amounts of the truths that hold; it, and what it is mixed into, stays within `most`."""

    def mixed(self, terms: Sequence[tuple[Column, Amount | Column]], most: Amount) -> Column:
        """The sum of columns, each times its amount; it stays within `most`."""

    def within(self, column: Column, most: Amount) -> Column:
        """The column, cut at `most` for and against."""

    def share(self, part: Column, whole: Column | Amount) -> Column:
        """A part of a whole as the score that is compared: rounded, and 0 where there is no whole."""

    def constant(self, value: float | bool | None) -> Column:
        """The same in every row; None for no number."""

    def barred(self, column: Column, truth: Column) -> Column:
        """A score, and no number where the truth holds."""

    def largest(self, columns: Sequence[Column]) -> Column:
        """The largest number of each row; no number where there is none."""

    def equal(self, one: Column, other: Column) -> Column:
        """Where two columns hold the same number; never null."""

    def lead(self, one: Column, other: Column) -> Column:
        """By how much one exceeds the other, rounded as scores are."""

    def below(self, column: Column, bound: float) -> Column:
        """Where a number is known to lie below a bound; never null."""

    def word(self, choices: Sequence[tuple[Column, str]], name: str) -> Column:
        """Keep by a name the word of the truth that holds; of the truths one holds at most."""


# truths


def negated(truth: Truth) -> Truth:
    """Where it does not hold."""
    return (not truth) if isinstance(truth, bool) else ~truth


def every(truths: Iterable[Truth]) -> Truth:
    """Where all hold."""
    found = []
    for truth in truths:
        if truth is False:
            return False
        if truth is not True:
            found.append(truth)
    return reduce(and_, found) if found else True


def some(truths: Iterable[Truth]) -> Truth:
    """Where at least one holds."""
    found = []
    for truth in truths:
        if truth is True:
            return True
        if truth is not False:
            found.append(truth)
    return reduce(or_, found) if found else False


# rules


class Consequences:
    """The rules of a plan over one table, from its answers to its verdicts."""

    def __init__(self, plan: Plan, columns: Columns, weights: Mapping[str, Column | Amount]) -> None:
        self.plan = plan
        self.columns = columns
        self.weights = weights
        self.knowledge = plan.knowledge
        self.tests: dict[Leaf, Truth] = {}
        self.fired: dict[str, Truth] = {}
        self.concluded: dict[tuple[str, Any], Truth] = {}
        self.verdict_known: Truth = False
        self.close_call: Truth = False

    def run(self, *, fired: bool = False) -> None:
        """Everything `table.answer_columns` names is kept; with `fired` also what every rule came to."""
        self._fire(fired=fired)
        scores = self._scores()
        out = self._ruled_out()
        self.columns.stage()
        self._verdict(scores, out)
        if fired:
            self.columns.stage()
            self._keep_rules(self.plan.late)

    def _fire(self, *, fired: bool) -> None:
        wanted = [[r for r in rules if fired or not r.only_advises] for rules in self.plan.strata]
        self._keep_tests([rule for rules in wanted for rule in rules] + list(self.plan.late if fired else ()))
        self.columns.stage()
        for rules, settled in zip(wanted, self.plan.settled, strict=True):
            self._keep_rules(rules)
            self.columns.stage()
            for fact in settled:
                self._conclude(fact)
            self.columns.stage()

    def _keep_tests(self, rules: Iterable[Rule]) -> None:
        for rule in rules:
            for leaf in rule.leaves:
                if leaf not in self.tests and self.knowledge.facts[leaf.fact].origin in semantics.GIVEN:
                    self.tests[leaf] = self._kept(f"_leaf.{len(self.tests)}", self.columns.test(leaf))

    def _kept(self, name: str, truth: Truth) -> Truth:
        return truth if isinstance(truth, bool) else self.columns.keep(name, truth)

    def _keep_rules(self, rules: Iterable[Rule]) -> None:
        for rule in rules:
            holds = self._known(rule.when, wanted=True)
            if rule.unless is not None and holds is not False:
                holds = every((holds, negated(self._known(rule.unless, wanted=True))))
            self.fired[rule.id] = self._kept(f"_rule.{rule.id}", holds)

    def _known(self, condition: Condition, *, wanted: bool) -> Truth:
        """Where a condition is known to come out as wanted: as `semantics.truth`, but never null."""
        if isinstance(condition, Leaf):
            holds = self._holds(condition)
            if wanted:
                return holds
            if condition.comparator in _ABOUT_KNOWING:
                return negated(holds)
            return every((self._is_known(condition.fact), negated(holds)))
        inner = wanted if isinstance(condition, AllOf | AnyOf) else not wanted
        parts = (self._known(part, wanted=inner) for part in condition.parts)
        return every(parts) if wanted is not isinstance(condition, AnyOf) else some(parts)

    def _holds(self, leaf: Leaf) -> Truth:
        if leaf in self.tests:
            return self.tests[leaf]
        fact = self.knowledge.facts[leaf.fact]
        if leaf.comparator is Comparator.IS_KNOWN:
            return self._is_known(fact.id)
        if leaf.comparator is Comparator.IS_UNKNOWN:
            return negated(self._is_known(fact.id))
        if fact.origin == "verdict":
            return some(
                every((self.verdict_known, self.close_call if said else negated(self.close_call)))
                for said in (True, False)
                if semantics.leaf_truth(leaf, fact, said)
            )
        accepted = [value for value in self.plan.made.get(fact.id, {}) if semantics.leaf_truth(leaf, fact, value)]
        return some(self.concluded[fact.id, value] for value in accepted)

    def _is_known(self, fact: str) -> Truth:
        origin = self.knowledge.facts[fact].origin
        if origin == "derived":
            return some(self.concluded[fact, value] for value in self.plan.made.get(fact, {}))
        return self.verdict_known if origin == "verdict" else self.columns.known(fact)

    def _conclude(self, fact: str) -> None:
        """A value is concluded where its rules fired and no rule for another value did: else it stays unknown."""
        made = {value: some(self.fired[rule] for rule in rules) for value, rules in self.plan.made[fact].items()}
        for position, (value, holds) in enumerate(made.items()):
            alone = every((holds, *(negated(other) for key, other in made.items() if key != value)))
            self.concluded[fact, value] = self._kept(f"_concluded.{fact}.{position}", alone)

    # evidence

    def _scores(self) -> dict[str, Column]:
        heard: dict[str, list[tuple[Column, str]]] = {name: [] for name in self.knowledge.strategies}
        totals = self._totals()
        self.columns.stage()
        for criterion, evidence in self.plan.evidence.items():
            for strategy, targets in evidence.items():
                terms = [(totals[criterion, t], part) for t, part in targets.items() if (criterion, t) in totals]
                if terms and not self._weightless(criterion):
                    share = self.columns.mixed(terms, self.plan.largest(criterion))
                    heard[strategy].append((self.columns.keep(f"_share.{criterion}.{strategy}", share), criterion))
        self.columns.stage()
        whole = reduce(add, self.weights.values()) * self.plan.full * self.plan.part
        return {name: self.columns.keep(f"score.{name}", self._score(terms, whole)) for name, terms in heard.items()}

    def _score(self, heard: Sequence[tuple[Column, str]], whole: Column | Amount) -> Column:
        if not heard:
            return self.columns.constant(0.0)
        weighted = [(share, self.weights[criterion]) for share, criterion in heard]
        heaviest = [w if isinstance(w, int | float) else max(self.plan.importance.values()) for _, w in weighted]
        largest = max(self.plan.largest(criterion) for _, criterion in heard)
        return self.columns.share(self.columns.mixed(weighted, sum(heaviest) * largest), whole)

    def _weightless(self, criterion: str) -> bool:
        weight = self.weights[criterion]
        return isinstance(weight, int | float) and weight == 0

    def _totals(self) -> dict[tuple[str, str], Column]:
        """Criterion and target to the points of the rules that fired, cut where it is full; without dead rules."""
        found = {}
        for criterion, targets in self.plan.points.items():
            for target, terms in targets.items():
                live = [(self._column(self.fired[r]), amount) for r, amount in terms if self.fired[r] is not False]
                if live:
                    most = sum(abs(amount) for _, amount in live)
                    total = self.columns.total(live, max(most, self.plan.largest(criterion)))
                    cut = self.columns.within(total, self.plan.full) if most > self.plan.full else total
                    found[criterion, target] = self.columns.keep(f"_points.{criterion}.{target}", cut)
        return found

    def _column(self, truth: Truth) -> Column:
        return self.columns.constant(truth) if isinstance(truth, bool) else truth

    def _ruled_out(self) -> dict[str, Column]:
        return {
            strategy: self.columns.keep(f"ruled_out.{strategy}", self._column(some(self.fired[rule] for rule in rules)))
            for strategy, rules in self.plan.gates.items()
        }

    def _bears(self, left: Mapping[str, Column]) -> Truth:
        """Where some rule that fired and counts gives points to a strategy that is left."""
        found = []
        for strategies, by_criterion in self.plan.touched.items():
            counts = []
            for criterion, rules in by_criterion.items():
                weight = self.weights[criterion]
                counts.append(every((weight > 0, some(self.fired[r] for r in rules))))
            found.append(every((some(counts), some(left[s] for s in self.knowledge.strategies if s in strategies))))
        return some(found)

    # verdict

    def _verdict(self, scores: Mapping[str, Column], out: Mapping[str, Column]) -> None:
        columns, strategies = self.columns, self.knowledge.strategies
        left = {name: ~out[name] for name in strategies}
        several = some(every((left[a], left[b])) for a, b in _pairs(list(strategies)))
        undecided = columns.keep("undecided", self._column(every((several, negated(self._bears(left))))))
        placed = {name: columns.keep(f"_left.{name}", columns.barred(scores[name], out[name])) for name in strategies}
        columns.stage()
        best = columns.keep("_best", columns.largest(list(placed.values())))
        rivals: dict[str, Column] = {}
        for kind in dict.fromkeys(s.openness for s in strategies.values()):
            others = [placed[name] for name, strategy in strategies.items() if strategy.openness != kind]
            rivals[kind] = columns.keep(f"_rival.{kind}", columns.largest(others))
        columns.stage()
        first = self._first({n: columns.equal(placed[n], best) & left[n] & ~undecided for n in strategies})
        self.verdict_known = some(first.values())
        columns.word([(won, name) for name, won in first.items()], "strategy")
        columns.word([(won, strategies[name].openness) for name, won in first.items()], "openness")
        close = []
        for kind, rival in rivals.items():
            won = some(first[name] for name, strategy in strategies.items() if strategy.openness == kind)
            close.append(won & columns.below(columns.lead(best, rival), self.knowledge.base.close_call))
        self.close_call = columns.keep("close_call", some(close))
        columns.stage()

    def _first(self, wins: Mapping[str, Column]) -> dict[str, Column]:
        """Of several that are equally good the first in the order of strategies.yaml."""
        first: dict[str, Column] = {}
        for name, won in wins.items():
            first[name] = self.columns.keep(f"_wins.{name}", every((won, *(negated(wins[other]) for other in first))))
        self.columns.stage()
        return first


_ABOUT_KNOWING = frozenset({Comparator.IS_KNOWN, Comparator.IS_UNKNOWN})


def _pairs(names: Sequence[str]) -> Iterable[tuple[str, str]]:
    return ((one, other) for position, one in enumerate(names) for other in names[position + 1 :])
