"""Knowledge that was read and found sound before, kept in the user's cache so that the next start is quick.

Reading and checking some hundred files takes a second, most of what a recommendation takes. What is kept is found by a
digest over the bytes of every file and over the program that read them, so that it is never older than either. It is
the user's own folder that is trusted, as far as Python's own cache of compiled modules is; and what is read from it can
make nothing but this package's own values. `ADVISOR_CACHE` names another folder; empty, nothing is kept.
"""

import contextlib
import hashlib
import io
import os
import pickle
import sys
import tempfile
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from advisor import __version__

_MOST: Final = 8
"""Kept at once; the oldest go."""
_LARGEST: Final = 64 * 1024 * 1024
_OUTSIDE: Final = frozenset({("builtins", "frozenset"), ("builtins", "set"), ("datetime", "date")})
"""What a kept value may be made of besides the package's own classes."""


def key(folders: Iterable[Path], apart: Container[str] = ()) -> str | None:
    """What knowledge in these folders is found by; None where it cannot be read or nothing is to be kept.

    `apart` are folders in them that hold other things.
    """
    if _folder() is None:
        return None
    digest = hashlib.sha256(f"{__version__}\0{sys.version}\0".encode())
    try:
        here = Path(__file__).parent
        for program in (here.parent, here):
            for entry in sorted(os.scandir(program), key=_name):
                if entry.name.endswith(".py"):
                    _add(digest, entry.name, entry)
        for folder in folders:
            digest.update(b"\0folder\0")
            for name, entry in _files(folder, apart):
                _add(digest, name, entry)
    except OSError:
        return None
    return digest.hexdigest()


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _files(folder: str | Path, apart: Container[str]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file below a folder with its name there, in an order that does not hang on the disk."""
    for entry in sorted(os.scandir(folder), key=_name):
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in apart:
                yield from ((f"{entry.name}/{name}", below) for name, below in _files(entry.path, ()))
        elif entry.is_file():
            yield entry.name, entry


def _add(digest: Any, name: str, entry: os.DirEntry[str]) -> None:
    status = entry.stat()
    if status.st_size <= _LARGEST:
        with open(entry.path, "rb", buffering=0) as file:  # noqa: PTH123  # some hundred of them before each answer
            content = file.read()
    else:
        content = str(status).encode()  # too large to be read as knowledge: the loader refuses it
    digest.update(f"{name}\0{len(content)}\0".encode() + content)


def find(name: str | None) -> Any:
    """What was kept under a key; None where nothing is, or what is there cannot be trusted."""
    folder = _folder()
    if name is None or folder is None:
        return None
    path = folder / f"{name}.pickle"
    try:
        if not _private(folder) or not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        with path.open("rb") as file:
            return _Own(io.BytesIO(file.read())).load()
    except Exception:  # noqa: BLE001  # whatever is wrong with a cache, the files themselves are read instead
        return None


def keep(name: str | None, value: Any) -> None:
    """Keep a value under a key; where that is not possible, nothing happens."""
    folder = _folder()
    if name is None or folder is None:
        return
    with contextlib.suppress(OSError, pickle.PicklingError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _private(folder):
            return
        handle, temporary = tempfile.mkstemp(dir=folder, suffix=".new")
        with os.fdopen(handle, "wb") as file:
            pickle.dump(value, file, protocol=5)
        Path(temporary).replace(folder / f"{name}.pickle")
        listed = sorted(folder.glob("*.pickle"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in listed[_MOST:]:
            path.unlink(missing_ok=True)


def _folder() -> Path | None:
    chosen = os.environ.get("ADVISOR_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    home = os.environ.get("XDG_CACHE_HOME")
    with contextlib.suppress(RuntimeError):
        return (Path(home) if home else Path.home() / ".cache") / "advisor"
    return None


def _private(folder: Path) -> bool:
    """Whether nobody but the user can write into the folder."""
    if not hasattr(os, "getuid"):
        return True
    status = folder.stat()
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


class _Own(pickle.Unpickler):
    """Makes this package's own values and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module.partition(".")[0] == "advisor" and "." not in name) or (module, name) in _OUTSIDE:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        message = f"{module}.{name} does not belong in kept knowledge"
        raise pickle.UnpicklingError(message)
