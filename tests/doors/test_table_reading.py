"""Tables read some rows at a time, whatever is wrong with some of them."""

import json

import polars as pl
import pytest

from advisor.doors import table_reading
from advisor.doors.table_reading import chunks

ODD = """organization,data_egress
A,never
B

C,never,x
,
D,never,x,y
"E, Ltd.",never
"""


def read(path, knowledge):
    """Every row with its number, its cells and what is wrong with it."""
    for chunk in chunks(path, knowledge):
        for place, (number, cells) in enumerate(zip(chunk.numbers, chunk.cells.iter_rows(named=True), strict=True)):
            wrong = chunk.unread.get(place)
            yield number, wrong.code if wrong else {name: cell for name, cell in cells.items() if cell is not None}


@pytest.mark.parametrize("rows", [1, 2, 100])
def test_a_row_too_short_or_too_long_is_told_and_one_without_cells_passed_over(mini, tmp_path, monkeypatch, rows):
    monkeypatch.setattr(table_reading, "ROWS", rows)
    (tmp_path / "in.csv").write_text(ODD, encoding="utf-8")

    assert list(read(tmp_path / "in.csv", mini)) == [
        (1, {"organization": "A", "data_egress": "never"}),
        (2, "CS04"),
        (4, "CS04"),
        (6, "CS04"),
        (7, {"organization": "E, Ltd.", "data_egress": "never"}),
    ]


@pytest.mark.parametrize("engine", ["rete", "table"])
@pytest.mark.parametrize("name", ["in.csv", "in.jsonl"])
@pytest.mark.parametrize("text", ["", "\n\n"])
def test_a_file_with_nothing_in_it_is_a_profile_that_could_not_be_read(run, tmp_path, engine, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = run("batch", tmp_path / name, "-o", tmp_path / "out.csv", "--engine", engine)
    aside = tmp_path / "out.invalid.csv"

    assert done.code == 3
    assert "FI06" in (aside.read_text(encoding="utf-8") if engine == "table" else done.err)


SOUND = [
    {"organization": "A", "answers": {"data_egress": "never", "laws": ["dora"], "has_staff": True}},
    {"answers": {"monthly_tokens": 5, "laws": []}, "priorities": {"privacy": "high"}},
    {"answers": None, "use_case": "letters"},
    {},
]
DOUBTFUL = [
    {"answers": {"data_egres": "never"}},
    {"answers": {"monthly_tokens": "many"}},
    {"answers": {"has_staff": 1}},
    {"answers": {"laws": [1]}},
    {"answers": {"data_egress": True}},
    {"organization": 5},
    {"needs": {"seat": "DE"}},
]


def answers(path, knowledge):
    from advisor.inference import table  # noqa: PLC0415
    from advisor.inference.plan import plan  # noqa: PLC0415

    for chunk in chunks(path, knowledge):
        coded, wrong = table.read(plan(knowledge), chunk.cells, {})
        yield (
            {name: column.tolist() for name, column in coded.items()},
            {name: [fault.code for fault in one.faults] for name, one in wrong.items()},
            {place: one.code for place, one in chunk.unread.items()},
            chunk.numbers.to_list(),
        )


@pytest.mark.parametrize("lines", [SOUND, *([*SOUND, one] for one in DOUBTFUL)])
def test_lines_read_together_say_what_they_say_one_by_one(mini, tmp_path, monkeypatch, lines):
    path = tmp_path / "in.jsonl"
    path.write_text("\n\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    quick = list(answers(path, mini))
    monkeypatch.setattr(table_reading, "_together", lambda *_: None)

    [(slow_coded, slow_wrong, *slow_rest)] = answers(path, mini)
    [(coded, wrong, *rest)] = quick
    for name, column in slow_coded.items():
        unknown = [one if one == one else None for one in column]  # noqa: PLR0124
        assert [one if one == one else None for one in coded.get(name, column)] == unknown  # noqa: PLR0124
    assert (wrong, rest) == (slow_wrong, slow_rest)


def test_sound_lines_are_read_together(mini, tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in SOUND), encoding="utf-8")
    [chunk] = chunks(path, mini)

    assert chunk.cells.schema["has_staff"] == pl.Boolean
    assert chunk.cells.schema["laws"] == pl.List(pl.String)
