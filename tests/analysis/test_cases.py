"""Whole profiles against what an expert expects, and each difference at the place of the expectation it breaks."""

import shutil
from pathlib import Path

import pytest

from advisor.analysis import cases as trying
from advisor.knowledge import cases
from advisor.knowledge.loader import load

MINI = Path(__file__).parent.parent / "data" / "mini"

CASE = """\
id: hospital
title: {en: "A hospital", zh: "一家医院"}
profile:
  organization: Hospital
  priorities: {privacy: high}
  answers: {data_sensitivity: regulated, data_egress: never}
expect:
  openness: [open]
  strategy: [open_self_hosted]
  fires: [keep-data-in]
  silent: [no-staff]
  ruled_out:
    closed_api: [keep-data-in]
  close_call: no
because: {en: "Nothing may leave.", zh: "数据不得外流。"}
sources: [a-law]
reviewed: 2026-11-25
"""


@pytest.fixture
def tried(tmp_path):
    """Writes a case beside the small knowledge, and gives the faults in it or what differs."""
    folder = tmp_path / "mini"
    shutil.copytree(MINI, folder)
    (folder / "cases").mkdir()

    def write_and_try(text, name="hospital"):
        (folder / "cases" / f"{name}.yaml").write_text(text, encoding="utf-8")
        knowledge = load(folder)
        found, faults = cases.read([(folder, "mini")], knowledge)
        differing = [one for result in trying.run_cases(knowledge, found.values()) for one in result.differences]
        return [one.render("en").splitlines()[0] for one in [*faults, *differing]]

    return write_and_try


def test_a_case_that_comes_out_as_expected_has_no_differences(tried):
    assert tried(CASE) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "openness: [open]\n  strategy: [open_self_hosted]",
            "openness: [closed, none]",
            "8:13: EX10: the verdict is",
        ),
        (
            "strategy: [open_self_hosted]",
            "strategy: [open_hosted]",
            "9:13: EX11: the strategy is",
        ),
        ("close_call: no", "close_call: yes", "14:15: EX12: close call: no, and yes is expected"),
        ("fires: [keep-data-in]", "fires: [no-staff]", "10:11: EX13: the rule `no-staff` does not fire"),
        ("silent: [no-staff]", "silent: [keep-data-in]", "11:12: EX14: the rule `keep-data-in` fires"),
        ("closed_api: [keep-data-in]", "open_self_hosted: []", "13:5: EX15: `open_self_hosted` is not ruled out"),
    ],
)
def test_each_kind_of_difference_is_told_at_the_expectation_it_breaks(tried, old, new, expected):
    contradicting = {"silent: [no-staff]": "fires: [keep-data-in]\n", "fires: [keep-data-in]": "silent: [no-staff]\n"}
    told = tried(CASE.replace(contradicting.get(old, "nothing"), "\n").replace(old, new))

    assert any(line.startswith(f"mini/cases/hospital.yaml:{expected}") for line in told), told


def test_a_rule_that_does_not_fire_is_told_with_what_stands_against_it(tmp_path):
    folder = tmp_path / "mini"
    shutil.copytree(MINI, folder)
    (folder / "cases").mkdir()
    text = CASE.replace("fires: [keep-data-in]\n  silent: [no-staff]", "fires: [public-data-goes-out]")
    (folder / "cases" / "hospital.yaml").write_text(text, encoding="utf-8")
    knowledge = load(folder)
    found, _ = cases.read([(folder, "mini")], knowledge)
    (result,) = trying.run_cases(knowledge, found.values())

    against = "data_sensitivity is public (data_sensitivity: regulated); data_egress is anywhere (data_egress: never)"
    assert [one.hint("en") for one in result.differences] == [f"what stands against it: {against}"]


def test_a_case_with_workloads_is_judged_by_the_whole_and_a_rule_may_fire_in_one(tried):
    split = CASE.replace(
        "  answers: {data_sensitivity: regulated, data_egress: never}\n",
        "  workloads:\n"
        "    - {name: letters, answers: {data_sensitivity: regulated, data_egress: never}}\n"
        "    - {name: website, answers: {data_sensitivity: public}}\n",
    )
    text = (
        split.replace("[open]", "[hybrid]").replace("[open_self_hosted]", "[hybrid]").replace("  close_call: no\n", "")
    )

    assert tried(text.replace("[keep-data-in]\n  silent", "[keep-data-in, public-data-goes-out]\n  silent")) == []


def test_every_case_that_is_shipped_comes_out_as_its_expert_expects(whole):
    folder = Path(__file__).parent.parent.parent / "rules"
    found, faults = cases.read([(folder, "rules")], whole)

    assert faults == []
    assert [one.render("en") for result in trying.run_cases(whole, found.values()) for one in result.differences] == []


def test_a_draft_is_no_case_until_somebody_has_judged_it(tried):
    assert tried(CASE + "draft: yes\n") == [
        "mini/cases/hospital.yaml:18:1: EX06: this case is a draft, and nobody has judged it"
    ]


@pytest.mark.parametrize(
    ("looked_up", "expected"),
    [
        ("{monthly_tokens: 3}", "18:13: EX07: `monthly_tokens` is not looked up in the catalogue"),
        ("{models: 3}", "18:13: EX07: `models` is not looked up in the catalogue"),
    ],
)
def test_only_what_the_catalogue_says_can_be_looked_up(tried, looked_up, expected):
    assert tried(CASE + f"looked_up: {looked_up}\n") == [f"mini/cases/hospital.yaml:{expected}"]


def test_what_the_catalogue_would_say_reaches_the_rules(whole, tmp_path):
    (tmp_path / "cases").mkdir()
    text = CASE.replace("keep-data-in", "no-closed-model-on-offer").replace("answers: {", "answers: {} #")
    text = (
        text[: text.index("expect:")]
        + (
            "looked_up: {models_closed_api: none_context}\n"
            "expect: {openness: [none], fires: [no-closed-model-on-offer],"
            " ruled_out: {closed_api: [no-closed-model-on-offer]}}\n"
        )
        + 'because: {en: "x", zh: "x"}\nsources: [c001]\nreviewed: 2026-11-25\n'
    )
    (tmp_path / "cases" / "hospital.yaml").write_text(text, encoding="utf-8")
    found, faults = cases.read([(tmp_path, "own")], whole)

    assert faults == []
    assert [result.differences for result in trying.run_cases(whole, found.values())] == [()]
