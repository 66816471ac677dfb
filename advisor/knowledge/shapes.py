"""What is wrong with the shape of a file: pydantic's findings in our words, in both languages, with their places."""

import functools
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from advisor import i18n
from advisor.errors import Diagnostic, nearest
from advisor.i18n import Text
from advisor.marked_yaml import Document


def shape_faults(error: ValidationError, document: Document, model: type[BaseModel]) -> Iterator[Diagnostic]:
    """What pydantic found wrong with a document, each finding at its place."""
    for one in error.errors():
        path = tuple(one["loc"])
        kind, last = one["type"], str(path[-1]) if path else ""
        if kind == "missing":
            code, slot = ("KB03", "languages") if last in {"en", "zh"} else ("KB01", "key")
            yield Diagnostic(code, document.where(path[:-1]), {slot: last})
        elif kind == "extra_forbidden":
            near = nearest(last, _known_keys(model))
            if " " in last:
                yield Diagnostic("KB08", document.where(path, key=True), {"key": last})
                continue
            yield Diagnostic("KB02", document.where(path, key=True), {"key": last, "near": near})
        elif kind == "literal_error":
            yield Diagnostic("KB04", document.where(path), _choice(one["input"], one["ctx"]["expected"]))
        elif kind == "string_pattern_mismatch":
            yield Diagnostic("KB05", document.where(path), {"value": one["input"], "pattern": one["ctx"]["pattern"]})
        elif kind == "string_type":
            yield Diagnostic("KB07", document.where(path), {"key": last, "value": one["input"]})
        elif kind == "string_too_short" and last in {"en", "zh"}:
            yield Diagnostic("KB03", document.where(path), {"languages": last})
        else:
            yield Diagnostic("KB06", document.where(path), {"key": last, "problem": _problem(one)})


def _choice(given: Any, expected: str) -> dict[str, Any]:
    """What could stand there, from pydantic's `'a', 'b' or 'c'`."""
    words = expected.replace("'", "").replace(" or ", ", ").split(", ")
    listed = Text(en=i18n.joined(words, "en", "or"), zh="、".join(words))
    return {"value": given, "expected": listed, "near": nearest(str(given), words)}


def _problem(found: Mapping[str, Any]) -> Text | str:
    """What is wrong in our words, where there are some; else in those of the check that was not met."""
    key = f"shape.{found['type']}"
    if i18n.has_sentence(key):
        limits = {name: found.get("ctx", {}).get(name) for name in i18n.slots(key)}
        return i18n.text(key, **{n: f"{limit:g}" if isinstance(limit, float) else limit for n, limit in limits.items()})
    return str(found["msg"])


@functools.cache
def _known_keys(model: type[BaseModel]) -> frozenset[str]:
    """Every key a file of this kind may hold, at any depth."""
    keys: set[str] = set()

    def walk(schema: Any) -> None:
        if isinstance(schema, dict):
            keys.update(schema.get("properties", {}))
            for part in schema.values():
                walk(part)
        elif isinstance(schema, list):
            for part in schema:
                walk(part)

    walk(model.model_json_schema())
    return frozenset(keys)
