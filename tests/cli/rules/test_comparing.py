"""`advisor rules diff` reaches its door."""

import pytest

from advisor.cli import main
from advisor.doors.rules import differing


@pytest.fixture
def reached(monkeypatch):
    """Runs a command line; gives what its door was called with, and the exit code."""
    calls = []
    monkeypatch.setattr(differing, "differ", lambda *given: calls.append(given) or 3)

    def command(*arguments):
        with pytest.raises(SystemExit) as left:
            main(["rules", "diff", *arguments])
        return calls, left.value.code

    return command


def test_two_versions_or_one_against_what_is_here(reached):
    assert reached("HEAD~1", "HEAD")[0][-1][1] == ("HEAD~1", "HEAD")
    assert reached("HEAD~1")[0][-1][1] == ("HEAD~1", None)


def test_sample_seed_form_and_profiles_are_handed_on(reached):
    calls, code = reached("a", "b", "--samples", "100", "--seed", "7", "--format", "markdown", "--with", "p.yaml")

    assert code == 3
    assert [str(path) for path in calls[0][2]] == ["p.yaml"]
    assert calls[0][3:5] == ((100, 7), "markdown")


@pytest.mark.parametrize("arguments", [[], ["a", "--samples", "1"], ["a", "--format", "pdf"], ["a", "b", "c"]])
def test_what_cannot_be_meant_is_a_usage_error(reached, arguments, capsys):
    assert reached(*arguments) == ([], 2)
    assert capsys.readouterr().err
