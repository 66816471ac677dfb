"""`advisor rules test`: examples and cases, and the results for a build server."""

import shutil
from xml.etree import ElementTree as ET

import pytest
from conftest import MINI

from advisor.cli import main
from advisor.doors import BAD_INPUT, DONE, FOUND_SOMETHING

CASE = """\
id: public
title: {en: "Public data", zh: "公开数据"}
profile: {answers: {data_sensitivity: public}}
expect: {openness: [closed]}
because: {en: "There is nothing to protect.", zh: "没有需要保护的内容。"}
sources: [a-law]
reviewed: 2026-11-25
"""


@pytest.fixture
def rules(tmp_path):
    """A copy of the small knowledge with one case."""
    folder = shutil.copytree(MINI, tmp_path / "rules")
    (folder / "cases").mkdir()
    (folder / "cases/public.yaml").write_text(CASE, encoding="utf-8")
    return folder


@pytest.fixture
def tested(rules, capsys):
    """Runs the command on it."""

    def command(*more):
        with pytest.raises(SystemExit) as left:
            main(["rules", "test", "--rules", str(rules), *map(str, more)])
        return left.value.code, capsys.readouterr()

    return command


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_passes_is_counted(tested):
    code, shown = tested()

    assert code == DONE
    assert shown.out.splitlines() == ["Examples: 12 passed, 0 failed.", "Cases, on both engines: 1 passed, 0 failed."]


def test_an_example_and_a_case_that_differ_are_told_and_fail_and_stand_in_the_file(tested, rules, tmp_path):
    change(rules / "cases/public.yaml", "[closed]", "[open]")
    change(rules / "topics/privacy/no-staff.yaml", "{has_staff: yes}, fires: no", "{has_staff: no}, fires: no")

    code, shown = tested("--junit", tmp_path / "results.xml")

    assert code == FOUND_SOMETHING
    assert ": ST09: " in shown.out
    assert ": EX10: the verdict is closed, and open is expected" in shown.out
    failures = ET.parse(tmp_path / "results.xml").getroot().iter("failure")
    assert sorted(failure.get("type") for failure in failures) == ["EX10", "ST09"]


def test_a_case_that_cannot_be_read_counts_as_failed(tested, rules):
    change(rules / "cases/public.yaml", "reviewed:", "revewed:")

    code, shown = tested()

    assert code == FOUND_SOMETHING
    assert "rules/cases/public.yaml:1:1: KB01" in shown.out


def test_knowledge_that_does_not_load_is_told_and_nothing_is_written(tested, rules, tmp_path):
    change(rules / "topics/privacy/no-staff.yaml", "criterion: budget", "criterion: bugdet")

    code, shown = tested("--junit", tmp_path / "results.xml")

    assert code == BAD_INPUT
    assert "KB14" in shown.err
    assert not (tmp_path / "results.xml").exists()


def test_a_folder_that_is_missing_for_the_file_is_told(tested, tmp_path):
    code, shown = tested("--junit", tmp_path / "nowhere" / "results.xml")

    assert code == BAD_INPUT
    assert "nowhere" in shown.err
