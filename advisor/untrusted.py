"""What people typed, made safe to show.

A name or comment may hold terminal control sequences, markup of rich, Markdown or HTML, right-to-left marks, or a
spreadsheet formula. It is data: whoever prints it passes it through the function of the medium it is printed to.
"""

import json
import re
import unicodedata
from typing import Any, Final

# C0 and C1 controls, line and paragraph separators, the marks that turn or isolate the writing direction, zero-width
# characters that hide inside words, tag characters and lone surrogates.
_UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$^:@-])")
_WEB: Final = re.compile(r"https?://[^\s<>\"'`\\{}|^]+", re.IGNORECASE)
_LONGEST: Final = 400


def printable(value: object, longest: int = _LONGEST) -> str:
    r"""A text with every control or direction mark written out, on one line, cut at a length.

    Terminals obey what they are sent; so nothing that steers one is sent. `U+202E` reads as `\u202e`.
    """
    shown = _UNSAFE.sub(_escape, unicodedata.normalize("NFC", str(value)))
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if character in "\n\t\r":
        return " "
    return f"\\u{ord(character):04x}"


def markdown(value: object, longest: int = 20_000) -> str:
    """A text that Markdown shows as typed: no emphasis, link, table cell, HTML or mention comes of it."""
    shown = _MARKDOWN.sub(r"\\\1", printable(value, longest))
    return shown.replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\\&", "&amp;")


def web_link(value: object) -> str | None:
    """An address that a page may link to: of the web, on one line, nothing in it that steers; else none."""
    address = str(value or "")
    return address if _WEB.fullmatch(address) and not _UNSAFE.search(address) else None


def cell(value: object) -> str:
    """A text that a spreadsheet takes as text: what could begin a formula gets an apostrophe before it."""
    shown = printable(value, longest=32_000)
    return f"'{shown}" if shown.lstrip(" ").startswith(_FORMULA) else shown


def json_text(value: Any, *, indent: int | None = None) -> str:
    r"""JSON that is readable in any language and still safe to print: steering characters are `\u` escapes."""
    separators = (",", ":") if indent is None else (",", ": ")
    raw = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators, allow_nan=False)
    return re.sub(
        r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]",
        _json_escape,
        raw,
    )


def _json_escape(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]
