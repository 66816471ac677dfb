"""What would have to give way where everything is ruled out."""

from advisor.analysis.relaxing import Relaxation, relaxations
from advisor.inference.trace import Standing


def ranked(**gates):
    return [Standing(strategy, "open", 0.0, rules) for strategy, rules in gates.items()]


def test_where_something_is_left_nothing_has_to_give_way():
    assert relaxations(ranked(a=("one",), b=())) == ()


def test_the_smallest_sets_come_first_and_none_contains_another():
    found = relaxations(ranked(a=("one", "two"), b=("three",), c=("one", "two", "four"), d=("three", "five")))
    assert found == (Relaxation(("three",), ("b",)), Relaxation(("one", "two"), ("a",)))


def test_a_set_lets_in_everything_it_frees():
    found = relaxations(ranked(a=("one",), b=("one",), c=("one", "two")))
    assert found == (Relaxation(("one",), ("a", "b")),)
