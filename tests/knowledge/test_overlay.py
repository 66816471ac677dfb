"""An organisation's own knowledge over a base: what it adds, what it switches off, and where two cannot agree."""

import json
from pathlib import Path

import pytest

from advisor.knowledge.loader import load, read
from advisor.knowledge.overlay import Layers

MINI = Path(__file__).parent.parent / "data" / "mini"

OVERLAY = """\
id: tea-house
version: '1'
title: {en: "The tea house's own rules", zh: "茶馆自己的规则"}
importance: {privacy: high}
switch_off:
  - {rule: compare-costs, because: {en: "Costs are paid by the owner.", zh: "费用由业主承担。"}}
"""
FACTS = """\
facts:
  - id: has_garden
    type: flag
    name: {en: "a garden", zh: "花园"}
    question: {en: "Is there a garden?", zh: "有花园吗？"}
    help: {en: "A courtyard counts.", zh: "院子也算。"}
    values:
      - {id: 'yes', label: {en: "Yes", zh: "有"}, says: {en: "There is a garden.", zh: "有花园。"}}
      - {id: 'no', label: {en: "No", zh: "没有"}, says: {en: "There is no garden.", zh: "没有花园。"}}
"""
RULE = """\
id: gardens-are-private
title: {en: "Gardens are private", zh: "花园是私密的"}
criterion: privacy
when: has_garden is yes
then: [favour open_self_hosted clearly]
because: {en: "A garden has a wall.", zh: "花园有围墙。"}
sources: [garden-book]
basis: later
reviewed: 2026-11-25
examples:
  - {name: one, given: {has_garden: yes}, fires: yes}
  - {name: none, given: {has_garden: no}, fires: no}
"""
SOURCES = "sources:\n  - {id: garden-book, title: Gardens, grade: B, checked_on: 2026-11-25}\n"


@pytest.fixture
def overlay(tmp_path):
    """A complete overlay over the small knowledge."""
    folder = tmp_path / "own"
    (folder / "topics" / "privacy").mkdir(parents=True)
    for name, text in {
        "overlay.yaml": OVERLAY,
        "sources.yaml": SOURCES,
        "topics/privacy/facts.yaml": FACTS,
        "topics/privacy/gardens-are-private.yaml": RULE,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def told(*overlays):
    return [d.render("en").splitlines()[0] for d in read(Layers(MINI, overlays)).diagnostics]


def test_an_overlay_adds_changes_and_switches_off(overlay, mini):
    knowledge = load(Layers(MINI, (overlay,)))

    assert knowledge.rules.keys() == {*mini.rules, "gardens-are-private"} - {"compare-costs"}
    assert knowledge.facts.keys() - mini.facts.keys() == {"has_garden"}
    assert (knowledge.criteria["privacy"].importance, mini.criteria["privacy"].importance) == ("high", "medium")
    assert knowledge.switched_off.keys() == {"compare-costs"}
    assert knowledge.sha256 != mini.sha256


def test_an_overlay_is_told_with_all_that_it_changes(overlay):
    (one,) = load(Layers(MINI, (overlay,))).overlays

    assert (one.id, one.adds_facts, one.adds_rules, one.adds_sources) == (
        "tea-house",
        ("has_garden",),
        ("gardens-are-private",),
        ("garden-book",),
    )
    assert one.importance == {"privacy": ("medium", "high")}
    assert one.switches_off["compare-costs"].en == "Costs are paid by the owner."


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("overlay.yaml", "rule: compare-costs", "rule: compare-cost", "6:12: KB15: no rule is called `compare-cost`"),
        (
            "overlay.yaml",
            "rule: compare-costs",
            "rule: gardens-are-private",
            "6:12: OV02: the overlay switches off",
        ),
        ("overlay.yaml", "{privacy:", "{privcy:", "4:14: KB14: no criterion is called `privcy`"),
        ("overlay.yaml", "privacy: high", "privacy: highest", "4:23: KB04: `highest` is not one of"),
        ("overlay.yaml", "because:", "why:", "6:5: KB01: `because` is missing"),
        ("topics/privacy/facts.yaml", "id: has_garden", "id: has_staff", "2:9: KB17: the fact `has_staff` is defined"),
        ("sources.yaml", "id: garden-book", "id: a-law", "2:10: KB17: the source `a-law` is defined a second time"),
    ],
)
def test_what_an_overlay_cannot_do_is_told_where_it_stands(overlay, file, old, new, expected):
    path = overlay / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    assert any(line.startswith(f"{path}:{expected}") for line in told(overlay)), told(overlay)


def test_an_overlay_leaves_strategies_and_criteria_alone(overlay):
    (overlay / "criteria.yaml").write_text("criteria: []\n", encoding="utf-8")

    assert told(overlay) == [f"{overlay}/criteria.yaml: OV01: an overlay cannot hold this file"]


def test_two_overlays_that_contradict_each_other_are_told(overlay, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "overlay.yaml").write_text(
        OVERLAY.replace("tea-house", "coffee-house").replace("high", "low"), encoding="utf-8"
    )

    assert [line.split(": ")[1] for line in told(overlay, other)] == ["OV04", "OV03"]


def test_a_folder_without_its_file_is_no_overlay(tmp_path):
    assert told(tmp_path) == [f"{tmp_path}/overlay.yaml: LO02: this file is missing from the knowledge"]
    assert told(tmp_path / "none") == [f"{tmp_path}/none: LO01: there is no such folder of rules"]


def test_the_record_and_the_report_name_the_overlay_and_what_it_changed(overlay, run, tmp_path):
    profile = tmp_path / "tea.yaml"
    profile.write_text("answers: {has_garden: yes}\n", encoding="utf-8")
    record = json.loads(run("recommend", profile, "--format", "json", "--overlay", overlay).out)
    report = run("recommend", profile, "--format", "markdown", "--overlay", overlay)

    assert record["verdict"]["strategy"] == "open_self_hosted"
    assert record["knowledge"]["overlays"][0]["switches_off"].keys() == {"compare-costs"}
    assert "tea\\-house" in report.out
    assert "switches off the rule compare-costs: Costs are paid by the owner." in report.err
