"""A report in the form that was asked for, from a profile and from a record alike."""

import pytest

from advisor.cli import main

FORMS = ("markdown", "html")


def run(*arguments):
    with pytest.raises(SystemExit) as left:
        main([str(one) for one in arguments])
    return left.value.code


@pytest.fixture
def profile(tmp_path):
    path = tmp_path / "tea.yaml"
    path.write_text("organization: Tea House\nanswers: {data_egress: never}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("form", FORMS)
def test_a_record_makes_the_same_report_as_its_profile(profile, tmp_path, form):
    day = ("--as-of", "2026-11-25")
    assert run("recommend", profile, "--format", form, "-o", tmp_path / "first", *day) == 0
    assert run("recommend", profile, "--format", "json", "-o", tmp_path / "record.json", *day) == 0
    assert run("explain", tmp_path / "record.json", "--format", form, "-o", tmp_path / "second") == 0

    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_both_languages_are_for_pages_only(profile, capsys, language):
    assert run("recommend", profile, "--bilingual", "--lang", language) == 2
    assert "--bilingual" in capsys.readouterr().err


def test_a_question_is_answered_in_the_terminal_only(profile, tmp_path, capsys):
    run("recommend", profile, "--format", "json", "-o", tmp_path / "record.json")

    assert run("explain", tmp_path / "record.json", "--why", "data-must-not-leave", "--format", "html") == 2
    assert "--why" in capsys.readouterr().err


def test_a_record_that_hangs_together_badly_is_no_report(tmp_path, profile, capsys):
    run("recommend", profile, "--format", "json", "-o", tmp_path / "record.json")
    text = (tmp_path / "record.json").read_text(encoding="utf-8")
    (tmp_path / "record.json").write_text(text.replace('"standing": "', '"standing": "un'), encoding="utf-8")
    capsys.readouterr()

    assert run("explain", tmp_path / "record.json", "--format", "html", "-o", tmp_path / "page.html") == 2
    assert "WR04" in capsys.readouterr().err
    assert not (tmp_path / "page.html").exists()
