"""Many records at a glance."""

import datetime as dt

import pytest

from advisor.dialogue import page, record
from advisor.dialogue import portfolio as portfolios
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.profile import Profile

ANSWERS = (
    {"data_sensitivity": "regulated", "data_egress": "never"},
    {"data_sensitivity": "public", "time_to_market": "days"},
    {"data_egress": "never", "inference_staff": "none"},
    {},
)


@pytest.fixture(scope="module")
def records(whole):
    engine = Engine(whole)
    return [
        record.build(
            decide(
                Profile(organization=f"House {number}", answers=answers, priorities={"privacy": "critical"}), engine
            ),
            dt.date(2026, 11, 25),
            analysed=True,
        )
        for number, answers in enumerate(ANSWERS)
    ]


def portfolio_of(records, knowledge, language="en", failures=()):
    entries = [portfolios.entry(one, knowledge, language, n, None) for n, one in enumerate(records, start=1)]
    return portfolios.portfolio(entries, failures, knowledge, language, "2026-11-25")


def test_every_profile_is_counted_once_in_every_table(records, whole):
    shown = portfolio_of(records, whole)

    assert sum(kind.count for kind in shown.kinds) == len(records)
    assert {sum(level.count for level in one.levels) for one in shown.criteria} == {len(records)}
    assert sum(one.count for level in shown.firmness for one in level) == sum(bool(one.firm) for one in shown.entries)


def test_gates_are_counted_by_profile_and_the_commonest_comes_first(records, whole):
    shown = portfolio_of(records, whole)
    counts = [gate.count for gate in shown.gates]

    assert counts == sorted(counts, reverse=True)
    assert {gate.key for gate in shown.gates} == {
        rule for one in records for row in one["ranking"] for rule in row["ruled_out_by"]
    }


def test_the_weightiest_criterion_comes_first(records, whole):
    assert portfolio_of(records, whole).criteria[0].name == whole.criteria["privacy"].name.en


def test_the_map_tells_which_way_is_further_ahead(records, whole):
    shown = portfolio_of(records, whole)

    assert all(one.lead is None or one.lead <= shown.farthest for one in shown.entries)


def test_an_empty_batch_is_a_page_too(whole):
    failure = {
        "where": "x.csv:2",
        "organization": None,
        "diagnostics": [{"code": "PR01", "message": {"en": "no", "zh": "不"}}],
    }
    for language in ("en", "zh"):
        text = page.portfolio([portfolio_of([], whole, language, [portfolios.failure(failure, language)])])
        assert "x.csv:2" in text
