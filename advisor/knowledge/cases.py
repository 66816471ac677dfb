"""Whole profiles with the answer an expert signed, `cases/<case-id>.yaml`: the corpus that judges both engines.

A case is no part of the knowledge base: it says what the knowledge should lead to, not what it is. So it is read beside
it, and its faults (a rule it expects that does not exist, an answer that is none) never keep the advisor from working.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from advisor import marked_yaml, profile
from advisor.errors import Diagnostic, InputError, Location, fault, nearest
from advisor.i18n import Text
from advisor.knowledge.answers import Answer, read_answer
from advisor.knowledge.model import Date, KnowledgeBase, Model, Name, Openness, Slug
from advisor.knowledge.shapes import shape_faults
from advisor.marked_yaml import Document
from advisor.profile import Profile, Workload

FOLDER = "cases"
"""Where the cases stand in the rules directory."""


class Expectation(Model):
    """What an expert expects of the advisor; what is left out is not judged."""

    openness: Annotated[tuple[Openness, ...], Field(min_length=1)]
    """The headlines that are right; several where an expert would accept either. `none`: no recommendation."""
    strategy: tuple[Name, ...] = ()
    """The strategies that are right; `none`: that there is no single one."""
    fires: tuple[Slug, ...] = ()
    """Rules that must fire, for the whole or for a workload."""
    silent: tuple[Slug, ...] = ()
    """Rules that must not fire."""
    ruled_out: dict[Name, tuple[Slug, ...]] = Field(default_factory=dict)
    """Strategies that must be ruled out, each with rules that do it."""
    close_call: bool | None = None
    """Whether the answer must be a close call, or must not be."""


class CaseFile(Model):
    """`cases/<case-id>.yaml`."""

    id: Slug
    """The case's name; also the name of its file."""
    title: Text
    """The situation in a few words."""
    profile: dict[str, Any]
    """The organisation, as in a profile."""
    looked_up: dict[Name, Any] = Field(default_factory=dict)
    """What the catalogue would say: facts of the origin `catalogue`, which no profile gives. Unknown where left out."""
    expect: Expectation
    """What an expert expects."""
    because: Text
    """Why, in the expert's words."""
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    """Claims, counter-evidence and sources the expectation rests on."""
    reviewed: Date
    """When an expert last looked at it."""
    pair: Slug | None = None
    """A case that differs in one answer, so that the two show what that answer does."""
    draft: bool = False
    """Whether it was proposed by `advisor rules coverage --propose` and nobody has judged it yet."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case that could be read, with its profile."""

    file: CaseFile
    profile: Profile
    document: Document
    looked_up: Mapping[str, Answer] = field(default_factory=dict)
    """What the catalogue would say."""

    @property
    def id(self) -> str:
        """The case's name."""
        return self.file.id

    def where(self, *path: str | int, key: bool = False) -> Location:
        """The place of a part of its file."""
        return self.document.where(path, key=key)


def read(folders: Iterable[tuple[Path, str]], knowledge: KnowledgeBase) -> tuple[dict[str, Case], list[Diagnostic]]:
    """The cases of some rules directories, by id, and every fault in their files.

    Each folder comes with the name under which its files are shown.
    """
    cases: dict[str, Case] = {}
    faults: list[Diagnostic] = []
    named: set[str] = set()
    for folder, shown in folders:
        for path in sorted((folder / FOLDER).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                name = f"{shown}/{path.relative_to(folder).as_posix()}"
                case, found = _read_file(path, name, knowledge)
                named.add(path.stem)
                faults += found
                if case is not None and case.id in cases:
                    first = str(cases[case.id].where("id"))
                    faults.append(Diagnostic("KB17", case.where("id"), {"kind": "case", "id": case.id, "first": first}))
                elif case is not None:
                    cases[case.id] = case
    for case in cases.values():
        faults += _pair(case, cases, named)
    return dict(sorted(cases.items())), sorted(faults, key=lambda d: d.sort_key)


def _read_file(path: Path, shown: str, knowledge: KnowledgeBase) -> tuple[Case | None, list[Diagnostic]]:
    if path.suffix != ".yaml":
        return None, [fault("LO04", shown)]
    try:
        document = marked_yaml.read_document(marked_yaml.read_bytes(path, shown), shown)
    except InputError as error:
        return None, list(error.diagnostics)
    try:
        file = CaseFile.model_validate(document.plain())
    except ValidationError as error:
        return None, list(shape_faults(error, document, CaseFile))
    faults = list(_names(file, document, knowledge))
    if file.id != path.stem:
        faults.append(Diagnostic("KB16", document.where(("id",)), {"id": file.id, "stem": path.stem}))
    node = document.node(("profile",))
    assert node is not None  # noqa: S101  # the shape was checked above
    given, found = profile.read(Document(shown, node), knowledge)
    faults += found
    looked_up = dict(_looked_up(file, document, knowledge, faults))
    if file.draft:
        faults.append(Diagnostic("EX06", document.where(("draft",), key=True), {}))
    return (None if given is None or faults else Case(file, given, document, looked_up)), faults


def _looked_up(
    file: CaseFile, document: Document, knowledge: KnowledgeBase, faults: list[Diagnostic]
) -> Iterator[tuple[str, Answer]]:
    """The facts that would be looked up, each with its answer; what is wrong with one goes to the faults."""
    askable = {fact.id: fact for fact in knowledge.facts.values() if fact.origin == "catalogue"}
    for name, raw in file.looked_up.items():
        path = ("looked_up", name)
        if name not in askable:
            slots = {"name": name, "near": nearest(name, askable), "known": ", ".join(askable) or "-"}
            faults.append(Diagnostic("EX07", document.where(path, key=True), slots))
            continue
        answer, problem = read_answer(askable[name], raw, path)
        if problem is not None:
            faults.append(Diagnostic(problem.code, document.where(problem.path), dict(problem.slots)))
        elif answer is not None:
            yield name, answer


def _names(file: CaseFile, document: Document, knowledge: KnowledgeBase) -> Iterator[Diagnostic]:
    """Every name in the expectation that nothing is called by, and every expectation that cannot come true."""
    expect = file.expect
    grounds = {*knowledge.sources, *knowledge.claims, *knowledge.counter_evidence}
    yield from _unknown(document, ("sources",), file.sources, "source", grounds)
    for key, rules in (("fires", expect.fires), ("silent", expect.silent)):
        yield from _unknown(document, ("expect", key), rules, "rule", {*knowledge.rules, *knowledge.switched_off})
    for index, rule in enumerate(expect.silent):
        if rule in expect.fires:
            yield Diagnostic("EX01", document.where(("expect", "silent", index)), {"rule": rule})
    yield from _strategies(expect, document, knowledge)
    yield from _gates(expect, document, knowledge)


def _strategies(expect: Expectation, document: Document, knowledge: KnowledgeBase) -> Iterator[Diagnostic]:
    yield from _unknown(document, ("expect", "openness"), expect.openness, "openness", [*knowledge.headlines, "none"])
    for index, strategy in enumerate(expect.strategy):
        place = document.where(("expect", "strategy", index))
        if strategy == "none":
            continue
        if strategy not in knowledge.strategies:
            yield Diagnostic("KB13", place, {"target": strategy, "near": nearest(strategy, knowledge.strategies)})
        elif (openness := knowledge.strategies[strategy].openness) not in expect.openness:
            yield Diagnostic("EX02", place, {"strategy": strategy, "openness": openness})


def _gates(expect: Expectation, document: Document, knowledge: KnowledgeBase) -> Iterator[Diagnostic]:
    for strategy, rules in expect.ruled_out.items():
        path = ("expect", "ruled_out", strategy)
        if strategy not in knowledge.strategies:
            near = nearest(strategy, knowledge.strategies)
            yield Diagnostic("KB13", document.where(path, key=True), {"target": strategy, "near": near})
            continue
        yield from _unknown(document, path, rules, "rule", {*knowledge.rules, *knowledge.switched_off})
        for index, rule in enumerate(rules):
            if rule in knowledge.rules and strategy not in removed_by(rule, knowledge):
                yield Diagnostic("EX03", document.where((*path, index)), {"rule": rule, "strategy": strategy})


def removed_by(rule: str, knowledge: KnowledgeBase) -> frozenset[str]:
    """The strategies a rule rules out when it fires."""
    targets = (knowledge.parts.get(gate.target, {}).items() for gate in knowledge.rules[rule].gates)
    return frozenset(strategy for parts in targets for strategy, part in parts if part == 1)


def _unknown(
    document: Document, path: tuple[str, ...], names: Iterable[str], what: str, known: Iterable[str]
) -> Iterator[Diagnostic]:
    options = frozenset(known)
    for index, name in enumerate(names):
        if name not in options:
            slots = {"what": what, "name": name, "near": nearest(name, options)}
            yield Diagnostic("KB15", document.where((*path, index)), slots)


def _pair(case: Case, cases: dict[str, Case], named: set[str]) -> Iterator[Diagnostic]:
    """A pair must exist and be one answer or priority apart; one that is faulty itself is told of where it stands."""
    if case.file.pair is None:
        return
    other = cases.get(case.file.pair)
    place = case.where("pair")
    if other is None and case.file.pair in named:
        return
    if other is None:
        slots = {"what": "case", "name": case.file.pair, "near": nearest(case.file.pair, cases)}
        yield Diagnostic("KB15", place, slots)
        return
    differing = _differences(case.profile, other.profile)
    differing += sorted(
        name for name in {*case.looked_up, *other.looked_up} if case.looked_up.get(name) != other.looked_up.get(name)
    )
    if len(differing) != 1:
        apart: dict[str, Any] = {"pair": other.id, "count": len(differing), "differing": ", ".join(differing)}
        yield Diagnostic("EX04", place, apart)


def _differences(ours: Profile | Workload, theirs: Profile | Workload) -> list[str]:
    """What is said differently: facts, priorities, and what stands in workloads."""
    found = [
        name
        for mine, other in ((ours.answers, theirs.answers), (ours.priorities, theirs.priorities))
        for name in sorted({*mine, *other})
        if mine.get(name) != other.get(name)
    ]
    if isinstance(ours, Profile) and isinstance(theirs, Profile):
        mine, others = ({w.name: w for w in profile.workloads} for profile in (ours, theirs))
        for name in sorted({*mine, *others}):
            if name not in mine or name not in others:
                found.append(name)
            else:
                found += [f"{name}: {one}" for one in _differences(mine[name], others[name])]
    return found
