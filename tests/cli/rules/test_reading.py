"""`advisor rules list` and `read` reach their doors."""

import pytest

from advisor.cli import main
from advisor.doors.rules import listing, reading


def test_a_name_is_handed_on_and_may_be_left_out(monkeypatch):
    names = []
    monkeypatch.setattr(reading, "read", lambda _, name, language: names.append((name, language)) or 0)

    for arguments in (["no-staff"], [], ["privacy", "--lang", "zh"]):
        with pytest.raises(SystemExit) as left:
            main(["rules", "read", *arguments])
        assert left.value.code == 0

    assert names == [("no-staff", "en"), (None, "en"), ("privacy", "zh")]


def test_the_exit_code_is_that_of_the_door(monkeypatch):
    monkeypatch.setattr(listing, "list_rules", lambda *_, **__: 7)

    with pytest.raises(SystemExit) as left:
        main(["rules", "list", "--topic", "privacy"])

    assert left.value.code == 7
