"""`advisor rules coverage`: shares, what is not shown, and thresholds that fail."""

import json

import pytest


def test_the_shares_are_a_table_and_the_gaps_are_counted(run):
    done = run("rules", "coverage")

    assert done.code == 0
    assert "rules that fire in one" in done.out
    assert "6/6 100.0 %" in done.out
    assert "Rules of which something is not shown: " in done.out


def test_details_name_each_leaf_and_what_is_not_shown_of_it(run):
    out = run("rules", "coverage", "--details").out

    assert "public-data-goes-out\n" in out
    assert "    data_egress is anywhere: never holds, never known to fail and never shown to decide alone\n" in out


def test_one_rule_is_shown_leaf_by_leaf_with_its_pairs(run):
    out = run("rules", "coverage", "keep-data-in").out

    assert "    decides alone: fires in keep-data-in 1, silent in keep-data-in 2, and nothing else differs\n" in out
    assert "  data_egress is never\n    never known to fail\n" in out


@pytest.mark.parametrize(
    ("threshold", "code", "told"),
    [
        ("--min-rules", 0, ""),
        ("--min-leaves", 4, "too little: leaves that hold in one, 88.8 %, and 100 % were asked"),
        ("--min-decisive", 4, "too little: leaves shown to decide alone (MC/DC), 66.6 %, and 100 % were asked"),
    ],
)
def test_a_threshold_that_is_not_reached_fails(run, threshold, code, told):
    done = run("rules", "coverage", threshold, "100")

    assert done.code == code
    assert told in done.err


def test_as_json_everything_is_there(run):
    found = json.loads(run("rules", "coverage", "--format", "json").out)
    rule = next(one for one in found["rules"] if one["rule"] == "keep-data-in")

    assert (found["schema"], found["trials"]) == ("advisor/coverage/1", {"example": 12})
    assert found["shares"]["together"]["fired"] == {"covered": 6, "of": 6}
    assert rule["leaves"][0]["decides"] == {"fires": "keep-data-in 1", "silent": "keep-data-in 2", "alone": True}


def test_a_profile_can_be_counted_as_well(run, tmp_path):
    path = tmp_path / "tea.yaml"
    path.write_text("answers: {data_egress: anywhere, data_sensitivity: internal, laws: []}\n", encoding="utf-8")
    without = run("rules", "coverage", "public-data-goes-out").out

    out = run("rules", "coverage", "public-data-goes-out", "--with", path).out

    assert "data_egress is anywhere\n    never holds" in without
    assert "data_egress is anywhere\n    never holds" not in out


def test_an_unknown_rule_or_topic_is_told_with_the_nearest(run):
    done = run("rules", "coverage", "keep-data-inn")

    assert (done.code, done.err.splitlines()[0]) == (
        2,
        "rules coverage: WR01: there is no rule `keep-data-inn` in the knowledge",
    )
    assert "keep-data-in`" in done.err


def test_in_chinese_nothing_is_left_in_english(run):
    out = run("rules", "coverage", "--lang", "zh").out

    assert "至少触发过一次的规则" in out
    assert "rules" not in out
