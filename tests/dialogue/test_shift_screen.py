"""How an answer moves, on a screen."""

import datetime as dt
import io

import pytest
from rich.console import Console

from advisor.analysis.whatif import shift
from advisor.dialogue import record, shift_screen
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.profile import Profile

DAY = dt.date(2026, 11, 25)


@pytest.fixture
def drawn(mini):
    """What is shown when answers change."""

    def made(answers):
        profile = Profile(organization=None, use_case=None, priorities={}, answers=answers)
        return record.build(decide(profile, Engine(mini)), DAY)

    def show(before, after, language="en", *, brief=False, width=80):
        console = Console(file=io.StringIO(), width=width, no_color=True)
        for one in shift_screen.drawn(shift(made(before), made(after)), mini, language, brief=brief):
            console.print(one)
        return console.file.getvalue()

    return show


PUBLIC = {"data_sensitivity": "public"}
KEPT = {"data_sensitivity": "regulated", "data_egress": "never"}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["open model on own machines", "Keep regulated data in house"]),
        ("zh", ["自行部署的开放模型", "受监管数据留在内部"]),
    ],
)
def test_another_answer_shows_both_the_scores_and_what_came_and_went(drawn, language, words):
    shown = drawn(PUBLIC, KEPT, language)

    assert all(word in shown for word in words)
    assert "public-data-goes-out" in shown
    assert "×" in shown


def test_in_brief_the_scores_are_left_out(drawn):
    assert len(drawn(PUBLIC, KEPT, brief=True).splitlines()) < len(drawn(PUBLIC, KEPT).splitlines())


def test_where_nothing_moves_it_says_so(drawn):
    shown = drawn(PUBLIC, PUBLIC, brief=True)

    assert "(" not in shown
    assert len(shown.splitlines()) == 2


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_line_is_longer_than_the_screen(drawn, language, width):
    from rich.cells import cell_len  # noqa: PLC0415

    assert max(cell_len(line) for line in drawn(PUBLIC, KEPT, language, width=width).splitlines()) <= width
