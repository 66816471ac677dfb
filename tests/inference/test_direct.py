"""Rules applied without a network come to what the network comes to, also where one rule was changed."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.analysis import mutants
from advisor.inference.direct import Direct
from advisor.inference.rete import Engine


def drawn(data, knowledge):
    """A random profile: some questions answered, some criteria rated."""
    answers = {}
    for fact in knowledge.facts.values():
        if fact.origin not in {"asked", "catalogue"} or not data.draw(st.booleans()):
            continue
        if fact.type == "number":
            answers[fact.id] = data.draw(st.sampled_from([0, 999_999, 10**6, 10**9]))
        elif fact.type == "set":
            answers[fact.id] = data.draw(st.frozensets(st.sampled_from(sorted(fact.by_id))))
        else:
            options = [False, True] if fact.type == "flag" else list(fact.by_id)
            answers[fact.id] = data.draw(st.sampled_from(options))
    words = st.sampled_from(sorted(knowledge.base.importance))
    return answers, data.draw(st.dictionaries(st.sampled_from(sorted(knowledge.criteria)), words, max_size=3))


def told(trace):
    """What both hand back."""
    fired = tuple((firing.rule, firing.stratum) for firing in trace.firings)
    return trace.answers, dict(trace.concluded), fired, trace.ranking, trace.verdict, trace.contributions


def but_for_strata(trace):
    """The same without the places of rules: one that lost all but its advice keeps its old one."""
    answers, concluded, fired, *rest = told(trace)
    return answers, concluded, {rule for rule, _ in fired}, *rest


@pytest.fixture(scope="module")
def engine(whole):
    return Engine(whole)


@settings(max_examples=25)
@given(data=st.data())
def test_the_whole_base_comes_out_as_the_network_says(whole, engine, data):
    answers, priorities = drawn(data, whole)

    assert told(Direct(whole).run(answers, priorities)) == told(engine.run(answers, priorities))


@settings(max_examples=25)
@given(data=st.data())
def test_a_changed_rule_comes_out_as_a_network_of_the_changed_base_says(mini, data):
    answers, priorities = drawn(data, mini)
    mutant = data.draw(st.sampled_from(list(mutants.of_base(mini))))
    changed = replace(mini, rules={**mini.rules, mutant.rule: mutant.changed})
    found = Direct(changed, Direct(mini), [mutant.rule]).run(answers, priorities)
    if mutant.kind == "rule_dropped":  # a network has no rule that never fires
        changed = replace(mini, rules={name: rule for name, rule in mini.rules.items() if name != mutant.rule})

    assert but_for_strata(found) == but_for_strata(Engine(changed).run(answers, priorities))


def test_conclusions_that_contradict_each_other_leave_the_fact_unknown(mini):
    other = replace(
        mini.rules["no-staff"], id="some-staff", then=(replace(mini.rules["no-staff"].then[0], value=True),)
    )
    both = replace(mini, rules={**mini.rules, "some-staff": other})

    trace = Direct(both).run({"has_staff": False}, {})

    assert "self_hosting_feasible" not in trace.concluded
    assert {"no-staff", "some-staff"} <= {firing.rule for firing in trace.firings}
