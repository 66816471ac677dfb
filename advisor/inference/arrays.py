"""The same rules over arrays: many variations of one set of answers at once, within milliseconds.

The analyses put thousands of questions to the rules that differ in an answer or two. `table.py` takes a caller's frame
through a table engine; here the rows are made by us and few answers are in play, so that each becomes a small number
and every rule a handful of boolean operations on whole arrays. What a leaf means is asked of `semantics` once for each
answer in play, and where nothing varies an array has one row; tests hold the outcome to `rete.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from advisor.inference import ranking, semantics
from advisor.knowledge.answers import Answer
from advisor.knowledge.conditions import AllOf, AnyOf, Condition, Leaf
from advisor.knowledge.model import KnowledgeBase, Rule

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
_YES: Bools = np.ones(1, dtype=np.bool_)
_NO: Bools = np.zeros(1, dtype=np.bool_)


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
    """The rules that bear on a verdict, and what their points are worth to one organisation."""

    def __init__(self, knowledge: KnowledgeBase, priorities: ranking.Priorities) -> None:
        """Put the rules in the order in which they build on each other."""
        self.knowledge = knowledge
        strata = semantics.strata(knowledge)
        bearing = [rule for rule in knowledge.rules.values() if not rule.only_advises]
        self._rules = sorted(bearing, key=lambda rule: strata[rule.id])
        self._strata = strata
        self._order = tuple(knowledge.strategies)
        weights = ranking.importances(knowledge, priorities)
        everything = sum(weights.values())
        self._weights = {name: weight / everything if everything else 0.0 for name, weight in weights.items()}

    def run(self, columns: Mapping[str, Column], rows: int) -> Outcomes:
        """What follows from each row of answers; a fact without a column is unknown in all of them."""
        fired = _Pass(self.knowledge, dict(columns)).fired(self._rules, self._strata)
        scores, bears = np.zeros((1, len(self._order))), _NO[None, :]
        for criterion, weight in self._weights.items():
            own = [rule for rule in self._rules if rule.weighs and rule.criterion == criterion]
            if own and weight:
                named, parts = self._named(own)
                said = np.clip(_summed(own, fired, named) / self.knowledge.base.full_at, -1.0, 1.0)
                scores = scores + weight * (said @ parts)
                bears = bears | (_summed(own, fired, (named @ parts != 0).astype(np.float64)) > 0)
        gates = [rule for rule in self._rules if rule.gates]
        out = _summed(gates, fired, np.array([self._removed(rule) for rule in gates])) > 0 if gates else _NO
        shape = (rows, len(self._order))
        scores = np.broadcast_to(scores.round(ranking.DECIMALS), shape)
        out, bears = np.broadcast_to(out, shape), np.broadcast_to(bears, shape)
        left = ~out
        best = np.where(out, -np.inf, scores).argmax(axis=1)
        none = ~left.any(axis=1) | ((left.sum(axis=1) > 1) & ~(left & bears).any(axis=1))
        return Outcomes(self._order, scores, out, np.where(none, len(self._order), best))

    def _named(self, rules: list[Rule]) -> tuple[Floats, Floats]:
        """What each rule gives to the strategies and groups they name, and the part each strategy has in those."""
        given = [ranking.named(self.knowledge, rule) for rule in rules]
        targets = list(dict.fromkeys(target for one in given for target in one))
        parts = [[self.knowledge.parts[target].get(name, 0.0) for name in self._order] for target in targets]
        return np.array([[one.get(target, 0.0) for target in targets] for one in given]), np.array(parts)

    def _removed(self, rule: Rule) -> list[float]:
        removed = ranking.ruled_out(self.knowledge, [rule])
        return [float(strategy in removed) for strategy in self._order]


def _summed(rules: list[Rule], fired: Mapping[str, Bools], amounts: Floats) -> Floats:
    """Rows by strategies: the amounts of the rules that fired, added up."""
    steady = np.array([fired[rule.id].shape[0] == 1 for rule in rules])
    total: Floats = np.array([[float(fired[rule.id][0]) for rule in rules]]) * steady @ amounts
    if not steady.all():
        moving = np.stack([fired[rule.id] for rule, still in zip(rules, steady, strict=True) if not still], axis=1)
        total = total + moving.astype(np.float64) @ amounts[~steady]
    return total


class _Pass:
    """One pass of the rules over some columns."""

    def __init__(self, knowledge: KnowledgeBase, columns: dict[str, Column]) -> None:
        self.facts = knowledge.facts
        self.columns = columns
        self.leaves: dict[Leaf, tuple[Bools, Bools]] = {}

    def fired(self, rules: list[Rule], strata: Mapping[str, int]) -> dict[str, Bools]:
        """Rule to the rows it fires in; conclusions become columns before the rules that read them are asked."""
        found: dict[str, Bools] = {}
        concluding: dict[str, dict[Answer, Bools]] = {}
        stratum = 0
        for rule in rules:
            if strata[rule.id] > stratum:
                self._conclude(concluding)
                stratum = strata[rule.id]
            holds = self._known(rule.when)[0]
            if rule.unless is not None:
                holds = holds & ~self._known(rule.unless)[0]
            found[rule.id] = holds
            for conclusion in rule.concludes:
                made = concluding.setdefault(conclusion.fact, {})
                made[conclusion.value] = made[conclusion.value] | holds if conclusion.value in made else holds
        return found

    def _conclude(self, concluding: Mapping[str, Mapping[Answer, Bools]]) -> None:
        for fact, made in concluding.items():
            values = tuple(made)
            several = reduce(np.add, (holds.astype(np.int64) for holds in made.values()))
            chosen = reduce(np.add, (holds * np.int64(place) for place, holds in enumerate(made.values(), start=1)))
            self.columns[fact] = Column((None, *values), np.where(several == 1, chosen, 0))

    def _known(self, condition: Condition) -> tuple[Bools, Bools]:
        """Where a condition is known to hold, and where it is known not to."""
        if isinstance(condition, Leaf):
            if condition not in self.leaves:
                self.leaves[condition] = self._leaf(condition)
            return self.leaves[condition]
        parts = [self._known(part) for part in condition.parts]
        every, some = (0, 1) if isinstance(condition, AllOf) else (1, 0)
        # `all` holds where each part does and fails where one does; `any` the other way round; `none` is not `any`.
        each = reduce(np.logical_and, (part[every] for part in parts), _YES)
        one = reduce(np.logical_or, (part[some] for part in parts), _NO)
        return (one, each) if isinstance(condition, AnyOf) else (each, one)

    def _leaf(self, leaf: Leaf) -> tuple[Bools, Bools]:
        column = self.columns.get(leaf.fact) or Column.same(None)
        truths = [semantics.leaf_truth(leaf, self.facts[leaf.fact], answer) for answer in column.answers]
        holds, fails = (np.array([truth is wanted for truth in truths]) for wanted in (True, False))
        return holds[column.codes], fails[column.codes]
