"""`advisor batch`: which engine decides, what each format holds, and what one bad profile does to the others."""

import csv
import json
import re

import pytest

from advisor.doors import BAD_INPUT, DONE, SOME_FAILED

GOOD = "organization: {name}\npriorities: {{privacy: high}}\nanswers: {{data_sensitivity: {value}}}\n"


@pytest.fixture
def folder(tmp_path):
    """Three profiles, one of them faulty."""
    inside = tmp_path / "profiles"
    inside.mkdir()
    for name, value in (("a", "public"), ("b", "regulatd"), ("c", "regulated")):
        (inside / f"{name}.yaml").write_text(GOOD.format(name=name.upper(), value=value), encoding="utf-8")
    return inside


def test_a_bad_profile_has_its_diagnostics_and_its_own_record_and_the_others_go_on(run, folder, tmp_path):
    done = run("batch", folder, "-o", tmp_path / "out.jsonl")
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]

    assert done.code == SOME_FAILED
    assert [record["profile"]["organization"] if "profile" in record else None for record in records] == [
        "A",
        None,
        "C",
    ]
    assert "regulated" in json.dumps(records[1])
    assert "b.yaml:3:" in done.err


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_summary_ends_it(run, folder, tmp_path, language):
    (folder / "b.yaml").unlink()

    done = run("batch", folder, "-o", tmp_path / "out.csv", "--lang", language)

    assert done.code == DONE
    counts = [line.split()[0] for line in done.err.splitlines() if re.match(r"\d+  ", line)]
    assert sum(map(int, counts)) == 2
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["organization"] for row in csv.DictReader(file)] == ["A", "C"]


def test_the_engine_that_decided_is_named_and_a_small_table_takes_either(run, tmp_path):
    table = tmp_path / "given.csv"
    table.write_text("organization,data_sensitivity\nA,public\nB,regulated\n", encoding="utf-8")
    answers = {}
    for engine in ("rete", "table"):
        done = run("batch", table, "-o", tmp_path / f"{engine}.csv", "--engine", engine)
        assert done.code == DONE
        with (tmp_path / f"{engine}.csv").open(encoding="utf-8-sig", newline="") as file:
            answers[engine] = [row["strategy"] for row in csv.DictReader(file)]

    assert answers["rete"] == answers["table"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--engine", "table"], "FI16"),
        (["--fired"], "FI16"),
        (["--explain", "1"], "FI16"),
        (["--where", "openness=open"], "FI16"),
    ],
)
def test_what_only_tables_can_is_refused_for_profiles(run, folder, tmp_path, options, code):
    done = run("batch", folder, "-o", tmp_path / "out.jsonl", *options)

    assert done.code == BAD_INPUT
    assert code in done.err
    assert not (tmp_path / "out.jsonl").exists()


def test_a_table_is_never_written_over_itself(run, tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("organization,data_sensitivity\nA,public\n", encoding="utf-8")

    done = run("batch", table, "-o", table, "--engine", "table")

    assert done.code == BAD_INPUT
    assert "FI10" in done.err
    assert table.read_text(encoding="utf-8").startswith("organization,data_sensitivity\nA,public")
