"""`advisor review` in the command line: signed, verified, refused. The dialogue is tested in a terminal of its own."""

import json
from pathlib import Path

import pytest
import yaml

MINI = Path(__file__).parents[1] / "data" / "mini"
PROFILE = {
    "organization": "Tea House",
    "answers": {"data_sensitivity": "regulated", "data_egress": "never", "has_staff": True},
}
SIGN = ("--sign", "Ada", "--role", "Data protection", "--answered-by", "Bo", "--conclusion", "approved")


@pytest.fixture
def record(tmp_path, run):
    (tmp_path / "tea.yaml").write_text(yaml.safe_dump(PROFILE), encoding="utf-8")
    path = tmp_path / "tea.json"
    run("recommend", tmp_path / "tea.yaml", "--format", "json", "-o", path, "--as-of", "2026-01-02")
    return path


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_without_a_terminal_it_says_how_to_sign(run, record):
    done = run("review", record)
    assert done.code == 2
    assert "--sign NAME" in done.err


def test_signed_in_the_command_line_and_verified(run, record):
    done = run("review", record, *SIGN, "--dispute", "keep-data-in=outdated", "--correct", "data_egress=anywhere")
    assert done.code == 0
    [review] = read(record)["reviews"]
    assert review["outcome"]["without_disputed"]["openness"] == "none"
    assert review["outcome"]["corrected"]["openness"] == "closed"
    done = run("review", record, "--verify")
    assert (done.code, done.out) == (
        0,
        f"Ada, Data protection, {review['date']}: approved. Unchanged since it was signed.\n",
    )


def test_a_record_changed_since_it_was_signed_leaves_4(run, record):
    run("review", record, *SIGN)
    changed = read(record)
    changed["verdict"]["close_call"] = True
    record.write_text(json.dumps(changed), encoding="utf-8")
    done = run("review", record, "--verify")
    assert done.code == 4
    assert "THE DECISION WAS CHANGED" in done.out


def test_two_reviewers_in_turn(run, record):
    run("review", record, *SIGN)
    assert run("review", record, *SIGN).err.startswith(f"{record}: WR12: Ada has already reviewed this record")
    second = ("--sign", "Cleo", *SIGN[2:])
    assert run("review", record, *second).code == 0
    assert run("review", record, "--verify").out.count("Unchanged since") == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--sign", "Ada"), "WR16"),
        (("--sign", "Bo", *SIGN[2:]), "WR13"),
        ((*SIGN, "--dispute", "keep-data-inn=x"), "WR15"),
        ((*SIGN, "--correct", "data_egress"), "WR11"),
        ((*SIGN, "--correct", "data_egress=nowhere"), "AN02"),
    ],
)
def test_what_cannot_be_signed_is_refused_and_nothing_written(run, record, arguments, code):
    before = record.read_bytes()
    done = run("review", record, *arguments)
    assert done.code == 2
    assert f": {code}: " in done.err
    assert record.read_bytes() == before


@pytest.mark.parametrize("name", ["Evil\x1b]0;owned\x07", "a\u202eb", "N" * 401])
def test_nobody_signs_with_a_name_that_cannot_be_read(run, record, name):
    before = record.read_bytes()
    done = run("review", record, "--sign", name, *SIGN[2:])
    assert done.code == 2
    assert "WR19: the words at `reviews[0].reviewer.name`" in done.err
    assert "\x1b" not in done.err
    assert record.read_bytes() == before


@pytest.mark.parametrize("broken", ["Ada", [{"reviewer": 7}], [None]], ids=str)
def test_reviews_that_are_none_are_refused_by_every_command_that_reads_them(run, record, broken):
    record.write_text(json.dumps({**read(record), "reviews": broken}), encoding="utf-8")
    for command in (("review", record, "--verify"), ("explain", record), ("replay", record)):
        done = run(*command)
        assert (done.code, "WR18: `reviews" in done.err) == (2, True)
