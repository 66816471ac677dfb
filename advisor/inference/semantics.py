"""What a condition means. Unknown is not false: a leaf about an unanswered fact is neither true nor false.

Conditions follow Kleene's strong three-valued logic (S. C. Kleene, Introduction to Metamathematics, 1952, section 64):
`all` is false as soon as one part is, `any` true as soon as one is, and otherwise an unknown part leaves them unknown.
A rule fires when its `when` is known to hold and its `unless` is not known to hold. Every engine gives this meaning;
the engine's own form of it comes from `alternatives`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from advisor.inference.trace import Held
from advisor.knowledge.answers import Answer
from advisor.knowledge.conditions import AllOf, AnyOf, Comparator, Condition, Leaf
from advisor.knowledge.model import Fact, KnowledgeBase, Rule

Facts = Mapping[str, Fact]
Known = Mapping[str, Answer]

GIVEN = frozenset({"asked", "workloads", "catalogue"})
"""Origins of the facts that are known, or not, before any rule fires."""


def leaf_truth(leaf: Leaf, fact: Fact, answer: Answer | None) -> bool | None:
    """Whether a leaf holds of an answer; None where the answer does not tell."""
    if leaf.comparator is Comparator.IS_KNOWN:
        return answer is not None
    if leaf.comparator is Comparator.IS_UNKNOWN:
        return answer is None
    if answer is None:
        return None
    if leaf.comparator is Comparator.INCLUDES:
        return isinstance(answer, frozenset) and leaf.values[0] in answer
    if leaf.comparator is Comparator.IS_NOT:
        return answer != leaf.values[0]
    if leaf.comparator in {Comparator.IS_AT_LEAST, Comparator.IS_AT_MOST}:
        ours, theirs = _position(fact, answer), _position(fact, leaf.values[0])
        return ours >= theirs if leaf.comparator is Comparator.IS_AT_LEAST else ours <= theirs
    return answer in leaf.values


def _position(fact: Fact, value: object) -> float:
    if fact.type == "number":
        assert isinstance(value, int | float)  # noqa: S101  # the loader has compared the types
        return value
    return fact.levels[str(value)]


def truth(condition: Condition, facts: Facts, known: Known) -> bool | None:
    """Whether a condition holds of what is known; None where that does not tell."""
    if isinstance(condition, Leaf):
        return leaf_truth(condition, facts[condition.fact], known.get(condition.fact))
    parts = [truth(part, facts, known) for part in condition.parts]
    if isinstance(condition, AllOf):
        return False if False in parts else None if None in parts else True
    if isinstance(condition, AnyOf):
        return True if True in parts else None if None in parts else False
    return False if True in parts else None if None in parts else True


def fires(rule: Rule, facts: Facts, known: Known) -> bool:
    """Whether a rule fires on what is known."""
    if truth(rule.when, facts, known) is not True:
        return False
    return rule.unless is None or truth(rule.unless, facts, known) is not True


def leaf_truths(rule: Rule, facts: Facts, known: Known) -> tuple[bool | None, ...]:
    """What each leaf of a rule comes to, in the order in which they are written."""
    return tuple(leaf_truth(leaf, facts[leaf.fact], known.get(leaf.fact)) for leaf in rule.leaves)


def fires_on(rule: Rule, truths: Iterable[bool | None]) -> bool:
    """Whether a rule fires where its leaves, in order, come to these truths."""
    left = iter(truths)
    holds = _combined(rule.when, left)
    return holds is True and (rule.unless is None or _combined(rule.unless, left) is not True)


def _combined(condition: Condition, truths: Iterator[bool | None]) -> bool | None:
    if isinstance(condition, Leaf):
        return next(truths)
    parts = [_combined(part, truths) for part in condition.parts]
    if isinstance(condition, AnyOf):
        return True if True in parts else None if None in parts else False
    against = not isinstance(condition, AllOf)
    return False if against in parts else None if None in parts else True


def held(condition: Condition, facts: Facts, known: Known, *, wanted: bool = True) -> Iterator[Held]:
    """The leaves that make a condition come out as wanted, in the order in which they are written."""
    if isinstance(condition, Leaf):
        if truth(condition, facts, known) is wanted:
            yield Held(condition, known.get(condition.fact), wanted)
        return
    inner = wanted if isinstance(condition, AllOf | AnyOf) else not wanted
    for part in condition.parts:
        if truth(part, facts, known) is inner:
            yield from held(part, facts, known, wanted=inner)


def assumed(rule: Rule, facts: Facts, known: Known) -> tuple[Leaf, ...]:
    """The exceptions taken not to hold because nobody said that they do."""
    if rule.unless is None or truth(rule.unless, facts, known) is not None:
        return ()
    return tuple(sorted(_open_leaves(rule.unless, facts, known), key=str))


def _open_leaves(condition: Condition, facts: Facts, known: Known) -> set[Leaf]:
    if isinstance(condition, Leaf):
        return {condition} if truth(condition, facts, known) is None else set()
    return {leaf for part in condition.parts for leaf in _open_leaves(part, facts, known)}


@dataclass(frozen=True, slots=True)
class LeafTest:
    """A two-valued test on one answer: is the leaf known to be `wanted`, or (negated) not known to be."""

    leaf: Leaf
    wanted: bool
    negated: bool = False

    def passes(self, fact: Fact, answer: Answer | None) -> bool:
        """Whether the answer, None for unknown, passes the test."""
        return (leaf_truth(self.leaf, fact, answer) is self.wanted) is not self.negated


Alternative = tuple[LeafTest, ...]
"""Literals that must all pass."""


def alternatives(rule: Rule) -> tuple[Alternative, ...]:
    """When a rule fires, as alternatives of two-valued tests (disjunctive normal form); () among them means always."""
    grounds = _known_to_be(rule.when, wanted=True)
    if rule.unless is not None:
        grounds = _joined(grounds, _not_known_to_hold(rule.unless))
    return tuple(dict.fromkeys(tuple(dict.fromkeys(one)) for one in grounds))


def _known_to_be(condition: Condition, *, wanted: bool) -> list[Alternative]:
    if isinstance(condition, Leaf):
        return [(LeafTest(condition, wanted),)]
    inner = wanted if isinstance(condition, AllOf | AnyOf) else not wanted
    parts = [_known_to_be(part, wanted=inner) for part in condition.parts]
    # `all` held, `none` held and `any` failed need every part; the other three need one.
    together = wanted is not isinstance(condition, AnyOf)
    return _joined(*parts) if together else [one for part in parts for one in part]


def _not_known_to_hold(condition: Condition) -> list[Alternative]:
    # "not known to hold" is the negation of a formula in literals: by De Morgan, negate each and swap and with or.
    grounds = _known_to_be(condition, wanted=True)
    parts: list[list[Alternative]] = [
        [(LeafTest(test.leaf, test.wanted, not test.negated),) for test in one] for one in grounds
    ]
    return _joined(*parts)


def _joined(*parts: list[Alternative]) -> list[Alternative]:
    return [tuple(literal for one in choice for literal in one) for choice in product(*parts)]


def strata(knowledge: KnowledgeBase) -> dict[str, int]:
    """Rule to stratum: conclusions in the order they build on each other, then gates and evidence, then advice.

    The loader has refused conclusions that wait on themselves, so that the recursion ends.
    """
    makers: dict[str, list[Rule]] = {}
    for rule in knowledge.rules.values():
        for conclusion in rule.concludes:
            makers.setdefault(conclusion.fact, []).append(rule)
    depth: dict[str, int] = {}

    def of_fact(fact: str) -> int:
        if fact not in depth:
            depth[fact] = 1 + max(of_rule(rule) for rule in makers[fact]) if fact in makers else 0
        return depth[fact]

    def of_rule(rule: Rule) -> int:
        return max((of_fact(fact) for fact in rule.reads), default=0)

    concluding = {rule.id: of_rule(rule) for rule in knowledge.rules.values() if rule.concludes}
    evidence = max(concluding.values(), default=-1) + 1
    return {
        rule.id: concluding[rule.id] if rule.concludes else evidence + rule.only_advises
        for rule in knowledge.rules.values()
    }
