"""Declared directions, proved pair by pair and criterion by criterion."""

import pytest

pytest.importorskip("z3", reason="proofs need the extra `verify`")

from advisor.analysis.directions import Directions
from advisor.analysis.encoding import Encoding
from advisor.inference.direct import Direct
from advisor.knowledge.model import Direction


def shown(knowledge, name, sign, target, depending, **direction):
    fact = knowledge.facts[name].model_copy(update={"direction": Direction(**direction)})
    rules = [knowledge.rules[rule] for rule in depending]
    return Directions(Encoding(knowledge)).shown(fact, sign, target, rules)


def test_what_no_rule_turns_round_is_proved_for_every_pair(mini):
    found = shown(mini, "data_egress", -1, "open_self_hosted", ["keep-data-in", "public-data-goes-out"])

    assert found.open == ()
    assert {nearer for nearer, _ in found.proved} == {"open_self_hosted"}


def test_where_a_lead_can_fall_the_answers_that_show_it_are_handed_back(mini):
    found = shown(mini, "data_sensitivity", 1, "closed", ["keep-data-in", "public-data-goes-out"])
    move = next(one for one in found.open if one.criterion == "privacy")
    leads = []
    for answer in move.step:
        parts = Direct(mini).run({**move.answers, "data_sensitivity": answer}, {}).contributions
        given = [each for rule, each in parts.items() if mini.rules[rule].criterion == "privacy"]
        leads.append(sum(each.get(move.nearer, 0) - each.get(move.further, 0) for each in given))

    assert leads[1] < leads[0]


def test_a_gate_that_takes_the_nearer_one_away_is_told_without_a_criterion(mini):
    found = shown(mini, "has_staff", -1, "open_self_hosted", ["no-staff", "no-self-hosting"])

    assert {(move.nearer, move.criterion) for move in found.open} == {("open_self_hosted", "")}


def test_a_rule_declared_an_exception_is_left_out(mini):
    rules = ["keep-data-in", "public-data-goes-out"]
    found = shown(mini, "data_sensitivity", 1, "closed", rules, exceptions=tuple(rules))

    assert found.open == ()


@pytest.mark.parametrize(("fact", "sign"), [("data_sensitivity", 1), ("data_egress", -1)])
def test_more_need_for_privacy_never_moves_from_own_machines_to_a_public_interface(whole, fact, sign):
    one, asking = whole.facts[fact], Directions(Encoding(whole))
    readers = [rule for rule in whole.rules.values() if _rests_on(rule, fact, whole)]

    assert ("open_self_hosted", "closed_api") in asking.shown(one, sign, "open_self_hosted", readers).proved


def _rests_on(rule, fact, knowledge):
    made = {c.fact for other in knowledge.rules.values() if fact in other.reads for c in other.concludes}
    further = {c.fact for other in knowledge.rules.values() if made & other.reads for c in other.concludes}
    return bool({fact, *made, *further} & rule.reads)
