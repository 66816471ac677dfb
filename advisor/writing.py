"""Writing results so that nobody ever finds half a file: beside the target first, then moved into its place."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from advisor.errors import InputError, fault


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[IO[str]]:
    """A text file that appears at `path` only when everything was written; else nothing is left.

    Raises `InputError` (FI09) where the place cannot be written: no such folder, no right, no space.
    """
    temporary: str | None = None
    try:
        if path.exists() and not path.is_file():  # a device or a pipe, such as /dev/stdout, is written to, not replaced
            with path.open("w", encoding="utf-8", newline="\n") as file:
                yield file
            return
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent or Path())
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes the file private to its owner; a result gets the rights any new file would.
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
        temporary = None
    except OSError as error:
        raise InputError([fault("FI09", str(path), reason=error.strerror or type(error).__name__)]) from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def write_text(path: Path, text: str) -> None:
    """Write a whole text file, or nothing."""
    with whole_file(path) as file:
        file.write(text)


@contextlib.contextmanager
def whole_path(path: Path) -> Iterator[Path]:
    """A path to write to that is moved to `path` only when everything was written; else nothing is left.

    For writers that open their file themselves. Raises `InputError` (FI09) where the place cannot be written.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent or Path())
        os.close(handle)
        temporary = Path(name)
        yield temporary
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise InputError([fault("FI09", str(path), reason=error.strerror or type(error).__name__)]) from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()
