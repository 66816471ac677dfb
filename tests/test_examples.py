"""The examples: each gets what its comment says an expert would expect."""

import csv
import datetime as dt
import re
from pathlib import Path

import pytest
from tests_root import ROOT

from advisor import profile
from advisor.analysis.market import Market
from advisor.inference.decision import decide
from advisor.inference.rete import Engine

EXAMPLES = ROOT / "examples"
DAY = dt.date(2026, 11, 25)
_EXPECTED = re.compile(r"^# Expected: (\w+)\.", re.MULTILINE)


@pytest.fixture(scope="module")
def engine(whole):
    return Engine(whole)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_an_example_gets_what_its_comment_expects_in_words_of_both_languages(whole, engine, path):
    text = path.read_text(encoding="utf-8")
    expected = _EXPECTED.search(text)
    decision = decide(profile.load(path, whole), engine)

    assert expected is not None
    assert "# 预期结论：" in text
    assert (decision.verdict.strategy or "none") == expected[1]


def test_the_table_of_thirty_is_read_to_its_last_row_and_ends_in_more_than_one_answer(whole, engine):
    path = EXAMPLES / "thirty-organisations.csv"
    entries = list(profile.from_csv(path.read_text(encoding="utf-8"), path.name, whole))
    verdicts = [decide(entry.profile, engine).verdict.strategy for entry in entries if entry.profile is not None]

    assert [d.render("en") for entry in entries for d in entry.diagnostics] == []
    assert len(verdicts) == 30
    assert set(verdicts) >= set(whole.strategies)


def judged():
    """What a person judged, row by row: the organisation, the answers that will do, and why in both languages."""
    text = (EXAMPLES / "thirty-organisations.md").read_text(encoding="utf-8")
    cells = [line.removeprefix("| ").removesuffix(" |").split(" | ") for line in text.splitlines()]
    rows = [row for row in cells if row[0].isdecimal()]
    return [(name, answers.split(", "), why, wherefore) for _, name, answers, why, wherefore in rows]


@pytest.mark.parametrize("number", range(30), ids=lambda number: judged()[number][0])
def test_each_of_the_thirty_gets_an_answer_that_was_judged_right_by_hand(whole, catalogue, engine, number):
    path = EXAMPLES / "thirty-organisations.csv"
    entry = list(profile.from_csv(path.read_text(encoding="utf-8"), path.name, whole))[number]
    name, answers, why, wherefore = judged()[number]
    decision = decide(entry.profile, engine, Market(catalogue, DAY).observed)

    assert (name, bool(why), bool(wherefore)) == (entry.profile.organization, True, True)
    assert (decision.verdict.strategy or "none") in answers


def test_no_organisation_stands_in_the_table_twice():
    with (EXAMPLES / "thirty-organisations.csv").open(encoding="utf-8", newline="") as file:
        names = [row["organization"] for row in csv.DictReader(file)]

    assert sorted(set(names)) == sorted(names)


def test_there_are_at_least_ten_examples_that_differ_in_kind(whole):
    kinds = set()
    for path in EXAMPLES.glob("*.yaml"):
        one = profile.load(path, whole)
        kinds.add((one.answers.get("org_type"), one.answers.get("data_egress"), bool(one.workloads)))

    assert len(list(Path(EXAMPLES).glob("*.yaml"))) >= 10
    assert len(kinds) >= 8
