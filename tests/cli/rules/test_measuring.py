"""`advisor rules coverage` and `mutate` reach their doors."""

import pytest

from advisor.cli import main
from advisor.doors.rules import covering, mutating


@pytest.fixture
def reached(monkeypatch):
    """Runs a command line; gives what its door was called with, and the exit code."""
    calls = []
    monkeypatch.setattr(covering, "cover", lambda *given, **named: calls.append((given, named)) or 0)
    monkeypatch.setattr(mutating, "mutate", lambda *given, **named: calls.append((given, named)) or 0)

    def command(*arguments):
        with pytest.raises(SystemExit) as left:
            main(["rules", *arguments])
        return calls, left.value.code

    return command


def test_each_threshold_is_asked_of_the_shares_it_is_about(reached):
    (((given, _),), _) = reached("coverage", "--min-rules", "100", "--min-decisive", "80")

    assert given[3] == {"fired": 100, "silent": 100, "decides": 80}


def test_drafts_go_to_a_folder_that_need_not_be_named(reached):
    assert str(reached("coverage", "--propose")[0][-1][0][5][0]) == "drafts"
    assert str(reached("coverage", "--propose", "elsewhere")[0][-1][0][5][0]) == "elsewhere"


def test_mutants_are_drawn_from_a_seed(reached):
    (((given, named),), _) = reached("mutate", "privacy", "--sample", "50", "--seed", "3", "--min", "95", "--details")

    assert given[1:4] == ("privacy", (50, 3), 95)
    assert named == {"details": True}


@pytest.mark.parametrize(
    "arguments",
    [["coverage", "--min-leaves", "101"], ["mutate", "--sample", "0"], ["mutate", "--min", "-1"], ["mutate", "a", "b"]],
)
def test_what_cannot_be_meant_is_a_usage_error(reached, arguments, capsys):
    assert reached(*arguments) == ([], 2)
    assert capsys.readouterr().err
