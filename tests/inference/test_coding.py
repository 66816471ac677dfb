"""Answers as numbers: every cell is read as `read_answer` reads it, whatever kind of column holds it."""

import math

import polars as pl
import pytest

from advisor.inference import coding
from advisor.inference.codes import code as number_of
from advisor.knowledge.answers import read_answer

CELLS = {
    "data_sensitivity": [" public", "regulated", "unknown", "", None, "PUBLIC", "secret"],
    "has_staff": ["yes", " No ", "true", "是", "否", "maybe", None],
    "laws": ["dora", "dora;hipaa", "hipaa | dora", "none", "", "dora;;", "tax", None],
    "monthly_tokens": ["5", " 1_000 ", "+2.5", "-1", "2 million", "nan", "1e6", "unknown", None],
}


@pytest.mark.parametrize("name", CELLS)
def test_text_is_coded_as_it_is_read(mini, name):
    fact = mini.facts[name]
    codes, misread = coding.coded(fact, pl.Series(CELLS[name], dtype=pl.String))
    read = [read_answer(fact, cell) for cell in CELLS[name]]
    expected = [number_of(fact, answer) for answer, _ in read]
    assert [None if math.isnan(code) else code for code in codes.tolist()] == [
        None if math.isnan(code) else code for code in expected
    ]
    faults = {row: fault.code for row, (_, fault) in enumerate(read) if fault}
    assert dict(zip(misread.rows.tolist(), [one.code for one in misread.faults], strict=True)) == faults


COLUMNS = [
    ("data_sensitivity", pl.Series(["public", None], dtype=pl.Categorical), [1, 0]),
    ("data_sensitivity", pl.Series(["public", "regulated"], dtype=pl.Enum(["regulated", "public"])), [1, 3]),
    ("has_staff", pl.Series([True, False, None]), [2, 1, 0]),
    ("monthly_tokens", pl.Series([7, 0]), [7.0, 0.0]),
    ("laws", pl.Series([["hipaa"], [], None, ["dora", "hipaa"]]), [3, 1, 0, 7]),
]


@pytest.mark.parametrize(("name", "column", "codes"), COLUMNS)
def test_every_kind_of_column_is_coded(mini, name, column, codes):
    assert coding.coded(mini.facts[name], column)[0].tolist() == codes


WRONG = [
    ("data_sensitivity", pl.Series([True]), "AN03"),
    ("data_sensitivity", pl.Series([7]), "AN02"),
    ("laws", pl.Series([["dora", "tax"]]), "AN02"),
    ("monthly_tokens", pl.Series([-1.0]), "AN06"),
    ("monthly_tokens", pl.Series([math.inf]), "AN05"),
]


@pytest.mark.parametrize(("name", "column", "code"), WRONG)
def test_what_is_no_answer_is_named_and_counts_as_unknown(mini, name, column, code):
    fact = mini.facts[name]
    codes, misread = coding.coded(fact, column)
    assert [fault.code for fault in misread.faults] == [code]
    assert codes.tolist() == [0] or math.isnan(codes[0])


def test_columns_in_which_every_cell_is_plain_are_coded_together(mini):
    frame = pl.DataFrame(
        {
            "data_sensitivity": ["public", None, "regulated"],
            "data_egress": ["never", " never", None],
            "has_staff": [True, None, False],
            "laws": ["dora", None, "none"],
        }
    )
    found = coding.plainly(mini.facts.values(), frame)

    assert set(found) == {"data_sensitivity", "has_staff"}
    assert all(found[name].tolist() == coding.coded(mini.facts[name], frame[name])[0].tolist() for name in found)


def test_words_that_first_stand_far_down_are_told_apart(mini):
    laws = pl.Series(["dora"] * 5_000 + ["hipaa;dora", "tax"])
    codes, misread = coding.coded(mini.facts["laws"], laws)

    assert codes[-3] == number_of(mini.facts["laws"], frozenset({"dora"}))
    assert codes[-2] == number_of(mini.facts["laws"], frozenset({"dora", "hipaa"}))
    assert codes[-1] == 0
    assert misread.rows.tolist() == [5_001]
