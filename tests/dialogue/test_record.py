"""The decision record: readable alone, the same bytes in any process, its numbers those of the trace."""

import datetime as dt
import json

import pytest
from drawing import answers, priorities
from hypothesis import given
from hypothesis import strategies as st

from advisor.dialogue import record
from advisor.dialogue.canonical import canonical
from advisor.errors import InputError
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.profile import Profile, Workload

DAY = dt.date(2026, 11, 25)


def profile(**parts):
    return Profile(**{"organization": None, "use_case": None, "priorities": {}, "answers": {}, **parts})


def made(knowledge, given=None, *, analysed=False):
    return record.build(decide(given or profile(), Engine(knowledge)), DAY, analysed=analysed)


@given(st.data())
def test_the_leads_of_all_reasons_add_up_to_the_recommendations_lead_over_the_mean_of_the_others(mini, data):
    given_answers, rated = data.draw(answers(mini)), data.draw(priorities(mini))
    plain = made(mini, profile(answers=given_answers, priorities=rated))
    strategy, rows = plain["verdict"]["strategy"], plain["ranking"]
    others = [row for row in rows if row["strategy"] != strategy]
    possible = [row["score"] for row in others if not row["ruled_out_by"]] or [row["score"] for row in others]
    if strategy is None or not possible:
        return

    score = next(row["score"] for row in rows if row["strategy"] == strategy)
    leads = sum(reason["lead"] for reason in plain["reasons"])

    assert leads == pytest.approx(score - sum(possible) / len(possible), abs=1e-4)


@given(st.data())
def test_the_same_answers_in_another_order_give_the_same_bytes(mini, data):
    chosen = data.draw(answers(mini))
    names = data.draw(st.permutations(list(chosen)))
    other = {name: chosen[name] for name in names}

    first, second = (made(mini, profile(answers=one)) for one in (chosen, other))
    for one in (first, second):
        one["profile"]["answers"] = dict(sorted(one["profile"]["answers"].items()))

    assert canonical(first) == canonical(second)


def test_it_holds_nothing_that_json_cannot(mini):
    plain = made(mini, profile(answers={"laws": frozenset({"hipaa"}), "monthly_tokens": 5}), analysed=True)

    assert json.loads(json.dumps(plain)) == plain


def test_a_reason_names_the_answers_it_held_by_what_it_assumed_and_what_it_rests_on(mini):
    plain = made(mini, profile(answers={"data_sensitivity": "public"}))
    (reason,) = plain["reasons"]

    assert reason["rule"] == "public-data-goes-out"
    assert [held["value"] for held in reason["held"]] == ["public"]
    assert [one["condition"] for one in reason["assumed"]] == ["laws includes hipaa"]
    assert reason["sources"][0]["standing"] == "supported"


@pytest.mark.parametrize(("answers_", "speaks"), [({"data_sensitivity": "public"}, "for")])
def test_what_lifts_the_recommendation_speaks_for_it(mini, answers_, speaks):
    assert [one["speaks"] for one in made(mini, profile(answers=answers_))["reasons"]] == [speaks]


def test_advice_is_given_for_what_is_recommended_and_not_for_what_is_ruled_out(mini):
    public = made(mini, profile(answers={"data_sensitivity": "public"}))
    kept_in = made(mini, profile(answers={"data_sensitivity": "regulated", "data_egress": "never"}))

    assert "public-data-goes-out" in {one["rule"] for one in public["advice"]}
    assert "public-data-goes-out" not in {one["rule"] for one in kept_in["advice"]}


def test_what_a_workload_answers_is_not_asked_again_of_the_whole(mini):
    work = [
        Workload(name=n, priorities={}, answers={"data_sensitivity": v})
        for n, v in (("a", "public"), ("b", "internal"))
    ]
    plain = made(mini, profile(workloads=tuple(work)))

    assert "data_sensitivity" not in {row["fact"] for row in plain["unanswered"]}
    assert [part["name"] for part in plain["workloads"]] == ["a", "b"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda _: [], "WR04"),
        (lambda _: {}, "WR04"),
        (lambda r: {k: v for k, v in r.items() if k != "verdict"}, "WR04"),
        (lambda r: r | {"schema": "advisor/decision/0"}, "WR05"),
    ],
)
def test_what_is_no_record_of_this_schema_is_refused(mini, change, code):
    with pytest.raises(InputError) as refused:
        record.check(change(made(mini)), "record.json")

    assert [one.code for one in refused.value.diagnostics] == [code]
