"""The sentence under a field, as its description in the JSON Schema of a model.

pydantic can do this too, but it reads the source of every model whenever the program starts; here it is read when a
schema is asked for.
"""

import ast
import inspect
import textwrap
from typing import Any

from pydantic import BaseModel


def describe(schema: dict[str, Any], model: type[BaseModel]) -> None:
    """Give each property the sentence under its field; to be named as a model's `json_schema_extra`."""
    told = {name: text for one in reversed(model.__mro__) if issubclass(one, BaseModel) for name, text in _under(one)}
    for name, field in model.model_fields.items():
        shown = schema.get("properties", {}).get(field.alias or name)
        if shown is not None and name in told:
            shown.setdefault("description", told[name])


def _under(model: type[BaseModel]) -> list[tuple[str, str]]:
    """Name and sentence of every field written in a class itself."""
    if model is BaseModel:
        return []
    written = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    assert isinstance(written, ast.ClassDef)  # noqa: S101  # it is the source of a class
    found = []
    for field, below in zip(written.body, written.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr):
            sentence = below.value.value if isinstance(below.value, ast.Constant) else None
            if isinstance(sentence, str):
                found.append((field.target.id, inspect.cleandoc(sentence)))
    return found
