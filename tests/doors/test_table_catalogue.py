"""What the catalogue says of the rows of a table: what it says of each of them as a profile."""

import json
import random

import polars as pl
import pytest

from advisor.analysis.openings import every_answer
from advisor.cli import main
from advisor.inference import table
from advisor.knowledge.situation import READS

ROWS = 25
NEEDS = {
    "needs.context_tokens": ["200000", "4000000", ""],
    "needs.languages": ["de;fr", "mt", ""],
    "needs.seat": ["DE", "US", ""],
    "needs.annual_revenue": ["5_000_000_000", ""],
}


def drawn(whole):
    """Random rows, as they would be written; half of them answer only what the catalogue reads."""
    chance = random.Random(20_261_125)  # nothing secret
    asked = [fact for fact in whole.facts.values() if fact.origin == "asked"]
    rows = []
    for number in range(ROWS):
        row = {"organization": f"No. {number}"}
        for fact in asked:
            answer = chance.choice(tuple(every_answer(whole, fact)))
            if chance.random() < (0.6 if fact.id in READS else 0.3 * (number % 2)):
                row[fact.id] = table.cell(answer)
        if "monthly_tokens" in row:
            row["monthly_tokens"] = chance.choice([200_000, 20_000_000, 30_000_000_000])
        row |= {name: chance.choice(cells) for name, cells in NEEDS.items()} if number % 3 else {}
        rows.append({name: _written(cell) for name, cell in row.items()})
    return pl.DataFrame(rows, infer_schema_length=None)


def _written(cell):
    return ("yes" if cell else "no") if isinstance(cell, bool) else str(cell)


def batch(*arguments):
    with pytest.raises(SystemExit) as left:
        main(["batch", *map(str, arguments), "--as-of", "2026-11-25"])
    return left.value.code


SAID = ["openness", "strategy", "close_call"]


def test_a_table_gets_the_answers_that_its_rows_get_as_profiles(whole, tmp_path, capsys):
    drawn(whole).write_csv(tmp_path / "in.csv")
    for engine in ("rete", "table"):
        assert batch(tmp_path / "in.csv", "-o", tmp_path / f"{engine}.csv", "--engine", engine, "--catalogue") == 0
    assert "with what the catalogue of models says" in capsys.readouterr().err.replace("\n", "")
    batch(tmp_path / "in.csv", "-o", tmp_path / "plain.csv", "--engine", "table")
    rete, columns, plain = (pl.read_csv(tmp_path / f"{name}.csv") for name in ("rete", "table", "plain"))
    scores = [name for name in rete.columns if name.startswith("score.")]

    assert columns.select(SAID).equals(rete.select(SAID))
    assert columns.select(scores).equals(rete.select(scores))
    assert not plain.select(scores).equals(rete.select(scores))


def test_full_records_hold_what_was_looked_up(whole, tmp_path):
    drawn(whole).head(3).write_csv(tmp_path / "in.csv")
    assert batch(tmp_path / "in.csv", "-o", tmp_path / "rete.jsonl", "--engine", "rete") == 0
    assert batch(tmp_path / "in.csv", "-o", tmp_path / "out.csv", "--explain", 3, "--catalogue") == 0
    records = [json.loads(line) for line in (tmp_path / "rete.jsonl").read_text("utf-8").splitlines()]
    explained = [json.loads(line) for line in (tmp_path / "out.explained.jsonl").read_text("utf-8").splitlines()]

    assert [{**one, "file": 0, "row": 0} for one in explained] == [{**one, "file": 0, "row": 0} for one in records]


WRONG = "organization,needs.seat,needs.closed_model\nA,Narnia,\nB,DE,no-such-model\nC,DE,\n"


def test_needs_that_cannot_be_read_are_told_of_their_row(tmp_path):
    (tmp_path / "in.csv").write_text(WRONG, encoding="utf-8")
    assert batch(tmp_path / "in.csv", "-o", tmp_path / "out.csv", "--engine", "table", "--catalogue") == 3
    aside = pl.read_csv(tmp_path / "out.invalid.csv")
    lines = [json.dumps({"needs": {"seat": seat}}) for seat in ("Narnia", "DE")]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert batch(tmp_path / "in.jsonl", "-o", tmp_path / "again.csv", "--engine", "table", "--catalogue") == 3

    assert aside["row"].to_list() == [1, 2]
    assert aside["code"].to_list()[1] == "MC04"
    assert pl.read_csv(tmp_path / "again.invalid.csv")["row"].to_list() == [1]
