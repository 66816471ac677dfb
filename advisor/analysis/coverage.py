"""How far the examples and cases try the rules: each rule, each leaf, and whether each leaf is shown to decide alone.

A leaf decides where two trials differ in it, the rule fires in one of them only, and in each of the two the leaf alone,
changed to what it is in the other, would turn the rule round. That is masking MC/DC (J. J. Chilenski, An Investigation
of Three Forms of the Modified Condition Decision Coverage Criterion, DOT/FAA/AR-01/18, 2001), over the three truths a
leaf has here. The unique-cause form (K. J. Hayhurst et al., A Practical Tutorial on MC/DC, NASA/TM-2001-210876)
also wants every other leaf unchanged; leaves about one answer cannot move apart, so it is named where it holds and not
asked for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from advisor.analysis.trials import Kind, Trial
from advisor.inference import semantics
from advisor.knowledge.conditions import Leaf
from advisor.knowledge.model import KnowledgeBase, Rule

Truths = tuple[bool | None, ...]
"""What each leaf of a rule came to, in the order in which they are written; None where the answer does not tell."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two trials that differ in one leaf's truth and show that it decides."""

    fires: str
    """The trial in which the rule fires."""
    silent: str
    alone: bool
    """Whether every other leaf came to the same (unique cause), or other differences were masked."""


@dataclass(frozen=True, slots=True)
class LeafCovered:
    """How far one leaf of a rule is tried."""

    leaf: Leaf
    position: int
    held: str | None
    """A trial in which it is known to hold."""
    failed: str | None
    """A trial in which it is known not to hold."""
    decides: Pair | None

    @property
    def gaps(self) -> tuple[str, ...]:
        """What no trial shows of it."""
        shown = {"never_held": self.held, "never_failed": self.failed, "never_decides": self.decides}
        return tuple(gap for gap, trial in shown.items() if trial is None)


@dataclass(frozen=True, slots=True)
class RuleCovered:
    """How far one rule is tried."""

    rule: Rule
    fired: str | None
    """A trial in which it fires."""
    silent: str | None
    """A trial in which it does not."""
    leaves: tuple[LeafCovered, ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        """What no trial shows of the rule as a whole; one that always fires need not be silent."""
        lacking = [] if self.fired else ["never_fires"]
        return (*lacking, *(["never_silent"] if self.leaves and not self.silent else []))

    @property
    def complete(self) -> bool:
        """Whether trials show everything of it."""
        return not self.gaps and not any(leaf.gaps for leaf in self.leaves)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    covered: int
    of: int

    @property
    def percent(self) -> float:
        """In percent; all where there is nothing to cover."""
        return 100 * self.covered / self.of if self.of else 100.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a set of trials tries the rules of a base."""

    rules: tuple[RuleCovered, ...]

    @property
    def shares(self) -> Mapping[str, Share]:
        """What is asked of rules and of leaves, to the part of them that meets it."""
        rules, leaves = self.rules, [leaf for rule in self.rules for leaf in rule.leaves]
        conditional = [rule for rule in rules if rule.leaves]
        return {
            "fired": Share(sum(rule.fired is not None for rule in rules), len(rules)),
            "silent": Share(sum(rule.silent is not None for rule in conditional), len(conditional)),
            "held": Share(sum(leaf.held is not None for leaf in leaves), len(leaves)),
            "failed": Share(sum(leaf.failed is not None for leaf in leaves), len(leaves)),
            "decides": Share(sum(leaf.decides is not None for leaf in leaves), len(leaves)),
        }

    @property
    def gaps(self) -> tuple[RuleCovered, ...]:
        """The rules of which something is not shown."""
        return tuple(rule for rule in self.rules if not rule.complete)

    def of_topic(self, topic: str) -> "Coverage":
        """The part of it that is about one topic."""
        return Coverage(tuple(one for one in self.rules if one.rule.topic == topic))


def measured(knowledge: KnowledgeBase, trials: Iterable[Trial], kinds: Iterable[Kind] | None = None) -> Coverage:
    """How far trials (of some kinds) try every rule."""
    wanted = None if kinds is None else frozenset(kinds)
    listed = [trial for trial in trials if wanted is None or trial.kind in wanted]
    own: dict[str, list[Trial]] = {}
    for trial in listed:
        own.setdefault(trial.rule or "", []).append(trial)
    every = own.get("", [])
    return Coverage(
        tuple(rule_covered(rule, knowledge, [*own.get(rule.id, ()), *every]) for rule in knowledge.rules.values())
    )


def rule_covered(rule: Rule, knowledge: KnowledgeBase, trials: Iterable[Trial]) -> RuleCovered:
    """How far trials try one rule."""
    return on(rule, seen_by(rule, knowledge, trials))


def seen_by(rule: Rule, knowledge: KnowledgeBase, trials: Iterable[Trial]) -> dict[Truths, str]:
    """What the leaves of a rule came to in some trials, each different outcome with the first trial that shows it."""
    seen: dict[Truths, str] = {}
    for trial in trials:
        seen.setdefault(semantics.leaf_truths(rule, knowledge.facts, trial.known), trial.name)
    return seen


def on(rule: Rule, seen: Mapping[Truths, str]) -> RuleCovered:
    """How far outcomes of its leaves try a rule."""
    fires = {truths: semantics.fires_on(rule, truths) for truths in seen}
    return RuleCovered(
        rule,
        next((name for truths, name in seen.items() if fires[truths]), None),
        next((name for truths, name in seen.items() if not fires[truths]), None),
        tuple(
            LeafCovered(
                leaf,
                position,
                next((name for truths, name in seen.items() if truths[position] is True), None),
                next((name for truths, name in seen.items() if truths[position] is False), None),
                _deciding(rule, position, seen, fires),
            )
            for position, leaf in enumerate(rule.leaves)
        ),
    )


def _deciding(rule: Rule, position: int, seen: Mapping[Truths, str], fires: Mapping[Truths, bool]) -> Pair | None:
    """The pair that shows a leaf to decide, one in which nothing else differs before one in which it does."""
    masked: Pair | None = None
    for one in (truths for truths in seen if fires[truths]):
        for other in (truths for truths in seen if not fires[truths]):
            if decide_between(rule, position, one, other):
                alone = changed(one, position, other[position]) == other
                pair = Pair(seen[one], seen[other], alone)
                if alone:
                    return pair
                masked = masked or pair
    return masked


def decide_between(rule: Rule, position: int, fires: Truths, silent: Truths) -> bool:
    """Whether a leaf alone turns a rule round in either of two trials, in one of which the rule fires."""
    if fires[position] is silent[position]:
        return False
    return not semantics.fires_on(rule, changed(fires, position, silent[position])) and semantics.fires_on(
        rule, changed(silent, position, fires[position])
    )


def changed(truths: Truths, position: int, truth: bool | None) -> Truths:
    """The truths with one of them otherwise."""
    return (*truths[:position], truth, *truths[position + 1 :])


def lacking(coverage: Coverage, asked: Mapping[str, float]) -> Iterator[tuple[str, Share, float]]:
    """What is asked of the coverage (share to percent) and not met."""
    for name, least in asked.items():
        share = coverage.shares[name]
        if share.percent < least:
            yield name, share, least


def topics(knowledge: KnowledgeBase) -> Sequence[str]:
    """The topics that have rules, in the order of the base."""
    having = {rule.topic for rule in knowledge.rules.values()}
    return [topic for topic in knowledge.base.topics if topic in having]
