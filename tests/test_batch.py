"""Many profiles in one go."""

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import MINI

EXAMPLES = Path(__file__).parents[1] / "examples"
GOOD = "organization: good\nanswers: {data_sensitivity: regulated, data_egress: never, has_staff: yes}\n"
BAD = "organization: bad\nanswers: {data_egress: sometimes}\n"


def records(text):
    return [json.loads(line) for line in text.splitlines()]


def test_a_bad_profile_leaves_an_error_record_and_the_others_go_on(run, tmp_path):
    path = tmp_path / "two.yaml"
    path.write_text(f"{GOOD}---\n{BAD}---\n{GOOD}", encoding="utf-8")
    done = run("batch", path)

    assert done.code == 3
    assert [one["schema"] for one in records(done.out)] == [
        "advisor/decision/1",
        "advisor/error/1",
        "advisor/decision/1",
    ]
    assert "two.yaml:5:24: AN02: " in done.err
    assert "1  could not be read" in done.err


def test_what_a_spreadsheet_would_take_for_a_formula_is_disarmed(run, tmp_path):
    table, out = tmp_path / "in.csv", tmp_path / "out.csv"
    table.write_text("organization,use_case,data_egress\n=1+1,@x,never\n+2,-3,anywhere\n", encoding="utf-8")

    assert run("batch", table, "-o", out).code == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert [(row["organization"], row["use_case"]) for row in rows] == [("'=1+1", "'@x"), ("'+2", "'-3")]


def test_a_folder_is_read_without_knowledge_bases_and_lists_of_choices(run, tmp_path):
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles/one.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "choices.yaml").write_text("choices: []\n", encoding="utf-8")
    (tmp_path / "base").mkdir()
    (tmp_path / "base/base.yaml").write_bytes((MINI / "base.yaml").read_bytes())
    done = run("batch", tmp_path)

    assert done.code == 0
    assert len(records(done.out)) == 1


def test_a_file_of_choices_without_profiles_beside_it_is_read_like_any_other(run, tmp_path):
    (tmp_path / "choices.yaml").write_text(GOOD, encoding="utf-8")

    assert len(records(run("batch", tmp_path).out)) == 1


@pytest.mark.parametrize("line", ['{"answers":' * 10_000 + "1" + "}" * 10_000, "[" * 10_000 + "]" * 10_000])
def test_a_line_that_is_nested_too_deep_says_so(run, tmp_path, line):
    path = tmp_path / "deep.jsonl"
    path.write_text(f"{line}\n{json.dumps({'organization': 'good'})}\n", encoding="utf-8")
    done = run("batch", path)

    assert done.code == 3
    assert "deep.jsonl:1:" in done.err
    assert "YA03: nested more than" in done.err
    assert len(records(done.out)) == 2


def test_without_room_to_write_nothing_is_left(run, tmp_path):
    path = tmp_path / "one.yaml"
    path.write_text(GOOD, encoding="utf-8")
    done = run("batch", path, "-o", tmp_path / "nowhere" / "out.jsonl")

    assert (done.code, done.out) == (2, "")
    assert "FI09" in done.err
    assert [p.name for p in tmp_path.iterdir()] == ["one.yaml"]
