"""Knowledge that is sound and poorly written: every lapse at its place."""

import shutil

import pytest
from conftest import MINI

from advisor.knowledge import lint
from advisor.knowledge.loader import read

RULE = "topics/privacy/keep-data-in.yaml"
STAFF = "topics/privacy/no-staff.yaml"
SAID = '{en: "Nothing may leave.", zh: "数据不得外流。"}'
IDLE = '{id: idle, title: Idle, date: 2025-01-01, link: "https://example.org", grade: A, checked_on: 2026-11-23}'

LAPSES = (
    ("ST02", STAFF, "[conclude self_hosting_feasible is no]", "[rule out self_hosted]"),
    ("ST03", RULE, SAID, '{en: "Nothing may leave.", zh: "Nothing may leave the house, neither now nor later."}'),
    ("ST04", RULE, SAID, '{en: "Nothing may leave.", zh: "数据,不得外流。"}'),
    ("ST05", RULE, SAID, '{en: "Nothing may leave.", zh: "数据 不得外流。"}'),
    ("ST06", RULE, SAID, '{en: "Nothing may leave.", zh: "数据不得外流"}'),
    ("ST06", RULE, SAID, '{en: "Nothing may leave", zh: "数据不得外流。"}'),
    ("ST07", "sources.yaml", "sources:\n", f"sources:\n  - {IDLE}\n"),
    ("ST08", RULE, SAID, '{en: "Nothing 外流 may leave.", zh: "数据不得外流。"}'),
    ("ST10", "article/claims/01-one.yaml", "verdict: supported", "verdict: outdated"),
)


def changed(folder, file, old, new):
    """A copy of the small knowledge with one thing written otherwise."""
    shutil.copytree(MINI, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return read(folder, "rules")


def told(loaded):
    assert loaded.knowledge is not None
    return [one.render("en") for one in lint.check(loaded.knowledge, loaded.where)]


@pytest.mark.parametrize(("code", "file", "old", "new"), LAPSES, ids=[f"{x[0]} {x[3][:24]}" for x in LAPSES])
def test_a_lapse_of_style_is_told_where_it_stands(tmp_path, code, file, old, new):
    found = told(changed(tmp_path / "rules", file, old, new))

    assert any(f": {code}: " in one for one in found), found


def test_a_question_that_no_rule_reads_is_told(tmp_path):
    found = told(changed(tmp_path / "rules", RULE, "  all:\n    - data_sens", "  any:\n    - data_sens"))
    before = len(found)

    idle = told(
        changed(
            tmp_path / "other",
            "topics/privacy/compare-costs.yaml",
            "monthly_tokens is at least 1_000_000",
            "has_staff is yes",
        )
    )

    assert before == 0
    assert [one.split(": ")[1] for one in idle if "monthly_tokens" in one] == ["ST01"]


def test_the_shipped_knowledge_has_no_lapse():
    assert told(read()) == []
