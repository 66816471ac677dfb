"""From the rules that fired to the verdict, for the engines that only match conditions: gates, weighing, ranking.

The same meaning as `advisor.inference.ranking`, with everything that can be known beforehand worked out beforehand, so
that no engine is held up by it.
"""

from collections.abc import Iterable, Mapping

from task import Row

from advisor.inference import ranking
from advisor.knowledge.model import KnowledgeBase, Rule


class Scoring:
    """The score function of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.openness = [one.openness for one in knowledge.strategies.values()]
        self.names = list(knowledge.strategies)
        self.place = {name: place for place, name in enumerate(self.names)}
        self.criteria = {name: place for place, name in enumerate(knowledge.criteria)}
        self.parts = {
            target: [(self.place[name], part) for name, part in parts.items()]
            for target, parts in knowledge.parts.items()
        }
        self.said = {rule.id: self._said(rule) for rule in knowledge.rules.values()}
        self.heard = {rule.id: self._heard(rule) for rule in knowledge.rules.values()}
        self.gates = {rule.id: self._gates(rule) for rule in knowledge.rules.values()}
        self.usual = self._weights({})

    def _said(self, rule: Rule) -> list[tuple[tuple[int, str], float]]:
        """Criterion and strategy or group, with the points for it."""
        return [((self.criteria[rule.criterion], t), n) for t, n in ranking.named(self.knowledge, rule).items()]

    def _heard(self, rule: Rule) -> tuple[int, list[int]]:
        """Criterion, and the strategies it gives points to."""
        given = ranking.points(self.knowledge, rule).items()
        return self.criteria[rule.criterion], [self.place[name] for name, amount in given if amount]

    def _gates(self, rule: Rule) -> list[int]:
        parts = [self.knowledge.parts[gate.target] for gate in rule.gates]
        return [self.place[name] for one in parts for name, part in one.items() if part == 1]

    def _weights(self, priorities: Mapping[str, str]) -> list[float]:
        return list(ranking.importances(self.knowledge, priorities).values())

    def row(self, fired: Iterable[str], priorities: Mapping[str, str]) -> Row:
        """The verdict, as the columns of a table of answers."""
        weights = self._weights(priorities) if priorities else self.usual
        count, full = len(self.names), self.knowledge.base.full_at
        totals: dict[tuple[int, str], float] = {}
        out, heard = [False] * count, [False] * count
        for rule in fired:
            for strategy in self.gates[rule]:
                out[strategy] = True
            for key, amount in self.said[rule]:
                totals[key] = totals.get(key, 0.0) + amount
            criterion, strategies = self.heard[rule]
            if weights[criterion]:
                for strategy in strategies:
                    heard[strategy] = True
        scores = [0.0] * count
        for (criterion, target), total in totals.items():
            share = weights[criterion] * max(-full, min(full, total))
            for strategy, part in self.parts[target]:
                scores[strategy] += share * part
        everything = sum(weights) * full
        scores = [round(score / everything, ranking.DECIMALS) + 0.0 if everything else 0.0 for score in scores]
        return (*self._verdict(scores, out, heard), *scores, *out)

    def _verdict(self, scores: list[float], out: list[bool], heard: list[bool]) -> Row:
        left = [place for place, barred in enumerate(out) if not barred]
        if not left or (len(left) > 1 and not any(heard[place] for place in left)):
            return None, None, False, bool(left)
        best = max(left, key=lambda place: (scores[place], -place))
        rivals = [scores[place] for place in left if self.openness[place] != self.openness[best]]
        lead = round(scores[best] - max(rivals), ranking.DECIMALS) if rivals else 1.0
        return self.openness[best], self.names[best], bool(rivals) and lead < self.knowledge.base.close_call, False
