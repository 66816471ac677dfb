"""A record decided once more: the same where nothing changed, and told field by field where something did."""

import copy
import datetime as dt
import json

import pytest

from advisor.dialogue import again
from advisor.dialogue.again import ABSENT, Change, Difference, differences
from advisor.dialogue.canonical import canonical, digest
from advisor.dialogue.record import build
from advisor.errors import InputError
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.profile import Profile, Workload

DAY = dt.date(2026, 11, 23)
HOSPITAL = {"data_sensitivity": "regulated", "data_egress": "never", "has_staff": True}


def recorded(knowledge, given):
    return json.loads(json.dumps(build(decide(given, Engine(knowledge)), DAY, analysed=True)))


@pytest.fixture
def record(mini):
    return recorded(mini, Profile("Tea House", "letters", {"privacy": "critical"}, HOSPITAL, frozenset({"laws"})))


@pytest.fixture
def several(mini):
    listed = (Workload("letters", answers={"data_egress": "never"}), Workload("web", priorities={"budget": "low"}))
    return recorded(mini, Profile("Tea House", None, {}, {"data_sensitivity": "regulated"}, frozenset(), listed))


def test_the_same_profile_and_rules_give_the_same_bytes(mini, record, several):
    for one in (record, several):
        assert canonical(again.again(one, mini, "r.json")) == canonical(one)
        assert again.same(one, again.again(one, mini, "r.json"))


def test_what_stands_beside_the_decision_is_not_compared(mini, record):
    assert again.same({**record, "reviews": [{"anything": 1}]}, again.again(record, mini, "r.json"))


def test_an_edited_record_differs_where_it_was_edited(mini, record):
    edited = copy.deepcopy(record)
    edited["verdict"]["strategy"] = "closed_api"
    found = list(differences(edited, again.again(edited, mini, "r.json")))
    assert found == [Difference("verdict.strategy", "closed_api", "open_self_hosted")]


def test_a_changed_answer_changes_the_decision(mini, record):
    anew = again.again(record, mini, "r.json", changes=[Change("data_egress", "anywhere")])
    assert anew["verdict"]["strategy"] == "closed_api"
    assert anew["profile"]["answers"]["data_egress"] == "anywhere"
    assert record["profile"]["answers"]["data_egress"] == "never"


def test_an_answer_taken_back_is_not_known(mini, record):
    anew = again.again(record, mini, "r.json", changes=[Change("data_egress", "unknown")])
    assert anew["profile"]["answers"]["data_egress"] == "unknown"


def test_a_rating_is_changed_and_taken_back(mini, record):
    anew = again.again(record, mini, "r.json", changes=[Change("priority.budget", "high")])
    assert anew["profile"]["priorities"] == {"privacy": "critical", "budget": "high"}
    anew = again.again(record, mini, "r.json", changes=[Change("priority.privacy", "unknown")])
    assert anew["profile"]["priorities"] == {}


def test_a_change_of_one_workload_leaves_the_others_alone(mini, several):
    anew = again.again(several, mini, "r.json", changes=[Change("data_egress", "anywhere", "letters")])
    assert [one["verdict"]["strategy"] for one in anew["workloads"]][1] == several["workloads"][1]["verdict"][
        "strategy"
    ]
    assert anew["profile"]["workloads"][0]["answers"] == {"data_egress": "anywhere"}


def test_a_change_of_all_holds_for_every_workload(mini, several):
    anew = again.again(several, mini, "r.json", changes=[Change("data_egress", "anywhere")])
    assert anew["profile"]["answers"]["data_egress"] == "anywhere"
    assert "answers" not in anew["profile"]["workloads"][0]


def test_without_a_rule_its_reason_is_gone(mini, record):
    anew = again.again(record, mini, "r.json", without={"keep-data-in"})
    assert "keep-data-in" not in [reason["rule"] for reason in anew["reasons"]]
    assert anew["verdict"]["strategy"] is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change("data_egres", "never"), "PR09"),
        (Change("close_call", "yes"), "PR09"),
        (Change("data_egress", "nowhere"), "AN02"),
        (Change("priority.privacy", "huge"), "PR08"),
        (Change("priority.taste", "high"), "PR07"),
        (Change("data_egress", "never", "no such work"), "WR08"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(mini, record, change, code):
    with pytest.raises(InputError) as refused:
        again.again(record, mini, "r.json", changes=[change])
    assert [one.code for one in refused.value.diagnostics] == [code]


def test_answers_these_rules_no_longer_ask_show_as_a_difference(mini, record):
    record["profile"]["answers"]["favourite_tea"] = "oolong"
    found = list(differences(record, again.again(record, mini, "r.json")))
    assert found == [Difference("profile.answers.favourite_tea", "oolong", ABSENT)]


def test_entries_of_a_list_are_matched_by_what_they_are_about():
    before = {"reasons": [{"rule": "a", "lead": 1}, {"rule": "b", "lead": 2}]}
    after = {"reasons": [{"rule": "b", "lead": 3}, {"rule": "c", "lead": 4}]}
    assert list(differences(before, after)) == [
        Difference("reasons[a]", {"rule": "a", "lead": 1}, ABSENT),
        Difference("reasons[b].lead", 2, 3),
        Difference("reasons[c]", ABSENT, {"rule": "c", "lead": 4}),
    ]


def test_another_order_is_a_difference():
    one, other = {"rule": "a"}, {"rule": "b"}
    assert list(differences([one, other], [other, one])) == [Difference("[]", ["a", "b"], ["b", "a"])]


def test_canonical_bytes_do_not_depend_on_the_order_of_keys():
    assert canonical({"b": 1, "a": [True, None, "é"]}) == '{"a":[true,null,"é"],"b":1}'.encode()
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


def test_a_number_beyond_what_a_double_holds_exactly_is_written_as_one():
    assert canonical(10**20) == b"100000000000000000000"
