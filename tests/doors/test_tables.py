"""Tables in, tables out: `advisor batch` over columns."""

import json

import polars as pl
import pytest

GOOD = (
    "organization,data_sensitivity,data_egress,laws,monthly_tokens,priority.privacy\n"
    "Clinic,regulated,never,dora|hipaa,1_000_000,critical\n"
    '"=cmd()",public,,none,unknown,\n'
)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_csv_parquet_and_json_lines_hold_the_same_answers(run, table, tmp_path):
    for kind in ("csv", "parquet", "jsonl"):
        assert run("batch", table, "-o", tmp_path / f"out.{kind}", "--engine", "table").code == 0
    held = pl.read_parquet(tmp_path / "out.parquet")
    lines = pl.read_ndjson(tmp_path / "out.jsonl")
    assert held["strategy"].to_list() == ["open_self_hosted", "closed_api"]
    assert lines.select("row", "openness", "strategy").equals(held.select("row", "openness", "strategy"))
    assert pl.read_csv(tmp_path / "out.csv")["strategy"].to_list() == held["strategy"].to_list()


def test_both_engines_write_the_same_verdicts(run, table, tmp_path):
    run("batch", table, "-o", tmp_path / "one.csv", "--engine", "rete")
    run("batch", table, "-o", tmp_path / "two.csv", "--engine", "table")
    columns = ["openness", "strategy", "close_call", "score.open_self_hosted", "score.closed_api", "score.hybrid"]
    one, two = (pl.read_csv(tmp_path / name).select(columns) for name in ("one.csv", "two.csv"))
    assert one.equals(two)


def test_a_result_of_parquet_is_read_again(run, table, tmp_path):
    frame = pl.DataFrame(
        {"data_sensitivity": ["regulated"], "data_egress": ["never"], "laws": [["dora"]], "monthly_tokens": [5]}
    )
    frame.write_parquet(tmp_path / "in.parquet")
    done = run("batch", tmp_path / "in.parquet", "-o", tmp_path / "out.parquet", "--fired")
    assert "--engine table" in done.err.replace("\n", "")
    assert "keep-data-in" in pl.read_parquet(tmp_path / "out.parquet")["fired"][0].to_list()


def test_a_cell_cannot_become_a_formula(run, table, tmp_path):
    run("batch", table, "-o", tmp_path / "out.csv", "--engine", "table")
    assert "'=cmd()" in (tmp_path / "out.csv").read_text(encoding="utf-8")


BAD = (
    "organization,data_egress,laws,monthly_tokens,priority.privacy\n"
    "A,nevr,dora,5,high\n"
    "-B,never,tax,2 million,critcal\n"
    "C,never,dora,,\n"
)


def test_rows_that_are_not_in_order_go_aside_with_number_and_reason(run, tmp_path):
    (tmp_path / "in.csv").write_text(BAD, encoding="utf-8")
    done = run("batch", tmp_path / "in.csv", "-o", tmp_path / "out.csv", "--engine", "table")
    assert done.code == 3
    aside = pl.read_csv(tmp_path / "out.invalid.csv").select("row", "column", "code").rows()
    assert aside == [
        (1, "data_egress", "AN02"),
        (2, "laws", "AN02"),
        (2, "monthly_tokens", "AN05"),
        (2, "priority.privacy", "PR08"),
    ]
    assert pl.read_csv(tmp_path / "out.csv")["row"].to_list() == [3]


def test_an_earlier_list_of_faults_goes_when_there_are_none(run, table, tmp_path):
    (tmp_path / "out.invalid.csv").write_text("old\n", encoding="utf-8")
    run("batch", table, "-o", tmp_path / "out.csv", "--engine", "table")
    assert not (tmp_path / "out.invalid.csv").exists()


LINES = [
    {"organization": "A", "answers": {"data_egress": "never", "laws": ["dora"], "has_staff": True}},
    {"answers": {"data_egres": "never"}},
    {"priorities": {"privcy": "high"}},
    {"workloads": []},
    {"answers": []},
    {"answer": {}},
    7,
]


def test_lines_of_json_are_read_as_profiles(run, tmp_path):
    text = "".join(json.dumps(line) + "\n" for line in LINES) + "not json\n"
    (tmp_path / "in.jsonl").write_text(text, encoding="utf-8")
    done = run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.csv", "--engine", "table")
    assert done.code == 3
    codes = pl.read_csv(tmp_path / "out.invalid.csv")["code"].to_list()
    assert codes == ["PR09", "PR07", "PR19", "PR06", "PR02", "PR01", "JS01"]


def test_full_records_for_the_rows_that_match(run, table, tmp_path):
    run("batch", table, "-o", tmp_path / "out.csv", "--explain", 5, "--where", "openness=closed")
    [line] = (tmp_path / "out.explained.jsonl").read_text(encoding="utf-8").splitlines()
    assert (json.loads(line)["row"], json.loads(line)["verdict"]["strategy"]) == (2, "closed_api")


WRONG = [
    ("organization,data_egres,data_egress,data_egress\n", [], ["CS01", "data_egress", "CS02"]),
    ('data_egress\nnever\n"never\n', [], ["CS03"]),
    ("data_egress\nnever\n", ["--where", "opennes=none"], ["CS05", "openness"]),
]


@pytest.mark.parametrize(("text", "options", "said"), WRONG)
def test_what_cannot_be_read_leaves_nothing_behind(run, tmp_path, text, options, said):
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    done = run("batch", tmp_path / "in.csv", "-o", tmp_path / "out.csv", "--engine", "table", *options)
    assert done.code == 2
    assert all(word in done.err for word in said)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_what_is_no_parquet_is_said_so(run, tmp_path):
    (tmp_path / "in.parquet").write_bytes(b"PK\x03\x04")
    done = run("batch", tmp_path / "in.parquet", "-o", tmp_path / "out.csv")
    assert (done.code, "FI15" in done.err) == (2, True)


@pytest.mark.parametrize("options", [["--engine", "table"], ["--fired"], ["--explain", 1]])
def test_options_of_tables_want_a_table(run, table, options):
    done = run("batch", table, *options)
    assert (done.code, "FI16" in done.err) == (2, True)


def test_an_interrupted_run_leaves_no_half_file(run, table, tmp_path, monkeypatch):
    from advisor.doors import tables  # noqa: PLC0415

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(tables._Run, "_answer", interrupted)
    for kind in ("csv", "jsonl"):
        assert run("batch", table, "-o", tmp_path / f"out.{kind}", "--engine", "table").code == 130
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_many_chunks_are_one_table(run, tmp_path, monkeypatch):
    from advisor.doors import table_reading  # noqa: PLC0415

    monkeypatch.setattr(table_reading, "ROWS", 10)
    (tmp_path / "in.csv").write_text("data_egress\n" + "never\nx\n" * 50, encoding="utf-8")
    run("batch", tmp_path / "in.csv", "-o", tmp_path / "out.parquet", "--engine", "table")
    assert pl.read_parquet(tmp_path / "out.parquet")["row"].to_list() == list(range(1, 101, 2))
    assert pl.read_csv(tmp_path / "out.invalid.csv")["row"].to_list() == list(range(2, 101, 2))
