"""Which answers are still possible, whatever the open questions turn out to be: a bound that is sound, not sampled.

Every rule that still waits may fire or not. Within a criterion the waiting rules that hang on one open question are
taken together, answer by answer, since a question has one answer; otherwise each is taken on its own, which allows
more than can really happen. So a strategy that is said to be out of the running is; one said to be in it may not be.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import numpy.typing as npt

from advisor.inference import ranking, semantics
from advisor.knowledge.answers import Answer
from advisor.knowledge.conditions import AllOf, AnyOf, Condition, Leaf
from advisor.knowledge.model import Fact, KnowledgeBase, Rule

Floats = npt.NDArray[np.float64]
Truths = frozenset[bool | None]
"""The truth values a condition may yet have."""

TOLERANCE = 10.0**-ranking.DECIMALS
"""Scores closer than this are a tie, which the order of strategies.yaml may break either way."""
MOST_ROWS = 20_000
"""Beyond this many sums a criterion is bounded by its extremes instead; the bound stays sound and gets wider."""
MOST_SUBSETS = 64


@dataclass(frozen=True, slots=True)
class Openings:
    """What may still come out."""

    strategies: tuple[str, ...]
    """Strategies that may still come first, in the order of strategies.yaml."""
    openness: tuple[str, ...]
    """Their openness, each once."""
    may_be_none: bool
    """Whether there may yet be no recommendation: everything ruled out, or nothing that speaks for anything."""

    @property
    def settled(self) -> bool:
        """Whether no further answer can change the openness."""
        return len(self.openness) + self.may_be_none == 1


def openings(
    knowledge: KnowledgeBase,
    answers: Mapping[str, Answer],
    priorities: ranking.Priorities,
    declined: AbstractSet[str] = frozenset(),
) -> Openings:
    """What may still come out when the open questions are answered, in whatever way.

    `declined` are questions that will stay without an answer.
    """
    may_be = _possible_answers(knowledge, answers, declined)
    may: list[Rule] = []
    must: list[Rule] = []
    for rule in knowledge.rules.values():
        if _can_fire(rule, knowledge, may_be):
            (must if _must_fire(rule, knowledge, may_be) else may).append(rule)
    certainly_out = set(ranking.ruled_out(knowledge, must))
    maybe_out = set(ranking.ruled_out(knowledge, [*must, *may]))
    lead = _largest_leads(knowledge, priorities, may_be, may, must)
    order = list(knowledge.strategies)
    stays = [name for name in order if name not in maybe_out]
    left = tuple(
        name
        for name in order
        if name not in certainly_out
        and all(lead[order.index(name), order.index(other)] >= -TOLERANCE for other in stays)
    )
    openness = tuple(dict.fromkeys(knowledge.strategies[name].openness for name in left))
    bears = ranking.bears(knowledge, priorities, must, stays)
    return Openings(left, openness, not stays or (len(left) > 1 and not bears))


def ruled_out_bounds(
    knowledge: KnowledgeBase, answers: Mapping[str, Answer], declined: AbstractSet[str], gates: Iterable[Rule]
) -> tuple[frozenset[str], frozenset[str]]:
    """The strategies that some gates certainly exclude, and those they may yet exclude."""
    may_be = _possible_answers(knowledge, answers, declined)
    may = [rule for rule in gates if _can_fire(rule, knowledge, may_be)]
    must = [rule for rule in may if _must_fire(rule, knowledge, may_be)]
    return frozenset(ranking.ruled_out(knowledge, must)), frozenset(ranking.ruled_out(knowledge, may))


# what the answers may yet be

PossibleAnswers = Mapping[str, tuple[Answer | None, ...]]
"""Fact to the answers it may end with; None for none."""


def _possible_answers(
    knowledge: KnowledgeBase, answers: Mapping[str, Answer], declined: AbstractSet[str]
) -> dict[str, tuple[Answer | None, ...]]:
    found: dict[str, tuple[Answer | None, ...]] = {}
    for fact in knowledge.facts.values():
        if fact.origin == "asked":
            known = fact.id in answers
            found[fact.id] = (
                (answers[fact.id],)
                if known
                else (None, *(() if fact.id in declined else every_answer(knowledge, fact)))
            )
        elif fact.origin == "catalogue":
            # It is read when the answers are in: what it said of them stands, and otherwise it says nothing.
            found[fact.id] = (answers.get(fact.id),)
        else:
            # Conclusions are filled in below; what is read off the verdict or the workloads can be anything here.
            found[fact.id] = (None,) if fact.origin == "derived" else (None, True, False)
    makers = [rule for rule in knowledge.rules.values() if rule.concludes]
    depth = semantics.strata(knowledge)
    for stratum in sorted({depth[rule.id] for rule in makers}):
        made: dict[str, dict[Answer, bool]] = {}
        for rule in makers:
            if depth[rule.id] == stratum and _can_fire(rule, knowledge, found):
                sure = _must_fire(rule, knowledge, found)
                for conclusion in rule.concludes:
                    values = made.setdefault(conclusion.fact, {})
                    values[conclusion.value] = values.get(conclusion.value, False) or sure
        for name, values in made.items():
            unknown = () if len(values) == 1 and all(values.values()) else (None,)
            found[name] = (*unknown, *values)
    return found


def every_answer(knowledge: KnowledgeBase, fact: Fact) -> Iterator[Answer]:
    """Every answer to an open question that a rule could tell from the others."""
    if fact.type == "flag":
        yield from (True, False)
    elif fact.type == "set":
        # A value that no rule speaks of changes nothing, wherever it is.
        told = {str(value) for leaf in _leaves(knowledge, fact) for value in leaf.values}
        named = [value for value in fact.by_id if value in told]
        for size in range(len(named) + 1):
            yield from map(frozenset, combinations(named, size))
    elif fact.type == "number":
        bounds = sorted({float(value) for leaf in _leaves(knowledge, fact) for value in leaf.values})
        yield from dict.fromkeys(side for bound in bounds for side in _sides(bound))
        yield 0.0
    else:
        yield from fact.by_id


def _leaves(knowledge: KnowledgeBase, fact: Fact) -> Iterator[Leaf]:
    for name in knowledge.readers[fact.id]:
        yield from (leaf for leaf in knowledge.rules[name].leaves if leaf.fact == fact.id)


def _sides(bound: float) -> tuple[float, float, float]:
    return math.nextafter(bound, -math.inf), bound, math.nextafter(bound, math.inf)


# which rules may fire


def _may_be(condition: Condition, knowledge: KnowledgeBase, may_be: PossibleAnswers) -> Truths:
    """The truth values a condition may yet have, each part taken on its own."""
    if isinstance(condition, Leaf):
        fact = knowledge.facts[condition.fact]
        return frozenset(semantics.leaf_truth(condition, fact, answer) for answer in may_be[condition.fact])
    parts = [_may_be(part, knowledge, may_be) for part in condition.parts]
    return frozenset(_together(condition, truths) for truths in product(*parts))


def _together(condition: Condition, truths: tuple[bool | None, ...]) -> bool | None:
    if isinstance(condition, AnyOf):
        return True if True in truths else None if None in truths else False
    if isinstance(condition, AllOf):
        return False if False in truths else None if None in truths else True
    return False if True in truths else None if None in truths else True


def _can_fire(rule: Rule, knowledge: KnowledgeBase, may_be: PossibleAnswers) -> bool:
    if True not in _may_be(rule.when, knowledge, may_be):
        return False
    return rule.unless is None or _may_be(rule.unless, knowledge, may_be) != {True}


def _must_fire(rule: Rule, knowledge: KnowledgeBase, may_be: PossibleAnswers) -> bool:
    if _may_be(rule.when, knowledge, may_be) != {True}:
        return False
    return rule.unless is None or True not in _may_be(rule.unless, knowledge, may_be)


# how far one strategy may come to lead another


def _largest_leads(
    knowledge: KnowledgeBase,
    priorities: ranking.Priorities,
    may_be: PossibleAnswers,
    may: list[Rule],
    must: list[Rule],
) -> Floats:
    """Strategy by strategy: the most by which the score of the first may come to exceed that of the second."""
    weights = ranking.importances(knowledge, priorities)
    everything = sum(weights.values())
    size = len(knowledge.strategies)
    lead = np.zeros((size, size))
    for criterion, weight in weights.items():
        own = [rule for rule in (*must, *may) if rule.criterion == criterion and rule.weighs]
        if weight and own:
            said = _Said(knowledge, own)
            sure = said.together(rule for rule in must if rule in own)
            choices = list(_choices(said, may_be, [rule for rule in may if rule in own]))
            lead += weight / everything * _leads_in(sure, choices, said.parts, knowledge.base.full_at)
    return lead


class _Said:
    """The points of some rules by the strategies and groups that they name."""

    def __init__(self, knowledge: KnowledgeBase, rules: list[Rule]) -> None:
        self.knowledge = knowledge
        self._given = {rule.id: ranking.named(knowledge, rule) for rule in rules}
        self._targets = list(dict.fromkeys(target for given in self._given.values() for target in given))
        self.parts = np.array([[knowledge.parts[t].get(s, 0.0) for s in knowledge.strategies] for t in self._targets])

    def together(self, rules: Iterable[Rule]) -> Floats:
        """The points of some of the rules, added up."""
        given = [self._given[rule.id] for rule in rules]
        return np.array([sum(one.get(target, 0.0) for one in given) for target in self._targets])


def _leads_in(sure: Floats, choices: list[Floats], parts: Floats, full: float) -> Floats:
    """Strategy by strategy: the largest difference of shares over all sums of one row of each choice."""
    sums = sure[None, :]
    for rows in choices:
        sums = _distinct((sums[:, None, :] + rows[None, :, :]).reshape(-1, len(sure)))
        if len(sums) > MOST_ROWS:
            low = np.clip((sure + sum(rows.min(axis=0) for rows in choices)) / full, -1.0, 1.0)
            high = np.clip((sure + sum(rows.max(axis=0) for rows in choices)) / full, -1.0, 1.0)
            ahead = parts[:, :, None] - parts[:, None, :]
            wide: Floats = np.maximum(ahead * low[:, None, None], ahead * high[:, None, None]).sum(axis=0)
            return wide
    shares = np.clip(sums / full, -1.0, 1.0) @ parts
    largest: Floats = (shares[:, :, None] - shares[:, None, :]).max(axis=0)
    return largest


def _choices(said: _Said, may_be: PossibleAnswers, rules: list[Rule]) -> Iterator[Floats]:
    """The open rules as independent choices, each the rows of points of which one will come true."""
    alone: dict[str, list[Rule]] = {}
    for rule in rules:
        open_facts = {fact for fact in rule.reads if len(may_be[fact]) > 1}
        if len(open_facts) == 1 and len(may_be[next(iter(open_facts))]) <= MOST_SUBSETS:
            alone.setdefault(open_facts.pop(), []).append(rule)
        else:
            yield np.stack([said.together(()), said.together([rule])])
    for fact, own in alone.items():
        rows = []
        for answer in may_be[fact]:
            settled = {**may_be, fact: (answer,)}
            rows.append(said.together(rule for rule in own if _must_fire(rule, said.knowledge, settled)))
        yield _distinct(np.stack(rows))


def _distinct(rows: Floats) -> Floats:
    # Asked for the positions too, numpy does not import its masked arrays, which takes longer than the bound itself.
    found: Floats = np.unique(rows, axis=0, return_index=True)[0]
    return found
