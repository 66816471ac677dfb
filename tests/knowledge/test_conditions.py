"""The condition language: text to tree and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.knowledge.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Comparator,
    Leaf,
    NoneOf,
    leaves,
    parse,
    parse_leaf,
    to_plain,
)


@pytest.mark.parametrize(
    ("text", "leaf"),
    [
        ("data_egress is never", Leaf("data_egress", Comparator.IS, ("never",))),
        ("has_staff is yes", Leaf("has_staff", Comparator.IS, (True,))),
        ("laws includes hipaa", Leaf("laws", Comparator.INCLUDES, ("hipaa",))),
        ("tokens is at least 1_000", Leaf("tokens", Comparator.IS_AT_LEAST, (1000,))),
        ("tokens is at most 1.5", Leaf("tokens", Comparator.IS_AT_MOST, (1.5,))),
        ("a is one of b, c", Leaf("a", Comparator.IS_ONE_OF, ("b", "c"))),
        ("a  is   not b", Leaf("a", Comparator.IS_NOT, ("b",))),
        ("a is known", Leaf("a", Comparator.IS_KNOWN)),
        ("a is unknown", Leaf("a", Comparator.IS_UNKNOWN)),
    ],
)
def test_a_leaf_is_read_as_it_sounds(text, leaf):
    assert parse_leaf(text) == (leaf, None)


@pytest.mark.parametrize(
    ("raw", "code", "path"),
    [
        ("data egress is never", "CO05", ()),
        ("data_egress", "CO05", ()),
        ("Data is x", "CO05", ()),
        ("a is known b", "CO06", ()),
        ("a is", "CO07", ()),
        ("a is one of b, ", "CO07", ()),
        ({"both": ["a is b"]}, "CO01", ("both",)),
        ({"all": "a is b"}, "CO02", ("all",)),
        ({"all": ["a is b"], "any": ["a is c"]}, "CO03", ()),
        (3, "CO03", ()),
        ([], "CO04", ()),
        ({"any": []}, "CO04", ("any",)),
    ],
)
def test_what_is_no_condition_says_where(raw, code, path):
    _, faults = parse(raw)

    assert [(fault.code, fault.path) for fault in faults] == [(code, path)]


def test_every_fault_of_a_condition_is_found_at_once():
    _, faults = parse({"all": ["a is", {"any": ["b", "c is d"]}, {"some": []}]})

    assert [fault.path for fault in faults] == [("all", 0), ("all", 1, "any", 0), ("all", 2, "some")]


names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda word: word not in {"yes", "no"})
values = st.one_of(names, st.booleans(), st.integers(-(10**9), 10**9))
one_leaf = st.one_of(
    st.builds(Leaf, names, st.sampled_from([Comparator.IS_KNOWN, Comparator.IS_UNKNOWN])),
    st.builds(
        lambda fact, comparator, value: Leaf(fact, comparator, (value,)),
        names,
        st.sampled_from([Comparator.IS, Comparator.IS_NOT, Comparator.IS_AT_LEAST, Comparator.IS_AT_MOST]),
        values.filter(lambda value: value not in {"known", "unknown", "not"}),
    ),
    st.builds(
        lambda fact, several: Leaf(fact, Comparator.IS_ONE_OF, tuple(several)), names, st.lists(names, min_size=1)
    ),
)
trees = st.recursive(
    one_leaf,
    lambda inner: st.builds(
        lambda kind, parts: kind(tuple(parts)),
        st.sampled_from([AllOf, AnyOf, NoneOf]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


@given(trees)
def test_a_condition_that_is_written_reads_back_as_itself(condition):
    assert parse(to_plain(condition)) == (condition, [])


@given(trees)
def test_the_leaves_are_those_that_were_written(condition):
    assert all(str(leaf) in str(to_plain(condition)) for leaf in leaves(condition))


def test_always_is_a_condition_without_leaves():
    assert parse("always") == (ALWAYS, [])
    assert list(leaves(ALWAYS)) == []
    assert to_plain(ALWAYS) == "always"


def test_a_bare_list_means_all():
    assert parse(["a is b", "c is d"]) == parse({"all": ["a is b", "c is d"]})
