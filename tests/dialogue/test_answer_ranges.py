"""Several answers to one question said at once."""

import math
from itertools import combinations

import pytest

from advisor.dialogue.answer_ranges import said
from advisor.knowledge.model import Fact, FactValue


def text(words):
    return {"en": words, "zh": words}


def fact(kind, *names, unit=None):
    values = tuple(
        FactValue.model_validate({"id": name, "label": text(name.upper()), "says": text(f"It is {name}.")})
        for name in names
    )
    ask = {"id": "f", "type": kind, "scope": "workload", "name": text("f"), "question": text("?"), "help": text("h")}
    extra = {"says": text("{value}")} if kind == "number" else {"values": values}
    return Fact.model_validate({**ask, **extra, **({"unit": unit} if unit else {})})


def beside(*bounds):
    return [0.0, *(n for b in bounds for n in (math.nextafter(b, -math.inf), b, math.nextafter(b, math.inf)))]


SUBSETS = [frozenset(c) for size in range(4) for c in combinations(("a", "b", "c"), size)]


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ([None], "it stays open"),
        (["b"], "“B”"),
        ([None, "a", "b"], "it stays open, “A” or “B”"),
    ],
)
def test_choices_are_named_in_order(chosen, words):
    assert said(fact("choice", "a", "b"), chosen, [None, "a", "b"]).en == words


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (lambda n: n < 5, "less than 5"),
        (lambda n: n <= 5, "5 or less"),
        (lambda n: n == 5, "“5”"),
        (lambda n: n > 5, "more than 5"),
        (lambda n: n >= 5, "5 or more"),
        (lambda n: 5 <= n < 9, "5 or more and less than 9"),
        (lambda n: 5 < n <= 9, "more than 5 and 9 or less"),
        (lambda n: n < 5 or n >= 9, "less than 5 or 9 or more"),
        (lambda n: True, "any answer"),
    ],
)
def test_numbers_are_told_by_the_bounds_that_rules_compare_with(chosen, words):
    tried = beside(5.0, 9.0)

    assert said(fact("number"), [n for n in tried if chosen(n)], tried).en == words


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (lambda s: "a" in s, "“A” among others"),
        (lambda s: "a" not in s, "anything without “A”"),
        (lambda s: {"a", "b"} <= s, "“A and B” among others"),
        (lambda s: s == {"a", "b", "c"}, "“A, B and C”"),
        (lambda s: s == {"a"}, "“A”"),
        (lambda s: s != {"a"}, "any other choice"),
        (lambda s: True, "any answer"),
    ],
)
def test_sets_are_told_by_what_they_share(chosen, words):
    assert said(fact("set", "a", "b", "c"), [s for s in SUBSETS if chosen(s)], SUBSETS).en == words
