"""`advisor rules check`: every fault at its place, all at once, and none that only follows from another.

The planted faults are data: each folder of `tests/data/planted/` is laid over the small knowledge, and its
`expected.txt` is what the command must say, word for word.
"""

import re
import shutil

import pytest
from conftest import MINI
from tests_root import ROOT, TESTS

from advisor.cli import main
from advisor.dialogue import fault_pages

PLANTED = TESTS / "data" / "planted"
PLACE = re.compile(r"^(\S+?(?::\d+)*): ([A-Z]{2}\d\d): ", re.MULTILINE)
TODAY = "2026-11-25"
"""The day on which nothing that is shipped is old."""
EVERY_FILE = sorted(path.relative_to(MINI).as_posix() for path in MINI.rglob("*.yaml"))


def check(capsys, *arguments):
    """What the command leaves: exit code, output, messages. A later `--as-of` counts."""
    with pytest.raises(SystemExit) as left:
        main(["rules", "check", "--as-of", TODAY, *arguments])
    return left.value.code, *capsys.readouterr()


@pytest.fixture
def rules(tmp_path, monkeypatch):
    """A copy of the small knowledge, in a folder called `rules` that is named without its path."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(MINI, tmp_path / "rules")
    return tmp_path / "rules"


def places(out):
    return PLACE.findall(out)


@pytest.mark.parametrize("folder", sorted(path.name for path in PLANTED.iterdir()))
def test_planted_faults_are_told_word_for_word(capsys, rules, folder):
    shutil.copytree(PLANTED / folder, rules, dirs_exist_ok=True)
    code, out, err = check(capsys, "--rules", "rules")

    assert (code, err) == (4, "")
    assert out == (PLANTED / folder / "expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", sorted(path.name for path in PLANTED.iterdir()))
def test_planted_faults_are_told_at_the_same_places_in_chinese(capsys, rules, folder):
    shutil.copytree(PLANTED / folder, rules, dirs_exist_ok=True)
    expected = places((PLANTED / folder / "expected.txt").read_text(encoding="utf-8"))
    _, out, _ = check(capsys, "--rules", "rules", "--lang", "zh")

    assert places(out) == expected
    assert len(re.findall(r"[\u3400-\u9fff]", out)) > 10 * len(expected)


def test_at_least_sixty_kinds_of_faults_are_planted_in_one_folder():
    told = places((PLANTED / "many" / "expected.txt").read_text(encoding="utf-8"))

    assert len({code for _, code in told}) >= 60
    assert {code for _, code in told} <= fault_pages.pages().keys()


def test_places_are_told_in_the_order_in_which_a_person_reads_files(capsys, rules):
    shutil.copytree(PLANTED / "many", rules, dirs_exist_ok=True)
    _, out, _ = check(capsys, "--rules", "rules")
    order = [
        (parts[0], *(int(number) for number in parts[1:])) for parts in (place.split(":") for place, _ in places(out))
    ]

    assert order == sorted(order)


@pytest.mark.parametrize("name", EVERY_FILE)
def test_a_file_that_cannot_be_read_hides_no_other_fault_and_brings_no_further_ones(capsys, rules, name):
    planted = "topics/privacy/keep-data-in.yaml" if "no-staff" in name else "topics/privacy/no-staff.yaml"
    path = rules / planted
    path.write_text(path.read_text(encoding="utf-8").replace("reviewed: 2026", "reviewd: 2026"), encoding="utf-8")
    (rules / name).write_text("[", encoding="utf-8")
    _, out, _ = check(capsys, "--rules", "rules")

    told = {(place.split(":")[0], code) for place, code in places(out)}
    assert told == {(f"rules/{name}", "YA01"), (f"rules/{planted}", "KB01"), (f"rules/{planted}", "KB02")}


@pytest.mark.parametrize("name", ["base.yaml", "strategies.yaml", "criteria.yaml", "sources.yaml"])
def test_a_file_that_is_missing_hides_no_other_fault_and_brings_no_further_ones(capsys, rules, name):
    (rules / name).unlink()
    path = rules / "topics" / "privacy" / "no-staff.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("has_staff is no\n", "has_staf is no\n"), encoding="utf-8")
    _, out, _ = check(capsys, "--rules", "rules")

    assert places(out) == [(f"rules/{name}", "LO02"), ("rules/topics/privacy/no-staff.yaml:4:7", "KB10")]


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("criteria.yaml", "importance: medium", "importance: huge", "KB04"),
        ("strategies.yaml", "- id: hybrid", "- id: Hybrid", "KB05"),
        ("sources.yaml", "id: a-law", "idd: a-law", "KB01"),
        ("base.yaml", "version: '1'", "version: 1", "KB07"),
        ("article/claims/01-one.yaml", "verdict: supported", "verdict: maybe", "KB04"),
        ("article/claims/01-one.yaml", "chapter:", "chaptr:", "KB01"),
        ("article/article.yaml", "link:", "lnk:", "KB01"),
        ("topics/privacy/facts.yaml", "id: data_egress", "id: Data", "KB05"),
        ("topics/privacy/facts.yaml", "facts:", "fakts:", "KB01"),
    ],
)
def test_a_slip_in_a_definition_is_not_told_again_wherever_its_name_is_used(capsys, rules, name, old, new, code):
    path = rules / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    _, out, _ = check(capsys, "--rules", "rules")

    assert {place.split(":")[0] for place, _ in places(out)} == {f"rules/{name}"}
    assert code in {found for _, found in places(out)}


@pytest.mark.parametrize("base", ["rules", "examples/database"])
def test_nothing_is_wrong_with_what_is_shipped(capsys, base):
    code, out, err = check(capsys, "--rules", str(ROOT / base))

    assert (code, err) == (0, "")
    assert places(out) == []


def test_what_is_old_is_a_warning_and_fails_only_when_asked_to(capsys, rules):
    path = rules / "sources.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("checked_on: 2026", "checked_on: 2024"), encoding="utf-8")
    code, out, _ = check(capsys, "--rules", "rules")

    assert code == 0
    assert out == (
        "rules/sources.yaml:2:129: WA01: warning: the source `a-law` was last looked at on 2024-11-23, 732 days ago\n"
        "    look whether it still says so, and set `checked_on`\n"
        "Warnings: 1. Nothing is wrong yet, and somebody should look again.\n"
        "`advisor rules explain WA01` tells what this code means and what to do; so for each of them.\n"
        "The knowledge is sound: 6 rules, 7 facts, 2 claims, 1 sources.\n"
    )
    assert check(capsys, "--rules", "rules", "--strict")[0] == 4
    assert check(capsys, "--rules", "rules", "--strict", "--as-of", "2024-12-01")[0] == 0


def test_faults_and_warnings_stand_together_in_order_of_their_places(capsys, rules):
    for name, old, new in (
        ("sources.yaml", "checked_on: 2026", "checked_on: 2024"),
        ("topics/privacy/no-staff.yaml", "basis: later", "basis: latter"),
    ):
        path = rules / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    code, out, _ = check(capsys, "--rules", "rules")

    assert code == 4
    assert [found for _, found in places(out)] == ["WA01", "KB04"]
    assert "1 found." in out


def test_of_many_warnings_of_a_kind_the_first_are_shown(capsys):
    arguments = ("--rules", str(ROOT / "rules"), "--as-of", "2027-11-01")
    some, every = check(capsys, *arguments)[1], check(capsys, *arguments, "--all")[1]
    told = [code for _, code in places(some)]
    more = int(re.search(r"^WA02: (\d+) more", some, re.MULTILINE)[1])

    assert told.count("WA02") == 10
    assert [code for _, code in places(every)].count("WA02") == 10 + more


def test_schemas_that_no_longer_fit_the_knowledge_are_told(capsys, rules):
    base = ("--rules", "rules")
    with pytest.raises(SystemExit):
        main(["rules", "schema", "--write", *base])
    capsys.readouterr()
    assert check(capsys, *base)[1].startswith("The knowledge is sound")

    path = rules / "topics" / "privacy" / "facts.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Where may data go?", "Where to?"), encoding="utf-8")
    told = places(check(capsys, *base)[1])

    assert {code for _, code in told} == {"WA05"}
    assert ("rules/schema/profile.json", "WA05") in told


SHAPES = {
    "title": (', zh: "受监管数据留在内部"', "", "KB03"),
    "criterion": ("criterion: privacy", "criterion: Privacy!", "KB05"),
    "when": ("data_sensitivity is at least regulated", "data_sensitivity >= regulated", "CO05"),
    "then": ("- rule out hosted", "- forbid hosted", "EF01"),
    "sources": ("sources: [c001, a-law]", "sources: a-law", "KB06"),
    "basis": ("basis: article", "basis: gossip", "KB04"),
    "reviewed": ("reviewed: 2026-11-23", "reviewed: today", "KB05"),
    "examples": ("fires: no}", "fires: perhaps}", "KB06"),
}
NAMES = {
    "criterion": ("criterion: privacy", "criterion: privcy", "KB14"),
    "when": ("data_egress is never\nthen", "data_egres is never\nthen", "KB10"),
    "then": ("rule out hosted", "rule out hostd", "KB13"),
    "sources": ("[c001, a-law]", "[c001, a-lwa]", "KB15"),
    "examples": ("regulated, data_egress", "regulated, data_egres", "KB10"),
}


@pytest.mark.parametrize(("shape", "name"), [(one, two) for one in SHAPES for two in NAMES if one != two])
def test_a_faulty_part_of_a_rule_hides_no_fault_of_its_other_parts(capsys, rules, shape, name):
    path = rules / "topics" / "privacy" / "keep-data-in.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new, _ in (SHAPES[shape], NAMES[name]):
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    (rules / "cases").mkdir()
    (rules / "cases" / "house.yaml").write_text(
        "id: house\ntitle: {en: A house, zh: 一所房子}\nprofile: {answers: {data_egress: never}}\n"
        "expect: {openness: [open], fires: [keep-data-in], ruled_out: {closed_api: [keep-data-in]}}\n"
        "because: {en: So., zh: 如此。}\nsources: [a-law]\nreviewed: 2026-11-25\n",
        encoding="utf-8",
    )
    told = places(check(capsys, "--rules", "rules")[1])

    assert {code for _, code in told} == {SHAPES[shape][2], NAMES[name][2]}
    assert {place.split(":")[0] for place, _ in told} == {"rules/topics/privacy/keep-data-in.yaml"}


def test_a_faulty_part_of_an_overlay_hides_no_fault_of_its_other_parts(capsys, rules):
    (rules.parent / "ours").mkdir()
    (rules.parent / "ours" / "overlay.yaml").write_text(
        "id: ours\nversion: 1\ntitle: {en: Ours, zh: 我们的}\nimportance: {privcy: high}\n"
        "switch_off:\n  - {rule: no-such-rule, because: {en: So., zh: 如此。}}\n",
        encoding="utf-8",
    )
    _, out, _ = check(capsys, "--rules", "rules", "--overlay", "ours")

    assert places(out) == [
        ("ours/overlay.yaml:2:10", "KB07"),
        ("ours/overlay.yaml:4:14", "KB14"),
        ("ours/overlay.yaml:6:12", "KB15"),
    ]
