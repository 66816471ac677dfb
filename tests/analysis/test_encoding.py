"""The formulas for z3 say of every rule what the meaning of the rules says."""

import sys

import pytest
from drawing import answers
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.analysis.encoding import Encoding, solver_library
from advisor.errors import InputError
from advisor.inference import semantics
from advisor.inference.rete import Engine

pytest.importorskip("z3", reason="proofs need the extra `verify`")


def asked(knowledge):
    return [fact.id for fact in knowledge.facts.values() if fact.origin == "asked"]


@given(st.data())
def test_a_formula_with_its_answers_filled_in_is_true_where_the_rule_fires(mini, data):
    known = data.draw(answers(mini))
    encoding = Encoding(mini)
    every = {name: known.get(name) for name in asked(mini)} | {"close_call": None}
    fired = {firing.rule for firing in Engine(mini).run(known, {}).firings} - {"close-means-pilot"}

    formulas = {
        rule.id: encoding.z3.simplify(encoding.fixed(encoding.fires(rule), every)) for rule in mini.rules.values()
    }

    assert {rule for rule, formula in formulas.items() if encoding.z3.is_true(formula)} - {"close-means-pilot"} == fired
    assert all(encoding.z3.is_true(f) or encoding.z3.is_false(f) for f in formulas.values())


@settings(max_examples=20)
@given(st.data())
def test_a_profile_found_for_a_rule_makes_it_fire_with_as_few_answers_as_can_be(mini, data):
    rule = data.draw(st.sampled_from([one for one in mini.rules.values() if one.id != "close-means-pilot"]))
    encoding = Encoding(mini)

    found = encoding.profile(encoding.fires(rule))

    assert isinstance(found, dict)
    assert rule.id in {firing.rule for firing in Engine(mini).run(found, {}).firings}
    assert all(
        not semantics.fires(rule, mini.facts, {k: v for k, v in found.items() if k != left})
        for left in found
        if not any(mini.facts[fact].origin == "derived" for fact in rule.reads)
    )


def test_what_can_never_hold_together_has_no_profile(mini):
    encoding = Encoding(mini)
    rule = encoding.fires(mini.rules["keep-data-in"])

    assert encoding.impossible(rule, encoding.z3.Not(rule)) is True
    assert encoding.profile(rule, encoding.z3.Not(rule)) is False
    assert encoding.impossible(rule) is False


def test_without_the_library_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "z3", None)

    with pytest.raises(InputError) as refused:
        solver_library()

    assert [one.render("en") for one in refused.value.diagnostics] == [
        "rules verify: WR17: this command needs an extra that is not installed\n    pip install 'advisor[verify]'"
    ]
