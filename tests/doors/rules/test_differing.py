"""`advisor rules diff`: folders and revisions, for a terminal, a pull request and a program."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from advisor.cli import main
from advisor.doors.rules import revisions

MINI = Path(__file__).parents[2] / "data" / "mini"
RULE = Path("topics") / "privacy" / "public-data-goes-out.yaml"


@pytest.fixture
def asked(capsys):
    def command(*arguments):
        with pytest.raises(SystemExit) as left:
            main([*map(str, arguments), "--samples", "300"])
        return left.value.code, *capsys.readouterr()

    return command


@pytest.fixture
def other(tmp_path):
    """The small knowledge with one rule turned round."""
    folder = tmp_path / "other"
    shutil.copytree(MINI, folder)
    turn(folder)
    return folder


def turn(folder):
    text = (folder / RULE).read_text(encoding="utf-8")
    (folder / RULE).write_text(text.replace("favour closed clearly", "oppose closed clearly"), encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["  public-data-goes-out: what follows", "    brought about by: public-data-goes-out"]),
        ("zh", ["  public-data-goes-out：作用", "    由以下规则引起：public-data-goes-out"]),
    ],
)
def test_two_folders_are_compared_in_either_language(asked, other, language, expected):
    code, out, _ = asked("rules", "diff", MINI, other, "--lang", language)

    assert code == 0
    assert set(expected) <= set(out.splitlines())


def test_as_markdown_it_is_a_comment_for_a_pull_request(asked, other, tmp_path):
    asked("rules", "diff", MINI, other, "--format", "markdown", "-o", tmp_path / "comment.md")
    text = (tmp_path / "comment.md").read_text(encoding="utf-8")

    assert text.startswith("## The knowledge in `")
    assert "| Examples | 0 | 12 | 0.00 % |" in text
    assert "- `public-data-goes-out`: what follows" in text


def test_as_json_everything_is_there(asked, other):
    found = json.loads(asked("rules", "diff", MINI, other, "--format", "json")[1])

    assert (found["schema"], found["rules"]["changed"]) == (
        "advisor/difference/1",
        {"public-data-goes-out": ["then"]},
    )
    assert all(kind["confirmed"] and kind["rules"] == ["public-data-goes-out"] for kind in found["sample"]["kinds"])


@pytest.fixture
def repository(tmp_path):
    """A repository whose first commit holds the small knowledge, with a rule changed since."""
    top = tmp_path / "repository"
    shutil.copytree(MINI, top / "rules")
    git = ["git", "-C", str(top), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "init", "-q", str(top)], check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "empty"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "first"], check=True)
    turn(top / "rules")
    return top


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_revision_is_compared_with_the_rules_as_they_are(asked, repository):
    code, out, _ = asked("rules", "diff", "HEAD", "--rules", repository / "rules")

    assert code == 0
    assert out.startswith("The knowledge in HEAD and in the rules as they are here\n")
    assert "public-data-goes-out: what follows" in out


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("no-such-branch", "rules diff: DF02: `no-such-branch` is neither a folder nor a revision"),
        ("HEAD~1", "rules diff: DF03: there is no folder `rules` in the revision `HEAD~1`"),
    ],
)
def test_what_is_no_revision_or_holds_no_rules_is_told(asked, repository, name, expected):
    code, _, told = asked("rules", "diff", name, "--rules", repository / "rules")

    assert code == 2
    assert told.startswith(expected)


def test_without_git_a_revision_is_told(asked, monkeypatch):
    monkeypatch.setattr(revisions.shutil, "which", lambda _: None)
    code, _, told = asked("rules", "diff", "main", "--rules", MINI)

    assert (code, told.splitlines()[0]) == (
        2,
        "rules diff: DF01: `main` is no folder, and git is not there to take it for a revision",
    )


def test_a_faulty_version_is_told_like_anywhere(asked, other):
    (other / RULE).write_text("id: x\n", encoding="utf-8")
    code, _, told = asked("rules", "diff", MINI, other)

    assert code == 2
    assert "public-data-goes-out.yaml" in told
