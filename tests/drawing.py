"""Answers drawn at random for a knowledge base: what a property holds for."""

import numpy as np
import polars as pl
from hypothesis import strategies as st

from advisor.knowledge.answers import Answer
from advisor.knowledge.model import Fact, KnowledgeBase
from advisor.profile import Profile, Workload


def answer(knowledge: KnowledgeBase, fact: Fact) -> st.SearchStrategy[Answer]:
    """Some answer to a question; for a number mostly one at a bound that a rule compares it with, or beside it."""
    if fact.type == "flag":
        return st.booleans()
    if fact.type == "set":
        return st.frozensets(st.sampled_from([value.id for value in fact.values]))
    if fact.type == "number":
        leaves = (leaf for rule in knowledge.rules.values() for leaf in rule.leaves if leaf.fact == fact.id)
        bounds = sorted({float(value) for leaf in leaves for value in leaf.values})
        near = [bound + step for bound in bounds for step in (-1, 0, 1) if bound + step >= (fact.minimum or 0)]
        return st.sampled_from([*near, 0.0, 1_000_000.0])
    return st.sampled_from([value.id for value in fact.values])


def answers(knowledge: KnowledgeBase) -> st.SearchStrategy[dict[str, Answer]]:
    """Answers to some of the questions."""
    asked = {fact.id: answer(knowledge, fact) for fact in knowledge.facts.values() if fact.origin == "asked"}
    return st.fixed_dictionaries({}, optional=asked)


def priorities(knowledge: KnowledgeBase) -> st.SearchStrategy[dict[str, str]]:
    """Ratings of some of the criteria."""
    words = st.sampled_from(list(knowledge.base.importance))
    return st.dictionaries(st.sampled_from(list(knowledge.criteria)), words)


def drawn(knowledge: KnowledgeBase, height: int, seed: int) -> pl.DataFrame:
    """A table of random profiles, column by column: every type of fact, a fifth unknown, numbers at the bounds."""
    chance = np.random.default_rng(seed)
    columns = {fact.id: _column(knowledge, fact, height, chance) for fact in knowledge.facts.values() if _asked(fact)}
    words = pl.Series([*knowledge.base.importance, None])
    for name in knowledge.criteria:
        columns[f"priority.{name}"] = words.gather(chance.integers(0, len(words), height))
    return pl.DataFrame(columns)


def _asked(fact: Fact) -> bool:
    return fact.origin in {"asked", "catalogue"}


def _column(knowledge: KnowledgeBase, fact: Fact, height: int, chance: np.random.Generator) -> pl.Series:
    if fact.type == "flag":
        possible = pl.Series([True, False])
    elif fact.type == "number":
        leaves = (leaf for rule in knowledge.rules.values() for leaf in rule.leaves if leaf.fact == fact.id)
        bounds = sorted({float(value) for leaf in leaves for value in leaf.values})
        sides = {side for bound in bounds for side in (bound, np.nextafter(bound, 0), np.nextafter(bound, np.inf))}
        possible = pl.Series(sorted({0.0, 1e6} | sides))
    elif fact.type == "set":
        ids = list(fact.by_id)
        chosen = [frozenset(i for i in ids if chance.random() < 0.3) for _ in range(64)]
        possible = pl.Series([sorted(one) for one in [frozenset(), *chosen]], dtype=pl.List(pl.String))
    else:
        possible = pl.Series(list(fact.by_id))
    index = pl.Series(chance.integers(0, len(possible), height))
    return possible.gather(index.set(pl.Series(chance.random(height) < 0.2), None))


def profiles_of(table: pl.DataFrame) -> list[tuple[dict[str, Answer], dict[str, str]]]:
    """The rows of such a table as answers and priorities."""
    rows = []
    for row in table.iter_rows(named=True):
        said = {name: value for name, value in row.items() if value is not None}
        rated = {name.removeprefix("priority."): said.pop(name) for name in list(said) if name.startswith("priority.")}
        rows.append(({n: frozenset(v) if isinstance(v, list) else v for n, v in said.items()}, rated))
    return rows


@st.composite
def profiles_with_workloads(draw: st.DrawFn, knowledge: KnowledgeBase) -> Profile:
    """Profiles that list workloads; what may differ from one to the next is answered at the top or below."""
    scopes = {fact.id: fact.scope for fact in knowledge.facts.values()}
    workloads = []
    for number in range(draw(st.integers(1, 4))):
        own = {fact: answer for fact, answer in draw(answers(knowledge)).items() if scopes[fact] == "workload"}
        workloads.append(Workload(f"w{number}", answers=own, priorities=draw(priorities(knowledge))))
    top, rated = draw(answers(knowledge)), draw(priorities(knowledge))
    return Profile(answers=top, priorities=rated, workloads=tuple(workloads))
