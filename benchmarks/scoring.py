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
        self.points = {rule.id: self._points(rule) for rule in knowledge.rules.values()}
        self.gates = {rule.id: self._gates(rule) for rule in knowledge.rules.values()}
        self.usual = self._weights({})

    def _points(self, rule: Rule) -> list[tuple[int, int, float]]:
        given = ranking.points(self.knowledge, rule).items()
        return [(self.criteria[rule.criterion], self.place[name], amount) for name, amount in given if amount]

    def _gates(self, rule: Rule) -> list[int]:
        parts = [self.knowledge.parts[gate.target] for gate in rule.gates]
        return [self.place[name] for one in parts for name, part in one.items() if part == 1]

    def _weights(self, priorities: Mapping[str, str]) -> list[float]:
        return list(ranking.importances(self.knowledge, priorities).values())

    def row(self, fired: Iterable[str], priorities: Mapping[str, str]) -> Row:
        """The verdict, as the columns of a table of answers."""
        weights = self._weights(priorities) if priorities else self.usual
        count, full = len(self.names), self.knowledge.base.full_at
        totals = [[0.0] * count for _ in weights]
        out, heard = [False] * count, [False] * count
        for rule in fired:
            for strategy in self.gates[rule]:
                out[strategy] = True
            for criterion, strategy, amount in self.points[rule]:
                totals[criterion][strategy] += amount
                if weights[criterion]:
                    heard[strategy] = True
        scores = [0.0] * count
        for weight, total in zip(weights, totals, strict=True):
            if weight:
                scores = [s + weight * max(-full, min(full, t)) for s, t in zip(scores, total, strict=True)]
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
