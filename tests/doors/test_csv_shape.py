"""Cells counted on bytes: as many as the csv module of Python finds."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.doors import csv_shape
from advisor.doors.csv_shape import CellCounts

CELLS = st.text(st.sampled_from('a,"\n é'), max_size=6)


ROWS = st.lists(st.just([]) | st.lists(CELLS, min_size=2, max_size=4), max_size=12)


@given(rows=ROWS, end=st.sampled_from(["\n", "\r\n"]))
def test_each_row_is_found_with_its_cells(tmp_path_factory, rows, end):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows(rows)
    path = tmp_path_factory.mktemp("csv") / "table.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    counts = CellCounts(path)

    assert counts.next(99).tolist() == [len(row) if any(row) else 0 for row in rows]
    assert counts.next(1).tolist() == []


@pytest.mark.parametrize("block", [1, 2, 3, 7])
def test_rows_go_on_from_block_to_block(tmp_path, monkeypatch, block):
    monkeypatch.setattr(csv_shape, "_BLOCK", block)
    path = tmp_path / "table.csv"
    path.write_bytes(b'a,b\r\n"x,\r\ny",2\r\n\r\n3\r\n4,5,6')
    counts = CellCounts(path)

    assert [counts.next(2).tolist(), counts.next(3).tolist(), counts.next(3).tolist()] == [[2, 2], [0, 1, 3], []]
