"""Two parts of records side by side: what came, what went, what weighs otherwise."""

import datetime as dt

import pytest

from advisor.analysis.whatif import Moved, shift
from advisor.dialogue.record import build
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.profile import Profile


@pytest.fixture
def part(mini):
    engine = Engine(mini)

    def built(priorities=None, **answers):
        return build(decide(Profile("Tea House", None, priorities or {}, answers), engine), dt.date(2026, 11, 23))

    return built


def test_nothing_moves_between_a_part_and_itself(part):
    one = part(data_sensitivity="regulated", data_egress="never")
    found = shift(one, one)
    assert found.same_answer
    assert not any((found.came, found.went, found.changed, found.gates_came, found.gates_went))


def test_reasons_come_and_go_with_an_answer(part, mini):
    found = shift(part(data_sensitivity="regulated", data_egress="never"), part(data_sensitivity="public"))
    assert not found.same_answer
    assert [one.rule for one in found.went] == ["keep-data-in"]
    assert [one.rule for one in found.came] == ["public-data-goes-out"]
    assert found.gates_went == tuple((s, "keep-data-in") for s in ("closed_api", "closed_private", "open_hosted"))
    assert (found.before, found.after) == (
        mini.strategies["open_self_hosted"].headline,
        mini.strategies["closed_api"].headline,
    )


def test_a_reason_weighs_otherwise_when_its_criterion_does(part):
    [one] = shift(part(data_sensitivity="public"), part({"privacy": "critical"}, data_sensitivity="public")).changed
    assert one.rule == "public-data-goes-out"
    assert (one.strategy, one.before < one.after) == ("closed_api", True)


def test_a_gate_adds_to_no_score(part):
    found = shift(part(data_sensitivity="public"), part(data_sensitivity="public", has_staff=False))
    moved = {one.rule: one for one in found.came}
    assert isinstance(moved["no-self-hosting"], Moved)
    assert moved["no-self-hosting"].strategy is None


def test_the_score_of_what_is_ruled_out_is_not_shown(part):
    found = shift(part(data_sensitivity="public"), part(data_sensitivity="public", has_staff=False))
    [(_, before, after)] = [one for one in found.scores if one[0] == "open_self_hosted"]
    assert before is not None
    assert after is None
