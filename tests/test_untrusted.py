"""What people typed, made safe for the place where it is shown."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.untrusted import cell, json_text, markdown, printable

STEERING = [
    "\x1b[31mred",
    "bell\x07",
    "back\x08space",
    "\x9b2J",
    "right\u202eleft",
    "isolate\u2066d",
    "zero\u200bwidth",
    "tag\U000e0041",
    "line\u2028separator",
    "\ud800 lone surrogate",
]


MARKS = "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


def steers(character: str) -> bool:
    """Whether a terminal or a reader would be led by a character instead of seeing it."""
    return unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or character in MARKS


@pytest.mark.parametrize("words", STEERING)
def test_what_steers_a_terminal_is_written_out(words):
    shown = printable(words)

    assert "\\u" in shown
    assert not any(map(steers, shown))


def test_a_line_break_becomes_a_space_so_that_one_thing_stays_on_one_line():
    assert printable("one\ntwo\tthree") == "one two three"


def test_ordinary_words_of_any_script_are_left_alone():
    assert printable("Clínica 示例医院 «Ω» 😀") == "Clínica 示例医院 «Ω» 😀"


def test_what_is_too_long_is_cut_and_says_so():
    assert printable("a" * 500) == "a" * 399 + "…"
    assert printable("abcdef", longest=4) == "abc…"


@given(st.text())
def test_whatever_was_typed_prints_as_one_safe_line(words):
    assert not any(map(steers, printable(words)))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝", "＋", "－", "＠", "  =", "\r="])
def test_what_a_spreadsheet_would_compute_is_marked_as_text(start):
    assert cell(f"{start}1+1").startswith("'")


def test_a_number_and_a_name_go_into_a_cell_as_they_are():
    assert [cell("12"), cell("A = B"), cell("")] == ["12", "A = B", ""]


@given(st.text())
def test_no_cell_begins_a_formula(words):
    assert not cell(words).lstrip(" ").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**bold**", r"\*\*bold\*\*"),
        ("<script>alert(1)</script>", r"&lt;script&gt;alert\(1\)&lt;/script&gt;"),
        ("[a](javascript:x)", r"\[a\]\(javascript\:x\)"),
        ("a | b", r"a \| b"),
        ("AT&T", "AT&amp;T"),
        ("@everyone", r"\@everyone"),
        ("# heading", r"\# heading"),
    ],
)
def test_markdown_shows_what_was_typed_and_obeys_none_of_it(typed, shown):
    assert markdown(typed) == shown


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=8))
def test_json_can_be_read_back_and_holds_nothing_that_steers(value):
    text = json_text(value)

    assert json.loads(text) == value
    assert not any(map(steers, text))


def test_json_stays_readable_in_chinese():
    assert json_text({"zh": "开放模型"}) == '{"zh":"开放模型"}'
