"""`advisor recommend`: one profile, explained."""

import json
import os
import subprocess
import sys

import pytest

HOSPITAL = """
organization: "[bold red]Tea[/] =1+1 \\u202e \\e[2J <script>alert(1)</script>"
use_case: letters | **bold**
priorities: {privacy: critical}
answers: {data_sensitivity: regulated, data_egress: never, has_staff: yes}
"""


@pytest.fixture
def hospital(tmp_path):
    path = tmp_path / "hospital.yaml"
    path.write_text(HOSPITAL, encoding="utf-8")
    return path


def test_the_answer_comes_first_in_one_sentence_and_what_was_ruled_out_with_its_rule(run, hospital):
    done = run("recommend", hospital)
    lines = [line.strip() for line in done.out.splitlines() if line.strip()]

    assert (done.code, done.err) == (0, "")
    assert "Use an open model and run it on machines you control." in lines[:5]
    assert "Keep regulated data in house" in " ".join(done.out.split())
    assert "The data is regulated. Data may not leave." in " ".join(done.out.split())


def test_it_speaks_chinese(run, hospital):
    assert "使用开放模型，并在自己掌控的机器上运行。" in run("recommend", hospital, "--lang", "zh").out


@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_what_was_typed_is_shown_and_never_obeyed(run, hospital, form):
    out = run("recommend", hospital, "--format", form).out

    assert "\x1b" not in out
    assert "\u202e" not in out
    if form == "markdown":
        assert "<script>" not in out
        assert "**bold**" not in out
    else:
        assert "[bold red]Tea[/]" in " ".join(out.split())


def test_the_record_is_the_same_whatever_the_process(hospital, tmp_path):
    from conftest import MINI  # noqa: PLC0415

    command = [sys.executable, "-m", "advisor", "recommend", str(hospital), "--format", "json", "--as-of", "2026-11-25"]
    outs = [
        subprocess.run(
            [*command, "--rules", str(MINI)],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]

    assert outs[0] == outs[1]
    assert json.loads(outs[0])["as_of"] == "2026-11-25"


def test_the_profile_may_come_from_standard_input(run, hospital, monkeypatch):
    with hospital.open("rb") as file:
        monkeypatch.setattr(sys, "stdin", type("Stream", (), {"buffer": file})())
        done = run("recommend", "-", "--format", "json")

    assert json.loads(done.out)["verdict"]["strategy"] == "open_self_hosted"


@pytest.mark.parametrize("form", ["json", "markdown", "terminal"])
def test_a_file_holds_what_would_have_been_printed(run, hospital, tmp_path, form):
    target = tmp_path / "out"
    done = run("recommend", hospital, "--format", form, "-o", target)

    assert (done.code, done.out) == (0, "")
    assert "Use an open model and run it on machines you control." in target.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_leaves_nothing_behind(run, hospital, tmp_path):
    done = run("recommend", hospital, "--format", "json", "-o", tmp_path / "missing" / "out.json")

    assert done.code == 2
    assert ": FI09: cannot write here" in done.err
    assert list(tmp_path.iterdir()) == [hospital]


def test_a_bad_profile_is_told_with_all_its_faults_and_nothing_else(run, tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text("answers: {data_sensitivity: secret, lawz: []}\n", encoding="utf-8")
    done = run("recommend", path)

    assert (done.code, done.out) == (2, "")
    assert [line.split(": ")[1] for line in done.err.splitlines() if not line.startswith(" ")] == ["AN02", "PR09"]


def test_a_json_profile_is_read_as_well(run, tmp_path):
    path = tmp_path / "p.json"
    path.write_text('{"answers": {"data_sensitivity": "regulated", "data_egress": "never"}}', encoding="utf-8")

    assert json.loads(run("recommend", path, "--format", "json").out)["verdict"]["openness"] == "open"


def test_with_nothing_answered_it_says_so_instead_of_guessing(run, tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text("answers: {}\n", encoding="utf-8")
    record = json.loads(run("recommend", path, "--format", "json").out)

    assert record["verdict"]["openness"] == "none"
    assert record["unanswered"]


@pytest.mark.skipif(os.geteuid() != 0, reason="a file system of one's own needs root")
def test_a_full_disk_is_told_and_leaves_nothing_half_written(run, hospital, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        done = run("recommend", hospital, "--format", "json", "-o", disk / "out.json")
        assert done.code == 2
        assert "FI09" in done.err
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)
