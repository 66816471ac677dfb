"""A knowledge base made ready for columns: everything that can be worked out before the first row is seen.

Points and importances are turned into whole numbers where they allow it, so that columns add small integers instead of
floats; rules are put into the order in which they fire; what only depends on the knowledge is found once and kept.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from advisor.inference import ranking, semantics
from advisor.knowledge.model import KnowledgeBase, Rule

_FINEST = 1000
"""Numbers with a denominator above this stay floats: a knowledge base that weighs by thirds is still exact in ints."""
_LARGEST = 2**30
"""Sums that could go beyond this stay floats."""

Amount = int | float


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """One knowledge base over columns."""

    knowledge: KnowledgeBase
    strata: tuple[tuple[Rule, ...], ...]
    """The rules in the order in which they fire, without those that read the verdict."""
    late: tuple[Rule, ...]
    """The rules that read the verdict; they only advise."""
    made: Mapping[str, Mapping[str | bool | int | float, tuple[str, ...]]]
    """Derived fact to each value that rules conclude, to those rules."""
    settled: tuple[tuple[str, ...], ...]
    """Stratum to the derived facts that no later rule concludes."""
    points: Mapping[str, Mapping[str, tuple[tuple[str, Amount], ...]]]
    """Criterion to strategy or group named, to the rules that name it with their points."""
    evidence: Mapping[str, Mapping[str, Mapping[str, Amount]]]
    """Criterion to strategy, to the strategies and groups that its rules name, to the part it has in them."""
    touched: Mapping[frozenset[str], Mapping[str, tuple[str, ...]]]
    """Strategies that the same rules give points to, to criterion, to these rules."""
    gates: Mapping[str, tuple[str, ...]]
    """Strategy to the rules that rule it out."""
    full: Amount
    """Where what a criterion says of a strategy or group is full, in the unit of the points."""
    part: Amount
    """The whole of a strategy or group, in the unit of the parts."""
    importance: Mapping[str, Amount]
    """What each priority is worth; only ratios count."""
    whole: bool
    """Whether all amounts are whole numbers, so that sums are exact."""

    def largest(self, criterion: str) -> Amount:
        """What a criterion comes to for a strategy is never larger, for or against."""
        return self.full * max((sum(targets.values()) for targets in self.evidence[criterion].values()), default=0)

    def weights(self, priorities: ranking.Priorities) -> dict[str, Amount]:
        """What each criterion counts where nothing else is said in a row."""
        criteria = self.knowledge.criteria
        return {name: self.importance[priorities.get(name, one.importance)] for name, one in criteria.items()}


_MOST_KEPT = 16
_KEPT: dict[int, Plan] = {}


def plan(knowledge: KnowledgeBase) -> Plan:
    """The plan of a knowledge base; the latest few are kept, because making one takes as long as using it on a few."""
    kept = _KEPT.get(id(knowledge))
    if kept is None or kept.knowledge is not knowledge:
        while len(_KEPT) >= _MOST_KEPT:
            _KEPT.pop(next(iter(_KEPT)))
        kept = _KEPT[id(knowledge)] = _made(knowledge)
    return kept


def _made(knowledge: KnowledgeBase) -> Plan:
    rules = list(knowledge.rules.values())
    depth = semantics.strata(knowledge)
    late = tuple(rule for rule in rules if any(knowledge.facts[fact].origin == "verdict" for fact in rule.reads))
    early = [rule for rule in rules if rule not in late]
    strata = [
        [rule for rule in early if depth[rule.id] == stratum] for stratum in range(max(depth.values(), default=0) + 1)
    ]
    made: dict[str, dict[str | bool | int | float, list[str]]] = {}
    last: dict[str, int] = {}
    for rule in early:
        for conclusion in rule.concludes:
            made.setdefault(conclusion.fact, {}).setdefault(conclusion.value, []).append(rule.id)
            last[conclusion.fact] = max(last.get(conclusion.fact, 0), depth[rule.id])
    unit = _Unit(knowledge)
    named = {
        criterion: _named(knowledge, [rule for rule in early if rule.criterion == criterion], unit)
        for criterion in knowledge.criteria
    }
    return Plan(
        knowledge=knowledge,
        strata=tuple(tuple(stratum) for stratum in strata),
        late=late,
        made={fact: {value: tuple(by) for value, by in values.items()} for fact, values in made.items()},
        settled=tuple(tuple(f for f, at in last.items() if at == stratum) for stratum in range(len(strata))),
        points=named,
        evidence={criterion: _evidence(knowledge, points, unit) for criterion, points in named.items()},
        touched=_touched(knowledge, early),
        gates={
            name: tuple(rule.id for rule in early if _rules_out(knowledge, rule, name)) for name in knowledge.strategies
        },
        full=unit.of(knowledge.base.full_at, unit.points),
        part=unit.of(1, unit.parts),
        importance={word: unit.of(worth, unit.importance) for word, worth in knowledge.base.importance.items()},
        whole=unit.whole,
    )


class _Unit:
    """By how much each kind of amount is multiplied to be whole; by 1, and floats, where that does not work out."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        base = knowledge.base
        self.points = _denominator(base.points.values())
        self.parts = _denominator(part for parts in knowledge.parts.values() for part in parts.values())
        self.importance = _denominator(base.importance.values())
        fills = (base.full_at * self.points).is_integer()
        effects = sum(len(rule.weighs) for rule in knowledge.rules.values()) * max(base.points.values(), default=1)
        said = max(effects, base.full_at * len(knowledge.parts)) * self.points * self.parts
        sums = said * max(base.importance.values(), default=1) * self.importance * len(knowledge.criteria)
        self.whole = fills and max(self.points, self.parts, self.importance) <= _FINEST and sums <= _LARGEST
        if not self.whole:
            self.points = self.parts = self.importance = 1

    def of(self, amount: float, times: int) -> Amount:
        return round(amount * times) if self.whole else float(amount)


def _denominator(amounts: object) -> int:
    return math.lcm(1, *(Fraction(str(amount)).denominator for amount in amounts))  # type: ignore[attr-defined]


def _named(knowledge: KnowledgeBase, rules: list[Rule], unit: _Unit) -> dict[str, tuple[tuple[str, Amount], ...]]:
    found: dict[str, list[tuple[str, Amount]]] = {}
    for rule in rules:
        for effect in rule.weighs:
            amount = unit.of(effect.sign * knowledge.base.points[effect.adverb], unit.points)
            found.setdefault(effect.target, []).append((rule.id, amount))
    return {target: tuple(terms) for target, terms in found.items()}


def _evidence(knowledge: KnowledgeBase, named: Iterable[str], unit: _Unit) -> dict[str, dict[str, Amount]]:
    found: dict[str, dict[str, Amount]] = {}
    for target in named:
        for strategy, part in knowledge.parts[target].items():
            found.setdefault(strategy, {})[target] = unit.of(part, unit.parts)
    return found


def _touched(knowledge: KnowledgeBase, rules: list[Rule]) -> dict[frozenset[str], dict[str, tuple[str, ...]]]:
    found: dict[frozenset[str], dict[str, list[str]]] = {}
    for rule in rules:
        given = frozenset(name for name, amount in ranking.points(knowledge, rule).items() if amount)
        if given:
            found.setdefault(given, {}).setdefault(rule.criterion, []).append(rule.id)
    return {given: {name: tuple(ids) for name, ids in by.items()} for given, by in found.items()}


def _rules_out(knowledge: KnowledgeBase, rule: Rule, strategy: str) -> bool:
    return any(knowledge.parts[gate.target].get(strategy) == 1 for gate in rule.gates)
