"""What the open questions can still do: for each of them, what answering it alone would come to.

What one answer does while the others stay open is tried, exactly, answer by answer. Whether it can matter once others
are answered too is a bound (see `openings.py`): a question of which it is said that it cannot, cannot.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from advisor.analysis.openings import Openings, every_answer
from advisor.inference import ranking
from advisor.inference.arrays import Arrays, Column
from advisor.knowledge.answers import Answer
from advisor.knowledge.model import KnowledgeBase, Rule


@dataclass(frozen=True, slots=True)
class Prospect:
    """What an open question can still do."""

    fact: str
    alone: tuple[tuple[Answer | None, str | None], ...]
    """Each answer that rules tell apart, and what wins when this question alone is answered so; None, that it stays
    open, comes first."""
    may_change_openness: bool
    """Whether it may change the openness, whatever the other open questions turn out to be; False is certain."""
    may_change_strategy: bool

    @property
    def strategies(self) -> frozenset[str | None]:
        """What may win when this question alone is answered, or stays open."""
        return frozenset(strategy for _, strategy in self.alone)


def prospects(
    knowledge: KnowledgeBase,
    answers: Mapping[str, Answer],
    priorities: ranking.Priorities,
    waiting: Mapping[str, Iterable[str]],
    left: Openings,
) -> tuple[Prospect, ...]:
    """For every open question with the rules that wait for it: what it can still do, given what may still come out."""
    alone = _alone(knowledge, answers, priorities, list(waiting))
    weights = ranking.importances(knowledge, priorities)
    openness_open, strategy_open = not left.settled, len(left.strategies) + left.may_be_none > 1
    found = []
    for fact, rules in waiting.items():
        bears = any(_bears(knowledge, knowledge.rules[rule], left, weights) for rule in rules)
        found.append(Prospect(fact, alone[fact], bears and openness_open, bears and strategy_open))
    return tuple(found)


def _bears(knowledge: KnowledgeBase, rule: Rule, left: Openings, weights: Mapping[str, float]) -> bool:
    """Whether a rule can touch a strategy that may still come first, or whether anything does."""
    touched = set(ranking.ruled_out(knowledge, [rule]))
    if weights[rule.criterion]:
        touched |= ranking.points(knowledge, rule).keys()
    return bool(touched) if left.may_be_none else bool(touched & set(left.strategies))


def _alone(
    knowledge: KnowledgeBase, answers: Mapping[str, Answer], priorities: ranking.Priorities, questions: list[str]
) -> dict[str, tuple[tuple[Answer | None, str | None], ...]]:
    """Question to what wins with each of its answers while the others stay open; all in one pass of the rules."""
    columns = {fact: Column.same(answer) for fact, answer in answers.items()}
    possible = {name: tuple(dict.fromkeys(every_answer(knowledge, knowledge.facts[name]))) for name in questions}
    rows, starts = 1, {}
    for name, values in possible.items():
        starts[name], rows = rows, rows + len(values)
    for name, values in possible.items():
        codes = np.zeros(rows, dtype=np.int64)
        codes[starts[name] : starts[name] + len(values)] = range(1, len(values) + 1)
        columns[name] = Column((None, *values), codes)
    found = Arrays(knowledge, priorities).run(columns, rows)
    return {
        name: (
            (None, found.strategy(0)),
            *((value, found.strategy(row)) for row, value in enumerate(possible[name], start=starts[name])),
        )
        for name in questions
    }
