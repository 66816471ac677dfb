"""A batch as pages: one for all of them, and beside it a folder with a report for each."""

import contextlib
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from advisor.dialogue import page
from advisor.dialogue import portfolio as portfolios
from advisor.dialogue.record import Record
from advisor.errors import InputError, fault
from advisor.i18n import Language
from advisor.knowledge.model import KnowledgeBase
from advisor.writing import write_text

_OURS: Final = re.compile(r"\d{4,}(-[^/\\]*)?\.html")
"""What a report in the folder is called; a folder that holds anything else is somebody's and stays."""
_LONGEST_NAME: Final = 40

Put = Callable[[Record], None]


@contextlib.contextmanager
def written(output: Path, knowledge: KnowledgeBase, languages: Sequence[Language], as_of: str) -> Iterator[Put]:
    """A function that takes one record after the other; the pages appear when all have been taken, or not at all.

    Raises `InputError` where the folder beside the page holds something else than reports, or cannot be written.
    """
    folder = output.with_suffix("")
    _may_replace(folder)
    try:
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=output.parent))
    except OSError as error:
        raise InputError([fault("FI09", str(folder), reason=error.strerror or "")]) from None
    entries: dict[Language, list[portfolios.Entry]] = {language: [] for language in languages}
    failures: dict[Language, list[portfolios.Failure]] = {language: [] for language in languages}

    def put(record: Record) -> None:
        if "diagnostics" in record:
            for language in languages:
                failures[language].append(portfolios.failure(record, language))
            return
        number = len(entries[languages[0]]) + 1
        name = _file_name(number, record["profile"].get("organization") or "")
        shown = page.editions(record, knowledge, languages[0], bilingual=len(languages) > 1)
        write_text(made / name, page.html(shown))
        for language in languages:
            link = f"{folder.name}/{name}"
            entries[language].append(portfolios.entry(record, knowledge, language, number, link))

    try:
        yield put
        text = page.portfolio(
            [portfolios.portfolio(entries[one], failures[one], knowledge, one, as_of) for one in languages]
        )
        _replace(folder, made)
        write_text(output, text)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _may_replace(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir() or any(not _OURS.fullmatch(inside.name) for inside in folder.iterdir()):
        raise InputError([fault("FI13", str(folder))])


def _replace(folder: Path, made: Path) -> None:
    """The new folder in the place of the old one, which is put aside first: a failure leaves one of the two."""
    try:
        made.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    except OSError as error:
        raise InputError([fault("FI09", str(folder), reason=error.strerror or "")]) from None


def _file_name(number: int, organization: str) -> str:
    """A name that tells whose report it is, and is safe in every file system and address."""
    plain = unicodedata.normalize("NFKD", organization).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_NAME].strip("-")
    return f"{number:04}-{slug}.html" if slug else f"{number:04}.html"
