"""Where two versions of the knowledge come from: folders, or revisions of the repository the knowledge lies in."""

import contextlib
import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from advisor.errors import InputError, fault

_LONGEST = 60
"""Seconds git may take."""


@dataclass(frozen=True, slots=True)
class Version:
    """A folder with one version of the knowledge, and what it is called."""

    folder: Path
    name: str


@contextlib.contextmanager
def version(named: str, base: Path) -> Iterator[Version]:
    """The folder of that name, or `base` as it was in a revision of that name. Raises `InputError`."""
    if named and Path(named).is_dir():
        yield Version(Path(named), named)
        return
    git = shutil.which("git")
    if git is None:
        raise InputError([fault("DF01", "rules diff", name=named)])
    if not base.is_dir():
        raise InputError([fault("LO01", str(base))])
    top = _asked(git, base, named, "rev-parse", "--show-toplevel").decode().strip()
    commit = _asked(git, base, named, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{named}^{{commit}}")
    inside = base.resolve().relative_to(Path(top).resolve()).as_posix()
    archive = _archive(git, top, commit.decode().strip(), inside)
    if archive is None:
        raise InputError([fault("DF03", "rules diff", name=named, folder=inside)])
    with tempfile.TemporaryDirectory(prefix="advisor-") as folder:
        with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
            packed.extractall(folder, filter="data")
        yield Version(Path(folder) / inside, named)


def _asked(git: str, base: Path, named: str, *arguments: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  # git, with a name that cannot be taken for an option
            [git, "-C", str(base), *arguments], capture_output=True, timeout=_LONGEST, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        raise InputError([fault("DF02", "rules diff", name=named, reason="")]) from None
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise InputError([fault("DF02", "rules diff", name=named, reason=lines[0] if lines else "")])
    return done.stdout


def _archive(git: str, top: str, commit: str, inside: str) -> bytes | None:
    done = subprocess.run(  # noqa: S603  # git, with the digest of a commit it has just told
        [git, "-C", top, "archive", "--format=tar", commit, "--", inside],
        capture_output=True,
        timeout=_LONGEST,
        check=False,
    )
    return None if done.returncode else done.stdout
