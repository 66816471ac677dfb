"""`advisor batch -o FILE.html`: a page for all, and a folder with a report for each."""

import re

import pytest

from advisor.cli import main

PROFILES = """organization: Tea <b>House</b>
answers: {data_egress: never}
---
organization: 茶馆
answers: {data_sensitivity: public}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "profiles.yaml").write_text(PROFILES, encoding="utf-8")
    return tmp_path


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as left:
        main(["batch", *map(str, arguments)])
    return left.value.code, capsys.readouterr().err


def test_every_profile_gets_its_report_and_the_page_links_them_all(folder, capsys):
    code, _ = run(capsys, folder / "profiles.yaml", "-o", folder / "all.html")
    page = (folder / "all.html").read_text(encoding="utf-8")

    assert code == 0
    assert sorted(path.name for path in (folder / "all").iterdir()) == ["0001-tea-b-house-b.html", "0002.html"]
    assert re.findall(r'href="(all/[^"]+)"', page) == ["all/0001-tea-b-house-b.html", "all/0002.html"]
    assert "<b>House</b>" not in page


def test_a_second_run_replaces_the_reports_of_the_first(folder, capsys):
    run(capsys, folder / "profiles.yaml", "-o", folder / "all.html")
    (folder / "profiles.yaml").write_text("organization: One\n", encoding="utf-8")
    run(capsys, folder / "profiles.yaml", "-o", folder / "all.html")

    assert [path.name for path in (folder / "all").iterdir()] == ["0001-one.html"]


def test_a_folder_that_holds_something_else_is_left_alone(folder, capsys):
    (folder / "all").mkdir()
    (folder / "all" / "thesis.txt").write_text("mine", encoding="utf-8")
    code, err = run(capsys, folder / "profiles.yaml", "-o", folder / "all.html")

    assert code == 2
    assert "FI13" in err
    assert sorted(path.name for path in folder.iterdir()) == ["all", "profiles.yaml"]
    assert (folder / "all" / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_a_page_without_a_place_is_refused(folder, capsys):
    code, err = run(capsys, folder / "profiles.yaml", "--format", "html")

    assert (code, "FI14" in err) == (2, True)


def test_what_cannot_be_read_stands_in_the_page(folder, capsys):
    (folder / "bad.yaml").write_text("organization: Bad\nanswers: {nonsense: 1}\n", encoding="utf-8")
    code, _ = run(capsys, folder / "bad.yaml", folder / "profiles.yaml", "-o", folder / "all.html")

    assert code == 3
    assert "bad.yaml" in (folder / "all.html").read_text(encoding="utf-8")
