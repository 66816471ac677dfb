"""`advisor replay`: byte for byte, or field by field."""

import json

import pytest
import yaml

PROFILE = {"organization": "Tea House", "answers": {"data_sensitivity": "regulated", "data_egress": "never"}}


@pytest.fixture
def record(tmp_path, run):
    (tmp_path / "tea.yaml").write_text(yaml.safe_dump(PROFILE), encoding="utf-8")
    path = tmp_path / "tea.json"
    run("recommend", tmp_path / "tea.yaml", "--format", "json", "-o", path, "--as-of", "2026-01-02")
    return path


def test_what_was_decided_is_decided_again_byte_for_byte(run, record):
    done = run("replay", record)
    assert done.code == 0
    assert done.out.startswith("The same, byte for byte (sha256 ")


def test_a_difference_is_told_with_its_field_and_leaves_4(run, record):
    changed = json.loads(record.read_text(encoding="utf-8"))
    changed["verdict"]["close_call"] = True
    record.write_text(json.dumps(changed), encoding="utf-8")
    done = run("replay", record)
    assert done.code == 4
    assert "verdict.close_call" in done.out
    assert "The recommendation is the same" in done.out


def test_other_rules_are_named(run, record):
    changed = json.loads(record.read_text(encoding="utf-8"))
    changed["knowledge"]["sha256"] = "0" * 64
    record.write_text(json.dumps(changed), encoding="utf-8")
    assert "The record was made with mini 1 (000000000000)" in run("replay", record).out


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{}", "WR04"),
        ("[1]", "WR04"),
        ("not json", "WR04"),
        ('{"schema": "advisor/decision/0"}', "WR05"),
        ('{"schema": "advisor/decision/2"}', "WR05"),
    ],
)
def test_what_is_no_record_of_this_schema_is_refused(run, tmp_path, content, code):
    (tmp_path / "r.json").write_text(content, encoding="utf-8")
    done = run("replay", tmp_path / "r.json")
    assert done.code == 2
    assert f"r.json: {code}: " in done.err


def test_a_record_that_does_not_fit_together_is_none(run, record):
    changed = json.loads(record.read_text(encoding="utf-8"))
    changed["profile"] = {"answers": []}
    record.write_text(json.dumps(changed), encoding="utf-8")
    done = run("replay", record)
    assert done.code in {2, 4}
    assert "Traceback" not in done.err
