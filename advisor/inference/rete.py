"""The rules applied by experta's Rete network. The only file that imports experta.

experta (LGPL-3.0) has had no release since 2019, so everything it needs stays behind `Engine.run`. One network is built
for a knowledge base and reused; working memory holds one wide fact with all answers, and one fact for each conclusion.
(One fact for each answer was tried and is slower; `benchmarks/working_memory.py` compares the two.)
"""

import bisect
import collections
import collections.abc
import logging
from collections.abc import Callable, Mapping
from typing import Any

from advisor.inference import ranking, semantics
from advisor.inference.semantics import LeafTest
from advisor.inference.trace import Firing, Trace, Verdict
from advisor.knowledge.answers import UNKNOWN, Answer
from advisor.knowledge.model import Fact, KnowledgeBase, Rule


def _import_experta() -> Any:
    """Import experta on a Python it was not written for, and leave no mark of it.

    Its pinned frozendict 1.2 wants `collections.Mapping`, which left the standard library in Python 3.10: it is put
    back for the length of the import. experta also sets up the root logger on import: what it added is removed.
    """
    had = hasattr(collections, "Mapping")
    handlers = list(logging.root.handlers)
    if not had:
        collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]
    try:
        import experta  # noqa: PLC0415  # the whole point of this function
    finally:
        if not had:
            del collections.Mapping  # type: ignore[attr-defined]
        for handler in [h for h in logging.root.handlers if h not in handlers]:
            logging.root.removeHandler(handler)
    return experta


experta = _import_experta()
from experta.matchers.rete import check, nodes  # noqa: E402  # only once the import above has worked


class Answers(experta.Fact):  # type: ignore[misc,name-defined]  # experta has no types
    """Working memory: what is known of one workload, each fact a field; `unknown` where it is not known."""


class Concluded(experta.Fact):  # type: ignore[misc,name-defined]
    """Working memory: one conclusion, `name` and `value`; `unknown` where conclusions contradicted each other."""


class Weighed(experta.Fact):  # type: ignore[misc,name-defined]
    """Working memory: there from when the verdict has been looked for, whether or not there is one."""


class Agenda(experta.KnowledgeEngine.__strategy__):  # type: ignore[misc,name-defined]
    """experta's order of activations, which also takes back every activation that no longer holds.

    experta 1.9.4 looks for it at three places among those that stand equal, and so leaves one of many to fire.
    """

    def _update_agenda(self, agenda: Any, added: Any, removed: Any) -> None:
        waiting = agenda.activations
        for activation in removed:
            activation.key = self.get_key(activation)
            for position in range(bisect.bisect_left(waiting, activation), len(waiting)):
                if waiting[position] == activation:
                    del waiting[position]
                    break
        super()._update_agenda(agenda, added, ())


class Matcher(experta.KnowledgeEngine.__matcher__):  # type: ignore[misc,name-defined]
    """experta's network, wired without looking for shapes that our rules never have.

    Each of our rules is one list of patterns, or alternatives of such lists, and a list starts with what was answered.
    Bringing any rule into that form, and any pattern to its node, took experta four fifths of the time.
    """

    @staticmethod
    def prepare_ruleset(engine: Any) -> set[Any]:
        """The rules as they were written; copies, since what the engine hands out is bound to it."""
        return {rule.new_conditions(*rule) for rule in engine.get_rules()}

    @staticmethod
    def build_beta_part(ruleset: set[Any], alpha_terminals: Mapping[Any, Any]) -> None:
        """Join the patterns of every list in the order in which they are written."""
        for rule in ruleset:
            for patterns in rule[0] if isinstance(rule[0], experta.OR) else (rule,):
                node = alpha_terminals[patterns[0]]
                for pattern in patterns[1:]:
                    absent = isinstance(pattern, experta.NOT)
                    joined = (nodes.NotNode if absent else nodes.OrdinaryMatchNode)(check.SameContextCheck())
                    node.add_child(joined, joined.activate_left)
                    right = alpha_terminals[pattern[0] if absent else pattern]
                    right.add_child(joined, joined.activate_right)
                    node = joined
                end = nodes.ConflictSetNode(rule)
                node.add_child(end, end.activate)


class Engine:
    """A knowledge base compiled into one network, ready to be run on any number of profiles, one at a time."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Build the network; about half a millisecond for each rule."""
        self.knowledge = knowledge
        self._strata = semantics.strata(knowledge)
        self._fired: set[str] = set()
        self._blank = {fact.id: UNKNOWN for fact in knowledge.facts.values() if fact.origin in semantics.GIVEN}
        self._reads_verdict = any(
            knowledge.facts[f].origin == "verdict" for r in knowledge.rules.values() for f in r.reads
        )
        lowest = max(self._strata.values(), default=0)
        methods = {
            f"rule_{number}": self._compiled(rule, lowest - self._strata[rule.id])
            for number, rule in enumerate(knowledge.rules.values())
        }
        self._network = type(
            "Network", (experta.KnowledgeEngine,), {**methods, "__matcher__": Matcher, "__strategy__": Agenda}
        )()

    def run(self, answers: Mapping[str, Answer], priorities: Mapping[str, str]) -> Trace:
        """What follows from a set of answers: one pass of the network, with everything that fired."""
        self._fired = set()
        self._network.reset()
        self._remember(answers)
        self._network.run()
        result = self._weighed(priorities)
        if self._reads_verdict:
            if result[3].strategy is not None:
                self._network.declare(Concluded(name="close_call", value=result[3].close_call))
            self._network.declare(Weighed())
            self._network.run()
        contributions, standings, _, verdict = result
        concluded = self._concluded()
        known = {**answers, **concluded}
        firings = tuple(
            Firing(
                rule.id,
                self._strata[rule.id],
                tuple(dict.fromkeys(semantics.held(rule.when, self.knowledge.facts, known))),
                semantics.assumed(rule, self.knowledge.facts, known),
            )
            for rule in sorted(self._rules_fired(), key=lambda rule: (self._strata[rule.id], rule.id))
        )
        return Trace(dict(answers), concluded, firings, contributions, standings, verdict)

    def _remember(self, answers: Mapping[str, Answer]) -> None:
        self._network.declare(Answers(**{**self._blank, **answers}))

    def _weighed(self, priorities: Mapping[str, str]) -> tuple[ranking.Contributions, Any, Any, Verdict]:
        fired = self._rules_fired()
        parts = ranking.contributions(self.knowledge, priorities, fired)
        out = ranking.ruled_out(self.knowledge, fired)
        standings = ranking.ranking(self.knowledge, ranking.scores(self.knowledge, parts), out)
        left = {standing.strategy for standing in standings if not standing.ruled_out_by}
        evidence = ranking.bears(self.knowledge, priorities, fired, left)
        return parts, standings, out, ranking.verdict(self.knowledge, standings, evidence=evidence)

    def _rules_fired(self) -> list[Rule]:
        return [self.knowledge.rules[name] for name in sorted(self._fired)]

    def _concluded(self) -> dict[str, Answer]:
        found = {fact["name"]: fact["value"] for fact in self._network.facts.values() if isinstance(fact, Concluded)}
        return {name: value for name, value in sorted(found.items()) if value != UNKNOWN}

    def _compiled(self, rule: Rule, salience: int) -> Any:
        # What reads the verdict waits for it: before, "not known to be close" would be true of every profile.
        late = [Weighed()] if any(self.knowledge.facts[fact].origin == "verdict" for fact in rule.reads) else []
        patterns = [[*self._pattern(one), *late] for one in semantics.alternatives(rule)]
        conditions = patterns[0] if len(patterns) == 1 else [experta.OR(*(experta.AND(*one) for one in patterns))]

        def fire(network: Any) -> None:
            self._fired.add(rule.id)
            for conclusion in rule.concludes:
                _conclude(network, conclusion.fact, conclusion.value)

        return experta.Rule(*conditions, salience=salience)(fire)

    def _pattern(self, literals: semantics.Alternative) -> list[Any]:
        asked: dict[str, list[LeafTest]] = {}
        concluded: dict[str, list[LeafTest]] = {}
        for literal in literals:
            origin = self.knowledge.facts[literal.leaf.fact].origin
            (asked if origin in semantics.GIVEN else concluded).setdefault(literal.leaf.fact, []).append(literal)
        wide = Answers(**{name: experta.P(_test(self.knowledge.facts[name], lits)) for name, lits in asked.items()})
        return [wide, *(self._on_conclusion(name, lits) for name, lits in concluded.items())]

    def _on_conclusion(self, name: str, literals: list[LeafTest]) -> Any:
        test = _test(self.knowledge.facts[name], literals)
        if test(UNKNOWN):  # passes without a conclusion, so: no conclusion stands against it
            return experta.NOT(Concluded(name=name, value=experta.P(lambda value: not test(value))))
        return Concluded(name=name, value=experta.P(test))


def _test(fact: Fact, literals: list[LeafTest]) -> Callable[[Any], bool]:
    def passes(value: Any) -> bool:
        answer = None if isinstance(value, str) and value == UNKNOWN else value
        return all(literal.passes(fact, answer) for literal in literals)

    return passes


def _conclude(network: Any, name: str, value: Any) -> None:
    """Declare a conclusion; one that contradicts an earlier one leaves the fact unknown instead of picking a winner."""
    for index, fact in list(network.facts.items()):
        if isinstance(fact, Concluded) and fact["name"] == name:
            if fact["value"] == value or fact["value"] == UNKNOWN:
                return
            network.retract(index)
            value = UNKNOWN
    network.declare(Concluded(name=name, value=value))
