"""`advisor rules coverage --propose`: drafts an expert can judge, that are no cases before."""

import shutil
from pathlib import Path

import pytest
import yaml

from advisor.cli import main

MINI = Path(__file__).parents[2] / "data" / "mini"

CASE = """\
id: hospital
title: {en: "A hospital", zh: "一家医院"}
profile: {answers: {data_sensitivity: regulated, data_egress: never, has_staff: yes}}
expect: {openness: [open]}
because: {en: "Nothing may leave.", zh: "数据不得外流。"}
sources: [a-law]
reviewed: 2026-11-25
"""


@pytest.fixture
def base(tmp_path):
    folder = tmp_path / "mini"
    shutil.copytree(MINI, folder)
    (folder / "cases").mkdir()
    (folder / "cases" / "hospital.yaml").write_text(CASE, encoding="utf-8")
    return folder


@pytest.fixture
def asked(capsys):
    def command(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        return left.value.code, *capsys.readouterr()

    return command


def test_drafts_are_cases_but_for_the_judgement(base, asked, tmp_path):
    code, _, told = asked("rules", "coverage", "--rules", base, "--propose", tmp_path / "new", "--as-of", "2026-11-25")
    files = sorted((tmp_path / "new").glob("*.yaml"))
    for file in files:
        shutil.copy(file, base / "cases")
    faults = asked("rules", "check", "--rules", base)[1]

    assert (code, f"{len(files)} drafts written" in told) == (0, True)
    assert faults.count("EX06: this case is a draft") == len(files) > 0
    assert "KB" not in faults

    for file in files:
        (base / "cases" / file.name).write_text(file.read_text(encoding="utf-8").replace("draft: true\n", ""), "utf-8")

    assert asked("rules", "test", "--rules", base)[0] == 0
    assert asked("rules", "coverage", "--rules", base, "--min-decisive", "100")[0] == 0


def test_one_answer_beside_a_case_makes_them_a_pair(base, asked, tmp_path):
    asked("rules", "coverage", "public-data-goes-out", "--rules", base, "--propose", tmp_path / "new")
    made = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in (tmp_path / "new").iterdir()]

    assert any(one.get("pair") == "hospital" for one in made)
    assert all(one["draft"] and one["because"]["en"].startswith("DRAFT.") for one in made)


def test_drafts_write_over_nothing(base, asked, tmp_path):
    asked("rules", "coverage", "--rules", base, "--propose", tmp_path / "new")
    code, _, told = asked("rules", "coverage", "--rules", base, "--propose", tmp_path / "new")

    assert code == 2
    assert "FI12: there is a file here already" in told
