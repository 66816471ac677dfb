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
    strategies: tuple[str | None, ...]
    """What may win when this question alone is answered, or stays open, in the order of strategies.yaml; None last."""
    may_change_openness: bool
    """Whether it may change the openness, whatever the other open questions turn out to be; False is certain."""
    may_change_strategy: bool


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
) -> dict[str, tuple[str | None, ...]]:
    """Question to what may win when it alone is answered, in whatever way; all in one pass of the rules."""
    columns = {fact: Column.same(answer) for fact, answer in answers.items()}
    possible = {name: tuple(every_answer(knowledge, knowledge.facts[name])) for name in questions}
    rows, starts = 1, {}
    for name, values in possible.items():
        starts[name], rows = rows, rows + len(values)
    for name, values in possible.items():
        codes = np.zeros(rows, dtype=np.int64)
        codes[starts[name] : starts[name] + len(values)] = range(1, len(values) + 1)
        columns[name] = Column((None, *values), codes)
    winners = Arrays(knowledge, priorities).run(columns, rows).winners
    order = (*knowledge.strategies, None)
    return {
        name: tuple(
            order[place] for place in sorted({int(winners[0]), *winners[start : start + len(possible[name])].tolist()})
        )
        for name, start in starts.items()
    }
