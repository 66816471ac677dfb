"""Knowledge whose parts do not fit together: each fault at its place, and no fault told twice."""

import shutil

import pytest
from conftest import MINI

from advisor.knowledge.loader import read

KEEP, STAFF, PUBLIC = "keep-data-in", "no-staff", "public-data-goes-out"
TOPIC = "topics/privacy"
FACTS = f"{TOPIC}/facts.yaml"
CLAIMS = "article/claims/01-one.yaml"

FAULTS = (
    (f"{TOPIC}/{KEEP}.yaml", "- data_egress is never\n", "- data_egres is never\n", "KB10", "data_egress"),
    (f"{TOPIC}/{KEEP}.yaml", "data_egress is never\nthen", "data_egress is nevr\nthen", "KB11", "never"),
    (f"{TOPIC}/{KEEP}.yaml", "data_egress is never\nthen", "data_egress is at least never\nthen", "KB12", "is not"),
    (f"{TOPIC}/{KEEP}.yaml", "rule out hosted", "rule out hostd", "KB13", "hosted"),
    (f"{TOPIC}/{KEEP}.yaml", "criterion: privacy", "criterion: privcy", "KB14", "privacy"),
    (f"{TOPIC}/{KEEP}.yaml", "[c001, a-law]", "[c001, a-lw]", "KB15", "a-law"),
    (f"{TOPIC}/{KEEP}.yaml", "[c001, a-law]", "[c002]", "KB18", "c002"),
    (
        f"{TOPIC}/no-self-hosting.yaml",
        "[rule out open_self_hosted]",
        "[conclude data_egress is never]",
        "KB20",
        "data_",
    ),
    (f"{TOPIC}/{STAFF}.yaml", "feasible is no]", "feasible is no, favour closed slightly]", "KB21", "concludes"),
    (f"{TOPIC}/{STAFF}.yaml", "when: has_staff is no", "when: self_hosting_feasible is no", "KB19", "self_hosting_"),
    (f"{TOPIC}/{PUBLIC}.yaml", "[laws includes hipaa]", "[close_call is yes]", "KB22", "close_call"),
    (f"{TOPIC}/{STAFF}.yaml", "given: {has_staff: yes}, fires: no", "given: {has_staff: no}, fires: yes", "KB25", "no"),
    (f"{TOPIC}/{STAFF}.yaml", "given: {has_staff: yes}", "given: {has_staff: perhaps}", "AN01", "perhaps"),
    (f"{TOPIC}/{STAFF}.yaml", "given: {has_staff: yes}", "given: {has_staf: yes}", "KB10", "has_staff"),
    (FACTS, "{id: dora,", "{id: hipaa,", "KB36", "hipaa"),
    (FACTS, "{id: public,", "{id: 'on',", "KB35", "on"),
    (FACTS, '    says_none: {en: "No special law applies.", zh: "没有特别的法规。"}\n', "", "KB38", "laws"),
    (FACTS, "About {value} tokens", "About some tokens", "KB37", "monthly_tokens"),
    (FACTS, '    help: {en: "Tick all.", zh: "可多选。"}\n', "", "KB28", "laws"),
    (FACTS, "type: choice", "type: choice\n    direction: {more: [open]}", "KB39", "data_egress"),
    (FACTS, "type: scale", "type: scale\n    direction: {more: [opn]}", "KB13", "open"),
    (FACTS, "type: scale", "type: scale\n    direction: {more: [open], exceptions: [no-staf]}", "KB15", "no-staff"),
    (CLAIMS, "passage: p01\n    quote: 茶", "passage: p02\n    quote: 茶", "KB15", "p01"),
    ("base.yaml", "topics: [privacy]", "topics: [secrecy]", "KB29", "privacy"),
    ("base.yaml", "clearly: 2, ", "", "KB33", "clearly"),
    ("base.yaml", "ignore: 0, ", "", "KB33", "ignore"),
    (
        "strategies.yaml",
        "{open_self_hosted: 1, open_hosted: 1",
        "{open_self_hostd: 1, open_hosted: 1",
        "KB13",
        "open_s",
    ),
    ("strategies.yaml", "- id: closed\n", "- id: hybrid\n", "KB17", "hybrid"),
)


@pytest.mark.parametrize(("file", "old", "new", "code", "words"), FAULTS, ids=[f"{f[3]} {f[4]}" for f in FAULTS])
def test_what_does_not_fit_is_told_where_it_stands(tmp_path, file, old, new, code, words):
    folder = shutil.copytree(MINI, tmp_path / "rules")
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    told = [one.render("en") for one in read(folder, "rules").diagnostics if one.code == code]

    assert any(one.startswith(f"rules/{file}:") and words in one for one in told), told


def test_a_fact_has_no_more_values_than_can_be_told_apart(tmp_path):
    folder = shutil.copytree(MINI, tmp_path / "rules")
    facts = folder / FACTS
    *before, last = facts.read_text(encoding="utf-8").partition("{id: dora,")
    line = "{id: dora," + last.partition("\n")[0]
    many = "\n      - ".join(line.replace("dora", f"law_{number}") for number in range(62))
    facts.write_text(before[0] + many + "\n      - {id: dora," + last, encoding="utf-8")

    [told] = [one.render("en") for one in read(folder, "rules").diagnostics if one.code == "KB40"]

    assert "`laws` has 64 values, and 63 is the most" in told


def test_a_name_whose_own_definition_is_faulty_is_not_told_again_where_it_is_used(tmp_path):
    folder = shutil.copytree(MINI, tmp_path / "rules")
    facts = folder / FACTS
    facts.write_text(facts.read_text(encoding="utf-8").replace("type: choice", "type: choyce"), encoding="utf-8")

    told = read(folder, "rules").diagnostics

    assert [one.code for one in told] == ["KB04"]
