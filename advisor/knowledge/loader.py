"""From a directory of YAML to a `KnowledgeBase`, or to every fault in it at once, sorted by place."""

import contextlib
import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from advisor import i18n, marked_yaml
from advisor.errors import Diagnostic, InputError, Location, fault
from advisor.knowledge import conditions, cross_check, follow_ups, kept, overlay
from advisor.knowledge.conditions import Condition
from advisor.knowledge.effects import Effect, parse_effect
from advisor.knowledge.model import (
    Article,
    Base,
    Claim,
    ClaimsFile,
    Conflict,
    ConflictsFile,
    CounterEvidence,
    CounterEvidenceFile,
    CriteriaFile,
    Criterion,
    EntitiesFile,
    Entity,
    Fact,
    FactsFile,
    Group,
    Headline,
    KnowledgeBase,
    Rule,
    RuleFile,
    Source,
    SourcesFile,
    StrategiesFile,
    Strategy,
)
from advisor.knowledge.overlay import Laid, Layers, OverlayFile
from advisor.knowledge.shapes import shape_faults
from advisor.marked_yaml import Document

M = TypeVar("M", bound=BaseModel)

Rules = Path | Layers | None
"""Which knowledge: a directory, a directory with overlays, or None for what is shipped."""

_REQUIRED = ("base.yaml", "strategies.yaml", "criteria.yaml", "sources.yaml")
_ELSEWHERE = ("cases", "catalogue", "profiles", "schema")
"""Folders of the rules directory that other readers read."""


_HOLDS = {
    "base.yaml": ("topic", "importance"),
    "strategies.yaml": ("strategy", "group", "openness"),
    "criteria.yaml": ("criterion",),
    "sources.yaml": ("source",),
    "conflicts.yaml": ("conflict",),
    "article/article.yaml": ("passage",),
    "article/claims": ("claim",),
    "article/entities.yaml": ("entity",),
    "article/counter_evidence.yaml": ("counter_evidence",),
    overlay.FILE: ("topic",),
}
"""Files and folders to the kinds of things that are defined in them; elsewhere they are facts."""


_NOTHING = {"en": "None.", "zh": "无。"}
_ANY_RULE: dict[str, Any] = {
    "title": _NOTHING,
    "criterion": "unread",
    "when": "always",
    "then": [{"caveat for any": _NOTHING}],
    "because": _NOTHING,
    "sources": ["unread"],
    "basis": "later",
    "reviewed": "9999",
    "examples": [{"name": "one", "given": {}, "fires": True}, {"name": "other", "given": {}, "fires": False}],
}
"""What stands in the place of the faulty parts of a rule, so that the others can still be checked."""
_SAID_OF = {
    "criterion": ("KB14",),
    "when": ("KB22", "KB23"),
    "then": ("KB13", "KB21", "KB22", "KB23"),
    "sources": ("KB15", "KB18"),
    "examples": ("KB25",),
}
"""Parts of a rule to the codes that speak of them."""
_ANY_OVERLAY: dict[str, Any] = {"id": "unread", "version": "0", "title": _NOTHING}


def default_directory() -> Path:
    """Where the knowledge that ships with the product lies: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


def load(directory: Rules = None, shown_as: str | None = None) -> KnowledgeBase:
    """The knowledge in a directory, the shipped one if none is named.

    Raises `InputError` with every fault of every file.
    """
    layers = directory if isinstance(directory, Layers) else Layers(directory)
    key = kept.key((directory_of(layers), *layers.overlays), apart=_ELSEWHERE)
    known = kept.find(key)
    if isinstance(known, KnowledgeBase):
        return known
    loaded = read(directory, shown_as)
    if loaded.diagnostics or loaded.knowledge is None:
        raise InputError(loaded.diagnostics)
    kept.keep(key, loaded.knowledge)
    return loaded.knowledge


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of reading a directory: the knowledge as far as it could be understood, and all its faults."""

    knowledge: KnowledgeBase | None
    diagnostics: tuple[Diagnostic, ...]
    """Sorted by place."""
    where: Callable[..., Location]
    """Place of a thing by its kind, id and path."""
    folders: tuple[tuple[Path, str], ...] = ()
    """The directories that were read, each with the name its files are shown under."""
    sketch: KnowledgeBase | None = None
    """The knowledge with what could not be read left out, so that the rest can still be checked."""
    broken: follow_ups.Broken = frozenset()
    """What is left out of the sketch."""


def directory_of(rules: Rules) -> Path:
    """The directory of the base itself, where what is read apart from the rules lies too."""
    base = rules.base if isinstance(rules, Layers) else rules
    return base or default_directory()


def read(directory: Rules = None, shown_as: str | None = None) -> Loaded:
    """The knowledge in a directory as far as it can be understood, and every fault found."""
    layers = directory if isinstance(directory, Layers) else Layers(directory)
    root = directory_of(layers)
    shown = shown_as or (root.name if layers.base is None else str(root))
    reading = _Reading(root, shown)
    missing = [path for path in (root, *layers.overlays) if not path.is_dir()]
    if missing:
        told = tuple(fault("LO01", shown if path == root else str(path)) for path in missing)
        return Loaded(None, told, reading.where)
    reading.read_all()
    laid = tuple(one for path in layers.overlays if (one := reading.read_overlay(path)) is not None)
    sketch = reading.sketched()
    found = cross_check.check(sketch, reading.where)
    found += overlay.conflicts(sketch, laid, reading.where)
    found = [one for one in found if (one.code, one.where.path) not in reading.silent]
    if layers.overlays:
        sketch = overlay.applied(sketch, laid)
    faults = {d.render("en"): d for d in (*reading.faults, *follow_ups.without(found, reading.broken))}
    folders = ((root, shown), *((path, str(path)) for path in layers.overlays))
    return Loaded(
        sketch if reading.is_whole else None,
        tuple(sorted(faults.values(), key=lambda d: d.sort_key)),
        reading.where,
        folders,
        sketch,
        frozenset(reading.broken),
    )


@dataclass
class _Reading:
    """The state of one reading: what was read so far, where each thing stands, and the faults."""

    root: Path
    shown: str
    faults: list[Diagnostic] = field(default_factory=list)
    places: dict[tuple[str, str], tuple[Document, tuple[str | int, ...]]] = field(default_factory=dict)
    broken: set[tuple[str, str]] = field(default_factory=set)
    silent: set[tuple[str, str]] = field(default_factory=set)
    """Code and path of what is said only of something that stands in the place of a faulty part."""
    digest: Any = field(default_factory=hashlib.sha256)
    base: Base | None = None
    article: Article | None = None
    strategies: dict[str, Strategy] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    headlines: dict[str, Headline] = field(default_factory=dict)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    fact_topics: dict[str, str] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    counter_evidence: dict[str, CounterEvidence] = field(default_factory=dict)
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    laying: OverlayFile | None = None
    """The overlay that is being read."""

    def where(self, kind: str, name: str, path: Iterable[str | int] = (), *, key: bool = False) -> Location:
        """The place of a thing, or of a part of it."""
        if (kind, name) not in self.places:
            return Location(f"{self.shown}/base.yaml")
        document, start = self.places[kind, name]
        return document.where((*start, *path), key=key)

    def read_all(self) -> None:
        for name in _REQUIRED:
            if not (self.root / name).is_file():
                self.faults.append(fault("LO02", f"{self.shown}/{name}"))
                self._note_unread(Path(name))
        for path, relative in _files(self.root):
            self._read_file(path, relative, self.shown, self._reader(relative))

    def read_overlay(self, root: Path) -> Laid | None:
        """Lay a folder over what was read; None where its own file is missing or faulty."""
        shown, before, base_digest = str(root), self._named(), self.digest
        self.digest, self.laying = hashlib.sha256(), None
        if not (root / overlay.FILE).is_file():
            self.faults.append(fault("LO02", f"{shown}/{overlay.FILE}"))
            self._note_unread(Path(overlay.FILE))
        for path, relative in _files(root):
            name = relative.as_posix()
            if name == overlay.FILE:
                reader: Callable[[Document], None] | None = self._read_overlay_file
            else:
                allowed = name == "sources.yaml" or relative.parts[0] in {"topics", *_ELSEWHERE}
                reader = self._reader(relative) if allowed else None
            if reader is None and not (allowed or relative.suffix != ".yaml"):
                self.faults.append(fault("OV01", f"{shown}/{name}"))
            else:
                self._read_file(path, relative, shown, reader)
        own, self.digest = self.digest.hexdigest(), base_digest
        self.digest.update(f"overlay\0{own}".encode())
        if self.laying is None:
            return None
        facts, rules, sources = (
            tuple(name for name in now if name not in then) for now, then in zip(self._named(), before, strict=True)
        )
        return Laid(self.laying, own, facts, rules, sources)

    def _named(self) -> tuple[tuple[str, ...], ...]:
        return tuple(self.facts), tuple(self.rules), tuple(self.sources)

    def _read_overlay_file(self, document: Document) -> None:
        self.laying, faulty = self._sound_part(OverlayFile, document, _ANY_OVERLAY)
        if self.laying is None or "topics" in faulty:
            self._note_unread(Path(overlay.FILE))
        if self.laying is not None:
            self._place("overlay", self.laying.id, document, ())
            if self.base is not None and self.laying.topics:
                topics = tuple(dict.fromkeys((*self.base.topics, *self.laying.topics)))
                self.base = self.base.model_copy(update={"topics": topics})

    def _read_file(self, path: Path, relative: Path, shown: str, reader: Callable[[Document], None] | None) -> None:
        name = relative.as_posix()
        if relative.suffix in {".yml", ".json"} and relative.parts[0] not in _ELSEWHERE:
            self.faults.append(fault("LO04", f"{shown}/{name}"))
        if relative.suffix != ".yaml" or relative.parts[0] in _ELSEWHERE:
            return
        if reader is None:
            self.faults.append(fault("LO03", f"{shown}/{name}"))
            return
        try:
            text = marked_yaml.read_bytes(path, f"{shown}/{name}")
            self.digest.update(f"{name}\0{len(text)}\0{text}".encode())
            document = marked_yaml.read_document(text, f"{shown}/{name}")
        except InputError as error:
            self.faults += error.diagnostics
            self._note_unread(relative)
            return
        reader(document)

    def _note_unread(self, relative: Path) -> None:
        """What cannot be known while a file is not read: a rule is called as its file, of the rest any name may be."""
        parts = relative.parts
        if parts[0] == "topics" and relative.name != "facts.yaml":
            self.broken.add(("rule", relative.stem))
            return
        kinds = _HOLDS.get(parts[0] if len(parts) == 1 else "/".join(parts[:2]), ("fact",))
        self.broken |= {(kind, follow_ups.EVERY) for kind in kinds}

    def _reader(self, relative: Path) -> Callable[[Document], None] | None:
        parts, stem = relative.parts, relative.stem
        top: dict[str, Callable[[Document], None]] = {
            "base.yaml": self._read_base,
            "strategies.yaml": self._read_strategies,
            "criteria.yaml": functools.partial(self._keep, CriteriaFile, "criteria", "criterion", self.criteria),
            "sources.yaml": functools.partial(self._keep, SourcesFile, "sources", "source", self.sources),
            "conflicts.yaml": functools.partial(self._keep, ConflictsFile, "conflicts", "conflict", self.conflicts),
            "article/article.yaml": self._read_article,
            "article/entities.yaml": functools.partial(self._keep, EntitiesFile, "entities", "entity", self.entities),
            "article/counter_evidence.yaml": functools.partial(
                self._keep, CounterEvidenceFile, "counter_evidence", "counter_evidence", self.counter_evidence
            ),
        }
        if relative.as_posix() in top:
            return top[relative.as_posix()]
        if parts[:2] == ("article", "claims"):
            return functools.partial(self._keep, ClaimsFile, "claims", "claim", self.claims)
        if len(parts) == 3 and parts[0] == "topics":  # noqa: PLR2004  # topics/<topic>/<file>
            return (
                functools.partial(self._read_facts, parts[1])
                if stem == "facts"
                else functools.partial(self._read_rule, parts[1], stem)
            )
        return None

    def _validated(self, model: type[M], document: Document) -> M | None:
        try:
            return model.model_validate(document.plain())
        except ValidationError as error:
            self.faults += shape_faults(error, document, model)
            return None

    def _sound_part(self, model: type[M], document: Document, stand_in: dict[str, Any]) -> tuple[M | None, set[str]]:
        """A file with something else in the place of what is faulty in it, and the keys that are."""
        plain = document.plain()
        try:
            return model.model_validate(plain), set()
        except ValidationError as error:
            self.faults += shape_faults(error, document, model)
            faulty = {str(one["loc"][0]) for one in error.errors() if one["loc"]}
            kept = {key: value for key, value in plain.items() if key not in faulty} if isinstance(plain, dict) else {}
        with contextlib.suppress(ValidationError):
            return (model.model_validate({**stand_in, **kept}), faulty) if kept else (None, faulty)
        return None, faulty

    def _items(self, model: type[BaseModel], key: str, kind: str, document: Document) -> Iterator[tuple[int, Any]]:
        """The sound items of a list file, with their positions; a faulty one leaves out itself, not its neighbours."""
        plain = document.plain()
        try:
            yield from enumerate(getattr(model.model_validate(plain), key))
        except ValidationError as error:
            self.faults += shape_faults(error, document, model)
            found = [one["loc"] for one in error.errors() if one["loc"][:1] == (key,) and len(one["loc"]) > 1]
            faulty = {place[1] for place in found}
            nameless = {place[1] for place in found if place[2:3] == ("id",)}
            listed = plain.get(key) if isinstance(plain, dict) else None
            if not isinstance(listed, list):
                self._note_broken(kind, None)
                return
            for index, raw in enumerate(listed):
                if index in faulty:
                    self._note_broken(kind, None if index in nameless else raw)
                    continue
                with contextlib.suppress(ValidationError):
                    yield index, get_args(model.model_fields[key].annotation)[0].model_validate(raw)

    def _note_broken(self, kind: str, raw: Any) -> None:
        name = raw.get("id") if isinstance(raw, dict) else None
        self.broken.add((kind, name if isinstance(name, str) else follow_ups.EVERY))

    def _keep(self, model: type[BaseModel], key: str, kind: str, into: dict[str, Any], document: Document) -> None:
        for index, item in self._items(model, key, kind, document):
            self._place(kind, item.id, document, (key, index))
            into.setdefault(item.id, item)

    def _place(self, kind: str, name: str, document: Document, path: tuple[str | int, ...]) -> None:
        if (kind, name) in self.places:
            first = self.where(kind, name, ("id",))
            place = document.where((*path, "id"))
            self.faults.append(Diagnostic("KB17", place, {"kind": kind, "id": name, "first": str(first)}))
        else:
            self.places[kind, name] = (document, path)

    def _read_base(self, document: Document) -> None:
        self.base = self._validated(Base, document)
        self.places["base", "base"] = (document, ())
        if self.base is None:
            self._note_unread(Path("base.yaml"))

    def _read_article(self, document: Document) -> None:
        self.article = self._validated(Article, document)
        self.places["article", "article"] = (document, ())
        if self.article is None:
            self._note_unread(Path("article/article.yaml"))

    def _read_strategies(self, document: Document) -> None:
        file = self._validated(StrategiesFile, document)
        if file is None:
            self._note_unread(Path("strategies.yaml"))
            return
        for index, headline in enumerate(file.openness):
            self._place("openness", headline.id, document, ("openness", index))
            self.headlines.setdefault(headline.id, headline)
        for index, strategy in enumerate(file.strategies):
            self._place("strategy", strategy.id, document, ("strategies", index))
            self.strategies.setdefault(strategy.id, strategy)
        for index, group in enumerate(file.groups):
            self._place("group", group.id, document, ("groups", index))
            self.groups.setdefault(group.id, group)

    def _read_facts(self, topic: str, document: Document) -> None:
        for index, fact in self._items(FactsFile, "facts", "fact", document):
            self._place("fact", fact.id, document, ("facts", index))
            parsed = fact
            if fact.ask_when is not None:
                condition, found = conditions.parse(fact.ask_when, ("facts", index, "ask_when"))
                self._keep_faults(found, document)
                parsed = fact.model_copy(update={"ask_when": condition})
            self.facts.setdefault(fact.id, parsed)
            self.fact_topics.setdefault(fact.id, topic)

    def _read_rule(self, topic: str, stem: str, document: Document) -> None:
        file, faulty = self._sound_part(RuleFile, document, {**_ANY_RULE, "id": stem})
        if file is None:
            self.broken.add(("rule", stem))
            return
        if file.id != stem:
            self.faults.append(Diagnostic("KB16", document.where(("id",)), {"id": file.id, "stem": stem}))
        when = self._condition(file.when, "when", document, faulty)
        unless = None if file.unless is None else self._condition(file.unless, "unless", document, faulty)
        effects = self._effects(file.then, document, faulty)
        self._place("rule", file.id, document, ())
        if faulty:
            self.broken.add((follow_ups.PART_OF_A_RULE, file.id))
            path = document.where().path
            self.silent |= {(code, path) for key in faulty for code in _SAID_OF.get(key, ())}
        same = file.model_dump(exclude={"when", "unless", "then", "title", "because", "examples"})
        self.rules.setdefault(
            file.id,
            Rule(
                **same,
                topic=topic,
                title=file.title,
                because=file.because,
                examples=file.examples,
                when=when,
                unless=unless,
                then=effects,
            ),
        )

    def _condition(self, raw: Any, key: str, document: Document, faulty: set[str]) -> Condition:
        """A condition; one with a fault counts as a fault of its key, since what is left of it stands elsewhere."""
        condition, found = conditions.parse(raw, (key,))
        self._keep_faults(found, document)
        if found:
            faulty.add(key)
        return conditions.ALWAYS if found else condition

    def _effects(self, raws: list[Any], document: Document, faulty: set[str]) -> tuple[Effect, ...]:
        effects = []
        for index, raw in enumerate(raws):
            effect, found = parse_effect(raw, ("then", index))
            self._keep_faults(found, document)
            if found:
                faulty.add("then")
            elif effect is not None:
                effects.append(effect)
        return () if "then" in faulty else tuple(effects)

    def _keep_faults(self, found: Iterable[conditions.Fault], document: Document) -> None:
        self.faults += located(found, document)

    @property
    def is_whole(self) -> bool:
        """Whether what everything else hangs on could be read."""
        return self.base is not None and bool(self.strategies) and bool(self.criteria)

    def sketched(self) -> KnowledgeBase:
        """The knowledge base as far as it could be read."""
        topics = tuple(sorted(set(self.fact_topics.values())))
        return KnowledgeBase(
            base=self.base or _stand_in(topics),
            sha256=self.digest.hexdigest(),
            strategies=self.strategies,
            groups=self.groups,
            headlines=self.headlines or _usual_headlines(),
            criteria=self.criteria,
            facts=self._in_topic_order(),
            fact_topics=self.fact_topics,
            rules=dict(sorted(self.rules.items())),
            sources=self.sources,
            article=self.article,
            claims=self.claims,
            entities=self.entities,
            counter_evidence=self.counter_evidence,
            conflicts=self.conflicts,
        )

    def _in_topic_order(self) -> dict[str, Fact]:
        order = {topic: position for position, topic in enumerate(self.base.topics if self.base else ())}
        return dict(sorted(self.facts.items(), key=lambda item: order.get(self.fact_topics[item[0]], len(order))))


def _stand_in(topics: tuple[str, ...]) -> Base:
    """What stands in the place of a base that cannot be read, so that the rest can be checked; it decides nothing."""
    return Base(
        id="unread",
        version="0",
        title=i18n.same("?"),
        languages=("en", "zh"),
        topics=topics,
        points={"slightly": 1, "clearly": 2, "strongly": 4},
        full_at=6,
        importance={"ignore": 0, "low": 1, "medium": 2, "high": 4, "critical": 8},
        close_call=0,
    )


def _usual_headlines() -> dict[str, Headline]:
    """The headlines of a base that names none: a language model is open, closed, or there are both."""
    return {
        name: Headline(id=name, name=i18n.text(f"openness.{name}"), headline=i18n.text(f"headline.{name}"), mixed=mixed)
        for name, mixed in (("open", False), ("closed", False), ("hybrid", True))
    }


def _files(root: Path) -> Iterator[tuple[Path, Path]]:
    """Every file of a directory that is not hidden, with its path in it, sorted."""
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if path.is_file() and not any(part.startswith(".") for part in relative.parts):
            yield path, relative


def located(found: Iterable[conditions.Fault], document: Document) -> Iterator[Diagnostic]:
    """Faults that know their path, as faults that know their place."""
    for one in found:
        yield Diagnostic(one.code, document.where(one.path), dict(one.slots))
