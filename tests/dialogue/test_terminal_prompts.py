"""Words fitted to a terminal, where a Chinese character takes two columns; the prompts themselves need a terminal."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth
from rich.console import Console

from advisor.dialogue.terminal_prompts import cut, row, wrapped

WORDS = st.text("ab 茶水，é", max_size=60)


@given(WORDS, st.integers(4, 40))
def test_what_is_cut_fits_and_what_fits_is_not_cut(words, width):
    shown = cut(words, width)

    assert get_cwidth(shown) <= width
    assert (shown == words) or (get_cwidth(words) > width and shown.endswith("…"))


@given(WORDS, st.integers(8, 40))
def test_no_line_is_too_long_and_no_character_is_lost(words, width):
    lines = wrapped(words, width)

    assert all(get_cwidth(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(words.split())


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_values_stand_below_each_other_whatever_the_script(width):
    console = Console(file=io.StringIO(), width=width)
    rows = [row(name, "x", console) for name in ("tea", "茶水", "a" * 100, "茶" * 100)]

    assert len({get_cwidth(one[: one.rindex("x")]) for one in rows}) == 1
    assert all(get_cwidth(one) <= width for one in rows)
