"""The whole report in a terminal."""

import datetime as dt
import io
from pathlib import Path

import pytest
from prompt_toolkit.utils import get_cwidth
from rich.console import Console

from advisor import profile
from advisor.dialogue import content, screen
from advisor.doors.deciding import decided
from advisor.inference.rete import Engine

DAY = dt.date(2026, 11, 25)
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def record_of(whole):
    engine, made = Engine(whole), {}

    def record(name):
        if name not in made:
            given = profile.load(EXAMPLES / f"{name}.yaml", whole)
            made[name] = decided(given, engine, None, DAY, analysed=True)
        return made[name]

    return record


def drawn(record, knowledge, language="en", *, width=80):
    console = Console(file=io.StringIO(), width=width, color_system=None, markup=False, emoji=False, highlight=False)
    console.print(screen.render(content.report(record, knowledge, language)))
    return console.file.getvalue()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal_even_in_chinese(record_of, whole, language, width):
    for name in ("regional-hospital", "insurer-four-workloads"):
        lines = drawn(record_of(name), whole, language, width=width).splitlines()

        assert [line for line in lines if get_cwidth(line.rstrip()) > width or "…" in line] == []


def test_where_nothing_of_another_kind_is_left_it_does_not_boast_of_being_firm(record_of, whole):
    hospital, town = (drawn(record_of(name), whole) for name in ("regional-hospital", "first-conversation"))

    assert "only open is left" in " ".join(hospital.split())
    assert "10,000 readings" not in hospital
    assert "10,000 readings" in " ".join(town.split())


def test_what_every_workload_answered_is_not_called_unanswered(record_of, whole):
    record = record_of("insurer-four-workloads")
    shared = set.intersection(*(set(one["answers"]) for one in record["profile"]["workloads"]))

    assert "data_sensitivity" in shared
    assert not shared & {row["fact"] for row in record["unanswered"]}


def test_it_shows_every_reason_and_the_sum(record_of, whole):
    record = record_of("regional-hospital")
    text = drawn(record, whole)

    assert all(reason["rule"] in text for reason in record["reasons"] if reason["lead"])
    assert content.report(record, whole, "en").whole.total.intro in " ".join(text.split())
