"""Every engine is judged by the same cases: a corpus that is data, the examples, and profiles drawn at random.

An engine here is a function from a knowledge base and a list of answers with priorities to a list of plain outcomes; a
further engine is judged by adding it to `ENGINES`. How many random profiles the whole knowledge is asked is set with
ADVISOR_AGREEMENT, since experta takes minutes for tens of thousands.
"""

import os
from pathlib import Path

import duckdb
import polars as pl
import pytest
import yaml
from drawing import drawn, profiles_of

from advisor import profile
from advisor.inference import table
from advisor.inference.rete import Engine
from advisor.knowledge.answers import read_answer

HERE = Path(__file__).parents[1]
CORPUS = yaml.safe_load((HERE / "data" / "corpus" / "mini.yaml").read_text(encoding="utf-8"))
EXAMPLES = sorted((HERE.parent / "examples").rglob("*.yaml"))
WHOLE = int(os.environ.get("ADVISOR_AGREEMENT", "300"))
MANY = 20_000
_ENGINES = {}


def plain(row):
    """An outcome that can be compared: scores to nine decimals less one, for engines add in different orders."""
    return {name: round(value, 8) + 0.0 if isinstance(value, float) else value for name, value in row.items()}


def rete(knowledge, profiles):
    engine = _ENGINES.setdefault(id(knowledge), Engine(knowledge))
    found = []
    for answers, priorities in profiles:
        trace = engine.run(answers, priorities)
        standing = {one.strategy: one for one in trace.ranking}
        verdict = trace.verdict
        row = {name: getattr(verdict, name) for name in ("openness", "strategy", "close_call", "undecided")}
        row |= {f"score.{name}": standing[name].score for name in knowledge.strategies}
        row |= {f"ruled_out.{name}": bool(standing[name].ruled_out_by) for name in knowledge.strategies}
        found.append(plain(row | {"fired": sorted(firing.rule for firing in trace.firings) or None}))
    return found


def frame_of(knowledge, profiles):
    kinds = {"flag": pl.Boolean, "number": pl.Float64, "set": pl.List(pl.String)}
    given = [fact for fact in knowledge.facts.values() if fact.origin in {"asked", "catalogue"}]
    rows = range(len(profiles))
    columns = {"row": pl.Series(rows, dtype=pl.Int64)}
    for fact in given:
        cells = [answers.get(fact.id) for answers, _ in profiles]
        cells = [sorted(one) if isinstance(one, frozenset) else one for one in cells]
        columns[fact.id] = pl.Series(cells, dtype=kinds.get(fact.type, pl.String), strict=False)
    for name in knowledge.criteria:
        columns[f"priority.{name}"] = pl.Series([rated.get(name) for _, rated in profiles], dtype=pl.String)
    return pl.DataFrame(columns)


def rows_of(knowledge, found):
    names = [*table.answer_columns(knowledge), "fired"]
    rows = pl.DataFrame(found).sort("row").select(names).to_dicts()
    return [plain(row) for row in rows]


def in_memory(knowledge, profiles):
    return rows_of(knowledge, table.answers(knowledge, frame_of(knowledge, profiles), fired=True))


def polars_lazy(knowledge, profiles):
    return rows_of(knowledge, table.answers(knowledge, frame_of(knowledge, profiles).lazy(), fired=True).collect())


def in_duckdb(knowledge, profiles):
    with duckdb.connect() as connection:
        relation = connection.from_arrow(frame_of(knowledge, profiles).to_arrow())
        return rows_of(knowledge, pl.from_arrow(table.answers(knowledge, relation, fired=True).to_arrow_table()))


ENGINES = {"rete": rete, "in memory": in_memory, "Polars, lazily": polars_lazy, "DuckDB": in_duckdb}


def smallest(knowledge, engine, answers, priorities):
    """The least of a profile on which an engine still differs from experta."""

    def differs(said, rated):
        return engine(knowledge, [(said, rated)]) != rete(knowledge, [(said, rated)])

    for part in (priorities, answers):
        for name in sorted(part):
            kept = part.pop(name)
            if not differs(answers, priorities):
                part[name] = kept
    return answers, priorities


def agree(knowledge, profiles, engine):
    expected, found = rete(knowledge, profiles), engine(knowledge, profiles)
    wrong = [number for number, (one, other) in enumerate(zip(expected, found, strict=True)) if one != other]
    if wrong:
        answers, priorities = smallest(knowledge, engine, *map(dict, profiles[wrong[0]]))
        [theirs], [ours] = rete(knowledge, [(answers, priorities)]), engine(knowledge, [(answers, priorities)])
        differing = {name: (theirs[name], ours[name]) for name in theirs if theirs[name] != ours[name]}
        pytest.fail(f"{len(wrong)} of {len(profiles)} differ; smallest: {answers} {priorities}: {differing}")


@pytest.mark.parametrize("case", CORPUS["cases"], ids=lambda case: case["note"])
@pytest.mark.parametrize("name", ENGINES)
def test_the_corpus_is_answered_alike_by_every_engine(mini, name, case):
    answers = {fact: read_answer(mini.facts[fact], raw)[0] for fact, raw in case["answers"].items()}
    [found] = ENGINES[name](mini, [(answers, case.get("priorities", {}))])
    assert {key: found[key] for key in case["want"]} == case["want"]


@pytest.mark.parametrize("name", [name for name in ENGINES if name != "rete"])
def test_all_examples_are_answered_alike(whole, name):
    profiles = []
    for path in EXAMPLES:
        if (path.parent / "base.yaml").exists() or "database" in path.parts or "transcripts" in path.parts:
            continue
        for entry in profile.from_yaml(path.read_text(encoding="utf-8"), str(path), whole):
            if entry.profile is not None:
                parts = [entry.profile.of(one) for one in entry.profile.workloads] or [entry.profile]
                profiles += [(dict(one.answers), dict(one.priorities)) for one in parts]
    assert len(profiles) > 10
    agree(whole, profiles, ENGINES[name])


def test_twenty_thousand_random_profiles_are_answered_alike(mini):
    agree(mini, profiles_of(drawn(mini, MANY, seed=5)), in_memory)


@pytest.mark.parametrize("name", ["in memory", "DuckDB", "Polars, lazily"])
def test_random_profiles_are_answered_alike_by_the_whole_knowledge(whole, name):
    agree(whole, profiles_of(drawn(whole, WHOLE, seed=7)), ENGINES[name])


@pytest.mark.parametrize("base", ["mini", "whole"])
def test_arrays_and_expressions_agree_on_many_more(base, request):
    knowledge = request.getfixturevalue(base)
    frame = drawn(knowledge, MANY, seed=11)
    ours = table.answers(knowledge, frame, fired=True)
    theirs = table.answers(knowledge, frame.lazy(), fired=True).collect()
    scores = [name for name in ours.columns if name.startswith("score.")]
    assert ours.with_columns(pl.col(scores).round(8)).equals(theirs.with_columns(pl.col(scores).round(8)))
