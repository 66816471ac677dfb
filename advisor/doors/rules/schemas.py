"""`advisor rules schema`: JSON Schemas of the files people write, printed, or put beside them for their editors."""

import sys
from collections.abc import Mapping
from pathlib import Path

from rich.table import Table
from rich.text import Text as Line

from advisor import marked_yaml
from advisor.dialogue import screen
from advisor.doors import DONE
from advisor.errors import InputError, fault, nearest
from advisor.i18n import Language, say
from advisor.knowledge import loader, schemas
from advisor.knowledge.model import KnowledgeBase
from advisor.knowledge.overlay import Layers
from advisor.untrusted import printable
from advisor.writing import write_text


def schema(rules: loader.Rules, kind: str | None, language: Language, *, write: bool) -> int:
    """One schema on standard output, all of them beside the files, or what kinds there are."""
    loaded = loader.read(rules)
    if loaded.knowledge is None:
        raise InputError(loaded.diagnostics)
    if kind is not None and kind not in schemas.KINDS:
        known = ", ".join(schemas.KINDS)
        raise InputError([fault("WR21", "rules schema", kind=kind, known=known, near=nearest(kind, schemas.KINDS))])
    if kind is not None:
        sys.stdout.write(schemas.written(schemas.schema(kind, loaded.knowledge)))
    elif write:
        _write(_root(rules), loaded.knowledge, language)
    else:
        _kinds(language)
    return DONE


def _root(rules: loader.Rules) -> Path:
    """Where the files lie that are written: in the overlay that is laid last, or in the base."""
    over = rules.overlays if isinstance(rules, Layers) else ()
    return over[-1] if over else loader.directory_of(rules)


def _write(root: Path, knowledge: KnowledgeBase, language: Language) -> None:
    """Everything is read before anything is written, so that a file that cannot be read leaves all as it was."""
    made = {root / schemas.FOLDER / name: text for name, text in schemas.documents(root, knowledge).items()}
    headed = {}
    for path, kind in schemas.files(root):
        text = marked_yaml.read_bytes(path, str(path))
        headed[path] = schemas.headed(text, path, root / schemas.FOLDER / f"{kind}.json")
    folder = printable(str(root / schemas.FOLDER))
    counts = {"made": _put(made), "headed": _put(headed)}
    sys.stdout.write(say("schema.written", language, folder=folder, **counts) + "\n")


def _put(texts: Mapping[Path, str]) -> int:
    """Write the files that are new or differ; how many they were."""
    changed = {
        path: text
        for path, text in texts.items()
        if not path.is_file() or path.read_bytes().decode("utf-8", "replace") != text
    }
    for path, text in changed.items():
        try:
            path.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise InputError([fault("FI09", str(path.parent), reason=error.strerror or "")]) from None
        write_text(path, text)
    return len(changed)


def _kinds(language: Language) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for key in ("kind", "files"):
        table.add_column(say(f"schema.{key}", language))
    for kind in schemas.KINDS:
        table.add_row(Line(kind, style="cyan"), Line(say(f"schema.of_{kind.replace('-', '_')}", language)))
    console = screen.console()
    console.print(table)
    console.print(Line(say("schema.how", language), style="dim"))
