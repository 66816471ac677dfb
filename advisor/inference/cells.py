"""What a cell says, as an expression: for a table engine what `read_answer` is for one value.

Each column is read once, before any rule sees it: text is trimmed, and words for unknown and cells that are no answer
become null. What is of its natural kind (numbers, yes and no, lists) is only held to its bounds.
"""

import re
import sys
from collections.abc import Iterable
from functools import reduce
from operator import add
from typing import Any, Final

import narwhals as nw

from advisor.knowledge.answers import NO, UNKNOWN, YES
from advisor.knowledge.model import Fact

_NUMBER: Final = r"^[-+]?[0-9][0-9_]*(\.[0-9]+)?$"
_SPACE: Final = r"^\s+|\s+$"


def read(fact: Fact, column: nw.Expr, kind: Any) -> nw.Expr:
    """The answers of a column; null where it is unknown or no answer."""
    if fact.type == "number":
        return _number(fact, column, kind)
    if fact.type == "flag" and kind == nw.Boolean:
        return column
    if fact.type == "set" and isinstance(kind, nw.List):
        return nw.when(_only(fact, column)).then(column)
    text = _trimmed(column)
    if fact.type == "flag":
        word = text.str.to_lowercase()
        return nw.when(word.is_in([*YES, *NO])).then(word.is_in(list(YES)))
    if fact.type == "set":
        one = f"({'|'.join(map(re.escape, fact.by_id))})"
        return nw.when(text.str.contains(rf"^(none|{one}(\s*[;|]\s*{one})*)$")).then(text)
    return nw.when(text.is_in(list(fact.by_id))).then(text)


def said(fact: Fact, column: nw.Expr, kind: Any) -> nw.Expr:
    """Where a cell says something at all, be it an answer or not."""
    if isinstance(kind, nw.List) or kind == nw.Boolean:
        return ~column.is_null()
    if fact.type == "number" and kind.is_numeric():
        return ~(column.is_null() | _no_number(column, kind))
    return _says(_trimmed(column))


def rating(column: nw.Expr, known: Iterable[str]) -> tuple[nw.Expr, nw.Expr]:
    """The word of a priority, and where something else is said."""
    text, words = _trimmed(column), list(known)
    return nw.when(text.is_in(words)).then(text), _says(text) & ~text.is_in(words).fill_null(value=False)


def _trimmed(column: nw.Expr) -> nw.Expr:
    # Not `strip_chars`: Spark would take off blanks alone.
    return column.cast(nw.String).str.replace_all(_SPACE, "")


def _says(text: nw.Expr) -> nw.Expr:
    return (~text.str.to_lowercase().is_in([UNKNOWN, ""])).fill_null(value=False)


def _number(fact: Fact, column: nw.Expr, kind: Any) -> nw.Expr:
    if kind.is_numeric():
        number = nw.when(~_no_number(column, kind)).then(column.cast(nw.Float64))
    else:
        text = _trimmed(column)
        plain = nw.when(text.str.contains(_NUMBER)).then(text.str.replace_all("_", "", literal=True))
        number = plain.cast(nw.Float64)
    low = -sys.float_info.max if fact.minimum is None else fact.minimum
    high = sys.float_info.max if fact.maximum is None else fact.maximum
    return nw.when((number >= low) & (number <= high)).then(number)


def _no_number(column: nw.Expr, kind: Any) -> nw.Expr:
    return column.is_nan() if kind.is_float() else column.is_null()


def _only(fact: Fact, column: nw.Expr) -> nw.Expr:
    """Where a list holds nothing but values of the fact."""
    known: nw.Expr = reduce(
        add, (column.list.contains(value).cast(nw.Int32).fill_null(0) for value in fact.by_id), nw.lit(0, nw.Int32)
    )
    return (~column.is_null()) & (column.list.unique().list.len().cast(nw.Int32) == known)
