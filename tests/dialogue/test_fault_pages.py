"""Every code has a page, and what a page shows is what the program says."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from conftest import MINI
from tests_root import PACKAGE, ROOT

from advisor import i18n, marked_yaml
from advisor.cli import main
from advisor.dialogue import fault_pages

PAGES = fault_pages.pages()
SHOWN = {code: page for code, page in PAGES.items() if page.command is not None}
CODE = re.compile(r'"([A-Z]{2}[0-9]{2})"')


def raised():
    """Every code that stands in the source."""
    return {code for path in PACKAGE.rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}


def lay_out(page, folder, *, text):
    """The example's files in a folder: the small knowledge, what stands beside, and the file with `text` in it."""
    needed = ROOT / "rules" if (page.file or "").startswith("rules/catalogue/") else MINI
    shutil.copytree(needed, folder / "rules")
    for name, content in page.beside.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    if page.file is None:
        return
    path = folder / page.file
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file():
        path.write_text(text, encoding="utf-8")
        return
    before = path.read_text(encoding="utf-8")
    sound = page.replace or page.right
    assert sound in before
    path.write_text(before.replace(sound, text, 1), encoding="utf-8")


def says(page, command, capsys):
    """What a command of the example prints, wherever to."""
    own = [] if page.whole or command.startswith("advisor rules explain") else ["--rules", "rules"]
    with pytest.raises(SystemExit):
        main([*shlex.split(command)[1:], *own])
    return "".join(capsys.readouterr())


def outcome(page, folder, capsys, monkeypatch, *, text):
    lay_out(page, folder, text=text)
    monkeypatch.chdir(folder)
    if page.first is not None:
        says(page, page.first, capsys)
    return says(page, page.command, capsys)


def test_every_code_in_the_source_has_a_page_and_every_page_a_code():
    assert set(PAGES) == raised()


def test_every_code_has_its_sentence_in_both_languages():
    for language in i18n.LANGUAGES:
        codes = {key.split(".")[1] for key in i18n.sentence_keys(language) if key.startswith("fault.")}
        assert codes == set(PAGES)


def test_a_code_stands_in_the_file_of_its_letters():
    assert all(code.startswith(letters) for letters, each in fault_pages.families().items() for code in each.codes)


@pytest.mark.parametrize("code", PAGES)
def test_a_page_speaks_both_languages_in_whole_sentences(code):
    page = PAGES[code]
    for text in filter(None, (page.means, page.cure, page.arises)):
        assert re.search(r"[.?!:]$|：，。：；？！$|\.\.\.$", text.en) or text.en.endswith(("！", "”)", ")", "`."))
        assert text.zh.endswith(("。", "！", "？", "）"))
        assert re.search(r"[\u3400-\u9fff]", text.zh)
        assert not re.search(r"[\u3400-\u9fff]", text.en)


@pytest.mark.parametrize("code", SHOWN)
def test_the_example_of_a_page_brings_about_its_fault_in_the_words_shown(code, tmp_path, capsys, monkeypatch):
    page = SHOWN[code]
    said = outcome(page, tmp_path, capsys, monkeypatch, text=page.wrong)
    message, hint = fault_pages.told(code, page, "en")

    assert f": {code}: {message}" in said
    assert hint is None or hint in said


@pytest.mark.parametrize("code", [code for code, page in SHOWN.items() if page.right is not None])
def test_what_a_page_proposes_instead_does_not_have_the_fault(code, tmp_path, capsys, monkeypatch):
    said = outcome(SHOWN[code], tmp_path, capsys, monkeypatch, text=SHOWN[code].right)

    assert f" {code}: " not in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("typed", "known"), [("KB1O", "KB10"), ("kb10", "KB10"), ("YAOI", "YA01"), ("KB999", "KB39"), ("tea", None)]
)
def test_an_unknown_code_is_led_to_the_nearest(typed, known):
    assert fault_pages.meant(typed) == known


@pytest.mark.parametrize("letters", fault_pages.families())
def test_no_code_has_two_pages(letters):
    path = PACKAGE / "diagnostics" / f"{letters}.yaml"

    assert marked_yaml.read_document(path.read_text(encoding="utf-8"), path.name)


def test_the_folder_of_pages_holds_nothing_else():
    assert {path.suffix for path in Path(PACKAGE / "diagnostics").iterdir()} == {".yaml"}
