"""`advisor rules schema`: what editors read."""

import json
import shutil

import pytest
from conftest import MINI

from advisor.cli import main
from advisor.i18n import say
from advisor.knowledge import loader, schemas


@pytest.fixture
def base(tmp_path):
    return shutil.copytree(MINI, tmp_path / "rules")


def write(capsys, base):
    """What a call that writes leaves: exit code, output, messages."""
    with pytest.raises(SystemExit) as left:
        main(["rules", "schema", "--write", "--rules", str(base)])
    return left.value.code, *capsys.readouterr()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_kinds_are_listed_with_their_files(run, language):
    done = run("rules", "schema", "--lang", language)

    assert (done.code, done.err) == (0, "")
    assert [kind for kind in schemas.KINDS if kind not in done.out] == []
    assert say("schema.of_profile", language) in done.out


def test_one_schema_is_printed_with_the_words_of_the_base(run):
    printed = json.loads(run("rules", "schema", "profile").out)

    assert printed["$defs"]["answers"]["properties"]["data_egress"]["enum"] == ["never", "anywhere", "unknown", None]


def test_an_unknown_kind_names_the_nearest(run):
    done = run("rules", "schema", "rulle")

    assert (done.code, done.out) == (2, "")
    assert "WR21" in done.err
    assert "did you mean `rule`?" in done.err


def test_written_schemas_are_named_by_every_file_and_change_nothing_else(capsys, base):
    before = loader.load(base)
    code, out, _ = write(capsys, base)
    again = write(capsys, base)
    files = list(schemas.files(base))

    assert (code, again[0]) == (0, 0)
    assert f"{len(files)} files" in out
    assert "0 schemas written; the first line of 0 files" in again[1]
    for path, kind in files:
        named = schemas.named_in(path.read_text(encoding="utf-8"))
        assert (path.parent / named).resolve() == (base / "schema" / f"{kind}.json").resolve()
    assert loader.load(base).rules == before.rules


def test_an_overlay_gets_its_own_with_the_words_of_both(run, base, tmp_path):
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "overlay.yaml").write_text(
        "id: ours\nversion: '1'\ntitle: {en: Ours, zh: 我们的}\n", encoding="utf-8"
    )
    run("rules", "schema", "--write", "--overlay", tmp_path / "ours")

    assert sorted(path.name for path in (tmp_path / "ours" / "schema").iterdir()) == [
        "case.json",
        "choices.json",
        "overlay.json",
        "profile.json",
    ]
    assert (tmp_path / "ours" / "overlay.yaml").read_text(encoding="utf-8").startswith("# yaml-language-server")


def test_a_file_that_cannot_be_read_leaves_everything_as_it_was(capsys, base):
    (base / "topics" / "privacy" / "no-staff.yaml").write_bytes(b"id: \xff\n")
    before = {path: path.read_bytes() for path in base.rglob("*") if path.is_file()}
    code, out, err = write(capsys, base)

    assert (code, out) == (2, "")
    assert "FI05" in err
    assert {path: path.read_bytes() for path in base.rglob("*") if path.is_file()} == before


def test_all_and_one_are_not_asked_for_at_once(run):
    done = run("rules", "schema", "rule", "--write")

    assert (done.code, done.out) == (2, "")
    assert "leave KIND out" in done.err
