"""Which mistakes in the rules the examples and cases would notice: each mutant is tried until something speaks up.

First the examples of the rule that was changed, then the cases in which it could come out otherwise (what an expert
expects, then the scores that were kept). Only what a mutant can move is worked out again, by `inference/direct.py`: the
changed rule over the answers of each case, what reads its conclusions, and the ranking. A mutant that fires on exactly
the same answers as the original is no mistake at all; that is tried over every answer that any leaf could tell apart.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from advisor.analysis import cases as trying
from advisor.analysis import scores
from advisor.analysis.examples import known_in
from advisor.analysis.mutants import Mutant
from advisor.inference import semantics
from advisor.inference.decision import Decision
from advisor.inference.direct import Direct
from advisor.knowledge.answers import Answer
from advisor.knowledge.cases import Case
from advisor.knowledge.kept_scores import Key, Row
from advisor.knowledge.model import Fact, KnowledgeBase, Rule

Outcome = Literal["by_example", "by_case", "by_scores", "unnoticed", "same"]
MOST_ANSWERS: Final = 200_000
"""Combinations of answers tried to see whether a mutant is one at all; with more it counts as one."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant, and what noticed it."""

    mutant: Mutant
    outcome: Outcome
    by: str = ""
    """The example (by its number) or case that noticed it."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """A case as it comes out without a mistake."""

    case: Case
    runs: tuple[trying.Run, ...]
    differences: frozenset[str]


class Noticing:
    """The examples, cases and kept scores of one base, ready to be put to any number of mutants."""

    def __init__(self, knowledge: KnowledgeBase, cases: Iterable[Case], kept: Mapping[Key, Row] | None = None) -> None:
        """Decide every case once as it is."""
        self.knowledge = knowledge
        self._direct = Direct(knowledge)
        self._kept = kept or {}
        self._wholes = tuple(self._as_it_is(case) for case in cases)

    def _as_it_is(self, case: Case) -> _Whole:
        decision = trying.decided(case, self._direct)
        return _Whole(case, trying.runs(decision), frozenset(_told(case, decision)))

    def tried(self, mutant: Mutant) -> Tried:
        """What notices a mutant."""
        if mutant.in_condition:
            number = self._example(mutant)
            if number:
                return Tried(mutant, "by_example", str(number))
            if _same(self.knowledge.rules[mutant.rule], mutant.changed, self.knowledge):
                return Tried(mutant, "same")
        changed = replace(self.knowledge, rules={**self.knowledge.rules, mutant.rule: mutant.changed})
        engine = Direct(changed, self._direct, [mutant.rule])
        moved = [(one, trying.decided(one.case, engine)) for one in self._wholes if self._could_move(one, mutant)]
        for one, decision in moved:
            if set(_told(one.case, decision)) - one.differences:
                return Tried(mutant, "by_case", one.case.id)
        for one, decision in moved:
            rows = scores.of_decision(one.case.id, decision)
            if any(key in self._kept and self._kept[key] != row for key, row in rows.items()):
                return Tried(mutant, "by_scores", one.case.id)
        return Tried(mutant, "unnoticed")

    def _example(self, mutant: Mutant) -> int | None:
        """The number of the first example that comes out otherwise than it says."""
        for number, example in enumerate(self.knowledge.rules[mutant.rule].examples, start=1):
            known = known_in(example, self.knowledge)
            if semantics.fires(mutant.changed, self.knowledge.facts, known) is not example.fires:
                return number
        return None

    def _could_move(self, one: _Whole, mutant: Mutant) -> bool:
        rule, facts = self.knowledge.rules[mutant.rule], self.knowledge.facts
        if rule.concludes:  # it may move any rule that reads the conclusion
            return True
        for run in one.runs:
            now = semantics.fires(mutant.changed, facts, run.trace.known)
            before = semantics.fires(rule, facts, run.trace.known)
            if now is not before or (now and not mutant.in_condition):
                return True
        return False


def _told(case: Case, decision: Decision) -> Iterator[str]:
    """What an expert would object to, without the words that change with every score."""
    return (f"{one.code} {one.where}" for one in trying.differences(case, decision))


# mutants that are none


def _same(rule: Rule, changed: Rule, knowledge: KnowledgeBase) -> bool:
    """Whether two rules fire on the same answers, whatever these are; no where there are too many to try."""
    facts = [knowledge.facts[name] for name in sorted(rule.reads | changed.reads)]
    options = [_telling(fact, (rule, changed)) for fact in facts]
    if math.prod(map(len, options)) > MOST_ANSWERS:
        return False
    names = [fact.id for fact in facts]
    return all(_alike(rule, changed, knowledge, names, answers) for answers in itertools.product(*options))


def _alike(
    rule: Rule, changed: Rule, knowledge: KnowledgeBase, names: Sequence[str], answers: Sequence[Answer | None]
) -> bool:
    known = {name: answer for name, answer in zip(names, answers, strict=True) if answer is not None}
    return semantics.fires(rule, knowledge.facts, known) is semantics.fires(changed, knowledge.facts, known)


def _telling(fact: Fact, rules: Iterable[Rule]) -> list[Answer | None]:
    """Answers that stand for all that the leaves of some rules can tell apart, and none."""
    leaves = [leaf for rule in rules for leaf in rule.leaves if leaf.fact == fact.id]
    if fact.type == "flag":
        return [None, False, True]
    if fact.type == "set":
        named = sorted({str(value) for leaf in leaves for value in leaf.values})
        sizes = range(len(named) + 1)
        return [None, *(frozenset(one) for size in sizes for one in itertools.combinations(named, size))]
    if fact.type == "number":
        bounds = {float(value) for leaf in leaves for value in leaf.values}
        sides = {side for b in bounds for side in (math.nextafter(b, -math.inf), b, math.nextafter(b, math.inf))}
        low = -math.inf if fact.minimum is None else fact.minimum
        return [None, *sorted(side for side in {*sides, 0.0} if side >= low)]
    return [None, *fact.by_id]
