"""What a record says beyond its reasons, and how it is said."""

import datetime as dt

import pytest

from advisor.analysis.changes import Change, Flip
from advisor.dialogue import findings, findings_aloud
from advisor.dialogue.document import percent
from advisor.dialogue.record import build
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.profile import Profile

DAY = dt.date(2026, 11, 23)
HOSPITAL = {"data_sensitivity": "regulated", "data_egress": "never"}


@pytest.fixture
def recorded(mini):
    engine = Engine(mini)

    def record(*, analysed=True, **answers):
        return build(decide(Profile("Tea House", None, {}, answers), engine), DAY, analysed=analysed)

    return record


def test_a_record_that_nobody_analysed_says_so_with_null(recorded):
    record = recorded(analysed=False, **HOSPITAL)
    assert (record["verdict"]["firmness"], record["flips"], record["possible"], record["relax"]) == (None,) * 4
    assert {row["could_change_openness"] for row in record["unanswered"]} == {None}


def test_the_shares_of_the_openness_add_up_to_one(recorded):
    record = recorded(data_sensitivity="public")
    assert sum(record["verdict"]["stability"].values()) == pytest.approx(1)
    assert sum(row["stability"] or 0 for row in record["ranking"]) == pytest.approx(1)


def test_what_is_the_only_one_left_is_firm(recorded):
    assert recorded(data_sensitivity="internal", data_egress="anywhere")["verdict"]["firmness"] == "firm"


def test_a_change_is_said_as_a_sentence_in_both_languages(mini):
    flip = Flip(
        (Change("data_egress", "never", "anywhere"), Change("has_staff", before=False, after=True)),
        "closed_api",
        "closed",
    )
    said = findings.flip_sentence(flip, mini)
    assert said.en == (
        "If “where data may go” were “Anywhere” instead of “Nowhere” and “staff to run servers” were “Yes” instead of"
        " “No”, the recommendation would be: closed model through its public API."
    )
    assert said.zh.startswith("如果“数据可去往何处”不是“不外流”，而是“任何地方”，并且“运行服务器的人手”")


def test_a_number_beyond_a_bound_stands_for_all_that_is_beyond_it(mini):
    said = findings.flip_sentence(Flip((Change("monthly_tokens", 5, 1_000_000),), None, None), mini)
    assert "were “1,000,000 tokens per month or more” instead of “5 tokens per month”" in said.en
    assert said.en.endswith("there would be no recommendation.")


def test_where_everything_is_ruled_out_the_requirements_to_relax_are_named(recorded, mini):
    record = recorded(**HOSPITAL, has_staff=False)
    assert record["verdict"]["openness"] in {"none", "hybrid"}
    assert bool(record["relax"]) == (record["verdict"]["openness"] == "none")


def test_changes_that_lead_to_the_same_are_said_in_one_sentence(mini):
    def flip(before, after):
        return {
            "changes": {"data_sensitivity": [before, after]},
            "openness": "closed",
            "strategy": "closed_api",
            "text": {"en": after, "zh": after},
        }

    part = {"verdict": {"openness": "open"}, "flips": [flip("regulated", "public"), flip("regulated", "internal")]}
    assert findings_aloud.flips(part, mini, "en") == (
        (
            "If “how sensitive the data is” were “Public or Internal” instead of “Regulated”, the recommendation would"
            " be: closed model through its public API."
        ),
    )


@pytest.mark.parametrize(
    ("share", "said"), [(1.0, "100%"), (0.999, "> 99%"), (0.0, "0%"), (0.001, "< 1%"), (0.666, "67%")]
)
def test_only_what_is_certain_is_said_to_be_all_or_nothing(share, said):
    assert percent(share) == said


def test_open_questions_stand_by_what_they_can_do(recorded, mini):
    record = recorded(data_sensitivity="regulated")
    first, *_ = findings_aloud.unanswered(record, mini, "en")
    assert first == (
        "where data may go – “Nowhere” makes it: open model on own machines; "
        "“Anywhere” makes it: closed model through its public API"
    )
    assert "an answer that is not named changes nothing by itself" in (findings_aloud.outlook(record, mini, "en") or "")
