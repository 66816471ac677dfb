"""The one way to write a record down as bytes, so that two of them can be compared and one can be signed for.

JSON Canonicalization Scheme, RFC 8785: keys sorted, no space, one spelling for each number and text.
"""

import hashlib
from typing import Any, Final

import rfc8785

_EXACT: Final = 2**53
"""Beyond this a JSON number is a double like any other; RFC 8785 has no whole numbers of its own."""


def canonical(value: Any) -> bytes:
    """A JSON value as its canonical bytes. Raises `ValueError` for what JSON cannot hold."""
    return rfc8785.dumps(_doubles(value))


def digest(value: Any) -> str:
    """SHA-256 over the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _doubles(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _doubles(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_doubles(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _EXACT:
        return float(value)
    return value
