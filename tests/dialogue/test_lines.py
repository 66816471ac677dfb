"""Lines and tables that stay readable in Chinese and in a narrow window."""

import io
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from advisor.dialogue.lines import Line, Matrix, Rows, ends

WORDS = st.text(alphabet="ab 中文，。（）“”[].,:-– 12%", max_size=80)


def drawn(what, width):
    console = Console(file=io.StringIO(), width=width, color_system=None, markup=False, emoji=False, highlight=False)
    console.print(what)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def broken(words, width):
    at = [0, *ends(words, width), len(words)]
    return [words[first:last] for first, last in itertools.pairwise(at)]


@given(WORDS, st.integers(min_value=2, max_value=30))
def test_nothing_is_lost_and_no_line_is_too_long(words, width):
    lines = broken(words, width)

    assert "".join(lines) == words
    assert all(cell_len(line.rstrip()) <= width for line in lines)


def test_a_closing_mark_begins_no_line_and_an_opening_one_ends_none():
    assert broken("数据不得外流，即使加密。", 12) == ["数据不得外", "流，即使加", "密。"]
    assert broken("使用（自有）机器", 6) == ["使用", "（自", "有）机", "器"]


def test_chinese_fills_the_line_also_after_a_word_of_another_script():
    assert broken("规划期 48 个月。每个区间", 14) == ["规划期 48 个", "月。每个区间"]


def test_english_breaks_between_words_and_a_word_that_fits_nowhere_is_folded():
    assert broken("a model of wonderfulness", 8) == ["a model ", "of ", "wonderfu", "lness"]


def test_a_style_keeps_to_its_words():
    line = Line.assemble(("数据", "bold"), "不得外流，")
    assert drawn(line, 8) == ["数据不得", "外流，"]


def test_a_table_where_there_is_room_and_rows_by_themselves_where_there_is_none():
    table = Rows(["Way", "A month", "With"], frozenset({1}))
    table.add("open model, at a host", "5 – 10 – 24", "0.15 in, 0.6 out, US$ per million tokens")

    assert drawn(table, 80)[0].split() == ["Way", "A", "month", "With"]
    assert drawn(table, 40) == [
        "open model, at a host",
        "  A month: 5 – 10 – 24",
        "  With: 0.15 in, 0.6 out, US$ per",
        "  million tokens",
    ]


@pytest.mark.parametrize("width", [20, 40, 70, 80, 200])
def test_every_number_of_a_matrix_is_whole_at_any_width(width):
    matrix = Matrix(
        "标准", ["自行部署的开放模型", "由服务商托管的开放模型", "以专属合同使用封闭模型", "并用", "通过公共 API"]
    )
    matrix.add("隐私与保密 (关键)", "+0.124", "0.000", "+0.031", "+0.062", "−0.124")
    text = "\n".join(drawn(matrix, width))

    assert all(number in text for number in ("+0.124", "0.000", "+0.031", "+0.062", "−0.124"))
    assert "…" not in text


def test_a_heading_in_chinese_has_its_own_colon():
    rows = Rows(["方式", "每月"])
    rows.add("自有机器", "2,910")
    rows.add("一" * 30, "1")

    assert drawn(rows, 20)[:2] == ["自有机器", "  每月：2,910"]
