"""Answers as numbers: no two answers alike, and unknown like none of them."""

import math
from itertools import combinations

import pytest

from advisor.inference.codes import answer, code, kind


def every_answer(fact):
    if fact.type == "flag":
        return [False, True]
    if fact.type == "set":
        return [frozenset(some) for size in range(len(fact.by_id) + 1) for some in combinations(fact.by_id, size)]
    return list(fact.by_id)


@pytest.mark.parametrize("name", ["has_staff", "data_sensitivity", "data_egress", "laws"])
def test_every_answer_has_a_code_of_its_own_that_fits(mini, name):
    fact = mini.facts[name]
    codes = [code(fact, one) for one in [None, *every_answer(fact)]]

    assert len(set(codes)) == len(codes)
    assert codes[0] == 0
    assert [kind(fact).type(one) for one in codes] == codes
    assert [answer(fact, kind(fact).type(one)) for one in codes] == [None, *every_answer(fact)]


def test_a_number_is_its_own_code_and_unknown_is_none(mini):
    fact = mini.facts["monthly_tokens"]

    assert code(fact, 2_000_000) == 2_000_000
    assert math.isnan(code(fact, None))
    assert answer(fact, code(fact, None)) is None
    assert answer(fact, 2.5) == 2.5


def test_a_set_has_a_bit_for_each_value(whole):
    for fact in whole.facts.values():
        if fact.type == "set":
            every = code(fact, frozenset(fact.by_id))
            assert kind(fact).type(every) == every
