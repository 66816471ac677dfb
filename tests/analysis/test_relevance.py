"""Which unanswered questions still matter."""

from drawing import answer as drawn_answer
from drawing import answers as drawn_answers
from hypothesis import given
from hypothesis import strategies as st

from advisor.analysis.relevance import may_be_asked, open_questions, waiting
from advisor.inference import semantics


def test_a_rule_waits_until_what_is_known_settles_it(mini):
    rule = mini.rules["public-data-goes-out"]

    assert waiting(rule, mini.facts, {})
    assert waiting(rule, mini.facts, {"data_sensitivity": "public"})
    assert not waiting(rule, mini.facts, {"data_sensitivity": "public", "laws": frozenset()})
    assert not waiting(rule, mini.facts, {"laws": frozenset({"hipaa"})})


def test_questions_a_gate_waits_for_come_first(mini):
    questions = list(open_questions(mini, {}, {}))

    assert set(questions[:3]) == {"data_sensitivity", "data_egress", "has_staff"}


def test_a_question_matters_through_the_conclusions_that_rest_on_it(mini):
    assert open_questions(mini, {}, {})["has_staff"] == ("no-self-hosting",)


def test_a_criterion_that_is_ignored_asks_for_its_gates_only(mini):
    asked = open_questions(mini, {}, {"budget": "ignore"})

    assert "monthly_tokens" not in asked
    assert "has_staff" in asked


def test_a_question_about_a_case_that_is_known_not_to_be_is_left_out(whole):
    fact = whole.facts["region_contract_available"]

    assert may_be_asked(fact, whole, {})
    assert may_be_asked(fact, whole, {"region_required": True})
    assert not may_be_asked(fact, whole, {"region_required": False})


@given(data=st.data())
def test_the_answer_to_a_question_that_is_not_open_changes_no_rule_that_counts(mini, data):
    """A rule that only concludes may still turn; what it concludes is then read by nothing that can."""
    known = data.draw(drawn_answers(mini))
    open_now = open_questions(mini, known, {})
    for fact in mini.facts.values():
        if fact.origin != "asked" or fact.id in open_now or fact.id in known:
            continue
        more = {**known, fact.id: data.draw(drawn_answer(mini, fact))}
        for rule in mini.rules.values():
            if not rule.concludes:
                assert semantics.fires(rule, mini.facts, known) is semantics.fires(rule, mini.facts, more)
