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
from advisor.analysis.directions import Directions, Shown
from advisor.analysis.encoding import Encoding, Formula
from advisor.analysis.shrinking import smallest
from advisor.inference import ranking
from advisor.inference.direct import Direct
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
    moves: Mapping[tuple[str, int, str], Shown] = field(default_factory=dict)
    """Fact, up (1) or down (-1), and target, to the moves of the recommendation that are proved never to happen."""


def verify(knowledge: KnowledgeBase, *, samples: int = 20_000) -> Verified:
    """Every proof over a knowledge base."""
    prover = _Prover(knowledge, samples)
    findings = [*prover.dead(), *prover.implied(), *prover.contradictions(), *prover.nothing_left()]
    findings += [*prover.idle_questions(), *prover.losers(), *prover.directions()]
    return Verified(tuple(findings), prover.proved, prover.moves)


class _Prover:
    """The proofs over one base, and a tally of those that succeeded."""

    def __init__(self, knowledge: KnowledgeBase, samples: int) -> None:
        self.knowledge = knowledge
        self.encoding = Encoding(knowledge)
        self.engine = Engine(knowledge)
        self._direct = Direct(knowledge)
        self.samples = samples
        self.proved: dict[str, int] = {}
        self.moves: dict[tuple[str, int, str], Shown] = {}
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
        asking = Directions(self.encoding)
        unproved: list[tuple[Fact, int, str, Shown]] = []
        for fact in declared:
            assert fact.direction is not None  # noqa: S101  # chosen above
            for sign, targets in ((1, fact.direction.more), (-1, fact.direction.less)):
                for target in targets:
                    shown = asking.shown(fact, sign, target, self._depending(fact))
                    self.moves[fact.id, sign, target] = shown
                    self.proved["single_move"] = self.proved.get("single_move", 0) + len(shown.proved)
                    if shown.open:
                        unproved.append((fact, sign, target, shown))
                    else:
                        self._sound("moves_away")
        facts = {fact.id: fact for fact, *_ in unproved}.values()
        steps = random_profiles.Steps(self.knowledge, facts, max(400, self.samples // 40))
        for one in unproved:
            yield self._turned(*one, steps)

    def _turned(self, fact: Fact, sign: int, target: str, shown: Shown, steps: random_profiles.Steps) -> Finding:
        """A profile that is turned the wrong way round, or what could be neither proved nor found."""
        found = steps.moved_away(fact, sign, target)
        for move in shown.open:
            if found is None and move.answers is not None:
                fixed = {name: a for name, a in move.answers.items() if name in self.encoding.asked and name != fact.id}
                found = steps.turned(fact, move.step, target, fixed, move.criterion)
        if found is None:
            return self._unproved(fact, sign, target, shown)
        before, after, priorities = self._shrunk(fact, target, *found)
        traces = [self._run(answers, priorities) for answers in (before, after)]
        sure = all(
            trace_agrees(self.knowledge, answers, priorities, trace)
            for answers, trace in zip((before, after), traces, strict=True)
        )
        slots = {
            "fact": fact.id,
            "target": target,
            "from_answer": before.get(fact.id),
            "to_answer": after.get(fact.id),
            "from_strategy": traces[0].verdict.strategy,
            "to_strategy": traces[1].verdict.strategy,
        }
        return Finding("moves_away", slots, before, priorities, confirmed=sure)

    def _shrunk(
        self, fact: Fact, target: str, before: dict[str, Answer], after: dict[str, Answer], priorities: dict[str, str]
    ) -> random_profiles.Moved:
        """The smallest part of a profile that is still turned the wrong way round."""
        part, step = self.knowledge.parts[target], (before[fact.id], after[fact.id])
        exceptions = frozenset(fact.direction.exceptions if fact.direction else ())

        def still(answers: Mapping[str, Answer], rated: Mapping[str, str]) -> bool:
            traces = [self._direct.run({**answers, fact.id: answer}, rated) for answer in step]
            one, other = (trace.verdict.strategy for trace in traces)
            if one is None or other is None or any(f.rule in exceptions for trace in traces for f in trace.firings):
                return False
            return part.get(other, 0.0) < part.get(one, 0.0)

        others = {name: answer for name, answer in before.items() if name != fact.id}
        said, rated = smallest(others, priorities, still) if still(others, priorities) else (others, priorities)
        return {**said, fact.id: step[0]}, {**said, fact.id: step[1]}, rated

    def _unproved(self, fact: Fact, sign: int, target: str, shown: Shown) -> Finding:
        """A direction of which some moves could be neither proved impossible nor shown by a profile."""
        slots = {
            "question": "moves_away",
            "fact": fact.id,
            "sign": sign,
            "target": target,
            "proved": len(shown.proved),
            "of": len(shown.proved) + len(shown.open),
            "open": ", ".join(f"{m.nearer} > {m.further} ({m.criterion or '-'})" for m in shown.open),
        }
        return Finding("undecided", slots)


def trace_agrees(
    knowledge: KnowledgeBase, answers: Mapping[str, Answer], priorities: Mapping[str, str], trace: Trace
) -> bool:
    """Whether the engine over columns says of a profile what the engine over facts said."""
    run = Run(answers, priorities, trace)
    return not disagreements(run, table_rows(knowledge, [run])[0])
