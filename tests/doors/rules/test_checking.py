"""`advisor rules check`: sound knowledge is counted, what is wrong is told and fails."""

import shutil

import pytest
from conftest import MINI

from advisor.cli import main
from advisor.doors import BAD_INPUT, DONE, FOUND_SOMETHING


@pytest.fixture
def check(tmp_path, capsys):
    """Checks a copy of the small knowledge in which one file is written otherwise."""

    def changed(file=None, old="", new="", language="en"):
        folder = tmp_path / "rules"
        if not folder.exists():
            shutil.copytree(MINI, folder)
        if file:
            text = (folder / file).read_text(encoding="utf-8") if old else ""
            assert old in text
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_text(text.replace(old, new, 1) if old else new, encoding="utf-8")
        with pytest.raises(SystemExit) as left:
            main(["rules", "check", "--rules", str(folder), "--lang", language])
        return left.value.code, capsys.readouterr()

    return changed


@pytest.mark.parametrize(("language", "words"), [("en", "6 rules"), ("zh", "规则 6 条")])
def test_sound_knowledge_is_counted(check, language, words):
    code, shown = check(language=language)

    assert (code, shown.err) == (DONE, "")
    assert words in shown.out


@pytest.mark.parametrize(
    ("file", "old", "new", "diagnostic"),
    [
        ("topics/privacy/keep-data-in.yaml", "rule out hosted", "rule out hostd", "KB13"),
        ("topics/privacy/keep-data-in.yaml", "Nothing may leave.", "Nothing may leave", "ST06"),
        ("topics/privacy/no-staff.yaml", "{has_staff: yes}, fires: no", "{has_staff: no}, fires: no", "ST09"),
        ("cases/hospital.yaml", "", "id: hospital\n", "KB01"),
    ],
)
def test_a_fault_of_form_sense_style_example_or_case_fails(check, file, old, new, diagnostic):
    code, shown = check(file, old, new)

    assert code == FOUND_SOMETHING
    assert f"{file}:" in shown.out
    assert f": {diagnostic}: " in shown.out


def test_a_folder_that_is_not_there_is_a_mistake_of_the_command(tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        main(["rules", "check", "--rules", str(tmp_path / "nowhere")])

    assert left.value.code == BAD_INPUT
    assert "LO01" in capsys.readouterr().err
