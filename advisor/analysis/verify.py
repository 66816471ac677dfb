"""What can be proved of a knowledge base, and what speaks against it with a profile in hand.

Dead, redundant and contradictory rules, gates that leave nothing, idle questions, strategies that cannot win, and
answers that move the recommendation the wrong way. Every proof is local (a rule, a pair, a question), because a formula
over all sums together is more than a solver answers in minutes. What has a counterexample comes with a profile that
both engines are run on; what could not be decided is told as such.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from advisor.analysis import random_profiles
from advisor.analysis.cases import Run, disagreements, table_rows
from advisor.analysis.encoding import Encoding, Formula
from advisor.inference import ranking
from advisor.inference.rete import Engine
from advisor.inference.trace import Trace
from advisor.knowledge.answers import Answer
from advisor.knowledge.model import Fact, KnowledgeBase, Rule

Kind = Literal[
    "never_fires",
    "implied",
    "implied_gate",
    "contradict",
    "nothing_left",
    "idle_question",
    "never_wins",
    "moves_away",
    "undecided",
]

MOST_SETS = 12
"""Most sets of answers that leave nothing which are listed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, with a profile that shows it where there is one."""

    kind: Kind
    slots: Mapping[str, Any]
    answers: Mapping[str, Answer] | None = None
    priorities: Mapping[str, str] = field(default_factory=dict)
    confirmed: bool = True
    """Whether both engines say of the profile what the proof says."""

    @property
    def is_fault(self) -> bool:
        """Whether it should be mended.

        That demands can leave nothing may be meant, a gate that another implies is one more explanation and counts
        nothing twice, and what is undecided is no fault yet.
        """
        return self.kind not in {"nothing_left", "implied_gate", "undecided"}


@dataclass(frozen=True, slots=True)
class Verified:
    """All findings, and how much was proved to be sound."""

    findings: tuple[Finding, ...]
    proved: Mapping[str, int]
    """Question asked to the number of times the answer was a proof that all is well."""


def verify(knowledge: KnowledgeBase, *, samples: int = 20_000) -> Verified:
    """Every proof over a knowledge base."""
    prover = _Prover(knowledge, samples)
    findings = [*prover.dead(), *prover.implied(), *prover.contradictions(), *prover.nothing_left()]
    findings += [*prover.idle_questions(), *prover.losers(), *prover.directions()]
    return Verified(tuple(findings), prover.proved)


class _Prover:
    """The proofs over one base, and a tally of those that succeeded."""

    def __init__(self, knowledge: KnowledgeBase, samples: int) -> None:
        self.knowledge = knowledge
        self.encoding = Encoding(knowledge)
        self.engine = Engine(knowledge)
        self.samples = samples
        self.proved: dict[str, int] = {}
        # What is read off the verdict cannot be chosen by a person, so a profile need not exist for it.
        self.late = {
            rule.id
            for rule in knowledge.rules.values()
            if any(knowledge.facts[fact].origin in {"verdict", "workloads"} for fact in rule.reads)
        }

    def _sound(self, question: str) -> None:
        self.proved[question] = self.proved.get(question, 0) + 1

    def _undecided(self, question: str, **slots: Any) -> Finding:
        return Finding("undecided", {"question": question, "about": ", ".join(str(v) for v in slots.values())})

    def _confirmed(self, answers: Mapping[str, Answer], fired: Iterable[str], out: Iterable[str] = ()) -> bool:
        """Whether both engines agree on a profile, and on what the proof says of it."""
        trace = self._run(answers)
        rules = {firing.rule for firing in trace.firings}
        ruled_out = {standing.strategy for standing in trace.ranking if standing.ruled_out_by}
        return trace_agrees(self.knowledge, answers, {}, trace) and set(fired) <= rules and set(out) <= ruled_out

    def _run(self, answers: Mapping[str, Answer], priorities: Mapping[str, str] | None = None) -> Trace:
        return self.engine.run(answers, priorities or {})

    # rules

    def dead(self) -> Iterator[Finding]:
        """Rules that no answers make fire."""
        for rule in self.knowledge.rules.values():
            found = self.encoding.impossible(self.encoding.fires(rule))
            if found is None:
                yield self._undecided("never_fires", rule=rule.id)
            elif found:
                yield Finding("never_fires", {"rule": rule.id})
            else:
                self._sound("never_fires")

    def implied(self) -> Iterator[Finding]:
        """Rules that add the same as another whenever they fire, so that one reason counts twice."""
        same: dict[Any, list[Rule]] = {}
        for rule in self.knowledge.rules.values():
            effects = frozenset(str(effect) for effect in rule.then if effect not in rule.advises)
            if effects:
                same.setdefault((rule.criterion if rule.weighs else "", effects), []).append(rule)
        for rules in same.values():
            for one, other in itertools.permutations(rules, 2):
                fires, also = self.encoding.fires(one), self.encoding.fires(other)
                found = self.encoding.impossible(fires, self.encoding.z3.Not(also))
                if found is None:
                    yield self._undecided("implied", rule=one.id, other=other.id)
                elif not found:
                    self._sound("implied")
                elif answers := self.encoding.profile(fires):
                    assert isinstance(answers, dict)  # noqa: S101  # neither impossible nor undecided
                    sure = self._confirmed(answers, {one.id, other.id} - self.late)
                    kind: Kind = "implied" if one.weighs or one.concludes else "implied_gate"
                    yield Finding(kind, {"rule": one.id, "other": other.id}, answers, confirmed=sure)

    def contradictions(self) -> Iterator[Finding]:
        """Rules that conclude different things of one fact and can fire together."""
        for fact, made in self.encoding.makers.items():
            for (value, ones), (contrary, others) in itertools.combinations(made.items(), 2):
                for one, other in itertools.product(ones, others):
                    answers = self.encoding.profile(self.encoding.fires(one), self.encoding.fires(other))
                    slots = {"rule": one.id, "other": other.id, "fact": fact, "value": value, "contrary": contrary}
                    if answers is None:
                        yield self._undecided("contradict", rule=one.id, other=other.id)
                    elif isinstance(answers, dict):
                        sure = self._confirmed(answers, {one.id, other.id} - self.late)
                        yield Finding("contradict", slots, answers, confirmed=sure)
                    else:
                        self._sound("contradict")

    # gates

    def _gates(self, strategy: str) -> list[Rule]:
        parts = self.knowledge.parts
        rules = self.knowledge.rules.values()
        return [r for r in rules if any(parts[gate.target].get(strategy) == 1 for gate in r.gates)]

    def nothing_left(self) -> Iterator[Finding]:
        """The smallest sets of answers that rule everything out, smallest first; none contains another."""
        out = [self.encoding.any_fires(self._gates(strategy)) for strategy in self.knowledge.strategies]
        blocked: list[Formula] = []
        for _ in range(MOST_SETS):
            answers = self.encoding.profile(*out, *blocked)
            if answers is None:
                yield self._undecided("nothing_left", what="-")
                return
            if answers is False:
                if not blocked:
                    self._sound("nothing_left")
                return
            assert isinstance(answers, dict)  # noqa: S101  # neither impossible nor undecided
            gates = [f.rule for f in self._run(answers).firings if self.knowledge.rules[f.rule].gates]
            sure = self._confirmed(answers, gates, self.knowledge.strategies)
            slots = {"facts": ", ".join(answers), "rules": ", ".join(gates)}
            yield Finding("nothing_left", slots, answers, confirmed=sure)
            blocked.append(self.encoding.z3.Or(*(self.encoding.z3.Not(self.encoding.known[fact]) for fact in answers)))

    # questions

    def idle_questions(self) -> Iterator[Finding]:
        """Questions whose answer makes no rule fire or fall silent, whatever else was answered."""
        for name in self.encoding.asked:
            fact = self.knowledge.facts[name]
            matters = self._matters(fact)
            if matters is None:
                yield self._undecided("idle_question", fact=name)
            elif matters:
                self._sound("idle_question")
            else:
                yield Finding("idle_question", {"fact": name})

    def _matters(self, fact: Fact) -> bool | None:
        undecided = False
        for rule in self._depending(fact):
            fires = self.encoding.fires(rule)
            open_ = self.encoding.fixed(fires, {fact.id: None})
            for answer in random_profiles.telling_answers(self.knowledge, fact):
                other = self.encoding.fixed(fires, {fact.id: answer})
                same = self.encoding.impossible(open_ != other)
                if same is False:
                    return True
                undecided |= same is None
        return None if undecided else False

    def _depending(self, fact: Fact) -> list[Rule]:
        """The rules that read a fact, or a conclusion that rests on it; those that read it first."""
        direct = [self.knowledge.rules[name] for name in self.knowledge.readers[fact.id]]
        found, queue = {rule.id: rule for rule in direct}, list(direct)
        while queue:
            for conclusion in queue.pop().concludes:
                for name in self.knowledge.readers[conclusion.fact]:
                    if name not in found:
                        found[name] = self.knowledge.rules[name]
                        queue.append(found[name])
        return list(found.values())

    # strategies

    def losers(self) -> Iterator[Finding]:
        """Strategies that win for no profile: proved where they are always out or never ahead of one that is in."""
        winners = random_profiles.winners(self.knowledge, self.samples)
        for strategy in self.knowledge.strategies:
            if strategy in winners:
                self._sound("never_wins")
                continue
            free = self.encoding.z3.Not(self.encoding.any_fires(self._gates(strategy)))
            better = next(
                (s for s in self.knowledge.strategies if s != strategy and self._never_behind(s, strategy)), ""
            )
            if self.encoding.impossible(free):
                yield Finding("never_wins", {"strategy": strategy, "because": "-"})
            elif better:
                yield Finding("never_wins", {"strategy": strategy, "because": better})
            else:
                yield self._undecided("never_wins", strategy=strategy)

    def _never_behind(self, one: str, other: str) -> bool:
        """Whether the first never scores less, is ruled out only with the second, and stands first in a tie."""
        order = list(self.knowledge.strategies)
        points = all(lead >= 0 for rule in self.knowledge.rules.values() for lead in self._leads(rule, one, other))
        gates = {rule.id for rule in self._gates(one)} <= {rule.id for rule in self._gates(other)}
        return points and gates and order.index(one) < order.index(other)

    def _leads(self, rule: Rule, one: str, other: str) -> Iterator[float]:
        """By how much a rule puts the first before the second, for each strategy or group it names.

        What is said of a group is cut where it is full before its members share it, so that a rule moves the distance
        between two of them by a part of each of these, and never the other way.
        """
        for target, amount in ranking.named(self.knowledge, rule).items():
            parts = self.knowledge.parts[target]
            yield amount * (parts.get(one, 0.0) - parts.get(other, 0.0))

    # directions

    def directions(self) -> Iterator[Finding]:
        """Facts whose higher or lower answer moves the recommendation away from what was declared."""
        declared = [f for f in self.knowledge.facts.values() if f.direction is not None and f.origin == "asked"]
        self.steps = random_profiles.Steps(self.knowledge, declared, max(400, self.samples // 40))
        for fact in declared:
            assert fact.direction is not None  # noqa: S101  # chosen above
            for sign, targets in ((1, fact.direction.more), (-1, fact.direction.less)):
                for target in targets:
                    yield from self._direction(fact, sign, target)

    def _direction(self, fact: Fact, sign: int, target: str) -> Iterator[Finding]:
        if self._each_rule_helps(fact, sign, target):
            self._sound("moves_away")
            return
        found = self.steps.moved_away(fact, sign, target)
        slots = {"fact": fact.id, "target": target}
        if found is None:
            yield self._undecided("moves_away", **slots)
            return
        before, after, priorities = found
        traces = [self._run(answers, priorities) for answers in (before, after)]
        sure = all(
            trace_agrees(self.knowledge, answers, priorities, trace)
            for answers, trace in zip((before, after), traces, strict=True)
        )
        told = {
            "from_answer": before.get(fact.id),
            "to_answer": after.get(fact.id),
            "from_strategy": traces[0].verdict.strategy,
            "to_strategy": traces[1].verdict.strategy,
        }
        yield Finding("moves_away", slots | told, before, priorities, confirmed=sure)

    def _each_rule_helps(self, fact: Fact, sign: int, target: str) -> bool:
        """Whether each rule that the fact can switch, on its own, moves only towards the target.

        Enough, not necessary: what starts to fire must put no strategy that belongs less to the target before one that
        belongs more; what falls silent, the reverse.
        """
        exceptions = fact.direction.exceptions if fact.direction else ()
        steps = list(itertools.pairwise(random_profiles.rising_answers(self.knowledge, fact)))
        for rule in self._depending(fact):
            if rule.id in exceptions or not (rule.weighs or rule.gates):
                continue
            helps, harms = self._effect_on(rule, target)
            if helps and harms:  # it moves nothing among those that differ in their part
                continue
            fires = self.encoding.fires(rule)
            for low, high in steps if sign > 0 else [(b, a) for a, b in steps]:
                before, after = (self.encoding.fixed(fires, {fact.id: answer}) for answer in (low, high))
                starts = self.encoding.impossible(self.encoding.z3.Not(before), after) is not True
                stops = self.encoding.impossible(before, self.encoding.z3.Not(after)) is not True
                if (starts and not helps) or (stops and not harms):
                    return False
        return True

    def _effect_on(self, rule: Rule, target: str) -> tuple[bool, bool]:
        """Whether a rule that fires can only move towards a target, and whether it can only move away from it."""
        part = {s: self.knowledge.parts[target].get(s, 0.0) for s in self.knowledge.strategies}
        out = {s for gate in rule.gates for s, share in self.knowledge.parts[gate.target].items() if share == 1}
        helps = harms = True
        for nearer, further in itertools.permutations(part, 2):
            if part[nearer] > part[further]:
                leads = list(self._leads(rule, nearer, further))
                helps &= all(lead >= 0 for lead in leads) and not (nearer in out and further not in out)
                harms &= all(lead <= 0 for lead in leads) and not (further in out and nearer not in out)
        return helps, harms


def trace_agrees(
    knowledge: KnowledgeBase, answers: Mapping[str, Answer], priorities: Mapping[str, str], trace: Trace
) -> bool:
    """Whether the engine over columns says of a profile what the engine over facts said."""
    run = Run(answers, priorities, trace)
    return not disagreements(run, table_rows(knowledge, [run])[0])
