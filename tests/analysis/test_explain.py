"""Why and why not, read off a record alone."""

import datetime as dt

import pytest

from advisor.analysis import explain
from advisor.dialogue import record as records
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.profile import Profile, Workload

DAY = dt.date(2026, 11, 25)


@pytest.fixture
def part(mini):
    """The record of an organisation whose data may not leave and that has nobody to run servers."""

    def of(**answers):
        profile = Profile(organization=None, use_case=None, priorities={"privacy": "high"}, answers=answers)
        return records.build(decide(profile, Engine(mini)), DAY)

    return of


def lines(node, depth=0):
    yield depth, node.kind, node.text.en
    for one in node.below:
        yield from lines(one, depth + 1)


def test_a_tree_leads_from_a_rule_through_what_was_concluded_to_the_answer_and_its_source(part):
    [node] = explain.why(part(has_staff=False), "no-self-hosting")
    tree = list(lines(node))

    kinds = [(depth, kind) for depth, kind, _ in tree]
    said = " ".join(words for _, _, words in tree)
    assert kinds[0] == (0, "rule")
    assert (2, "rule") in kinds
    assert "no-staff" in said
    assert "There is no staff." in said
    assert "A law" in said


def test_what_did_not_fire_has_no_tree(part):
    assert explain.why(part(has_staff=True), "no-self-hosting") == ()


def test_an_exception_that_was_taken_not_to_hold_is_said(part):
    [node] = explain.why(part(data_sensitivity="public"), "public-data-goes-out")
    tree = list(lines(node))

    assert any("HIPAA" in words for _, kind, words in tree if kind == "answer")


def test_what_came_up_since_and_what_sources_disagree_on_stand_where_they_bear(whole):
    answers = {"data_sensitivity": "confidential"}
    record = records.build(decide(Profile(answers=answers), Engine(whole)), DAY)
    [node] = explain.why(record, "confidential-data-own-machines-or-contract")
    [claim] = [one for one in node.below if "[c067," in one.text.en]
    [conflict] = [one for one in node.below if one.text.en.startswith("The sources disagree: ")]
    qualified = whole.claims["c067"].qualified_by

    assert [one.text.en.rsplit("[", 1)[1] for one in claim.below[1:]] == [f"{name}]" for name in qualified]
    assert all(whole.counter_evidence[name].effect.en in " ".join(c.text.en for c in claim.below) for name in qualified)
    assert not any(f"[{name}]" in one.text.en for name in qualified for one in node.below)
    assert all(side.below for side in conflict.below[:-1])
    assert conflict.below[-1].text.en.startswith("Settled here: ")


def test_a_rule_that_fired_for_one_workload_has_its_tree_there(mini):
    listed = (
        Workload("files", answers={"data_sensitivity": "regulated", "data_egress": "never"}),
        Workload("website", answers={"data_sensitivity": "public"}),
    )
    record = records.build(decide(Profile(workloads=listed), Engine(mini)), DAY)
    [node] = explain.why(record, "keep-data-in")

    assert node.text.en == "For files:"
    assert explain.why_not(record, "closed_api").ruled_out_by == (node,)


def test_why_not_names_the_rule_that_ruled_it_out(part):
    answer = explain.why_not(part(data_sensitivity="regulated", data_egress="never"), "closed_api")

    assert [gate.text.en for gate in answer.ruled_out_by] == ["Keep regulated data in house (rule keep-data-in)"]
    assert answer.winner == "open_self_hosted"


def test_what_outweighs_adds_up_to_the_distance_between_the_two(part):
    record = part(data_sensitivity="public", monthly_tokens=2_000_000)
    answer = explain.why_not(record, "open_self_hosted")

    assert answer.ruled_out_by == ()
    assert sum(one.gain for one in answer.outweighed) == pytest.approx(answer.winner_score - answer.score)
    assert [one.gain for one in answer.outweighed] == sorted((one.gain for one in answer.outweighed), reverse=True)


def test_a_strategy_that_is_not_ranked_has_no_answer(part):
    assert explain.why_not(part(), "tea") is None
