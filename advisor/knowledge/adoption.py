"""Documented decisions of real organisations, to be compared with: what they chose, and their situation as a profile.

They stand in a folder of their own: `choices.yaml` says what was chosen and where that can be read, and
`profiles/<id>.yaml` holds the situation as an ordinary profile. The two are kept apart so that no profile is written
from a choice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from advisor import marked_yaml, profile
from advisor.errors import Diagnostic, InputError, fault, nearest
from advisor.i18n import Text
from advisor.knowledge.model import KnowledgeBase, Model, Name, Openness, Slug
from advisor.knowledge.shapes import shape_faults
from advisor.marked_yaml import Document
from advisor.profile import Profile

CHOICES = "choices.yaml"
PROFILES = "profiles"


class Page(Model):
    """Where a choice can be read."""

    title: str
    link: str


class Choice(Model):
    """What an organisation chose."""

    id: Slug
    """The organisation and the year; also the name of its profile."""
    openness: Openness
    strategy: Name
    deployment: Literal["on_prem", "self_run_unspecified", "host", "vendor_private_cloud", "vendor_api", "mixed"]
    """Where the models run, as far as the pages say."""
    year: int
    confidence: Literal["high", "medium", "low"]
    """How surely the pages tell what was chosen."""
    sources: Annotated[tuple[Page, ...], Field(min_length=1)]
    remark: Text | None = None
    """What else the organisation seems to have weighed, which its profile does not hold."""


class ChoicesFile(Model):
    """`choices.yaml`."""

    choices: Annotated[tuple[Choice, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Adoption:
    """A choice, and the situation in which it was made."""

    choice: Choice
    profile: Profile


def read(folder: Path, shown: str, knowledge: KnowledgeBase) -> tuple[Adoption, ...]:
    """Every documented decision of a folder. Raises `InputError` with every fault of every file."""
    if not (folder / CHOICES).is_file():
        raise InputError([fault("AD01", f"{shown}/{CHOICES}")])
    text = marked_yaml.read_bytes(folder / CHOICES, f"{shown}/{CHOICES}")
    document = marked_yaml.read_document(text, f"{shown}/{CHOICES}")
    try:
        choices = ChoicesFile.model_validate(document.plain()).choices
    except ValidationError as error:
        raise InputError(list(shape_faults(error, document, ChoicesFile))) from None
    faults = list(_misfits(choices, document, folder, knowledge))
    adoptions: list[Adoption] = []
    for path in sorted((folder / PROFILES).glob("*.yaml")):
        choice = next((one for one in choices if one.id == path.stem), None)
        name = f"{shown}/{PROFILES}/{path.name}"
        if choice is None:
            near = nearest(path.stem, [one.id for one in choices])
            faults.append(fault("AD03", name, id=path.stem, near=near))
            continue
        try:
            given, found = profile.read(marked_yaml.read_document(marked_yaml.read_bytes(path, name), name), knowledge)
        except InputError as error:
            faults += error.diagnostics
            continue
        faults += found
        if given is not None:
            adoptions.append(Adoption(choice, given))
    if faults:
        raise InputError(sorted(faults, key=lambda d: d.sort_key))
    order = {choice.id: position for position, choice in enumerate(choices)}
    return tuple(sorted(adoptions, key=lambda one: order[one.choice.id]))


def _misfits(
    choices: tuple[Choice, ...], document: Document, folder: Path, knowledge: KnowledgeBase
) -> Iterator[Diagnostic]:
    """Choices that no strategy is called by, that contradict themselves, stand twice or have no profile."""
    for index, choice in enumerate(choices):
        at = ("choices", index)
        strategy = knowledge.strategies.get(choice.strategy)
        if strategy is None:
            slots = {"target": choice.strategy, "near": nearest(choice.strategy, knowledge.strategies)}
            yield Diagnostic("KB13", document.where((*at, "strategy")), slots)
        elif strategy.openness != choice.openness:
            slots = {"strategy": strategy.id, "openness": strategy.openness}
            yield Diagnostic("EX02", document.where((*at, "openness")), slots)
        first = next(position for position, one in enumerate(choices) if one.id == choice.id)
        if first != index:
            place = str(document.where(("choices", first, "id")))
            slots = {"kind": "choice", "id": choice.id, "first": place}
            yield Diagnostic("KB17", document.where((*at, "id")), slots)
        if not (folder / PROFILES / f"{choice.id}.yaml").is_file():
            yield Diagnostic("AD02", document.where((*at, "id")), {"id": choice.id})
