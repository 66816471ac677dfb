"""Which mistakes examples, cases and kept scores notice."""

from dataclasses import replace
from pathlib import Path

import pytest

from advisor.analysis import cases as trying
from advisor.analysis import mutants, scores
from advisor.analysis.noticing import Noticing
from advisor.inference.direct import Direct
from advisor.knowledge import cases
from advisor.knowledge.loader import load

DATA = Path(__file__).parent.parent / "data" / "mini"

CASE = """\
id: hospital
title: {en: "A hospital", zh: "一家医院"}
profile: {answers: {data_sensitivity: regulated, data_egress: never, has_staff: yes}}
expect: {openness: [open], strategy: [open_self_hosted]}
because: {en: "Nothing may leave.", zh: "数据不得外流。"}
sources: [a-law]
reviewed: 2026-11-25
"""


@pytest.fixture
def noticing(mini, tmp_path):
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "hospital.yaml").write_text(CASE, encoding="utf-8")
    found, faults = cases.read([(tmp_path, "mini")], mini)
    assert faults == []
    kept = scores.of_decision("hospital", trying.decided(found["hospital"], Direct(mini)))
    return Noticing(mini, found.values(), kept)


def outcomes(noticing, mini, rule):
    return {str(one): noticing.tried(one) for one in mutants.of_rule(mini.rules[rule], mini)}


def test_a_mutant_is_noticed_by_the_first_that_speaks_up(noticing, mini):
    found = {name: (one.outcome, one.by) for name, one in outcomes(noticing, mini, "keep-data-in").items()}

    assert found["keep-data-in: keep-data-in -> -"] == ("by_example", "1")
    assert found["keep-data-in: data_egress is never -> -"] == ("unnoticed", "")
    sign = "keep-data-in: favour open_self_hosted strongly -> oppose open_self_hosted strongly"
    assert found[sign] == ("by_case", "hospital")
    adverb = "keep-data-in: favour open_self_hosted strongly -> favour open_self_hosted clearly"
    assert found[adverb] == ("by_scores", "hospital")


def test_without_kept_scores_a_strength_is_noticed_by_nobody(noticing, mini):
    bare = Noticing(mini, (), None)

    assert {one.outcome for one in outcomes(bare, mini, "keep-data-in").values()} == {"by_example", "unnoticed"}


def test_a_conclusion_is_followed_to_the_rules_that_read_it(mini, tmp_path):
    (tmp_path / "cases").mkdir()
    text = CASE.replace("has_staff: yes", "has_staff: no").replace("[open_self_hosted]", "[none]")
    (tmp_path / "cases" / "hospital.yaml").write_text(text.replace("[open]", "[hybrid, none]"), encoding="utf-8")
    found, _ = cases.read([(tmp_path, "mini")], mini)
    noticing = Noticing(
        mini, found.values(), scores.of_decision("hospital", trying.decided(found["hospital"], Direct(mini)))
    )

    assert outcomes(noticing, mini, "no-staff")[
        "no-staff: conclude self_hosting_feasible is no -> conclude self_hosting_feasible is yes"
    ].outcome in {"by_case", "by_scores"}


def test_a_change_that_changes_nothing_is_no_mistake(mini):
    rule = mini.rules["no-staff"]
    leaf = rule.leaves[0]
    twice = replace(rule, when=type(mini.rules["keep-data-in"].when)((leaf, leaf)))
    base = replace(mini, rules={**mini.rules, "no-staff": twice})
    dropped = [one for one in mutants.of_rule(twice, base) if one.kind == "leaf_dropped"]

    assert [Noticing(base, ()).tried(one).outcome for one in dropped] == ["same"]


def test_a_sound_base_has_no_mistake_of_its_own_noticed():
    knowledge = load(DATA)
    unchanged = [
        replace(next(iter(mutants.of_rule(rule, knowledge))), changed=rule) for rule in knowledge.rules.values()
    ]

    assert {Noticing(knowledge, ()).tried(one).outcome for one in unchanged} == {"same"}
