"""`advisor rules check` and `test` reach their doors."""

import pytest

from advisor.cli import main
from advisor.doors.rules import adopting, checking, testing


@pytest.fixture
def reached(monkeypatch):
    """Runs a command line; gives what each door was called with, by its name."""
    calls = {}
    for door, name in ((checking, "check"), (testing, "test"), (adopting, "adopt")):
        monkeypatch.setattr(door, name, lambda *given, _name=name, **named: calls.update({_name: (given, named)}) or 0)

    def command(*arguments):
        calls.clear()
        with pytest.raises(SystemExit) as left:
            main(["rules", *arguments])
        return calls, left.value.code

    return command


def test_each_command_reaches_its_own(reached):
    assert set(reached("check")[0]) == {"check"}
    assert set(reached("test")[0]) == {"test"}


def test_adoption_takes_a_folder_or_none(reached):
    assert reached("test", "--adoption")[0]["adopt"][0][1] == ""
    assert reached("test", "--adoption", "elsewhere")[0]["adopt"][0][1] == "elsewhere"
