"""Scores kept beside the cases: written as they are read, and a faulty file told in its place."""

import pytest

from advisor.knowledge import kept_scores

ROWS = {("hospital", ""): {"a": "+0.120", "b": "out"}, ("hospital", "web, shop"): {"a": "-0.001", "b": "+0.000"}}


def test_what_is_written_is_read_again(tmp_path):
    (tmp_path / "scores.csv").write_text(kept_scores.document(ROWS, ["a", "b"]), encoding="utf-8")
    kept, faults = kept_scores.read(tmp_path, "rules")

    assert (faults, kept.rows) == ([], ROWS)
    assert kept.lines == {("hospital", ""): 2, ("hospital", "web, shop"): 3}


def test_a_base_without_the_file_keeps_nothing(tmp_path):
    assert kept_scores.read(tmp_path, "rules") == (None, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("strategy,score\n", "rules/scores.csv:1: SC01: the first line must begin with `case,workload`"),
        ("case,workload,a\nhospital,,1,2\n", "rules/scores.csv:2: SC02: the line has 4 cells, and the first line 3"),
        ("", "rules/scores.csv:1: SC01: the first line must begin with `case,workload`"),
    ],
)
def test_a_file_that_is_none_is_told(tmp_path, text, expected):
    (tmp_path / "scores.csv").write_text(text, encoding="utf-8")
    _, (fault,) = kept_scores.read(tmp_path, "rules")

    assert fault.render("en").splitlines()[0] == expected


@pytest.mark.parametrize(
    ("score", "out", "expected"),
    [(0.1204, False, "+0.120"), (-0.0001, False, "+0.000"), (-0.5, False, "-0.500"), (0.3, True, "out")],
)
def test_a_score_is_kept_in_thousandths(score, out, expected):
    assert kept_scores.written(score, out=out) == expected
