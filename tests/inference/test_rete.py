"""The rules applied by the Rete network."""

import collections
import logging
from dataclasses import replace

import polars as pl
import pytest
from drawing import answers as drawn_answers
from drawing import priorities as drawn_priorities
from hypothesis import given
from hypothesis import strategies as st

from advisor.inference import rete, semantics, table
from advisor.inference.rete import Engine
from advisor.knowledge import conditions
from advisor.knowledge.effects import Conclude


@pytest.fixture(scope="module")
def engine(mini):
    return Engine(mini)


@pytest.fixture(scope="module")
def whole_engine(whole):
    return Engine(whole)


def test_importing_the_engine_leaves_no_mark():
    assert rete.experta is not None
    assert not hasattr(collections, "Mapping")
    assert not any("experta" in str(handler) for handler in logging.root.handlers)


@pytest.fixture(scope="module")
def as_experta_wires_it(whole):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rete, "Matcher", rete.experta.KnowledgeEngine.__matcher__)
        return Engine(whole)


@given(data=st.data())
def test_our_wiring_of_the_network_finds_what_the_wiring_of_experta_does(
    whole, whole_engine, as_experta_wires_it, data
):
    answers = data.draw(drawn_answers(whole))

    assert whole_engine.run(answers, {}) == as_experta_wires_it.run(answers, {})


def closure(knowledge, answers):
    """What is known at the end and which rules fire, by the meaning alone: conclusions until nothing new comes."""
    known, contested = dict(answers), set()
    strata = semantics.strata(knowledge)
    for rule in sorted(knowledge.rules.values(), key=lambda rule: strata[rule.id]):
        for conclusion in rule.concludes if semantics.fires(rule, knowledge.facts, known) else ():
            if known.get(conclusion.fact, conclusion.value) != conclusion.value:
                contested.add(conclusion.fact)
            known[conclusion.fact] = conclusion.value
    for fact in contested:
        known.pop(fact)
    return known


@given(data=st.data())
def test_the_network_fires_what_the_meaning_of_the_rules_says(whole, whole_engine, data):
    answers = data.draw(drawn_answers(whole))
    trace = whole_engine.run(answers, {})
    known = {**closure(whole, answers), "close_call": trace.verdict.close_call}
    if trace.verdict.strategy is None:
        known.pop("close_call")
    expected = {rule.id for rule in whole.rules.values() if semantics.fires(rule, whole.facts, known)}

    assert {firing.rule for firing in trace.firings} == expected


@given(data=st.data())
def test_one_run_leaves_nothing_behind_for_the_next(engine, mini, data):
    answers, priorities = data.draw(drawn_answers(mini)), data.draw(drawn_priorities(mini))
    before = engine.run(answers, priorities)
    engine.run(data.draw(drawn_answers(mini)), {})

    assert engine.run(answers, priorities) == before


def test_a_fresh_engine_gives_the_same_trace(mini, engine):
    answers = {"data_sensitivity": "regulated", "data_egress": "never", "has_staff": True}

    assert Engine(mini).run(answers, {}) == engine.run(answers, {})


def test_firings_stand_in_the_order_in_which_a_person_reads_them(engine):
    trace = engine.run({"has_staff": False, "data_sensitivity": "public", "monthly_tokens": 2_000_000}, {})
    order = [(firing.stratum, firing.rule) for firing in trace.firings]

    assert order == sorted(order)


def test_conclusions_chain_and_are_kept_with_the_answers(engine):
    trace = engine.run({"has_staff": False}, {})

    assert trace.concluded == {"self_hosting_feasible": False}
    assert "no-self-hosting" in {firing.rule for firing in trace.firings}
    assert trace.known == {"has_staff": False, "self_hosting_feasible": False}


def test_conclusions_that_contradict_each_other_leave_the_fact_unknown(mini):
    other = replace(mini.rules["no-staff"], id="has-staff-too", then=(Conclude("self_hosting_feasible", value=True),))
    base = replace(mini, rules={**mini.rules, other.id: other})
    trace = Engine(base).run({"has_staff": False}, {})

    assert trace.concluded == {}
    assert "no-self-hosting" not in {firing.rule for firing in trace.firings}


def test_advice_on_the_verdict_comes_after_it(engine):
    close = engine.run({"monthly_tokens": 2_000_000}, {})

    assert close.verdict.close_call is ("close-means-pilot" in {firing.rule for firing in close.firings})


def test_of_many_rules_that_stand_equal_a_conclusion_takes_back_those_that_wait_for_it(mini):
    unless, _ = conditions.parse(["self_hosting_feasible is no"], ())
    pattern = mini.rules["compare-costs"]
    equal = {}
    for limit in range(10, 50):
        when, _ = conditions.parse(["has_staff is no", f"monthly_tokens is at most {limit}"], ())
        name = f"{'waits' if limit % 2 else 'fires'}-{limit}"
        equal[name] = replace(pattern, id=name, when=when, unless=unless if limit % 2 else None)
    knowledge = replace(mini, rules={**equal, "no-staff": mini.rules["no-staff"]})

    trace = Engine(knowledge).run({"has_staff": False, "monthly_tokens": 1}, {})

    assert [firing.rule for firing in trace.firings if firing.rule.startswith("waits")] == []
    assert len(trace.firings) == 21


@pytest.mark.parametrize(
    ("when", "unless", "fires_where"),
    [
        ("data_egress is known", "close_call is yes", lambda verdict: not verdict.close_call),
        ("close_call is unknown", None, lambda verdict: verdict.strategy is None),
        ("close_call is not yes", None, lambda verdict: verdict.strategy is not None and not verdict.close_call),
    ],
)
def test_what_reads_the_verdict_waits_for_it(mini, when, unless, fires_where):
    parsed, _ = conditions.parse([when], ())
    excepted = conditions.parse([unless], ())[0] if unless else None
    late = replace(mini.rules["close-means-pilot"], id="late", when=parsed, unless=excepted)
    base = replace(mini, rules={**mini.rules, "late": late})
    engine = Engine(base)
    close = mini.base.model_copy(update={"close_call": 10.0})
    always_close = Engine(replace(base, base=close))
    profiles = [{}, {"data_egress": "never"}, {"data_egress": "anywhere"}, {"has_staff": False}]

    verdicts = set()
    for one, answers in [(one, answers) for one in (engine, always_close) for answers in profiles]:
        trace = one.run(answers, {})
        applies = when != "data_egress is known" or "data_egress" in answers
        assert ("late" in {firing.rule for firing in trace.firings}) is (applies and fires_where(trace.verdict))
        [row] = table.answers(one.knowledge, frame_of(answers), fired=True).to_dicts()
        assert set(row["fired"] or ()) == {firing.rule for firing in trace.firings}
        verdicts.add((trace.verdict.strategy is None, trace.verdict.close_call))
    assert verdicts == {(True, False), (False, False), (False, True)}


def frame_of(answers):
    return pl.DataFrame({"row": [1], **{fact: [answer] for fact, answer in answers.items()}})
