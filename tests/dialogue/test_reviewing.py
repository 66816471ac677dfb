"""A review stands beside the decision it judges, and shows whether either was changed since."""

import contextlib
import copy
import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.dialogue import reviewing
from advisor.dialogue.again import Change, decision_of
from advisor.dialogue.record import build
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.profile import Profile

HOSPITAL = {"data_sensitivity": "regulated", "data_egress": "never", "has_staff": True}
PERSON = {"name": "Ada", "role": "Data protection", "answered_by": "Bo"}


@pytest.fixture
def record(mini):
    made = build(decide(Profile("Tea House", None, {}, HOSPITAL), Engine(mini)), dt.date(2026, 11, 23), analysed=True)
    return json.loads(json.dumps(made))


def reviewed(record, *events, day="2026-11-25"):
    state = reviewing.retold([PERSON, *events, {"conclusion": "approved", "comment": None}])
    return reviewing.signed(record, state, day, {"without_disputed": None, "corrected": None})


def test_the_verdict_comes_first_then_gates_then_reasons(record):
    assert [item.key for item in reviewing.items(record)] == ["verdict/1", "gate/keep-data-in/1"]


def test_the_decision_stays_as_it_was(record):
    before = copy.deepcopy(record)
    assert decision_of(reviewed(record)) == before
    assert record == before


def test_a_review_that_nobody_touched_is_intact_also_after_a_second_one(record):
    once = reviewed(record)
    twice = reviewed(once, {"item": "verdict/1", "disputed": True, "comment": "too soon"}, day="2026-11-26")
    assert reviewing.standings(once) == ["intact"]
    assert reviewing.standings(twice) == ["intact", "intact"]
    assert twice["reviews"][0] == once["reviews"][0]


def test_a_changed_decision_shows(record):
    signed = reviewed(record)
    signed["verdict"]["strategy"] = "closed_api"
    assert reviewing.standings(signed) == ["decision_changed"]


def test_a_changed_review_shows(record):
    signed = reviewed(record)
    signed["reviews"][0]["conclusion"] = "rejected"
    assert reviewing.standings(signed) == ["review_changed"]


def test_a_review_taken_out_shows_in_the_next(record):
    twice = reviewed(reviewed(record), day="2026-11-26")
    del twice["reviews"][0]
    assert reviewing.standings(twice) == ["chain_broken"]


@given(st.data())
def test_any_one_change_of_a_signed_record_shows(mini, data):
    made = build(decide(Profile("Tea House", None, {}, HOSPITAL), Engine(mini)), dt.date(2026, 11, 23))
    signed = reviewed(json.loads(json.dumps(made)))
    place, path = signed, []
    while isinstance(place, dict | list) and place:
        step = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        path.append((place, step))
        place = place[step]
    holder, step = path[-1]
    holder[step] = [holder[step], "changed"]
    # What is no review any more is refused where the record is read.
    with contextlib.suppress(TypeError, AttributeError):
        assert reviewing.standings(signed) != ["intact"]


def test_the_last_judgement_of_a_thing_counts(record):
    first = {"item": "gate/keep-data-in/1", "disputed": True, "comment": "no"}
    state = reviewing.retold([PERSON, first, {"item": "gate/keep-data-in/1", "disputed": False}])
    assert state.disputed(record) == frozenset()
    assert reviewing.retold([PERSON, first]).disputed(record) == {"keep-data-in"}


def test_a_correction_is_a_change_of_the_profile():
    state = reviewing.retold(
        [{"correct": "data_egress", "value": "anywhere", "from": "never", "comment": "asked again"}]
    )
    assert state.changes == (Change("data_egress", "anywhere", None),)
    assert reviewing.after(state, {"withdraw": "data_egress"}).changes == ()


def test_what_was_not_judged_is_named(record):
    [review] = reviewed(record, {"item": "verdict/1", "disputed": False})["reviews"]
    assert review["not_judged"] == ["gate/keep-data-in/1"]
    assert [one["judgement"] for one in review["judgements"]] == ["accepted"]


def test_a_correction_taken_back_counts_no_more_and_stays_in_the_record(record):
    correction = {"correct": "data_egress", "value": "anywhere", "from": "never", "comment": "asked again"}
    [review] = reviewed(record, correction, {"withdraw": "data_egress"})["reviews"]
    assert review["corrections"] == []
    assert review["withdrawn"] == [{"fact": "data_egress", "from": "never", "to": "anywhere", "comment": "asked again"}]


def test_taking_back_what_was_never_corrected_does_nothing():
    state = reviewing.retold([PERSON])
    assert reviewing.after(state, {"withdraw": "data_egress"}) == state
    assert reviewing.after(state, {"withdraw": ["data_egress"]}) == state
