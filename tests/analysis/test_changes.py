"""The nearest profiles that get another answer: the same that trying every one of them by hand would find."""

from itertools import combinations

import pytest
from drawing import answers, priorities
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.analysis.changes import Change, Flip, nearest, other_answers
from advisor.inference.rete import Engine


@pytest.fixture(scope="module")
def engine(mini):
    return Engine(mini)


def by_hand(engine, profile, said, largest):
    """Every smallest set of changes, found by running the engine on each."""
    knowledge = engine.knowledge
    possible = [
        Change(fact.id, profile[fact.id], after)
        for fact in knowledge.facts.values()
        if fact.id in profile and not fact.fixed
        for after in other_answers(knowledge, fact, profile[fact.id])
    ]
    now = engine.run(profile, said).verdict
    found = []
    for size in range(1, largest + 1):
        if size == 3 and any(flip.openness != now.openness for flip in found):
            break
        for chosen in combinations(possible, size):
            if len({change.fact for change in chosen}) < size:
                continue
            verdict = engine.run({**profile, **{one.fact: one.after for one in chosen}}, said).verdict
            smaller = any(set(flip.changes) <= set(chosen) and flip.strategy == verdict.strategy for flip in found)
            if verdict.strategy != now.strategy and not smaller:
                found.append(Flip(chosen, verdict.strategy, verdict.openness))
    return found


@settings(max_examples=25)
@given(data=st.data())
def test_every_smallest_set_of_changes_is_found_and_no_other(engine, data):
    profile, said = data.draw(answers(engine.knowledge)), data.draw(priorities(engine.knowledge))
    assert list(nearest(engine.knowledge, profile, said, largest=2)) == by_hand(engine, profile, said, 2)


@settings(max_examples=5)
@given(data=st.data())
def test_triples_are_tried_where_nothing_smaller_changes_the_openness(engine, data):
    profile, said = data.draw(answers(engine.knowledge)), data.draw(priorities(engine.knowledge))
    assert list(nearest(engine.knowledge, profile, said)) == by_hand(engine, profile, said, 3)


def test_the_fewest_changes_come_first(engine, mini):
    profile = {"data_sensitivity": "internal", "data_egress": "anywhere", "has_staff": True}
    sizes = [len(flip.changes) for flip in nearest(mini, profile, {})]
    assert sizes == sorted(sizes)
    assert sizes


def test_a_set_changes_by_one_value_at_a_time(mini):
    laws = mini.facts["laws"]
    assert other_answers(mini, laws, frozenset({"dora"})) == [frozenset({"dora", "hipaa"}), frozenset()]


def test_a_number_moves_to_the_other_side_of_a_bound(mini):
    tokens = mini.facts["monthly_tokens"]
    leaves = [leaf for rule in mini.rules.values() for leaf in rule.leaves if leaf.fact == tokens.id]
    [bound] = {float(value) for leaf in leaves for value in leaf.values}
    assert other_answers(mini, tokens, bound - 1) == [bound]
    [below] = other_answers(mini, tokens, bound)
    assert below < bound


def test_with_nothing_answered_there_is_nothing_to_change(mini):
    assert nearest(mini, {}, {}) == ()
