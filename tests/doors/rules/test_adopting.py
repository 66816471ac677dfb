"""`advisor rules test --adoption`, as a caller sees it."""

import pytest

from advisor.cli import main


def left_by(capsys, *arguments):
    with pytest.raises(SystemExit) as left:
        main(["rules", "test", *arguments])
    return left.value.code, *capsys.readouterr()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Open, closed or hybrid:", "always saying", "What was chosen (rows)", "Perhaps:", "no measure of"]),
        ("zh", ["开放、封闭或混合：", "一律回答", "实际选择（行）", "可能的原因：", "不能衡量"]),
    ],
)
def test_agreement_baseline_table_and_misses_are_shown_in_both_languages(capsys, monkeypatch, language, words):
    monkeypatch.setenv("COLUMNS", "300")
    code, out, err = left_by(capsys, "--adoption", "--lang", language)

    assert (code, err) == (0, "")
    for word in words:
        assert word in out


def test_a_miss_names_what_was_chosen_what_is_advised_and_the_rules_that_decided(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    _, out, _ = left_by(capsys, "--adoption")
    start = out.index("Slack (2024)")
    miss = out[start : out.index("Intercom", start)]

    assert "Chosen: closed model in a private contract. Advised: open model on own machines." in miss
    assert "(closed-only-where-the-vendor-comes-to-you)" in miss


def test_a_folder_that_holds_no_choices_is_refused(capsys, tmp_path):
    code, out, err = left_by(capsys, "--adoption", str(tmp_path))

    assert (code, out) == (2, "")
    assert "choices.yaml: AD01: there is no file of choices here" in err
