"""The shapes of the knowledge."""

import pytest
from pydantic import ValidationError

from advisor.knowledge.model import Criterion, Source

NAME = {"en": "privacy", "zh": "隐私"}


def test_what_is_not_known_to_a_shape_is_refused():
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Criterion(id="privacy", name=NAME, question=NAME, importance="high", weight=3)


@pytest.mark.parametrize("day", ["2026", "2026-11", "2026-11-25"])
def test_a_date_is_as_exact_as_it_is_known(day):
    assert Source(id="a-law", title="A law", grade="A", checked_on=day).checked_on == day


@pytest.mark.parametrize("day", ["26-11-25", "November 2026", "2026-11-25T10:00"])
def test_a_date_in_another_form_is_refused(day):
    with pytest.raises(ValidationError):
        Source(id="a-law", title="A law", grade="A", checked_on=day)


def test_a_rule_tells_what_it_reads_and_what_it_does(mini):
    rule = mini.rules["keep-data-in"]

    assert rule.reads == {"data_sensitivity", "data_egress"}
    assert [str(gate) for gate in rule.gates] == ["rule out hosted"]
    assert [str(effect) for effect in rule.weighs] == ["favour open_self_hosted strongly"]
    assert not rule.only_advises
    assert mini.rules["close-means-pilot"].only_advises


def test_a_base_tells_which_rules_read_a_fact(mini):
    assert mini.readers["data_egress"] == ("keep-data-in", "public-data-goes-out")
    assert mini.readers["self_hosting_feasible"] == ("no-self-hosting",)


def test_a_strategy_is_a_group_of_itself(mini):
    assert mini.parts["closed_api"] == {"closed_api": 1.0}
    assert mini.named("hosted").en == "anything a third party runs"


@pytest.mark.parametrize("kind", ["rules", "facts", "sources"])
def test_the_shipped_knowledge_can_be_counted(whole, kind):
    least = {"rules": 150, "facts": 40, "sources": 150}

    assert len(getattr(whole, kind)) >= least[kind]
