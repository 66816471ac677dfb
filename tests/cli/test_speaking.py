"""Help and complaints about usage, in Chinese as in English."""

import re

import pytest

from advisor.cli import main


def left_by(capsys, *arguments):
    """What a call leaves: its exit code, output and messages."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return left.value.code, *capsys.readouterr()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["recommend"], "错误：缺少 `PROFILE`。"),
        (["recommend", "x", "--format", "pdf"], "错误：`pdf` 不是 `--format` 的有效取值；可用 `terminal`、"),
        (
            ["recommend", "x", "--as-of", "soon"],
            "错误：`soon` 不是 `--as-of` 的有效取值：日期应写成 2026-11-25 的形式。",
        ),
        (["recomend", "x"], "错误：没有命令 `recomend`。您是想写 `recommend` 吗？"),
        (["zzz"], "错误：没有命令 `zzz`。"),
        (["rules", "lst"], "错误：没有命令 `lst`。您是想写 `list` 吗？"),
        (["rules", "read", "a", "b"], "错误：参数太多：b。"),
        (["recommend", "x", "--as-off", "3"], "错误：没有选项 `--as-off`。您是想写 `--as-of` 吗？"),
        (["recommend", "x", "-o"], "错误：选项 `-o` 需要一个值，或者不带值。"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_call_is_told_in_chinese(capsys, arguments, said):
    code, out, err = left_by(capsys, "--lang", "zh", *arguments)

    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize("command", [[], ["recommend"], ["rules"], ["rules", "list"]], ids=" ".join)
def test_chinese_help_has_no_english_heading(capsys, command):
    code, out, _ = left_by(capsys, *command, "--lang", "zh", "--help")

    assert code == 0
    assert "用法：" in out
    assert "选项：" in out
    assert not re.search(r"Usage|Options:|Commands:|Show ", out)


def test_english_help_reads_as_click_writes_it(capsys):
    _, out, _ = left_by(capsys, "--lang", "en", "--help")

    assert out.startswith("Usage: advisor [OPTIONS] COMMAND [ARGS]...\n")
    assert "\nOptions:\n" in out
    assert "\nCommands:\n" in out
