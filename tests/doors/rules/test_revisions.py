"""Versions of the knowledge: folders, and what a repository held at some time."""

import shutil
import subprocess

import pytest
from conftest import MINI

from advisor.doors.rules.revisions import version
from advisor.errors import InputError

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
RULE = "topics/privacy/keep-data-in.yaml"


def git(folder, *arguments):
    subprocess.run(
        ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments],
        check=True,
        capture_output=True,
    )


@pytest.fixture
def base(tmp_path):
    """The small knowledge in a repository, changed since it was committed."""
    top = tmp_path / "repository"
    folder = shutil.copytree(MINI, top / "some" / "rules")
    git(top.parent, "init", "-q", str(top))
    git(top, "add", "-A")
    git(top, "commit", "-qm", "first")
    git(top, "tag", "v1")
    (folder / RULE).write_text("changed", encoding="utf-8")
    return folder


def codes(named, base):
    with pytest.raises(InputError) as refused, version(named, base):
        pass
    return [one.code for one in refused.value.diagnostics]


@pytest.mark.parametrize("named", ["v1", "HEAD"])
def test_a_revision_is_as_it_was_and_gone_afterwards(base, named):
    with version(named, base) as found:
        assert (found.folder / RULE).read_text(encoding="utf-8") == (MINI / RULE).read_text(encoding="utf-8")
        assert found.name == named

    assert not found.folder.exists()
    assert (base / RULE).read_text(encoding="utf-8") == "changed"


def test_a_folder_is_taken_as_it_is(base):
    with version(str(base), base) as found:
        assert found.folder == base

    assert base.is_dir()


@pytest.mark.parametrize("named", ["v2", "--upload-pack=x", "-h", "HEAD:some", "", "HEAD; touch stolen"])
def test_a_name_that_is_no_version_is_told(base, named):
    assert codes(named, base) == ["DF02"]


def test_knowledge_outside_of_a_repository_has_no_revisions(tmp_path):
    folder = shutil.copytree(MINI, tmp_path / "rules")

    assert codes("HEAD", folder) == ["DF02"]


def test_a_revision_without_the_knowledge_is_told(base):
    top = base.parents[1]
    other = shutil.copytree(MINI, top / "other")

    assert codes("v1", other) == ["DF03"]


def test_without_git_it_says_so(base, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)

    assert codes("HEAD", base) == ["DF01"]
