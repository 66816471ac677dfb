"""From `catalogue/` to a `Catalogue`, or to every fault in it at once.

Two readers give the same result. Commands read with libyaml's plain loader, which takes a third of the time and forgets
places; where anything is wrong, and always when the knowledge is checked, the marked reader goes over the files again
and says where.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from advisor import marked_yaml
from advisor.errors import Diagnostic, InputError, Location, fault, nearest
from advisor.knowledge import follow_ups, kept
from advisor.knowledge.catalogue import (
    Catalogue,
    CostBasis,
    HardwareFile,
    Licence,
    LicencesFile,
    ModelCard,
)
from advisor.knowledge.loader import Rules, default_directory, directory_of
from advisor.knowledge.model import Source, SourcesFile
from advisor.knowledge.shapes import shape_faults
from advisor.marked_yaml import Document

M = TypeVar("M", bound=BaseModel)

FOLDER = "catalogue"
_FILES: dict[str, type[BaseModel]] = {
    "cost.yaml": CostBasis,
    "hardware.yaml": HardwareFile,
    "licences.yaml": LicencesFile,
    "sources.yaml": SourcesFile,
}
_HOLDS = {"hardware.yaml": "GPU", "licences.yaml": "licence", "sources.yaml": "source"}
"""Files to the kinds of things that are defined in them."""
_Stock: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Stock):  # type: ignore[misc]  # one of two loaders, chosen above
    """The stock loader, which would let the last of two equal keys win, but for that."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT002  # as the loader calls it
        made = super().construct_mapping(node, deep)
        if len(made) != len(node.value):
            raise yaml.YAMLError("a key stands twice")
        return made


def load(rules: Rules = None, shown_as: str | None = None) -> Catalogue | None:
    """The catalogue of a knowledge base, the shipped one if none is named; None where it has none.

    Raises `InputError` with every fault of every file.
    """
    root, shown = place(rules, shown_as)
    if not root.is_dir():
        return None
    key = kept.key((root,))
    known = kept.find(key)
    if isinstance(known, Catalogue):
        return known
    texts = list(_texts(root, shown))
    made = _fast(texts)
    if made is not None:
        kept.keep(key, made)
        return made
    found = _marked(texts, shown)
    if found.diagnostics or found.catalogue is None:
        raise InputError(found.diagnostics)
    return found.catalogue


def check(rules: Rules = None, shown_as: str | None = None) -> tuple[Catalogue | None, list[Diagnostic]]:
    """The catalogue as far as it can be understood, and every fault in it, sorted by place; (None, []) without one."""
    found = read(rules, shown_as)
    return found.catalogue, list(found.diagnostics)


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading a catalogue with its places."""

    catalogue: Catalogue | None
    diagnostics: tuple[Diagnostic, ...]
    """Sorted by place."""
    where: Callable[..., Location]
    """Place of a part of a model or source, by its kind and id."""


def read(rules: Rules = None, shown_as: str | None = None) -> Read:
    """The catalogue as far as it can be understood, every fault in it, and where everything stands."""
    root, shown = place(rules, shown_as)
    if not root.is_dir():
        return Read(None, (), _Reading("").where)
    try:
        return _marked(list(_texts(root, shown)), shown)
    except InputError as error:
        return Read(None, error.diagnostics, _Reading("").where)


def place(rules: Rules, shown_as: str | None = None) -> tuple[Path, str]:
    """Where the catalogue of a knowledge base lies, and how its files are named to a person."""
    directory = directory_of(rules)
    own = directory == default_directory()
    return directory / FOLDER, f"{shown_as or (directory.name if own else directory)}/{FOLDER}"


def _texts(root: Path, shown: str) -> Iterator[tuple[str, str]]:
    """Name and text of every file, in order of their paths."""
    for path in sorted(root.rglob("*.yaml")):
        name = path.relative_to(root).as_posix()
        if not any(part.startswith(".") for part in path.relative_to(root).parts):
            yield name, marked_yaml.read_bytes(path, f"{shown}/{name}")


def digest(texts: list[tuple[str, str]]) -> str:
    """The digest of the files' names and texts."""
    found = hashlib.sha256()
    for name, text in texts:
        found.update(f"{name}\0{len(text)}\0{text}".encode())
    return found.hexdigest()


def _fast(texts: list[tuple[str, str]]) -> Catalogue | None:
    """The catalogue without places, or None where something is wrong with it."""
    reading = _Reading(digest(texts))
    try:
        for name, text in texts:
            plain = yaml.load(text, Loader=_Loader)  # noqa: S506  # a safe loader, chosen above
            model = _FILES.get(name, ModelCard)
            reading.keep(name, model.model_validate(plain))
    except (yaml.YAMLError, ValueError, RecursionError):
        # Among them a day that is on no calendar. Whatever it is, the reader with places says where.
        return None
    if len(reading.files) < len(_FILES) or reading.clashes or any(_cross_faults(reading)):
        return None
    return reading.catalogue()


def _marked(texts: list[tuple[str, str]], shown: str) -> Read:
    """The catalogue read with its places, and what is wrong with it."""
    reading = _Reading(digest(texts))
    found: list[Diagnostic] = []
    for name, text in texts:
        where = f"{shown}/{name}"
        try:
            document = marked_yaml.read_document(text, where)
        except InputError as error:
            found += error.diagnostics
            continue
        model = _FILES.get(name, ModelCard)
        try:
            value = model.model_validate(document.plain())
        except ValidationError as error:
            found += shape_faults(error, document, model)
            continue
        reading.documents[name] = document
        reading.keep(name, value)
    found += [fault("LO02", f"{shown}/{name}") for name in sorted(_FILES) if name not in dict(texts)]
    crossed = [
        Diagnostic(code, reading.documents[name].where(path), dict(slots))
        for code, name, path, slots in [*reading.clashes, *_cross_faults(reading)]
    ]
    unread = {(kind, follow_ups.EVERY) for name, kind in _HOLDS.items() if name not in reading.files}
    unique = {diagnostic.render("en"): diagnostic for diagnostic in (*found, *follow_ups.without(crossed, unread))}
    whole = set(_FILES) <= reading.files.keys()
    found = sorted(unique.values(), key=lambda d: d.sort_key)
    return Read(reading.catalogue() if whole else None, tuple(found), reading.where)


_Fault = tuple[str, str, tuple[str | int, ...], dict[str, Any]]
"""Code, file, path and slots: a fault before its place is known."""


@dataclass
class _Reading:
    """What was read so far."""

    sha256: str
    files: dict[str, Any] = field(default_factory=dict)
    cards: dict[str, ModelCard] = field(default_factory=dict)
    card_files: dict[str, str] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    clashes: list[_Fault] = field(default_factory=list)

    def keep(self, name: str, value: BaseModel) -> None:
        if not isinstance(value, ModelCard):
            self.files[name] = value
            return
        if value.id != name.rpartition("/")[2].removesuffix(".yaml"):
            stem = name.rpartition("/")[2].removesuffix(".yaml")
            self.clashes.append(("KB16", name, ("id",), {"id": value.id, "stem": stem}))
        if value.id in self.cards:
            first = self.card_files[value.id]
            self.clashes.append(("KB17", name, ("id",), {"kind": "model", "id": value.id, "first": first}))
            return
        self.cards[value.id] = value
        self.card_files[value.id] = name

    def where(self, kind: str, name: str, path: Iterable[str | int] = ()) -> Location:
        """The place of a part of a model or a source."""
        if kind == "model":
            return self.documents[self.card_files[name]].where((*path,))
        listed: SourcesFile = self.files["sources.yaml"]
        index = next(position for position, source in enumerate(listed.sources) if source.id == name)
        return self.documents["sources.yaml"].where(("sources", index, *path))

    def catalogue(self) -> Catalogue:
        licences: LicencesFile = self.files["licences.yaml"]
        hardware: HardwareFile = self.files["hardware.yaml"]
        return Catalogue(
            sha256=self.sha256,
            models=dict(sorted(self.cards.items())),
            licences={licence.id: licence for licence in licences.licences},
            regions=licences.regions,
            gpus={gpu.id: gpu for gpu in hardware.gpus},
            cost=self.files["cost.yaml"],
            sources={source.id: source for source in self.files["sources.yaml"].sources},
        )


def _cross_faults(reading: _Reading) -> Iterator[_Fault]:
    """Names that lead nowhere, and figures that cannot be."""
    lists: dict[str, tuple[str, Any]] = {
        name: (key, getattr(reading.files[name], key))
        for name, key in (
            ("licences.yaml", "licences"),
            ("hardware.yaml", "gpus"),
            ("sources.yaml", "sources"),
            ("cost.yaml", "assumptions"),
        )
        if name in reading.files
    }
    known = {name: {item.id: item for item in items} for name, (_, items) in lists.items()}
    licences, gpus, sources = (known.get(name, {}) for name in ("licences.yaml", "hardware.yaml", "sources.yaml"))
    for name, (key, items) in lists.items():
        yield from _twice(name, key, items)
        for index, item in enumerate(items):
            yield from _unknown_sources(name, (key, index, "sources"), getattr(item, "sources", ()), sources)
    if (cost := reading.files.get("cost.yaml")) is not None:
        for index, one in enumerate(cost.measured):
            yield from _unknown("cost.yaml", ("measured", index, "gpu"), "GPU", one.gpu, gpus)
            yield from _unknown("cost.yaml", ("measured", index, "source"), "source", one.source, sources)
        for formula, cited in cost.formulas.items():
            yield from _unknown_sources("cost.yaml", ("formulas", formula), cited, sources)
    for card in reading.cards.values():
        yield from _card(card, reading.card_files[card.id], licences, sources)


def _card(
    card: ModelCard, name: str, licences: Mapping[str, Licence], sources: Mapping[str, Source]
) -> Iterator[_Fault]:
    if card.licence is not None:
        yield from _unknown(name, ("licence",), "licence", card.licence, licences)
    for key in ("released", "retires", "parameters", "context", "languages", "tool_calling", "tuning", "clouds"):
        value = getattr(card, key)
        if value is not None:
            yield from _unknown(name, (key, "source"), "source", value.source, sources)
    for index, price in enumerate(card.prices):
        yield from _unknown(name, ("prices", index, "source"), "source", price.source, sources)
        if price.start and price.until and price.start > price.until:
            yield "MC01", name, ("prices", index, "until"), {"first": price.start, "last": price.until}
        if price.cached is not None and price.cached > price.read:
            yield "MC02", name, ("prices", index, "cached"), {"cached": price.cached, "read": price.read}
    if card.parameters and card.parameters.active and card.parameters.active > card.parameters.total:
        numbers = {"active": card.parameters.active, "total": card.parameters.total}
        yield "MC03", name, ("parameters", "active"), numbers
    for key, source in (("kv_source", card.memory.kv_source), ("tested_source", card.memory.tested_source)):
        if source:
            yield from _unknown(name, ("memory", key), "source", source, sources)


def _twice(name: str, key: str, items: Any) -> Iterator[_Fault]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item.id in seen:
            yield "KB17", name, (key, index, "id"), {"kind": key, "id": item.id, "first": name}
        seen.add(item.id)


def _unknown_sources(name: str, path: tuple[str | int, ...], used: Any, known: Any) -> Iterator[_Fault]:
    for index, source in enumerate(used):
        yield from _unknown(name, (*path, index), "source", source, known)


def _unknown(name: str, path: tuple[str | int, ...], what: str, used: str, known: Any) -> Iterator[_Fault]:
    if used not in known:
        yield "KB15", name, path, {"what": what, "name": used, "near": nearest(used, known)}
