"""What a record says of the whole of several workloads."""

import datetime as dt

import pytest

from advisor.dialogue import content, findings_aloud, record
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.profile import Profile, Workload

DAY = dt.date(2026, 11, 25)
SECRET = {"data_sensitivity": "regulated", "data_egress": "never"}
OPEN = {"data_sensitivity": "public", "data_egress": "anywhere"}


@pytest.fixture(scope="module")
def engine(mini):
    return Engine(mini)


@pytest.fixture(scope="module")
def recorded(engine):
    def made(*workloads, **top):
        listed = tuple(Workload(name, answers=answers) for name, answers in workloads)
        return record.build(decide(Profile(answers=top, workloads=listed), engine), DAY, analysed=True)

    return made


def test_a_split_is_as_firm_as_its_parts(recorded):
    whole = recorded(("files", SECRET), ("website", OPEN))

    assert whole["verdict"]["firmness"] == "firm"
    assert whole["verdict"]["stability"] == {"open": 0.0, "hybrid": 1.0}
    assert {row["strategy"]: row["stability"] for row in whole["ranking"]}["hybrid"] == 1.0


def test_a_change_for_one_workload_names_it(recorded, mini):
    whole = recorded(("files", SECRET), ("website", OPEN))
    [flip] = [f for f in whole["flips"] if f.get("workloads") == {"files": {"data_egress": ["never", "anywhere"]}}]

    assert flip["changes"] == {}
    assert flip["text"]["en"].startswith("If “where data may go (files)” were “Anywhere” instead of “Nowhere”")
    assert (
        any("(files)" in said for said in findings_aloud.flips(whole, mini, "zh") if "（files）" not in said) is False
    )
    assert any("（files）" in said for said in findings_aloud.flips(whole, mini, "zh"))


def test_a_question_that_one_workload_leaves_open_is_open_there(recorded, mini):
    whole = recorded(("files", SECRET), ("mail", {"data_sensitivity": "regulated"}))
    [egress] = [row for row in whole["unanswered"] if row["fact"] == "data_egress"]
    outcomes = {value: one["strategy"] for one in egress["outcomes"] for value in one["values"]}

    assert egress["workloads"] == ["mail"]
    assert outcomes["never"] == "open_self_hosted"
    assert any(said.startswith("where data may go – ") for said in findings_aloud.unanswered(whole, mini, "en"))


def test_what_every_workload_answers_in_its_own_way_is_not_said_to_be_unanswered(recorded, mini):
    whole = recorded(
        ("files", {**OPEN, "laws": frozenset({"hipaa"})}), ("website", {**OPEN, "laws": frozenset({"dora"})})
    )
    [reason] = [one for one in whole["reasons"] if one["rule"] == "public-data-goes-out"]

    assert reason["assumed"] == []
    assert [one["condition"] for one in reason["differs"]] == ["laws includes hipaa"]
    assert any(
        "It differs from one workload to the next" in said for said in content.reason_told(reason, mini, "en").answers
    )
    assert "laws" not in {row["fact"] for row in whole["unanswered"]}


def test_where_a_workload_can_have_nothing_the_whole_says_what_would_have_to_give_way(whole):
    secret = {"data_sensitivity": "regulated", "data_egress": "never", "closed_model_on_site": False}
    listed = (Workload("files", answers=secret), Workload("website", answers=OPEN))
    given = Profile(answers={"inference_staff": "none", "work_variety": "wide"}, workloads=listed)
    found = record.build(decide(given, Engine(whole)), DAY, analysed=True)

    assert found["workloads"][0]["verdict"]["openness"] == "none"
    assert found["verdict"]["openness"] == "none"
    assert findings_aloud.relaxed(found, whole, "en")
