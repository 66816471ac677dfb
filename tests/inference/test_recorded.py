"""The rules on tape: written once, played over as many rows as come."""

import numpy as np

from advisor.inference import codes, recorded
from advisor.inference.plan import plan


def coded(mini, name, answers):
    fact = mini.facts[name]
    return np.array([codes.code(fact, answer) for answer in answers], codes.kind(fact))


def test_a_tape_for_a_few_rows_serves_any_question(mini):
    first, _ = recorded.run(plan(mini), {"data_egress": coded(mini, "data_egress", ["never"])}, 1, {})
    second, _ = recorded.run(plan(mini), {"has_staff": coded(mini, "has_staff", [True, False])}, 2, {"privacy": "low"})

    assert first is second


def test_few_rows_and_many_get_the_same_from_different_tapes(mini):
    answers = ["public", "regulated", None] * 20_000
    many = {"data_sensitivity": coded(mini, "data_sensitivity", answers)}
    tape, found = recorded.run(plan(mini), many, len(answers), {})
    short, few = recorded.run(plan(mini), {name: column[:3] for name, column in many.items()}, 3, {})

    assert tape is not short
    assert tape.tape.length < short.tape.length
    assert all(np.array_equal(found[name], np.tile(few[name], 20_000)) for name in few)


def test_blocks_shared_out_among_cores_come_out_in_their_rows(mini, monkeypatch):
    monkeypatch.setattr(recorded, "BLOCK", 64)
    monkeypatch.setattr(recorded.os, "cpu_count", lambda: 3)
    answers = ["public", "regulated", None, "public"] * 500
    column = {"data_sensitivity": coded(mini, "data_sensitivity", answers)}
    _, shared = recorded.run(plan(mini), column, len(answers), {})
    monkeypatch.setattr(recorded.os, "cpu_count", lambda: 1)
    _, alone = recorded.run(plan(mini), column, len(answers), {})

    assert all(np.array_equal(shared[name], alone[name]) for name in alone)
    assert len({tuple(column[:4].tolist()) for column in shared.values()}) > 1


def test_which_rules_fired_is_told_where_it_is_asked_for(mini):
    column = {"data_sensitivity": coded(mini, "data_sensitivity", ["public", "regulated"])}
    tape, found = recorded.run(plan(mini), column, 2, {}, fired=True)

    assert set(tape.rules) == set(mini.rules)
    assert found[recorded.FIRED + "public-data-goes-out"].tolist() == [True, False]
