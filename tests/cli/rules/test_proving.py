"""`advisor rules verify` reaches its door."""

import pytest

from advisor.cli import main
from advisor.doors.rules import verifying


@pytest.mark.parametrize(("arguments", "samples"), [([], 20_000), (["--samples", "1000"], 1_000)])
def test_the_number_of_samples_may_be_said(monkeypatch, arguments, samples):
    calls = []
    monkeypatch.setattr(verifying, "verify", lambda _, number, __, **___: calls.append(number) or 0)

    with pytest.raises(SystemExit):
        main(["rules", "verify", *arguments])

    assert calls == [samples]


def test_too_few_samples_are_refused(monkeypatch, capsys):
    monkeypatch.setattr(verifying, "verify", lambda *_, **__: pytest.fail("the door was reached"))

    with pytest.raises(SystemExit) as left:
        main(["rules", "verify", "--samples", "10"])

    assert left.value.code == 2
    assert "1000" in capsys.readouterr().err
