"""Proofs over the rules: each kind of planted fault is found, with a profile that both engines confirm."""

import shutil
from pathlib import Path

import pytest

from advisor.analysis.verify import verify
from advisor.knowledge.loader import load

DATA = Path(__file__).parent.parent / "data" / "mini"
PRIVACY = Path("topics") / "privacy"


@pytest.fixture
def found(tmp_path):
    """Plants a change into the small knowledge, and gives what is found then and was not before."""
    before = {(one.kind, str(one.slots)) for one in verify(load(DATA), samples=1_000).findings}

    def plant(**files):
        folder = tmp_path / "mini"
        shutil.copytree(DATA, folder)
        for name, change in files.items():
            path = folder / PRIVACY / f"{name.replace('_', '-')}.yaml"
            old = path if path.exists() else folder / PRIVACY / f"{change.pop('like')}.yaml"
            text = old.read_text(encoding="utf-8")
            for wrong, right in change.items():
                assert wrong in text
                text = text.replace(wrong, right)
            path.write_text(text, encoding="utf-8")
        findings = verify(load(folder), samples=1_000).findings
        return [one for one in findings if (one.kind, str(one.slots)) not in before]

    return plant


def test_a_rule_that_can_never_fire_is_found(found):
    never = {
        "[monthly_tokens is at least 1_000_000]": "[monthly_tokens is at least 9, monthly_tokens is at most 8]",
    }
    (one, *_) = found(compare_costs=never)

    assert (one.kind, one.slots["rule"]) == ("never_fires", "compare-costs")


def test_a_rule_implied_by_another_of_the_same_effect_is_found(found):
    narrower = {"like": "compare-costs", "id: compare-costs": "id: compare-more", "least 1_000": "least 2_000"}
    (one,) = [f for f in found(compare_more=narrower) if f.kind == "implied"]

    assert (one.slots["rule"], one.slots["other"], one.confirmed) == ("compare-more", "compare-costs", True)
    assert one.answers["monthly_tokens"] >= 2_000_000


def test_conclusions_that_contradict_each_other_are_found(found):
    contrary = {
        "like": "no-staff",
        "id: no-staff": "id: always-feasible",
        "when: has_staff is no": "when: data_egress is never",
        "feasible is no": "feasible is yes",
        "{has_staff: no}": "{data_egress: never}",
        "{has_staff: yes}": "{data_egress: anywhere}",
    }
    (one,) = [f for f in found(always_feasible=contrary) if f.kind == "contradict"]

    assert dict(one.answers) == {"has_staff": False, "data_egress": "never"}
    assert one.confirmed


def test_the_smallest_answers_that_leave_nothing_are_found_and_are_no_fault(found):
    findings = found(keep_data_in={"rule out hosted": "rule out hosted\n  - rule out hybrid"})
    (one,) = [f for f in findings if f.kind == "nothing_left"]

    assert one.answers.keys() == {"data_sensitivity", "data_egress", "has_staff"}
    assert one.confirmed
    assert not one.is_fault


def test_an_answer_that_moves_the_recommendation_the_wrong_way_is_found(found):
    scope = '    scope: organization\n    name: {en: "staff'
    findings = found(facts={scope: f"    direction: {{more: [closed]}}\n{scope}"})
    (one,) = [f for f in findings if f.kind == "moves_away"]

    assert (one.slots["fact"], one.slots["from_answer"], one.slots["to_answer"]) == ("has_staff", False, True)
    assert one.confirmed


def test_no_rule_that_is_shipped_is_dead_implied_or_contradicts_another(whole):
    kinds = {one.kind for one in verify(whole, samples=1_000).findings}

    assert not kinds & {"never_fires", "implied", "contradict", "idle_question"}
