"""The verdict of an organisation with several workloads, in many rows at once: what `decision.py` says of one profile.

The analyses ask what the whole comes to when an answer or a weight changes, thousands of times over. Each workload is
put to the rules on its own (`arrays.py`); here its outcomes are taken together, row by row. Tests hold the two to each
other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
import numpy.typing as npt

from advisor.inference import ranking
from advisor.inference.arrays import Arrays, Bools, Codes, Column, Outcomes
from advisor.inference.decision import Decision, speaks_of_whole
from advisor.knowledge.answers import Answer
from advisor.knowledge.model import KnowledgeBase

Floats = npt.NDArray[np.float64]
Columns = Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class Way:
    """What the whole may come to: a strategy, or one openness that is run in different ways, or neither."""

    strategy: str | None
    openness: str | None


def said_of_each(decision: Decision) -> list[Mapping[str, Answer]]:
    """What was answered for each workload, without what is looked up for it or holds of any one workload."""
    return [decision.profile.of(part.workload).answers for part in decision.workloads]


class Whole:
    """A knowledge base, ready to be asked what several workloads come to together."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Pick out the rules that look at the whole: the gates, and the conclusions those may rest on."""
        self.knowledge = knowledge
        self._strategies = tuple(knowledge.strategies)
        kinds = tuple(dict.fromkeys(strategy.openness for strategy in knowledge.strategies.values()))
        self._kinds = kinds
        self.ways = (
            *(Way(name, strategy.openness) for name, strategy in knowledge.strategies.items()),
            *(Way(None, kind) for kind in kinds),
            Way(None, None),
        )
        self._kind_of = np.array([kinds.index(one.openness) for one in knowledge.strategies.values()])
        self._mixed = np.array([one.openness == knowledge.mixed for one in knowledge.strategies.values()])
        self.facts_of_workloads = tuple(fact.id for fact in knowledge.facts.values() if fact.origin == "workloads")
        kept = {
            rule.id: rule
            for rule in knowledge.rules.values()
            if rule.concludes or (rule.gates and speaks_of_whole(knowledge, rule.id))
        }
        self._gates = Arrays(replace(knowledge, rules=kept), {})
        self.read = frozenset(fact for rule in kept.values() for fact in rule.reads)
        """The facts that bear on the whole beside what the workloads come to."""

    def ruled_out(self, said: Sequence[Columns], rows: int) -> tuple[Bools, Bools]:
        """What the rules about the whole exclude where the workloads agree on an openness, and where they do not.

        `said` is what was answered for each workload; see `said_of_each`.
        """
        shared = {fact: self._shared(fact, said) for fact in sorted(self.read) if any(fact in one for one in said)}

        def excluded(differ: bool) -> Bools:
            told = dict.fromkeys(self.facts_of_workloads, Column.same(differ))
            return self._gates.run({**shared, **told}, rows).ruled_out

        return excluded(differ=False), excluded(differ=True)

    @staticmethod
    def _shared(fact: str, parts: Sequence[Columns]) -> Column:
        """The answer all workloads give to a question, row by row; unknown where they do not give the same."""
        columns = [one.get(fact) or Column.same(None) for one in parts]
        joint: dict[Answer | None, int] = {None: 0}
        for column in columns:
            for answer in column.answers:
                joint.setdefault(answer, len(joint))
        codes = [np.array([joint[answer] for answer in column.answers])[column.codes] for column in columns]
        alike = reduce(np.logical_and, (one == codes[0] for one in codes[1:]), np.ones(1, dtype=np.bool_))
        return Column(tuple(joint), np.where(alike, codes[0], 0))

    def verdicts(self, parts: Sequence[Outcomes], excluded: tuple[Bools, Bools]) -> Codes:
        """What the whole comes to in each row, as positions in `ways`; `excluded` comes from `ruled_out`."""
        none, count = len(self.ways) - 1, len(self._strategies)
        winners = np.stack([part.winners for part in parts])
        kinds = np.append(self._kind_of, -1)[winners]
        decided = winners < count
        least = np.where(decided, kinds, len(self._kinds)).min(axis=0)
        differ = kinds.max(axis=0) > least
        every = decided.all(axis=0)
        alike = every & (winners == winners[0]).all(axis=0)
        mixed = self._kinds.index(self.knowledge.mixed) if self.knowledge.mixed in self._kinds else -1
        one_kind = every & ~differ & (least != mixed)
        out = np.where(differ[:, None], excluded[1], excluded[0])
        free = self._mixed & ~out
        split = every & free.any(axis=1)
        best = self._best(parts, out, none)
        found = np.where(split, free.argmax(axis=1), best)
        found = np.where(one_kind, count + least, found)
        result: Codes = np.where(alike, winners[0], found)
        return result

    def _best(self, parts: Sequence[Outcomes], out: Bools, none: int) -> Codes:
        """The strategy that is best on average where the workloads do not settle it; see `decision.py`."""
        own = np.mean([part.scores for part in parts], axis=0)
        tops = [np.where(part.ruled_out, -np.inf, part.scores).max(axis=1) for part in parts]
        top = np.mean([np.where(np.isinf(one), -1.0, one) for one in tops], axis=0)
        scores = np.where(self._mixed, top[:, None], own).round(ranking.DECIMALS)
        lost = np.logical_or.reduce([part.ruled_out.all(axis=1) for part in parts])[:, None]
        out = np.where(self._mixed, out | lost, np.logical_or.reduce([part.ruled_out for part in parts]))
        left = ~out
        silent = (left.sum(axis=1) > 1) & ~(left & (scores != 0)).any(axis=1)
        best: Codes = np.where(out, -np.inf, scores).argmax(axis=1)
        return np.where(~left.any(axis=1) | silent, none, best)
