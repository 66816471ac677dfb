"""`advisor rules explain`: what a code means, with an example and the cure."""

import pytest

from advisor.cli import main
from advisor.dialogue import fault_pages


def explain(capsys, *arguments):
    with pytest.raises(SystemExit) as left:
        main(["rules", "explain", *arguments])
    return left.value.code, *capsys.readouterr()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("What it means", "An example", "× - data_egres is never", "What to do", "✓ - data_egress is never")),
        ("zh", ("含义", "示例", "× - data_egres is never", "解决办法", "✓ - data_egress is never", "没有名为")),
    ],
)
def test_a_page_tells_meaning_example_and_cure_in_either_language(capsys, language, words):
    code, out, err = explain(capsys, "KB10", "--lang", language)

    assert (code, err) == (0, "")
    assert [word for word in words if word not in out] == []
    assert fault_pages.pages()["KB10"].cure[language].split("`")[0].strip()[:12] in out


def test_the_example_is_told_in_the_words_of_the_program(capsys):
    _, out, _ = explain(capsys, "KB10")

    assert "KB10: no fact is called `data_egres`\n      did you mean `data_egress`?\n" in out
    assert "$ advisor rules check\n" in out


def test_without_a_code_all_are_listed(capsys):
    code, out, err = explain(capsys)

    assert (code, err) == (0, "")
    assert [one for one in fault_pages.pages() if one not in out] == []


def test_a_code_may_be_typed_in_small_letters(capsys):
    assert explain(capsys, "kb10") == explain(capsys, "KB10")


@pytest.mark.parametrize(("typed", "near"), [("KB1O", "KB10"), ("\x1b[31mEF01", "EF01")])
def test_an_unknown_code_names_the_nearest(capsys, typed, near):
    code, out, err = explain(capsys, typed)

    assert (code, out) == (2, "")
    assert "WR20: " in err
    assert f"did you mean `{near}`?" in err
    assert "\x1b" not in err


def test_check_says_how_to_read_the_page_of_what_it_found(run, tmp_path):
    (tmp_path / "overlay.yaml").write_text("id: ours\n", encoding="utf-8")
    done = run("rules", "check", "--overlay", tmp_path)

    assert done.code == 4
    assert "`advisor rules explain KB01` tells what this code means" in done.out.splitlines()[-1]


def test_an_example_that_is_a_whole_file_shows_the_slip_in_its_place(capsys):
    _, out, _ = explain(capsys, "EX13")
    lines = [line.strip() for line in out.splitlines()]
    slip = lines.index("× expect: {openness: [open], fires: [compare-costs]}")

    assert lines[slip - 1].startswith("profile: ")
    assert lines[slip + 1].startswith("because: ")
