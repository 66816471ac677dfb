"""The rules over arrays: what the engine says of each row, said of all rows at once."""

import numpy as np
import pytest
from drawing import answers, priorities
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.inference.arrays import Arrays, Column
from advisor.inference.rete import Engine


def columns(knowledge, rows):
    """Rows of answers as columns, each with the answers that occur in it."""
    found = {}
    for fact in knowledge.facts:
        each = [row.get(fact) for row in rows]
        alphabet = list(dict.fromkeys(each))
        found[fact] = Column(tuple(alphabet), np.array([alphabet.index(one) for one in each]))
    return found


def agree(engine, rows, said):
    found = Arrays(engine.knowledge, said).run(columns(engine.knowledge, rows), len(rows))
    for position, row in enumerate(rows):
        trace = engine.run(row, said)
        assert found.strategy(position) == trace.verdict.strategy
        for standing in trace.ranking:
            place = found.strategies.index(standing.strategy)
            assert found.scores[position, place] == pytest.approx(standing.score, abs=1e-9)
            assert found.ruled_out[position, place] == bool(standing.ruled_out_by)


@given(data=st.data())
def test_each_row_gets_what_the_engine_says_of_it(mini, data):
    engine = Engine(mini)
    rows = data.draw(st.lists(answers(mini), min_size=1, max_size=6))
    agree(engine, rows, data.draw(priorities(mini)))


@pytest.fixture(scope="module")
def whole_engine(whole):
    return Engine(whole)


@settings(max_examples=15)
@given(data=st.data())
def test_each_row_gets_what_the_engine_says_of_it_on_the_whole_base(whole_engine, data):
    knowledge = whole_engine.knowledge
    rows = data.draw(st.lists(answers(knowledge), min_size=1, max_size=4))
    agree(whole_engine, rows, data.draw(priorities(knowledge)))


def test_a_fact_without_a_column_is_unknown(mini):
    found = Arrays(mini, {}).run({"data_egress": Column.same("never")}, 3)
    assert [found.strategy(row) for row in range(3)] == [None] * 3


def test_a_column_of_one_row_holds_for_all(mini):
    sensitivity = Column(("public", "regulated"), np.array([0, 1]))
    found = Arrays(mini, {}).run({"data_sensitivity": sensitivity, "data_egress": Column.same("never")}, 2)
    assert [found.strategy(row) for row in range(2)] == ["closed_api", "open_self_hosted"]
