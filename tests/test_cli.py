"""The command line as a caller sees it: help, exit codes, what goes to which stream."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from advisor.cli import main
from advisor.i18n import say

MINI = Path(__file__).parent / "data" / "mini"
COMMANDS = {
    (): "about",
    ("ask",): "ask",
    ("recommend",): "recommend",
    ("batch",): "batch",
    ("explain",): "explain",
    ("claims",): "claims",
    ("rules",): "rules",
    ("rules", "list"): "rules_list",
    ("rules", "read"): "rules_read",
    ("rules", "check"): "rules_check",
    ("rules", "test"): "rules_test",
}


@pytest.fixture
def profile(tmp_path):
    """A profile with a clear answer."""
    path = tmp_path / "tea.yaml"
    path.write_text(
        "organization: Tea House\nanswers: {data_sensitivity: regulated, data_egress: never}\n", encoding="utf-8"
    )
    return path


def shell(command, folder, **more):
    """Run a shell command in which `advisor` is the program."""
    program = f'advisor() {{ "{sys.executable}" -m advisor "$@" --rules "{MINI}"; }}\n'
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail\n{program}{command}"],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        **more,
    )


def left_by(capsys, *arguments):
    """What a call leaves: its exit code, output and messages."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return left.value.code, *capsys.readouterr()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command) or "advisor")
def test_every_command_has_help_in_both_languages(capsys, command, language):
    code, out, err = left_by(capsys, *command, "--lang", language, "--help")

    assert (code, err) == (0, "")
    assert "".join(say(f"cli.{COMMANDS[command]}", language).split()) in "".join(out.split())
    assert say("cli.help", language) in out
    assert "..." not in out.replace("INPUT...", "").replace("[ARGS]...", "")


def test_help_speaks_the_language_of_the_system(capsys, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")

    assert "显示本帮助。" in left_by(capsys, "--help")[1]


def test_the_version_is_told(capsys):
    assert left_by(capsys, "--version")[:2] == (0, "advisor 0.1.0\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["recomend", "x.yaml"], "Did you mean 'recommend'?"),
        (["rules", "lst"], "Did you mean 'list'?"),
        (["recommend"], "Missing argument 'PROFILE'"),
        (["batch"], "Missing argument 'INPUT...'"),
        (["recommend", "x.yaml", "--format", "pdf"], "'pdf' is not one of 'terminal', 'json', 'markdown'"),
        (["recommend", "x.yaml", "--as-of", "tomorrow"], "'tomorrow' does not match the format '%Y-%m-%d'"),
        (["recommend", "x.yaml", "--as-off", "2026-01-01"], "Did you mean"),
        (["claims", "--verdict", "maybe"], "'maybe' is not one of 'supported'"),
        (["--lang", "fr", "claims"], "'fr' is not one of 'en', 'zh'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_meant_is_refused_with_what_could(capsys, arguments, message):
    code, out, err = left_by(capsys, *arguments)

    assert (code, out) == (2, "")
    assert message in err


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", "none.yaml: FI01: there is no such file\n    look at the spelling of the path\n"),
        ("zh", "none.yaml: FI01: " + say("fault.FI01.message", "zh")),
    ],
)
def test_a_missing_profile_is_told_in_the_language_asked_for(run, language, message):
    done = run("recommend", "none.yaml", "--lang", language)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(message)


def test_a_missing_folder_of_rules_is_told(capsys, profile):
    code, out, err = left_by(capsys, "recommend", str(profile), f"--rules={profile.parent}/none")

    assert (code, out) == (2, "")
    assert "LO01: there is no such folder of rules" in err


def test_the_program_runs_as_a_module_too(profile):
    done = shell(f"advisor recommend {profile.name} --format json", profile.parent)

    assert (done.returncode, done.stderr) == (0, "")
    assert '"strategy": "open_self_hosted"' in done.stdout


def test_chinese_reaches_an_output_whose_locale_knows_none(profile):
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = shell(f"advisor recommend {profile.name} --lang zh", profile.parent, env=env, encoding="utf-8")

    assert done.returncode == 0
    assert "使用开放模型，并在自己掌控的机器上运行。" in done.stdout


@pytest.mark.parametrize(
    "command", ["claims", "rules list", "rules read", "recommend tea.yaml --format json", "batch tea.yaml", "--help"]
)
def test_a_reader_that_stops_reading_leaves_no_traceback(profile, command):
    program = f'"{sys.executable}" -m advisor --help' if command == "--help" else f"advisor {command}"
    done = shell(f"{{ sleep 0.1; {program}; }} | exec true; exit ${{PIPESTATUS[0]}}", profile.parent)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize(
    "command", ["claims", "rules read", "recommend tea.yaml", "recommend tea.yaml --format json", "rules test"]
)
def test_a_full_output_is_told_and_is_no_traceback(profile, command):
    done = shell(f"advisor {command} > /dev/full", profile.parent)

    assert done.returncode == 2
    assert done.stderr == "Cannot write to standard output: No space left on device\n"


def test_an_interruption_leaves_130_and_nothing_written(tmp_path):
    """The program waits for its standard input, with its result begun beside the place it will have."""
    command = [sys.executable, "-m", "advisor", "batch", "-", "-o", "out.jsonl", "--rules", str(MINI)]
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        try:
            _wait_until(lambda: list(tmp_path.iterdir()), program)
            program.send_signal(signal.SIGINT)
            _, errors = program.communicate(timeout=60)
        finally:
            program.kill()

    assert program.returncode == 130
    assert "Traceback" not in errors
    assert list(tmp_path.iterdir()) == []


def _wait_until(happened, program):
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline, "it never began"
        assert program.poll() is None, program.stderr.read()
        time.sleep(0.02)
