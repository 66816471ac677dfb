"""The commands about organisations: every option reaches what does the deed."""

import pytest

from advisor.cli import main
from advisor.doors import batch, explain, recommend, review


@pytest.fixture
def reached(monkeypatch, capsys):
    """Runs a command line and gives what its door was called with."""

    def command(door, name, *arguments):
        calls = []
        monkeypatch.setattr(door, name, lambda *given, **named: calls.append((given, named)) or 0)
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        shown = capsys.readouterr()
        return calls, left.value.code, shown.err

    return command


def test_recommend_hands_over_profile_format_and_day(reached):
    ((given, named),), code, _ = reached(
        recommend,
        "recommend",
        "recommend",
        "p.yaml",
        "--format",
        "html",
        "--bilingual",
        "--as-of",
        "2026-01-02",
        "--all",
    )

    assert code == 0
    assert str(given[1]) == "p.yaml"
    assert given[2] == "html"
    assert str(given[4]) == "2026-01-02"
    assert (named["everything"], named["bilingual"]) == (True, True)


def test_batch_hands_over_how_a_table_is_decided(reached):
    ((given, named),), _, _ = reached(
        batch, "batch", "batch", "a.csv", "b.csv", "-o", "out.csv", "--fired", "--explain", "3", "--where", "x=y"
    )

    assert [str(path) for path in given[1]] == ["a.csv", "b.csv"]
    assert (named["how"].fired, named["how"].explain, named["how"].where) == (True, 3, "x=y")


@pytest.mark.parametrize(
    "arguments",
    [
        ["recommend", "p.yaml", "--bilingual"],
        ["recommend", "p.yaml", "--format", "pdf"],
        ["recommend", "p.yaml", "--as-of", "tomorrow"],
        ["recommend"],
        ["batch"],
        ["batch", "a.csv", "--explain", "0"],
        ["batch", "a.csv", "--bilingual"],
        ["explain", "r.json", "--why", "x", "--format", "html"],
        ["explain", "r.json", "--why", "x", "-o", "f"],
        ["review", "r.json", "--sign", "A", "--conclusion", "perhaps"],
        ["claims", "--verdict", "perhaps"],
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_cannot_be_meant_is_a_usage_error_and_does_nothing(reached, arguments, language):
    calls, code, said = reached(explain, "explain", *arguments, "--lang", language)

    assert (calls, code) == ([], 2)
    assert said.strip()


def test_a_review_is_a_dialogue_unless_somebody_signs(reached):
    ((given, _),), _, _ = reached(review, "review", "review", "r.json")
    assert given[-1] is None

    ((given, _),), _, _ = reached(
        review, "review", "review", "r.json", "--sign", "Ada", "--role", "CTO", "--dispute", "a=b", "--dispute", "c=d"
    )
    assert given[-1].name == "Ada"
    assert tuple(given[-1].disputes) == ("a=b", "c=d")
