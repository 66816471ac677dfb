"""Completions: the open questions answered at random, many times, on assumptions that are stated.

Every answer to a question is equally likely, except that one the knowledge marks `seldom` is drawn less often, by the
factor in base.yaml. Answers are drawn independently of each other; a question whose own `ask_when` fails is left out.
And some stay unanswered: of those that could be answered as large a share as of the questions put so far, by the rule
of succession (P. S. Laplace, Essai philosophique sur les probabilités, 1814) from a start of half an unknown in three.

These assumptions choose the next question and say when an answer is stable. No verdict rests on them.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from advisor.analysis.openings import every_answer
from advisor.inference.arrays import Column
from advisor.inference.semantics import leaf_truth
from advisor.knowledge.answers import Answer
from advisor.knowledge.conditions import AllOf, AnyOf, Condition, Leaf
from advisor.knowledge.model import Fact, KnowledgeBase

Bools = npt.NDArray[np.bool_]
SOME_UNKNOWN, SOME_ASKED = 0.5, 3.0


def unanswered_share(unknown: int, asked: int) -> float:
    """The share of the questions ahead that is expected to stay unanswered, after so many unknown of so many asked."""
    return (unknown + SOME_UNKNOWN) / (asked + SOME_ASKED)


def completions(
    knowledge: KnowledgeBase,
    answers: Mapping[str, Answer],
    questions: Iterable[str],
    *,
    unanswered: float,
    draws: int,
    seed: int,
) -> dict[str, Column]:
    """What is answered in each of the completions, as columns; in the first of the rows nothing more is said."""
    chance = np.random.default_rng(seed)
    columns = {name: Column.same(answer) for name, answer in answers.items()}
    facts = [knowledge.facts[name] for name in questions]
    for fact in facts:
        columns[fact.id] = _drawn(knowledge, fact, unanswered, draws, chance)
    for fact in facts:
        if fact.ask_when is not None:
            _, fails = _known(fact.ask_when, knowledge, columns)
            columns[fact.id] = Column(columns[fact.id].answers, np.where(fails, 0, columns[fact.id].codes))
    return columns


def _drawn(knowledge: KnowledgeBase, fact: Fact, unanswered: float, draws: int, chance: np.random.Generator) -> Column:
    """One question's answers in all completions; code 0 is no answer."""
    if fact.type == "set":
        possible, codes = _sets(knowledge, fact, draws, chance)
    else:
        possible = tuple(every_answer(knowledge, fact))
        weights = np.array([_weight(knowledge, fact, answer) for answer in possible])
        codes = chance.choice(len(possible), draws, p=weights / weights.sum())
    codes = np.where(chance.random(draws) < unanswered, 0, codes + 1)
    codes[0] = 0
    return Column((None, *possible), codes)


def _weight(knowledge: KnowledgeBase, fact: Fact, answer: Answer) -> float:
    if fact.type == "number":
        return 1.0
    name = ("yes" if answer else "no") if fact.type == "flag" else str(answer)
    return knowledge.base.seldom if fact.by_id[name].seldom else 1.0


def _sets(
    knowledge: KnowledgeBase, fact: Fact, draws: int, chance: np.random.Generator
) -> tuple[tuple[Answer, ...], npt.NDArray[np.int64]]:
    """A set is drawn value by value: each is in it or not, a seldom one less often than it is not."""
    ids = list(fact.by_id)
    weights = np.array([_weight(knowledge, fact, name) for name in ids])
    bits = (chance.random((draws, len(ids))) < weights / (1 + weights)).astype(np.int64) @ (1 << np.arange(len(ids)))
    seen, codes = np.unique(bits, return_inverse=True)
    sets = tuple(frozenset(name for place, name in enumerate(ids) if mask >> place & 1) for mask in seen.tolist())
    return sets, codes.astype(np.int64)


def _known(condition: Condition, knowledge: KnowledgeBase, columns: Mapping[str, Column]) -> tuple[Bools, Bools]:
    """The completions in which a condition is known to hold, and those in which it is known not to."""
    if isinstance(condition, Leaf):
        column = columns.get(condition.fact) or Column.same(None)
        truths = [leaf_truth(condition, knowledge.facts[condition.fact], answer) for answer in column.answers]
        holds, fails = (np.array([truth is wanted for truth in truths])[column.codes] for wanted in (True, False))
        return holds, fails
    parts = [_known(part, knowledge, columns) for part in condition.parts]
    every, some = (0, 1) if isinstance(condition, AllOf) else (1, 0)
    each, one = parts[0][every], parts[0][some]
    for part in parts[1:]:
        each, one = each & part[every], one | part[some]
    return (one, each) if isinstance(condition, AnyOf) else (each, one)
