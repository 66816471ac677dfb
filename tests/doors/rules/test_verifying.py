"""`advisor rules verify`: what is proved, and for what is not, a profile that shows it."""

import shutil

import pytest
from conftest import MINI

from advisor.cli import main
from advisor.doors import DONE, FOUND_SOMETHING

pytest.importorskip("z3", reason="proofs need the extra `verify`")


@pytest.fixture
def verify(tmp_path, capsys):
    """Proves what can be proved of a copy of the small knowledge, one rule written otherwise."""

    def changed(old="", new="", language="en"):
        folder = shutil.copytree(MINI, tmp_path / "rules")
        path = folder / "topics/privacy/public-data-goes-out.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
        with pytest.raises(SystemExit) as left:
            main(["rules", "verify", "--rules", str(folder), "--samples", "1000", "--lang", language])
        return left.value.code, capsys.readouterr().out

    return changed


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_was_proved_is_counted(verify, language):
    code, out = verify(language=language)

    assert code == DONE
    assert "6" in out


def test_a_rule_that_can_never_fire_fails_and_is_named(verify):
    code, out = verify("any: [data_sensitivity is public, data_egress is anywhere]", "all: [laws includes hipaa]")

    assert code == FOUND_SOMETHING
    assert "public-data-goes-out" in out


def test_each_move_that_is_proved_never_to_happen_can_be_listed(tmp_path, capsys):
    folder = shutil.copytree(MINI, tmp_path / "rules")
    path = folder / "topics/privacy/facts.yaml"
    scope = '    scope: organization\n    name: {en: "staff'
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(scope, f"    direction: {{more: [open_self_hosted]}}\n{scope}"), encoding="utf-8")

    with pytest.raises(SystemExit) as left:
        main(["rules", "verify", "--rules", str(folder), "--samples", "1000", "--moves"])

    assert left.value.code == DONE
    expected = "proved: has_staff rising never moves the recommendation from open_self_hosted to closed_api"
    assert expected in capsys.readouterr().out
