"""The rules as formulas for z3: when each is known to fire, over the answers a profile may give.

The only file that speaks to z3, which is imported when something is to be proved. A formula says of one rule what
`semantics.fires` computes, conclusions written out down to the answers they rest on, so that each proof stays local.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from advisor.errors import InputError, fault
from advisor.inference import semantics
from advisor.knowledge.answers import Answer
from advisor.knowledge.conditions import AllOf, AnyOf, Comparator, Condition, Leaf, Value
from advisor.knowledge.model import Fact, KnowledgeBase, Rule

Formula = Any
"""A z3 expression; z3 has no types of its own."""

LONGEST = 5_000
"""Milliseconds for one question; what takes longer is told as undecided."""


def solver_library() -> Any:
    """z3, or an `InputError` that says how to install it."""
    try:
        import z3  # noqa: PLC0415  # a heavy extra that only proofs need
    except ImportError:
        raise InputError([fault("WR17", "rules verify", extra="verify")]) from None
    return z3


class Encoding:
    """Every rule of a knowledge base as a formula over the answers to its questions."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Declare a variable for what each question may be answered with."""
        self.z3 = solver_library()
        self.knowledge = knowledge
        self.variables: dict[str, Formula] = {}
        self.known: dict[str, Formula] = {}
        self.members: dict[str, dict[str, Formula]] = {}
        self.bounds: list[Formula] = []
        self._fires: dict[str, Formula] = {}
        self._concluded: dict[tuple[str, Any], Formula] = {}
        self.makers: dict[str, dict[Any, list[Rule]]] = {}
        for rule in knowledge.rules.values():
            for one in rule.concludes:
                self.makers.setdefault(one.fact, {}).setdefault(one.value, []).append(rule)
        for fact in knowledge.facts.values():
            if fact.origin != "derived":
                self._declare(fact)

    def _declare(self, fact: Fact) -> None:
        z3, name = self.z3, fact.id
        self.known[name] = z3.Bool(f"{name}?")
        if fact.type == "set":
            self.members[name] = {value.id: z3.Bool(f"{name}.{value.id}") for value in fact.values}
        elif fact.type == "number":
            number = self.variables[name] = z3.Real(name)
            low, high = fact.minimum, fact.maximum
            self.bounds += [number >= low] if low is not None else []
            self.bounds += [number <= high] if high is not None else []
        elif fact.type == "flag":
            self.variables[name] = z3.Bool(name)
        else:
            position = self.variables[name] = z3.Int(name)
            self.bounds += [position >= 0, position < len(fact.values)]

    def fires(self, rule: Rule) -> Formula:
        """When a rule fires."""
        if rule.id not in self._fires:
            holds = self._truth(rule.when, wanted=True)
            if rule.unless is not None:
                holds = self.z3.And(holds, self.z3.Not(self._truth(rule.unless, wanted=True)))
            self._fires[rule.id] = holds
        return self._fires[rule.id]

    def any_fires(self, rules: Iterable[Rule]) -> Formula:
        """When at least one of the rules fires."""
        return self.z3.Or(*(self.fires(rule) for rule in rules))

    def _truth(self, condition: Condition, *, wanted: bool) -> Formula:
        """When a condition is known to come out as wanted."""
        if isinstance(condition, Leaf):
            return self._leaf(condition, wanted=wanted)
        inner = wanted if isinstance(condition, AllOf | AnyOf) else not wanted
        parts = [self._truth(part, wanted=inner) for part in condition.parts]
        return self.z3.And(*parts) if wanted is not isinstance(condition, AnyOf) else self.z3.Or(*parts)

    def _leaf(self, leaf: Leaf, *, wanted: bool) -> Formula:
        z3, fact = self.z3, self.knowledge.facts[leaf.fact]
        if leaf.comparator in {Comparator.IS_KNOWN, Comparator.IS_UNKNOWN}:
            known = self._is_known(fact)
            return known if (leaf.comparator is Comparator.IS_KNOWN) is wanted else z3.Not(known)
        if fact.origin == "derived":
            made = self.makers.get(fact.id, {})
            right = [v for v in made if semantics.leaf_truth(leaf, fact, self._as_answer(fact, v)) is wanted]
            return z3.Or(*(self._concludes(fact.id, value) for value in right))
        holds = self._holds(leaf, fact)
        return z3.And(self.known[fact.id], holds if wanted else z3.Not(holds))

    def _holds(self, leaf: Leaf, fact: Fact) -> Formula:
        """A leaf of a known answer."""
        z3, value = self.z3, leaf.values[0]
        if fact.type == "set":
            return self.members[fact.id][str(value)]
        variable = self.variables[fact.id]
        if fact.type == "number":
            compared = {Comparator.IS_AT_LEAST: variable >= value, Comparator.IS_AT_MOST: variable <= value}
            same = variable == value
            return compared.get(leaf.comparator, z3.Not(same) if leaf.comparator is Comparator.IS_NOT else same)
        if fact.type == "flag":
            return variable if bool(value) is (leaf.comparator is Comparator.IS) else z3.Not(variable)
        right = [p for v, p in fact.levels.items() if semantics.leaf_truth(leaf, fact, v)]
        return z3.Or(*(variable == position for position in right))

    @staticmethod
    def _as_answer(fact: Fact, value: Value) -> Answer:
        return frozenset({str(value)}) if fact.type == "set" else value

    def _is_known(self, fact: Fact) -> Formula:
        if fact.origin != "derived":
            return self.known[fact.id]
        return self.z3.Or(*(self._concludes(fact.id, value) for value in self.makers.get(fact.id, {})))

    def _concludes(self, fact: str, value: Any) -> Formula:
        """When rules conclude this value and none another."""
        if (fact, value) not in self._concluded:
            made = self.makers[fact]
            others = [rule for other, rules in made.items() if other != value for rule in rules]
            self._concluded[fact, value] = self.z3.And(self.any_fires(made[value]), self.z3.Not(self.any_fires(others)))
        return self._concluded[fact, value]

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The questions a person answers."""
        return tuple(fact.id for fact in self.knowledge.facts.values() if fact.origin == "asked")

    def profile(self, *wanted: Formula) -> dict[str, Answer] | bool | None:
        """Answers for which all the formulas hold, as few as can be; False where there are none, None if undecided."""
        z3 = self.z3
        search = z3.Optimize()
        search.set("timeout", LONGEST)
        search.add(*self.bounds, *wanted)
        # What no person answers stays unknown, unless the formula needs it.
        for name, known in self.known.items():
            search.add_soft(z3.Not(known), 1 if name in self.asked else 1000)
        result = search.check()
        if result == z3.unsat:
            return False
        return None if result != z3.sat else self._answers(search.model())

    def impossible(self, *wanted: Formula) -> bool | None:
        """Whether the formulas can never hold together; None if undecided."""
        solver = self.z3.Solver()
        solver.set("timeout", LONGEST)
        solver.add(*self.bounds, *wanted)
        result = solver.check()
        return None if result == self.z3.unknown else bool(result == self.z3.unsat)

    def fixed(self, formula: Formula, answers: Mapping[str, Answer | None]) -> Formula:
        """A formula with some questions answered, or (None) left unanswered."""
        pairs = []
        for name, answer in answers.items():
            pairs.append((self.known[name], self.z3.BoolVal(answer is not None)))
            if answer is not None:
                pairs += self._values(self.knowledge.facts[name], answer)
        return self.z3.substitute(formula, *pairs)

    def _values(self, fact: Fact, answer: Answer) -> list[tuple[Formula, Formula]]:
        z3 = self.z3
        if isinstance(answer, frozenset):
            return [(member, z3.BoolVal(value in answer)) for value, member in self.members[fact.id].items()]
        variable = self.variables[fact.id]
        if isinstance(answer, bool):
            return [(variable, z3.BoolVal(answer))]
        if isinstance(answer, int | float):
            return [(variable, z3.RealVal(str(answer)))]
        return [(variable, z3.IntVal(fact.levels[answer]))]

    def _answers(self, model: Any) -> dict[str, Answer]:
        found: dict[str, Answer] = {}
        for name, known in self.known.items():
            if self.z3.is_true(model.eval(known)):
                found[name] = self._answer(self.knowledge.facts[name], model)
        return found

    def _answer(self, fact: Fact, model: Any) -> Answer:
        z3 = self.z3
        if fact.type == "set":
            return frozenset(v for v, m in self.members[fact.id].items() if z3.is_true(model.eval(m)))
        value = model.eval(self.variables[fact.id], model_completion=True)
        if fact.type == "flag":
            return bool(z3.is_true(value))
        if fact.type == "number":
            amount = float(value.as_fraction())
            return int(amount) if amount.is_integer() else amount
        return str(fact.values[value.as_long()].id)
