"""A decision record from somebody else: read whole, shown safely, refused where it is none."""

import json

import pytest

from advisor.doors import reading
from advisor.errors import InputError

PROFILE = "organization: Example\npriorities: {privacy: high}\nanswers: {data_sensitivity: public}\n"


@pytest.fixture
def record(run, tmp_path):
    """A record on disk, as a plain value that can be changed."""
    (tmp_path / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    run("recommend", tmp_path / "profile.yaml", "--format", "json", "-o", tmp_path / "record.json")
    return json.loads((tmp_path / "record.json").read_text(encoding="utf-8"))


@pytest.fixture
def written(tmp_path):
    """Writes what may be a record, and gives its path."""

    def write(content):
        path = tmp_path / "given.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return write


def codes(read, path):
    with pytest.raises(InputError) as refused:
        read(path)
    return [one.code for one in refused.value.diagnostics]


def test_a_record_is_read_as_it_was_written(record, written):
    assert reading.raw_record(written(record)) == record


def test_what_somebody_typed_is_made_safe_wherever_it_stands(record, written):
    record["profile"]["organization"] = "a\x1b[31mb\u202e"
    record["advice"] = [{"kind": "caveat", "rule": "x", "for": "any", "text": {"en": "\x07", "zh": "\x00"}}]

    shown = str(reading.read_record(written(record)))

    assert not any(mark in shown for mark in ("\x1b", "\u202e", "\x07", "\x00"))
    assert "\\\\u202e" in shown


@pytest.mark.parametrize("text", ["", "[]", "{}", "{", "null", "[" * 100_000, "12", '"record"'])
def test_what_is_no_record_is_refused(written, text):
    assert codes(reading.raw_record, written(text)) == ["WR04"]


def test_a_record_of_another_schema_is_refused_by_its_name(record, written):
    assert codes(reading.raw_record, written(record | {"schema": "advisor/decision/9"})) == ["WR05"]


def test_a_file_that_is_missing_or_no_text_is_told(tmp_path):
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")

    assert codes(reading.raw_record, tmp_path / "nowhere.json") == ["FI01"]
    assert codes(reading.raw_record, tmp_path / "binary") == ["FI05"]


def test_what_runs_into_a_record_that_hangs_together_badly_is_the_fault_of_the_file(tmp_path):
    def stumble(_):
        with reading.sound(tmp_path / "record.json"):
            raise KeyError("verdict")

    assert codes(stumble, None) == ["WR04"]


def test_a_long_text_is_cut_when_it_is_shown():
    assert len(reading.safe("x" * 1_000_000)) < 5_000
