"""Whether an answer that rises, or falls, can ever move the recommendation away from what was declared: by proof.

The recommendation moves from one strategy to another only where the first stops being ahead of the second, or a gate
takes the one away or lets the other in. So each pair of strategies is asked alone, and of the scores each criterion
alone: the lead of the nearer strategy, its points cut where the criterion is full, must not fall when the answer moves
a step. Leads that fall in no criterion fall in no weighted sum of criteria, whatever the priorities. That is enough,
not necessary; where a lead can fall in one criterion, the answers that show it are handed back, for others to look
whether a whole profile turns round.
"""

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from advisor.analysis import random_profiles
from advisor.analysis.encoding import Encoding, Formula
from advisor.inference import ranking
from advisor.knowledge.answers import Answer
from advisor.knowledge.model import Fact, Rule


@dataclass(frozen=True, slots=True)
class Move:
    """A step away from a target that is not proved to be impossible, and where the proof breaks off."""

    nearer: str
    further: str
    criterion: str
    """The criterion in which the lead can fall; empty where it is a gate."""
    answers: Mapping[str, Answer] | None
    """Answers after which it falls; None where the solver did not decide."""
    step: tuple[Answer, Answer]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is proved of one declared direction."""

    proved: tuple[tuple[str, str], ...]
    """From a strategy to one that belongs less to the target: the recommendation never moves so."""
    open: tuple[Move, ...]


class Directions:
    """The directions that one base declares."""

    def __init__(self, encoding: Encoding) -> None:
        """Scale all points to whole numbers, which a solver adds best."""
        self.encoding = encoding
        self.knowledge = encoding.knowledge
        self.given = {rule.id: ranking.points(self.knowledge, rule) for rule in self.knowledge.rules.values()}
        self._known: dict[tuple[int, str, Answer], Formula] = {}
        self._sums: dict[tuple[frozenset[str], str, Answer, str], Formula] = {}
        amounts = [amount for each in self.given.values() for amount in each.values()]
        self._times = math.lcm(1, *(Fraction(str(a)).denominator for a in (*amounts, self.knowledge.base.full_at)))

    def shown(self, fact: Fact, sign: int, target: str, depending: list[Rule]) -> Shown:
        """Every step away from a target, proved to be impossible or not."""
        part = {name: self.knowledge.parts[target].get(name, 0.0) for name in self.knowledge.strategies}
        rising = list(itertools.pairwise(random_profiles.rising_answers(self.knowledge, fact)))
        steps = rising if sign > 0 else [(high, low) for low, high in rising]
        exceptions = frozenset(fact.direction.exceptions if fact.direction else ())
        mine = [rule for rule in depending if rule.id not in exceptions and (rule.weighs or rule.gates)]
        proved, unproved = [], []
        for nearer, further in itertools.permutations(part, 2):
            if part[nearer] > part[further]:
                found = self._broken(fact, steps, (nearer, further), mine, exceptions)
                if found is None:
                    proved.append((nearer, further))
                else:
                    unproved.append(found)
        return Shown(tuple(proved), tuple(unproved))

    def _broken(
        self,
        fact: Fact,
        steps: list[tuple[Answer, Answer]],
        pair: tuple[str, str],
        mine: list[Rule],
        exceptions: frozenset[str],
    ) -> Move | None:
        """The first step and criterion (or gate) in which a lead can fall."""
        for step in steps:
            quiet = [self.encoding.z3.Not(f) for name in exceptions for f in self._around(name, fact, step)]
            for criterion, wanted in self._ways(fact, step, pair, mine, exceptions):
                found = self.encoding.impossible(*quiet, *wanted)
                if found is not True:
                    answers = self.encoding.profile(*quiet, *wanted) if found is False else None
                    return Move(*pair, criterion, answers if isinstance(answers, dict) else None, step)
        return None

    def _ways(
        self,
        fact: Fact,
        step: tuple[Answer, Answer],
        pair: tuple[str, str],
        mine: list[Rule],
        exceptions: frozenset[str],
    ) -> Iterator[tuple[str, list[Formula]]]:
        """What would have to hold for a lead to be lost: in a gate, or in one criterion."""
        z3 = self.encoding.z3
        out = [[rule for rule in self._gates(name) if rule.id not in exceptions] for name in pair]
        (near_before, near_after), (far_before, far_after) = (self._any(rules, fact, step) for rules in out)
        # Only what is left can be recommended: the nearer strategy before the step, the further one after it.
        left = [z3.Not(near_before), z3.Not(far_after)]
        if any(rule in mine for rules in out for rule in rules):
            yield "", [*left, z3.Or(near_after, far_before)]
        for criterion in dict.fromkeys(rule.criterion for rule in mine if rule.weighs):
            own = [r for r in self.knowledge.rules.values() if r.criterion == criterion and r.id not in exceptions]
            if not all(self._alike(rule, pair) for rule in own if rule in mine):
                before, after = (self._lead(own, fact, answer, pair) for answer in step)
                yield criterion, [*left, after < before]

    def _alike(self, rule: Rule, pair: tuple[str, str]) -> bool:
        """Whether a rule gives neither of two strategies anything."""
        return not any(self.given[rule.id].get(name) for name in pair)

    def _gates(self, strategy: str) -> list[Rule]:
        parts = self.knowledge.parts
        rules = self.knowledge.rules.values()
        return [rule for rule in rules if any(parts[gate.target].get(strategy) == 1 for gate in rule.gates)]

    def _around(self, name: str, fact: Fact, step: tuple[Answer, Answer]) -> tuple[Formula, Formula]:
        """When a rule fires before a step and after it."""
        fires = self.encoding.fires(self.knowledge.rules[name])
        before, after = (self._fixed(fires, fact, answer) for answer in step)
        return before, after

    def _fixed(self, fires: Formula, fact: Fact, answer: Answer) -> Formula:
        """When a rule fires, one question answered; pair after pair asks the same."""
        key = (fires.get_id(), fact.id, answer)
        if key not in self._known:
            self._known[key] = self.encoding.fixed(fires, {fact.id: answer})
        return self._known[key]

    def _any(self, rules: list[Rule], fact: Fact, step: tuple[Answer, Answer]) -> tuple[Formula, Formula]:
        both = [self._around(rule.id, fact, step) for rule in rules]
        z3 = self.encoding.z3
        return z3.Or(*(before for before, _ in both)), z3.Or(*(after for _, after in both))

    def _lead(self, rules: list[Rule], fact: Fact, answer: Answer, pair: tuple[str, str]) -> Formula:
        """By how much one strategy is ahead of another in one criterion."""
        near, far = (self._points(rules, fact, answer, name) for name in pair)
        return near - far

    def _points(self, rules: list[Rule], fact: Fact, answer: Answer, strategy: str) -> Formula:
        """A strategy's points in a criterion, cut where it is full; those of one pair serve the next."""
        key = (frozenset(rule.id for rule in rules), fact.id, answer, strategy)
        if key not in self._sums:
            self._sums[key] = self._sum(rules, fact, answer, strategy)
        return self._sums[key]

    def _sum(self, rules: list[Rule], fact: Fact, answer: Answer, strategy: str) -> Formula:
        z3, full = self.encoding.z3, round(self.knowledge.base.full_at * self._times)
        terms = [
            z3.If(self._fixed(self.encoding.fires(rule), fact, answer), round(amount * self._times), 0)
            for rule in rules
            if (amount := self.given[rule.id].get(strategy, 0.0))
        ]
        total = z3.Sum(terms) if terms else z3.IntVal(0)
        most = round(sum(abs(self.given[rule.id].get(strategy, 0.0)) for rule in rules) * self._times)
        return total if most <= full else z3.If(total > full, full, z3.If(total < -full, -full, total))
