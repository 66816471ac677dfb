"""YAML read safely, each value with its place.

Stock loaders lose the place of a value, let the last of two equal keys win, and follow aliases without end. This one
walks libyaml's event stream once, without recursion, so that size, depth and aliases are bounded while reading and not
after. The plain words `12:30`, `017` and `.inf` stay words: YAML 1.1 would make 750, 15 and infinity of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from advisor import i18n
from advisor.errors import Diagnostic, InputError, Location, fault

MAX_BYTES: Final = 4 * 1024 * 1024
"""Largest YAML text read. A rule is about 2 kB and a profile 1 kB; larger tables belong in CSV or JSON Lines."""
MAX_DEPTH: Final = 40
"""Deepest nesting. The deepest rule of the knowledge has about ten levels."""
MAX_ALIASES: Final = 100
"""Most aliases (`*name`) in one text."""
MAX_NODES: Final = 200_000
"""Most values in one text, aliases counted as often as they stand for something."""

NodePath = tuple[str | int, ...]

_INTEGER: Final = re.compile(r"[-+]?(0|[1-9][0-9_]*)")
_DECIMAL: Final = re.compile(r"[-+]?[0-9][0-9_]*\.[0-9]*([eE][-+]?[0-9]+)?")
_PROBLEMS: Final = {
    "did not find expected ',' or '}'": "comma_or_brace",
    "did not find expected ',' or ']'": "comma_or_bracket",
    "found unexpected end of stream": "ends_early",
    "could not find expected ':'": "colon",
    "mapping values are not allowed in this context": "colon_in_text",
    "did not find expected node content": "value",
    "did not find expected key": "key",
    "did not find expected '-' indicator": "dash",
    "found character that cannot start any token": "character",
    "did not find expected <document start>": "document",
    "found unexpected ':'": "colon_here",
    "did not find expected alphabetic or numeric character": "name",
    "block sequence entries are not allowed in this context": "dash_here",
    "did not find expected comment or line break": "after_sign",
    "did not find expected whitespace or line break": "blank",
    "could not find expected directive name": "directive",
    "found unexpected non-alphabetical character": "directive",
    "found unknown directive name": "directive",
    "found a tab character that violates indentation": "tab",
    "found unknown escape character": "escape",
    "did not find expected hexdecimal number": "escape",
    "found invalid Unicode character escape code": "escape",
    "found unexpected document indicator": "marker",
    "found an indentation indicator equal to 0": "after_sign",
    "found a tab character where an indentation space is expected": "tab",
    "mapping keys are not allowed in this context": "key_here",
    "did not find expected tag URI": "tag",
    "did not find expected '!'": "tag",
    "did not find the expected '>'": "tag",
    "did not find URI escaped octet": "tag",
    "found an incorrect leading UTF-8 octet": "tag",
    "found undefined tag handle": "tag",
    "did not find expected whitespace": "directive",
    "did not find expected digit or '.' character": "directive",
    "found extremely long version number": "directive",
    "found duplicate %YAML directive": "directive",
    "found duplicate %TAG directive": "directive",
    "found incompatible YAML document": "directive",
    "control characters are not allowed": "control",
}
"""What libyaml says to what it is called in our sentences; the commonest first."""
_STANDARD_TAG: Final = "tag:yaml.org,2002:"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_resolver: Final[Any] = yaml.SafeLoader("")


@dataclass(frozen=True, slots=True)
class Node:
    """A value with the place it was written at.

    `value` is a dict of name to Node, a list of Nodes, or a plain scalar; `text` is a scalar as written.
    """

    value: Any
    line: int
    column: int
    text: str = ""
    key_places: dict[str, tuple[int, int]] | None = None

    def below(self, part: str | int) -> "Node | None":
        """The value under a name or at an index, or None where there is none."""
        if isinstance(self.value, dict):
            return self.value.get(part)
        if isinstance(self.value, list) and isinstance(part, int) and part < len(self.value):
            return self.value[part]  # type: ignore[no-any-return]  # lists of nodes hold nodes
        return None

    def plain(self) -> Any:
        """The value as plain dicts, lists and scalars."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document of a file."""

    path: str
    root: Node

    def where(self, path: Sequence[str | int] = (), *, key: bool = False) -> Location:
        """The place of the value at a path of names and indexes, or of its key.

        Parts that lead nowhere (the tags a validator puts into its paths, a missing field) are skipped, so that the
        place is that of the nearest value that does exist.
        """
        node, place = self.root, (self.root.line, self.root.column)
        for part in path:
            below = node.below(part)
            if below is not None:
                key_place = (node.key_places or {}).get(str(part))
                node = below
                place = key_place if key and key_place else (node.line, node.column)
        return Location(self.path, *place)

    def node(self, path: Sequence[str | int]) -> Node | None:
        """The node at a path, or None where the path leads nowhere."""
        node = self.root
        for part in path:
            below = node.below(part)
            if below is None:
                return None
            node = below
        return node

    def plain(self) -> Any:
        """The whole document as plain dicts, lists and scalars."""
        return self.root.plain()


def read_bytes(path: Path, shown: str, limit: int = MAX_BYTES) -> str:
    """The text of a file, or an `InputError` where it cannot be read, is too large, or is not UTF-8 text."""
    try:
        with path.open("rb") as file:
            raw = file.read(limit + 1)
    except FileNotFoundError:
        raise InputError([fault("FI01", shown)]) from None
    except IsADirectoryError:
        raise InputError([fault("FI02", shown)]) from None
    except OSError as error:
        raise InputError([fault("FI03", shown, reason=error.strerror or type(error).__name__)]) from None
    return decode(raw, shown, limit)


def decode(raw: bytes, shown: str, limit: int = MAX_BYTES) -> str:
    """Bytes as UTF-8 text within the limit, or an `InputError`."""
    if len(raw) > limit:
        raise InputError([fault("FI04", shown, limit=f"{limit / 1024 / 1024:g} MiB")])
    try:
        decoded = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError([fault("FI05", shown, line)]) from None
    if "\x00" in decoded:
        raise InputError([fault("FI05", shown, decoded.count("\n", 0, decoded.index("\x00")) + 1)])
    return decoded


def read_documents(text: str, path: str) -> list[Document]:
    """Every document of a YAML text that is not empty.

    Raises `InputError` with the faults found: bad syntax ends the reading, duplicate keys are collected.
    """
    faults: list[Diagnostic] = []
    documents: list[Document] = []
    try:
        roots = _Composer(text, path, faults).documents()
        documents.extend(Document(path, root) for root in roots if not (root.value is None and root.text == ""))
    except yaml.YAMLError as error:
        faults.append(_syntax_fault(error, text, path))
    if faults:
        raise InputError(faults)
    return documents


def read_document(text: str, path: str) -> Document:
    """The one document of a YAML text; none at all or several are faults."""
    documents = read_documents(text, path)
    if not documents:
        raise InputError([fault("FI06", path)])
    if len(documents) > 1:
        second = documents[1].root
        raise InputError([fault("YA07", path, second.line, 1, count=len(documents))])
    return documents[0]


def _syntax_fault(error: yaml.YAMLError, text: str, path: str) -> Diagnostic:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).splitlines()[0]
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    if "nesting depth" in str(problem):  # libyaml's own limit, met while it looks ahead for a key
        return fault("YA03", path, line, column, limit=MAX_DEPTH)
    lines = text.splitlines()
    at_tab = line <= len(lines) and lines[line - 1][column - 1 : column] == "\t"
    return fault("YA08" if at_tab else "YA01", path, line, column, problem=_in_our_words(str(problem)))


def _in_our_words(problem: str) -> Any:
    """What libyaml says, as a person says it, in both languages where there are words for it."""
    return i18n.text(f"syntax.{_PROBLEMS[problem]}") if problem in _PROBLEMS else problem


class _Composer:
    """Builds nodes from the event stream with a stack of its own, counting as it goes."""

    def __init__(self, text: str, path: str, faults: list[Diagnostic]) -> None:
        self.loader = _Loader(text)
        self.path = path
        self.faults = faults
        self.nodes = 0
        self.aliases = 0
        self.anchors: dict[str, tuple[Node, int]] = {}

    def documents(self) -> Iterator[Node]:
        try:
            while True:
                event = self.loader.get_event()
                if event is None or isinstance(event, yaml.StreamEndEvent):
                    return
                if isinstance(event, yaml.DocumentStartEvent):
                    self.anchors = {}
                    yield self._document()
        finally:
            self.loader.dispose()

    def _document(self) -> Node:
        # Each open collection: its node, the name under which the next value goes, its anchor, its node count.
        stack: list[tuple[Node, list[str | None], str | None, int]] = []
        while True:
            event = self.loader.get_event()
            mark = event.start_mark
            line, column = mark.line + 1, mark.column + 1
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                self._count(line, column)
                self._refuse_tag(event.tag, line, column)
                if len(stack) >= MAX_DEPTH:
                    raise InputError([fault("YA03", self.path, line, column, limit=MAX_DEPTH)])
                empty = (
                    Node({}, line, column, "", {})
                    if isinstance(event, yaml.MappingStartEvent)
                    else Node([], line, column)
                )
                stack.append((empty, [None], event.anchor, self.nodes))
                continue
            if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                node, _, anchor, start = stack.pop()
                if anchor:
                    self.anchors[anchor] = (node, self.nodes - start + 1)
            elif isinstance(event, yaml.AliasEvent):
                node = self._alias(event.anchor, line, column)
            else:
                self._count(line, column)
                self._refuse_tag(event.tag, line, column)
                node = Node(_scalar(event), line, column, event.value)
                if event.anchor:
                    self.anchors[event.anchor] = (node, 1)
            if not stack:
                return node
            self._put(stack[-1], node, line, column)

    def _put(self, top: tuple[Node, list[str | None], str | None, int], node: Node, line: int, column: int) -> None:
        parent, pending = top[0], top[1]
        if isinstance(parent.value, list):
            parent.value.append(node)
        elif pending[0] is None:
            if isinstance(node.value, dict | list):
                raise InputError([fault("YA09", self.path, line, column)])
            if node.text == "<<":
                raise InputError([fault("YA10", self.path, line, column)])
            pending[0] = node.text
            assert parent.key_places is not None  # noqa: S101  # every map node is made with its key places
            if node.text in parent.key_places:
                first = parent.key_places[node.text]
                self.faults.append(
                    fault("YA02", self.path, line, column, key=node.text, line=first[0], column=first[1])
                )
            parent.key_places.setdefault(node.text, (node.line, node.column))
        else:
            parent.value[pending[0]] = node
            pending[0] = None

    def _alias(self, name: str | None, line: int, column: int) -> Node:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise InputError([fault("YA04", self.path, line, column, limit=MAX_ALIASES)])
        if name is None or name not in self.anchors:
            raise InputError([fault("YA05", self.path, line, column, name=name)])
        node, size = self.anchors[name]
        self._count(line, column, size)
        return node

    def _count(self, line: int, column: int, size: int = 1) -> None:
        self.nodes += size
        if self.nodes > MAX_NODES:
            raise InputError([fault("YA06", self.path, line, column, limit=f"{MAX_NODES:,}")])

    def _refuse_tag(self, tag: str | None, line: int, column: int) -> None:
        if tag and tag != "!":
            raise InputError([fault("YA11", self.path, line, column, tag=tag)])


def _scalar(event: yaml.ScalarEvent) -> Any:
    if not event.implicit[0]:
        return event.value
    tag = _resolver.resolve(yaml.ScalarNode, event.value, event.implicit)
    kind = tag.removeprefix(_STANDARD_TAG)
    if kind == "str" or (kind == "int" and not _INTEGER.fullmatch(event.value)):
        return event.value
    if kind == "float" and not _DECIMAL.fullmatch(event.value):
        return event.value
    try:
        return _resolver.construct_object(yaml.ScalarNode(tag, event.value))
    except (ValueError, yaml.YAMLError):  # 2026-02-30 looks like a date and is none
        return event.value
