"""How points become a ranking: gates first, then a saturated weighted sum.

Within a criterion the points of the rules that fired add up for each strategy or group they name, and saturate at
`full_at`; each strategy gets its part of what was said of the groups it belongs to. That share is weighted with the
importance the organisation gave the criterion, and divided by all importances. It is the additive value model of
multicriteria decision analysis (V. Belton and T. Stewart, Multiple Criteria Decision Analysis, 2002, chapter 5), with a
cap in each criterion so that a long chapter does not outweigh an important one.

The cap lies on what is said of a group, before it is dealt out: from then on no member gains by further points. Were it
laid on each strategy's sum instead, a hybrid that takes half of a group's points would still climb where the whole
members stand at the cap, and one more reason for `open` could put it before the open strategies.
"""

from collections.abc import Iterable, Mapping

from advisor.inference.trace import Standing, Verdict
from advisor.knowledge.model import KnowledgeBase, Rule

Priorities = Mapping[str, str]
Contributions = dict[str, dict[str, float]]

DECIMALS = 9
"""Scores are compared at this many decimals, so that the order in which floats are added decides nothing."""


def importances(knowledge: KnowledgeBase, priorities: Priorities) -> dict[str, float]:
    """What each criterion counts: what was said of it, else its default."""
    worth: Mapping[str, float] = knowledge.base.importance  # type: ignore[assignment]  # keys are words of a closed list
    return {name: worth[priorities.get(name, criterion.importance)] for name, criterion in knowledge.criteria.items()}


def contributions(knowledge: KnowledgeBase, priorities: Priorities, fired: Iterable[Rule]) -> Contributions:
    """Rule to strategy to its part of the score; for every strategy the parts add up to the score."""
    rules = [rule for rule in fired if rule.weighs]
    given = {rule.id: named(knowledge, rule) for rule in rules}
    total: dict[tuple[str, str], float] = {}
    for rule in rules:
        for target, amount in given[rule.id].items():
            total[rule.criterion, target] = total.get((rule.criterion, target), 0.0) + amount
    weights = importances(knowledge, priorities)
    everything = sum(weights.values())
    result: Contributions = {}
    for rule in rules:
        weight = weights[rule.criterion] / everything if everything else 0.0
        own = result[rule.id] = {}
        for target, amount in given[rule.id].items():
            share = weight * amount / max(knowledge.base.full_at, abs(total[rule.criterion, target]))
            for strategy, part in knowledge.parts[target].items():
                own[strategy] = own.get(strategy, 0.0) + part * share
    return result


def named(knowledge: KnowledgeBase, rule: Rule) -> dict[str, float]:
    """What a rule gives each strategy or group that it names, before saturation and importance."""
    given: dict[str, float] = {}
    for effect in rule.weighs:
        given[effect.target] = given.get(effect.target, 0.0) + effect.sign * knowledge.base.points[effect.adverb]
    return given


def points(knowledge: KnowledgeBase, rule: Rule) -> dict[str, float]:
    """What a rule gives each strategy, before saturation and importance."""
    given: dict[str, float] = {}
    for target, amount in named(knowledge, rule).items():
        for strategy, part in knowledge.parts[target].items():
            given[strategy] = given.get(strategy, 0.0) + part * amount
    return given


def bears(knowledge: KnowledgeBase, priorities: Priorities, fired: Iterable[Rule], left: Iterable[str]) -> bool:
    """Whether some rule that counts gives points to a strategy that is left."""
    weights, names = importances(knowledge, priorities), tuple(left)
    counting = (rule for rule in fired if rule.weighs and weights[rule.criterion])
    return any(points(knowledge, rule).get(name) for rule in counting for name in names)


def ruled_out(knowledge: KnowledgeBase, fired: Iterable[Rule]) -> dict[str, list[str]]:
    """Strategy to the rules that exclude it. A gate on a group takes out those that belong to it wholly."""
    out: dict[str, list[str]] = {}
    for rule in fired:
        for gate in rule.gates:
            for strategy, part in knowledge.parts[gate.target].items():
                if part == 1 and rule.id not in out.setdefault(strategy, []):
                    out[strategy].append(rule.id)
    return {strategy: rules for strategy, rules in out.items() if rules}


def ranking(
    knowledge: KnowledgeBase, scored: Mapping[str, float], out: Mapping[str, Iterable[str]]
) -> tuple[Standing, ...]:
    """The strategies, best first and ruled-out ones last; exact ties in the order of strategies.yaml."""
    order = {strategy: position for position, strategy in enumerate(knowledge.strategies)}
    standings = [
        Standing(
            name, strategy.openness, round(scored.get(name, 0.0), DECIMALS) + 0.0, tuple(sorted(out.get(name, ())))
        )
        for name, strategy in knowledge.strategies.items()
    ]
    return tuple(sorted(standings, key=lambda s: (bool(s.ruled_out_by), -s.score, order[s.strategy])))


def scores(knowledge: KnowledgeBase, parts: Contributions) -> dict[str, float]:
    """Strategy to score: the sum of what the rules contribute to it, in the order of their ids."""
    return {
        strategy: sum(parts[rule].get(strategy, 0.0) for rule in sorted(parts)) for strategy in knowledge.strategies
    }


def verdict(knowledge: KnowledgeBase, standings: tuple[Standing, ...], *, evidence: bool) -> Verdict:
    """The answer a ranking gives. `evidence` is whether any reason bears on what is left."""
    left = [standing for standing in standings if not standing.ruled_out_by]
    if not left or (len(left) > 1 and not evidence):
        return Verdict(None, None, undecided=bool(left))
    best = left[0]
    rival = next((standing for standing in left if standing.openness != best.openness), None)
    close = rival is not None and round(best.score - rival.score, DECIMALS) < knowledge.base.close_call
    return Verdict(best.strategy, best.openness, close, left[1].strategy if len(left) > 1 else None)
