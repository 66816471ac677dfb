"""The rules over columns give the answers that experta gives one profile at a time, on every engine of columns."""

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from drawing import answers, priorities
from hypothesis import given
from hypothesis import strategies as st

from advisor.inference import table
from advisor.inference.rete import Engine
from advisor.inference.trace import Trace
from advisor.knowledge.answers import Answer
from advisor.knowledge.model import KnowledgeBase

KINDS = {"flag": pl.Boolean, "number": pl.Float64, "set": pl.List(pl.String), "scale": pl.String, "choice": pl.String}


def frame(knowledge: KnowledgeBase, profiles: list[dict[str, Answer]]) -> pl.DataFrame:
    """A column for each question, null where it was not answered."""
    asked = [fact for fact in knowledge.facts.values() if fact.origin == "asked"]
    rows = [[_cell(profile.get(fact.id)) for fact in asked] for profile in profiles]
    return pl.DataFrame(rows, schema={fact.id: KINDS[fact.type] for fact in asked}, orient="row")


def _cell(value: Answer | None) -> object:
    return sorted(value) if isinstance(value, frozenset) else value


def from_trace(trace: Trace) -> dict[str, object]:
    """The columns that a trace amounts to."""
    verdict = trace.verdict
    standing = {one.strategy: one for one in trace.ranking}
    return {
        "openness": verdict.openness,
        "strategy": verdict.strategy,
        "close_call": verdict.close_call,
        "undecided": verdict.undecided,
        **{f"score.{name}": pytest.approx(one.score, abs=1e-8) for name, one in standing.items()},
        **{f"ruled_out.{name}": bool(one.ruled_out_by) for name, one in standing.items()},
        "fired": sorted(firing.rule for firing in trace.firings) or None,
    }


def answered(knowledge: KnowledgeBase, table_of: pl.DataFrame, said: dict[str, str]) -> list[dict[str, object]]:
    """The rows of the answer, without the columns that were given."""
    found = table.answers(knowledge, table_of, said, fired=True)
    return found.select(*table.answer_columns(knowledge), "fired").to_dicts()


@given(data=st.data())
@pytest.mark.parametrize("base", ["mini", "whole"])
def test_both_engines_agree_on_any_profile(base, data, request):
    knowledge = request.getfixturevalue(base)
    profiles = data.draw(st.lists(answers(knowledge), min_size=1, max_size=20))
    said = data.draw(priorities(knowledge))
    rows = answered(knowledge, frame(knowledge, profiles), said)
    assert rows == [from_trace(_engine(knowledge).run(profile, said)) for profile in profiles]


_ENGINES: dict[str, Engine] = {}


def _engine(knowledge: KnowledgeBase) -> Engine:
    return _ENGINES.setdefault(knowledge.sha256, Engine(knowledge))


def test_a_priority_in_a_column_goes_before_the_one_for_all_rows(mini):
    profiles = [{"data_sensitivity": "public"}, {"data_sensitivity": "public"}]
    rated = frame(mini, profiles).with_columns(pl.Series("priority.privacy", ["critical", None]))
    first, second = answered(mini, rated, {"privacy": "ignore"})
    assert first == from_trace(_engine(mini).run(profiles[0], {"privacy": "critical"}))
    assert second == from_trace(_engine(mini).run(profiles[1], {"privacy": "ignore"}))


def test_a_fact_without_a_column_is_unknown_in_every_row(mini):
    [row] = answered(mini, pl.DataFrame({"id": [1]}), {})
    assert row == from_trace(_engine(mini).run({}, {}))


def test_other_columns_are_passed_through(mini):
    found = table.answers(mini, pl.DataFrame({"client": ["A"], "data_egress": ["never"]}))
    assert found["client"].to_list() == ["A"]
    assert found.columns[2:] == table.answer_columns(mini)


def test_a_set_may_be_written_as_text(mini):
    listed = pl.DataFrame({"laws": [["dora", "hipaa"], [], None]}, schema={"laws": pl.List(pl.String)})
    text = pl.DataFrame({"laws": ["dora;hipaa", "none", None]})
    assert answered(mini, listed, {}) == answered(mini, text, {})


def test_what_is_lazy_stays_lazy(mini):
    lazy = table.answers(mini, pl.LazyFrame({"data_egress": ["never"]}))
    assert isinstance(lazy, pl.LazyFrame)
    assert lazy.collect().equals(table.answers(mini, pl.DataFrame({"data_egress": ["never"]})))


@pytest.mark.parametrize("form", ["duckdb", "pyarrow", "pandas"])
def test_every_kind_of_frame_gives_the_same_answers(mini, form):
    profiles = [
        {"data_egress": "never", "has_staff": True, "laws": frozenset({"dora"})},
        {"data_sensitivity": "public", "monthly_tokens": 2_000_000.0},
        {"has_staff": False},
        {},
    ]
    ours = frame(mini, profiles).with_row_index("row")
    expected = table.answers(mini, ours, fired=True)
    if form == "duckdb":
        with duckdb.connect() as connection:
            relation = connection.from_arrow(ours.to_arrow())
            found = pl.from_arrow(table.answers(mini, relation, fired=True).to_arrow_table())
    elif form == "pyarrow":
        given_table = ours.to_arrow()
        answer = table.answers(mini, given_table, fired=True)
        assert isinstance(answer, pa.Table)
        found = pl.from_arrow(answer)
    else:
        answer = table.answers(mini, ours.to_pandas(use_pyarrow_extension_array=True), fired=True)
        found = pl.from_pandas(answer)
    columns = ["row", *table.answer_columns(mini)]
    assert found.sort("row").select(columns).to_dicts() == expected.select(columns).to_dicts()
