"""What an organisation lays over a knowledge base without touching it.

Its own facts, rules and sources, other default importances, and rules switched off with a reason. An overlay is a
folder with `overlay.yaml` and, as in a base, `sources.yaml`, `topics/` and `cases/`. It adds and switches off; it never
redefines, so that what stands in the base still means what its authors meant.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from advisor.errors import Diagnostic, Location, nearest
from advisor.i18n import Text
from advisor.knowledge.model import Importance, KnowledgeBase, Model, Name, Overlay, Slug

FILE = "overlay.yaml"
"""The file that makes a folder an overlay."""


@dataclass(frozen=True, slots=True)
class Layers:
    """A knowledge base and what is laid over it, in this order; None is the base that is shipped."""

    base: Path | None = None
    overlays: tuple[Path, ...] = ()


class SwitchedOff(Model):
    """A rule that does not count here."""

    rule: Slug
    """The rule of the base."""
    because: Text
    """Why it does not hold for this organisation."""


class OverlayFile(Model):
    """`overlay.yaml`."""

    id: Slug
    """The overlay's name; every output names it."""
    version: str
    """Version of the overlay, quoted."""
    title: Text
    """Whose it is and what it is for."""
    topics: tuple[Name, ...] = ()
    """Chapters it adds after those of the base."""
    importance: dict[Name, Importance] = {}  # noqa: RUF012  # pydantic copies a default
    """Criterion to what it counts when nothing is said of it."""
    switch_off: tuple[SwitchedOff, ...] = ()
    """Rules that do not count here, each with its reason."""


@dataclass(frozen=True, slots=True)
class Laid:
    """An overlay that was read: its file, and what it added."""

    file: OverlayFile
    sha256: str
    facts: tuple[str, ...]
    rules: tuple[str, ...]
    sources: tuple[str, ...]


def conflicts(knowledge: KnowledgeBase, laid: tuple[Laid, ...], where: Callable[..., Location]) -> Iterator[Diagnostic]:
    """What overlays ask for that cannot be done, or that one asks for and another denies."""
    off: dict[str, str] = {}
    weights: dict[str, tuple[str, str]] = {}
    for one in laid:
        for index, switch in enumerate(one.file.switch_off):
            place = where("overlay", one.file.id, ("switch_off", index, "rule"))
            slots: dict[str, Any] = {"rule": switch.rule, "overlay": off.get(switch.rule, one.file.id)}
            if switch.rule not in knowledge.rules:
                near = nearest(switch.rule, knowledge.rules)
                yield Diagnostic("KB15", place, {"what": "rule", "name": switch.rule, "near": near})
            elif switch.rule in one.rules:
                yield Diagnostic("OV02", place, slots)
            elif switch.rule in off:
                yield Diagnostic("OV03", place, slots)
            off.setdefault(switch.rule, one.file.id)
        for criterion, importance in one.file.importance.items():
            place = where("overlay", one.file.id, ("importance", criterion), key=True)
            first, said = weights.setdefault(criterion, (one.file.id, importance))
            if criterion not in knowledge.criteria:
                near = nearest(criterion, knowledge.criteria)
                yield Diagnostic("KB14", place, {"criterion": criterion, "near": near})
            elif said != importance:
                slots = {"criterion": criterion, "importance": importance, "overlay": first, "other": said}
                yield Diagnostic("OV04", place, slots)


def applied(knowledge: KnowledgeBase, laid: tuple[Laid, ...]) -> KnowledgeBase:
    """The knowledge with the importances of its overlays, and without the rules they switch off."""
    importance = {name: word for one in laid for name, word in one.file.importance.items()}
    criteria = {
        name: criterion.model_copy(update={"importance": importance.get(name, criterion.importance)})
        for name, criterion in knowledge.criteria.items()
    }
    off = {switch.rule for one in laid for switch in one.file.switch_off}
    return replace(
        knowledge,
        criteria=criteria,
        rules={name: rule for name, rule in knowledge.rules.items() if name not in off},
        switched_off={name: rule for name, rule in knowledge.rules.items() if name in off},
        overlays=tuple(_summary(one, knowledge.criteria) for one in laid),
    )


def _summary(one: Laid, before: Mapping[str, Any]) -> Overlay:
    return Overlay(
        id=one.file.id,
        version=one.file.version,
        title=one.file.title,
        sha256=one.sha256,
        adds_facts=one.facts,
        adds_rules=one.rules,
        adds_sources=one.sources,
        importance={
            name: (before[name].importance, word) for name, word in one.file.importance.items() if name in before
        },
        switches_off={switch.rule: switch.because for switch in one.file.switch_off},
    )
