"""The rules applied one after the other, without a network: for questions about a rule that was changed.

A base that differs from another in one rule needs nothing worked out again but that rule, what reads its conclusions,
and the ranking. That is what makes thousands of changed bases a matter of seconds; `rete.py` builds a network for each.
What is handed back names the rules that fired and the verdict, not what each rule held to be true.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from advisor.inference import ranking, semantics
from advisor.inference.trace import Firing, Trace
from advisor.knowledge.answers import Answer
from advisor.knowledge.model import KnowledgeBase, Rule


@dataclass(frozen=True, slots=True)
class Early:
    """What fired before the verdict was known, and what it concluded."""

    fired: frozenset[str]
    concluded: Mapping[str, Answer]


class Direct:
    """A knowledge base, ready to be run on any number of profiles; `like` is one that differs in few rules only."""

    def __init__(self, knowledge: KnowledgeBase, like: "Direct | None" = None, differing: Iterable[str] = ()) -> None:
        """Put the rules in the order in which they build on each other."""
        self.knowledge = knowledge
        self.strata: Mapping[str, int]
        self._early: tuple[Rule, ...] = ()
        self._differing = tuple(differing)
        self._like = like if like and not self._concluding(like.knowledge) else None
        if self._like is None:
            self.strata = semantics.strata(knowledge)
            by_stratum = sorted(knowledge.rules.values(), key=lambda rule: (self.strata[rule.id], rule.id))
            self._late = tuple(rule for rule in by_stratum if self._is_late(rule))
            self._early = tuple(rule for rule in by_stratum if rule not in self._late)
        else:
            # A change that concludes nothing moves no other rule, and its own place is only told.
            self.strata = self._like.strata
            self._late = tuple(r for name in self._like.late if self._is_late(r := knowledge.rules[name]))
        self._known: dict[frozenset[tuple[str, Answer]], Early] = {}

    @property
    def late(self) -> tuple[str, ...]:
        """The rules that read the verdict."""
        return tuple(rule.id for rule in self._late)

    def _concluding(self, other: KnowledgeBase) -> bool:
        bases = (self.knowledge, other)
        return any(base.rules[name].concludes for base in bases for name in self._differing)

    def _is_late(self, rule: Rule) -> bool:
        return any(self.knowledge.facts[fact].origin == "verdict" for fact in rule.reads)

    def early(self, answers: Mapping[str, Answer]) -> Early:
        """What follows from answers before the verdict is known; the same answers are worked out once."""
        key = frozenset(answers.items())
        if key not in self._known:
            self._known[key] = self._compare(answers) if self._like else self._apply(answers)
        return self._known[key]

    def _compare(self, answers: Mapping[str, Answer]) -> Early:
        assert self._like is not None  # noqa: S101  # `early` has looked
        before = self._like.early(answers)
        known = {**answers, **before.concluded}
        changed = (self.knowledge.rules[name] for name in self._differing)
        now = {r.id for r in changed if not self._is_late(r) and semantics.fires(r, self.knowledge.facts, known)}
        return Early(before.fired.difference(self._differing) | now, before.concluded)

    def _apply(self, answers: Mapping[str, Answer]) -> Early:
        known, fired, stratum = dict(answers), set(), 0
        concluding: dict[str, set[Answer]] = {}
        for rule in self._early:
            if self.strata[rule.id] > stratum:
                known.update(_settled(concluding))
                stratum = self.strata[rule.id]
            if semantics.fires(rule, self.knowledge.facts, known):
                fired.add(rule.id)
                for one in rule.concludes:
                    concluding.setdefault(one.fact, set()).add(one.value)
        return Early(frozenset(fired), _settled(concluding))

    def run(self, answers: Mapping[str, Answer], priorities: Mapping[str, str]) -> Trace:
        """What follows from a set of answers."""
        before = self.early(answers)
        rules = [self.knowledge.rules[name] for name in sorted(before.fired)]
        parts = ranking.contributions(self.knowledge, priorities, rules)
        out = ranking.ruled_out(self.knowledge, rules)
        standings = ranking.ranking(self.knowledge, ranking.scores(self.knowledge, parts), out)
        left = {standing.strategy for standing in standings if not standing.ruled_out_by}
        evidence = any(value for rule in parts.values() for strategy, value in rule.items() if strategy in left)
        verdict = ranking.verdict(self.knowledge, standings, evidence=evidence)
        concluded, late = dict(before.concluded), set[str]()
        if self._late and verdict.strategy is not None:
            concluded["close_call"] = verdict.close_call
            known = {**answers, **concluded}
            late = {rule.id for rule in self._late if semantics.fires(rule, self.knowledge.facts, known)}
        fired = sorted(before.fired | late, key=lambda name: (self.strata[name], name))
        firings = tuple(Firing(name, self.strata[name], ()) for name in fired)
        return Trace(dict(answers), dict(sorted(concluded.items())), firings, parts, standings, verdict)


def _settled(concluding: Mapping[str, set[Answer]]) -> dict[str, Answer]:
    """The conclusions nothing contradicts."""
    return {fact: next(iter(values)) for fact, values in concluding.items() if len(values) == 1}
