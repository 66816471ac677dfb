"""The report at a glance: what a meeting reads first, how little it takes, and where the rest stands."""

import datetime as dt
import io
import re
from pathlib import Path

import pytest
from prompt_toolkit.utils import get_cwidth
from rich.console import Console

from advisor import profile
from advisor.analysis.market import Market
from advisor.dialogue import content, glance, screen
from advisor.doors.deciding import decided
from advisor.i18n import say
from advisor.inference.rete import Engine

EXAMPLES = Path(__file__).parents[2] / "examples"
SINGLE = sorted(path.stem for path in EXAMPLES.glob("*.yaml") if "\nworkloads:" not in path.read_text(encoding="utf-8"))
DAY = dt.date(2026, 11, 25)
TWO_SCREENS = 132


@pytest.fixture(scope="module")
def report_of(whole, catalogue):
    engine, made = Engine(whole), {}

    def report(name, language="en"):
        if name not in made:
            given = profile.load(EXAMPLES / f"{name}.yaml", whole)
            made[name] = decided(given, engine, Market(catalogue, DAY), DAY, analysed=True)
        return content.report(made[name], whole, language)

    return report


def drawn(report, form=glance.render, width=80):
    console = Console(file=io.StringIO(), width=width, color_system=None, markup=False, emoji=False, highlight=False)
    console.print(form(report))
    return console.file.getvalue()


def bare(text):
    return "".join(text.split())


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", SINGLE)
def test_two_screens_hold_it(report_of, name, language):
    lines = drawn(report_of(name, language)).splitlines()

    assert len(lines) <= TWO_SCREENS
    assert [line for line in lines if get_cwidth(line.rstrip()) > 80] == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["regional-hospital", "first-conversation", "island-clinic"])
def test_it_tells_what_carries_the_decision(report_of, name, language):
    report = report_of(name, language)
    section, text = report.whole, bare(drawn(report))
    told = [section.answer, *section.summary, *(rank.name for rank in section.ranking)]
    told += [reason.title for reason in (*section.reasons_for[:3], *section.reasons_against[:2])]
    told += [answer for reason in section.reasons_for[:3] for answer in reason.answers]
    told += [reason.citations[0].id for reason in section.reasons_for[:3]]

    assert [words for words in told if bare(words) not in text] == []


@pytest.mark.parametrize("name", SINGLE)
def test_the_requirements_shown_rule_out_between_them_all_that_is_ruled_out(report_of, name):
    section, text = report_of(name).whole, drawn(report_of(name))
    shown = {gate.rule for gate in section.gates if f"× {gate.title}" in text}

    assert all(shown & dict(rank.ruled_out_by).keys() for rank in section.ranking if rank.ruled_out_by)


def test_where_nothing_is_left_every_requirement_is_shown(report_of):
    section, text = report_of("island-clinic").whole, drawn(report_of("island-clinic"))

    assert section.openness == "none"
    assert all(f"× {gate.title}" in text for gate in section.gates)


def test_what_is_left_out_is_counted(report_of):
    report = report_of("regional-hospital")
    text = " ".join(drawn(report).split())
    more = len(report.whole.reasons_for) - 3
    caveats = next(chapter for chapter in report.whole.chapters if chapter.key == "caveats")

    assert f"{say('report.for', 'en')} ({more} more)" in text
    assert f"{caveats.title} ({len(caveats.items)})" in text
    assert "--all" in text


def test_a_requirement_taken_not_to_be_met_for_want_of_an_answer_says_so(report_of):
    report = report_of("regional-hospital")
    assumed = [gate for gate in report.whole.gates if gate.assumed]
    text = " ".join(drawn(report).split())

    assert assumed
    assert any(f"as nobody answered it: {gate.assumed[0]}" in text for gate in assumed)


def test_a_reason_that_rests_on_disputed_ground_says_so(report_of):
    text = " ".join(drawn(report_of("regional-hospital")).split())
    assert re.search(r"; c\d+ rests on a claim that holds only in part", text)


def test_each_workload_shows_its_answer_and_every_requirement(report_of):
    report = report_of("insurer-four-workloads")
    brief, full = drawn(report), drawn(report, screen.render)

    assert len(brief.splitlines()) * 5 < len(full.splitlines())
    for workload in report.workloads:
        mine = bare(brief.split(f"Workload: {workload.name}\n")[1].split("\nWorkload: ")[0])
        assert bare(workload.answer) in mine
        assert all(bare(gate.title) in mine for gate in workload.gates)
