"""CLIPS through clipspy: the rules as defrules over one template with a slot for each question.

Each alternative of a rule becomes a pattern whose slots list the answers that pass, so that the network of CLIPS can
share tests. Conclusions are facts; between strata they are settled into what is known, or unknown where they contradict
each other. CLIPS matches and chains; the score is the shared one.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import clips
import polars as pl
from scoring import Scoring
from task import Row, as_mappings, asked, priorities_of, rounded
from translating import possible, settled, strata

from advisor.inference.semantics import Alternative, LeafTest, alternatives
from advisor.knowledge.model import Fact, KnowledgeBase, Rule

_MOST_SALIENT = 1000


class Deciding:
    """Facts in, rows out."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.scoring = Scoring(knowledge)
        self.rules = list(knowledge.rules)
        self.environment = clips.Environment()
        for construct in constructs(knowledge):
            self.environment.build(construct)
        self.template = self.environment.find_template("profile")
        self.fired = self.environment.find_global("fired")

    def take(self, frame: pl.DataFrame) -> list[tuple[dict[str, Any], dict[str, str]]]:
        """Slots and priorities of each profile."""
        facts = {fact.id: fact for fact in asked(self.knowledge)}
        return [({n: _slot(v) for n, v in one.items() if n in facts}, priorities_of(one)) for one in as_mappings(frame)]

    def decide(self, profiles: Sequence[tuple[dict[str, Any], dict[str, str]]]) -> list[Row]:
        """The answers."""
        found = []
        for slots, priorities in profiles:
            self.environment.reset()
            self.template.assert_fact(**slots)
            self.environment.run()
            found.append(self.scoring.row({self.rules[number] for number in self.fired.value}, priorities))
        return found

    def rows(self, answers: Sequence[Row]) -> list[Row]:
        """The answers as rows."""
        return [rounded(row) for row in answers]


def _slot(answer: Any) -> Any:
    if isinstance(answer, frozenset):
        return tuple(clips.Symbol(one) for one in sorted(answer))
    return answer if isinstance(answer, float) else clips.Symbol(_symbol(answer))


def _symbol(answer: Any) -> str:
    return "unknown" if answer is None else {True: "yes", False: "no"}.get(answer, str(answer))


def constructs(knowledge: KnowledgeBase) -> Iterator[str]:
    """Everything CLIPS is told."""
    slots = (
        f"(multislot {fact.id} (default unknown))" if fact.type == "set" else f"(slot {fact.id} (default unknown))"
        for fact in asked(knowledge)
    )
    yield f"(deftemplate profile {' '.join(slots)})"
    yield "(deftemplate concluded (slot fact) (slot value))"
    yield "(deftemplate settled (slot fact) (slot value))"
    yield "(defglobal ?*fired* = (create$))"
    numbers = {rule: number for number, rule in enumerate(knowledge.rules)}
    levels = strata(knowledge)
    for level, rules in enumerate(levels):
        salience = _MOST_SALIENT - 2 * level
        for rule in rules:
            yield _rule(rule, numbers[rule.id], salience, knowledge)
        for fact, made in settled(knowledge, rules, [r for later in levels[level + 1 :] for r in later]).items():
            yield from _settling(fact, list(made), salience - 1)


def _rule(rule: Rule, number: int, salience: int, knowledge: KnowledgeBase) -> str:
    patterns = [_patterns(one, knowledge) for one in alternatives(rule)]
    condition = patterns[0] if len(patterns) == 1 else f"(or {' '.join(f'(and {one})' for one in patterns)})"
    concluded = (f"(assert (concluded (fact {c.fact}) (value {_symbol(c.value)})))" for c in rule.concludes)
    return (
        f"(defrule rule-{number} (declare (salience {salience})) {condition} => "
        f"(bind ?*fired* (create$ ?*fired* {number})) {' '.join(concluded)})"
    )


def _settling(fact: str, values: list[object], salience: int) -> Iterator[str]:
    """What is known of a fact once all that conclude it had their turn."""
    head = f"(declare (salience {salience})) (profile)"
    for value in map(_symbol, values):
        others = f"(not (concluded (fact {fact}) (value ~{value})))"
        then = f"(assert (settled (fact {fact}) (value {value})))"
        yield f"(defrule {fact}-is-{value} {head} (concluded (fact {fact}) (value {value})) {others} => {then})"
    both = " ".join(
        f"(not (and (concluded (fact {fact}) (value {value})) (not (concluded (fact {fact}) (value ~{value})))))"
        for value in map(_symbol, values)
    )
    yield f"(defrule {fact}-is-unknown {head} {both} => (assert (settled (fact {fact}) (value unknown))))"


def _patterns(literals: Alternative, knowledge: KnowledgeBase) -> str:
    tests: dict[str, list[LeafTest]] = {}
    for literal in literals:
        tests.setdefault(literal.leaf.fact, []).append(literal)
    slots, settled_facts = [], []
    for name, each in tests.items():
        fact = knowledge.facts[name]
        if fact.origin == "derived":
            settled_facts.append(f"(settled (fact {name}) (value {_passing(fact, each)}))")
        elif fact.origin == "workloads":
            if not all(test.passes(fact, None) for test in each):
                settled_facts.append("(test (eq 0 1))")
        else:
            slots.append(f"({name} {_constraint(fact, each, len(slots))})")
    return " ".join([f"(profile {' '.join(slots)})", *settled_facts])


def _passing(fact: Fact, tests: list[LeafTest]) -> str:
    passing = [one for one in [*possible(fact), None] if all(test.passes(fact, one) for test in tests)]
    return "|".join(map(_symbol, passing)) or "never"


def _constraint(fact: Fact, tests: list[LeafTest], number: int) -> str:
    if fact.type == "set":
        return f"$?s{number}&:(and TRUE {' '.join(_on_set(test, f'?s{number}') for test in tests)})"
    if fact.type == "number":
        return f"?n{number}&:(and TRUE {' '.join(_on_number(test, f'?n{number}') for test in tests)})"
    return _passing(fact, tests)


def _on_set(test: LeafTest, name: str) -> str:
    unknown = f"(member$ unknown {name})"
    if not test.leaf.values:
        return _either_way(test, f"(not {unknown})", known_test=True)
    holds = f"(member$ {test.leaf.values[0]} {name})"
    return _either_way(test, holds if test.wanted else f"(and (not {unknown}) (not {holds}))")


def _on_number(test: LeafTest, name: str) -> str:
    known = f"(numberp {name})"
    if not test.leaf.values:
        return _either_way(test, known, known_test=True)
    sign = {"is at least": ">=", "is at most": "<=", "is not": "<>"}.get(test.leaf.comparator, "=")
    holds = "(or " + " ".join(f"({sign} {name} {value})" for value in test.leaf.values) + ")"
    return _either_way(test, f"(and {known} {holds if test.wanted else f'(not {holds})'})")


def _either_way(test: LeafTest, passes: str, *, known_test: bool = False) -> str:
    about_unknown = known_test and test.leaf.comparator == "is unknown"
    turned = test.negated is not (known_test and (test.wanted is about_unknown))
    return f"(not {passes})" if turned else passes
