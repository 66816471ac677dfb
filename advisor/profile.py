"""One organisation's answers and priorities, read from YAML, JSON Lines or a table, and written back as YAML.

A profile is checked against the knowledge base it is meant for: every fault is a diagnostic with its place, and a
misspelt fact names the nearest. Reading one profile never stops the reading of the next.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import yaml

from advisor import marked_yaml, needs
from advisor.errors import Diagnostic, InputError, Location, fault, nearest
from advisor.knowledge.answers import UNKNOWN, Answer, read_answer, write_answer
from advisor.knowledge.model import KnowledgeBase
from advisor.marked_yaml import Document
from advisor.needs import NOTHING, Needs

_TOP: Final = ("organization", "use_case", "priorities", "answers", "parked", "needs", "workloads")
_WORKLOAD: Final = ("name", "use_case", "priorities", "answers", "parked")
_LONGEST_NAME: Final = 200
_MOST_WORKLOADS: Final = 100
_LONGEST_LINE: Final = 1024 * 1024
PRIORITY_PREFIX: Final = "priority."
"""In a table a column `priority.privacy` holds the importance of a criterion."""


@dataclass(frozen=True, slots=True)
class Workload:
    """One task of an organisation that lists several: what holds for it beside what holds for all."""

    name: str
    use_case: str | None = None
    priorities: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    """Facts said to be unknown here, although they may be known for the whole."""
    parked: Mapping[str, Answer] = field(default_factory=dict)
    """Answers whose question does not matter now: kept, and not counted."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What an organisation said: answers hold for all its workloads unless a workload says otherwise."""

    organization: str | None = None
    use_case: str | None = None
    priorities: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    """Facts the person said not to know; they count as unanswered, and are not asked again."""
    workloads: tuple[Workload, ...] = ()
    needs: Needs = NOTHING
    """What it needs of a model beyond the facts; the same for all workloads."""
    parked: Mapping[str, Answer] = field(default_factory=dict)
    """Answers whose question does not matter now: kept, and not counted. The questionnaire takes them up again."""

    def of(self, workload: Workload) -> "Profile":
        """The profile of one workload on its own: what holds for all, and over it what holds for this one."""
        answers = {fact: answer for fact, answer in self.answers.items() if fact not in workload.unknown}
        return replace(
            self,
            use_case=workload.use_case or workload.name,
            priorities={**self.priorities, **workload.priorities},
            answers={**answers, **workload.answers},
            unknown=(self.unknown | workload.unknown) - workload.answers.keys(),
            workloads=(),
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One profile of an input with several: where it stands, and either the profile or what is wrong with it."""

    where: Location
    profile: Profile | None
    diagnostics: tuple[Diagnostic, ...] = ()
    name: str | None = None
    """What it calls itself, as far as that could be read."""


def load(path: str | Path | None, knowledge: KnowledgeBase, stdin: bytes | None = None) -> Profile:
    """The one profile of a YAML or JSON file (`None`: of standard input). Raises `InputError`."""
    shown = str(path) if path else "-"
    text = marked_yaml.read_bytes(Path(path), shown) if path else marked_yaml.decode(stdin or b"", shown)
    profile, diagnostics = read(marked_yaml.read_document(text, shown), knowledge)
    if diagnostics or profile is None:
        raise InputError(diagnostics)
    return profile


def read(document: Document, knowledge: KnowledgeBase) -> tuple[Profile | None, list[Diagnostic]]:
    """A profile from one YAML document, and every fault in it; None where there is no making sense of it."""
    reading = _Reading(document, knowledge)
    profile = reading.profile()
    return (None if reading.faults else profile), sorted(reading.faults, key=lambda d: d.sort_key)


class _Reading:
    """One document being turned into a profile; collects faults as it goes."""

    def __init__(self, document: Document, knowledge: KnowledgeBase) -> None:
        self.document = document
        self.knowledge = knowledge
        self.faults: list[Diagnostic] = []

    def fault(self, code: str, path: Sequence[str | int], /, *, key: bool = False, **slots: Any) -> None:
        self.faults.append(Diagnostic(code, self.document.where(path, key=key), slots))

    def profile(self) -> Profile | None:
        raw = self.document.plain()
        if not isinstance(raw, dict):
            self.fault("PR01", ())
            return None
        self._known_keys(raw, _TOP, ())
        answers, unknown = self._answers(raw.get("answers"), ("answers",))
        return Profile(
            organization=self._words(raw, "organization", ()),
            use_case=self._words(raw, "use_case", ()),
            priorities=self._priorities(raw.get("priorities"), ("priorities",)),
            answers=answers,
            unknown=unknown,
            workloads=self._workloads(raw.get("workloads")),
            needs=self._needs(raw.get("needs")),
            parked=self._answers(raw.get("parked"), ("parked",))[0],
        )

    def _needs(self, raw: Any) -> Needs:
        given, problems = needs.read(raw, self.document.where)
        self.faults += [
            Diagnostic(one.code, self.document.where(one.path, key=one.code == "NE01"), dict(one.slots))
            for one in problems
        ]
        return given

    def _known_keys(self, raw: Mapping[str, Any], known: Iterable[str], path: tuple[str | int, ...]) -> None:
        for key in raw:
            if key not in known:
                near = nearest(key, known)
                if near is None and key in self.knowledge.facts:
                    self.fault("PR03", (*path, key), key=True, fact=key)
                else:
                    self.fault("PR02", (*path, key), key=True, name=key, near=near, known=", ".join(known))

    def _words(self, raw: Mapping[str, Any], key: str, path: tuple[str | int, ...]) -> str | None:
        value = raw.get(key)
        if value is None:
            return None
        if isinstance(value, dict | list):
            self.fault("PR04", (*path, key), key_name=key)
            return None
        node = self.document.node((*path, key))
        words = str(node.text if node is not None else value).strip()
        if len(words) > _LONGEST_NAME:
            self.fault("PR05", (*path, key), key_name=key, limit=_LONGEST_NAME)
            return None
        return words or None

    def _priorities(self, raw: Any, path: tuple[str | int, ...]) -> dict[str, str]:
        if raw is None:
            return {}
        if not isinstance(raw, dict):
            self.fault("PR06", path, key_name="priorities")
            return {}
        given: dict[str, str] = {}
        for name, value in raw.items():
            if name not in self.knowledge.criteria:
                self.fault(
                    "PR07",
                    (*path, name),
                    key=True,
                    name=name,
                    near=nearest(name, self.knowledge.criteria),
                    known=", ".join(self.knowledge.criteria),
                )
            elif value is None or value == UNKNOWN:
                continue
            elif not isinstance(value, str) or value not in self.knowledge.base.importance:
                known = self.knowledge.base.importance
                shown = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
                near = nearest(str(value), known)
                self.fault("PR08", (*path, name), name=name, value=shown, near=near, known=", ".join(known))
            else:
                given[name] = value
        return given

    def _answers(self, raw: Any, path: tuple[str | int, ...]) -> tuple[dict[str, Answer], frozenset[str]]:
        if raw is None:
            return {}, frozenset()
        if not isinstance(raw, dict):
            self.fault("PR06", path, key_name=str(path[-1]))
            return {}, frozenset()
        answers: dict[str, Answer] = {}
        unknown: set[str] = set()
        for name, value in raw.items():
            fact = self.knowledge.facts.get(name)
            if fact is None:
                self.fault("PR09", (*path, name), key=True, name=name, near=nearest(name, self._askable()))
            elif fact.origin != "asked":
                self.fault("PR10", (*path, name), key=True, name=name)
            else:
                answer, problem = read_answer(fact, value, (*path, name))
                if problem is not None:
                    self.faults.append(Diagnostic(problem.code, self.document.where(problem.path), dict(problem.slots)))
                elif answer is None:
                    unknown.add(name)
                else:
                    answers[name] = answer
        return answers, frozenset(unknown)

    def _askable(self) -> list[str]:
        return [fact.id for fact in self.knowledge.facts.values() if fact.origin == "asked"]

    def _workloads(self, raw: Any) -> tuple[Workload, ...]:
        if raw is None:
            return ()
        if not isinstance(raw, list) or not raw:
            self.fault("PR11", ("workloads",))
            return ()
        if len(raw) > _MOST_WORKLOADS:
            self.fault("PR12", ("workloads",), limit=_MOST_WORKLOADS)
            return ()
        workloads: list[Workload] = []
        for index, item in enumerate(raw):
            path = ("workloads", index)
            if not isinstance(item, dict):
                self.fault("PR13", path)
                continue
            self._known_keys(item, _WORKLOAD, path)
            answers, unknown = self._answers(item.get("answers"), (*path, "answers"))
            for name in [*answers, *sorted(unknown)]:
                if self.knowledge.facts[name].scope == "organization":
                    self.fault("PR14", (*path, "answers", name), key=True, fact=name)
            name_ = self._words(item, "name", path)
            if name_ is None:
                self.fault("PR15", path)
            elif name_ in {workload.name for workload in workloads}:
                self.fault("PR16", (*path, "name"), name=name_)
            priorities = self._priorities(item.get("priorities"), (*path, "priorities"))
            parked, _ = self._answers(item.get("parked"), (*path, "parked"))
            case = self._words(item, "use_case", path)
            workloads.append(Workload(name_ or "", case, priorities, answers, unknown, parked))
        return tuple(workloads)


def dump(profile: Profile, comment: str | None = None) -> str:
    """A profile as YAML that `load` reads back as the same profile; `comment` goes above it, line by line."""
    body = yaml.safe_dump(to_plain(profile), allow_unicode=True, sort_keys=False, width=110)
    head = "".join(f"# {line}\n" for line in (comment or "").splitlines())
    return head + body


def to_plain(profile: Profile) -> dict[str, Any]:
    """A profile as plain dicts and lists, in the order in which a person reads it."""
    plain: dict[str, Any] = {
        "organization": profile.organization,
        "use_case": profile.use_case,
        "priorities": dict(profile.priorities),
        "answers": _plain_answers(profile.answers, profile.unknown),
    }
    if profile.parked:
        plain["parked"] = _plain_answers(profile.parked, ())
    if stated := needs.to_plain(profile.needs):
        plain["needs"] = stated
    if profile.workloads:
        plain["workloads"] = [
            {
                key: value
                for key, value in (
                    ("name", workload.name),
                    ("use_case", workload.use_case),
                    ("priorities", dict(workload.priorities)),
                    ("answers", _plain_answers(workload.answers, workload.unknown)),
                    ("parked", _plain_answers(workload.parked, ())),
                )
                if value
            }
            for workload in profile.workloads
        ]
    return plain


def _plain_answers(answers: Mapping[str, Answer], unknown: Iterable[str]) -> dict[str, Any]:
    return {fact: write_answer(answer) for fact, answer in answers.items()} | dict.fromkeys(sorted(unknown), UNKNOWN)


def from_yaml(text: str, path: str, knowledge: KnowledgeBase) -> Iterator[Entry]:
    """Every profile of a YAML text with one or several documents."""
    try:
        documents = marked_yaml.read_documents(text, path)
    except InputError as error:
        yield Entry(Location(path), None, error.diagnostics)
        return
    if not documents:
        yield Entry(Location(path), None, (fault("FI06", path),))
    for document in documents:
        yield _entry(document, knowledge, document.where())


def _entry(document: Document, knowledge: KnowledgeBase, where: Location) -> Entry:
    profile, diagnostics = read(document, knowledge)
    node = document.node(("organization",))
    name = node.text[:_LONGEST_NAME] if node is not None and node.text else None
    return Entry(where, profile, tuple(diagnostics), name)


def from_json_lines(lines: Iterable[bytes], path: str, knowledge: KnowledgeBase) -> Iterator[Entry]:
    """Every profile of a JSON Lines stream, one object a line; empty lines are passed over."""
    empty = True
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        empty = False
        where = Location(path, number)
        try:
            text = marked_yaml.decode(raw, path, _LONGEST_LINE)
            # JSON is checked as JSON first, so that a line that only YAML would take is refused; the places then come
            # from the YAML reader, which reads JSON as a subset.
            json.loads(text, parse_constant=_no_constant)
            document = marked_yaml.read_document(text.rstrip("\r\n"), path)
        except InputError as error:
            yield Entry(where, None, tuple(_moved(d, number) for d in error.diagnostics))
            continue
        except RecursionError:
            yield Entry(where, None, (fault("YA03", path, number, limit=marked_yaml.MAX_DEPTH),))
            continue
        except ValueError as error:
            column = getattr(error, "colno", 1)
            yield Entry(where, None, (fault("JS01", path, number, column, problem=getattr(error, "msg", str(error))),))
            continue
        entry = _entry(document, knowledge, where)
        yield replace(entry, diagnostics=tuple(_moved(d, number) for d in entry.diagnostics))
    if empty:
        yield Entry(Location(path), None, (fault("FI06", path),))


def _no_constant(name: str) -> None:
    message = f"{name} is not JSON"
    raise ValueError(message)


def _moved(diagnostic: Diagnostic, line: int) -> Diagnostic:
    return replace(diagnostic, where=replace(diagnostic.where, line=line))


def from_csv(text: str, path: str, knowledge: KnowledgeBase) -> Iterator[Entry]:
    """Every profile of a CSV table: a column is named by its fact, a priority by `priority.<criterion>`.

    Raises `InputError` for faults of the header, which would hold for every row.
    """
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(rows, [])]
        check_header(header, path, knowledge)
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _row(header, row, Location(path, rows.line_num), knowledge)
    except csv.Error as error:
        problem = (fault("CS03", path, rows.line_num, problem=str(error)),)
        yield Entry(Location(path, rows.line_num), None, problem)


def check_header(header: list[str], path: str, knowledge: KnowledgeBase) -> None:
    """Raise `InputError` with every column of a table that has no meaning, or stands there twice."""
    if not any(header):
        raise InputError([fault("FI06", path)])
    askable = [fact.id for fact in knowledge.facts.values() if fact.origin == "asked"]
    known = ["organization", "use_case", *askable, *(PRIORITY_PREFIX + name for name in knowledge.criteria)]
    known += [needs.PREFIX + name for name in needs.NAMES]
    faults = []
    for position, name in enumerate(header, start=1):
        if name not in known:
            faults.append(fault("CS01", path, 1, position, name=name, near=nearest(name, known)))
        elif header.index(name) != position - 1:
            faults.append(fault("CS02", path, 1, position, name=name))
    if faults:
        raise InputError(faults)


def _row(header: list[str], row: list[str], where: Location, knowledge: KnowledgeBase) -> Entry:
    faults: list[Diagnostic] = []
    if len(row) != len(header):
        faults.append(Diagnostic("CS04", where, {"found": len(row), "wanted": len(header)}))
    said: dict[str, str] = {name: value.strip() for name, value in zip(header, row, strict=False) if value.strip()}
    answers: dict[str, Answer] = {}
    unknown: set[str] = set()
    priorities: dict[str, str] = {}
    needed: dict[str, str] = {}
    for column, (name, value) in enumerate(zip(header, row, strict=False), start=1):
        place = replace(where, column=column)
        if not value.strip() or name in {"organization", "use_case"}:
            if len(value) > _LONGEST_NAME:
                faults.append(Diagnostic("PR05", place, {"key_name": name, "limit": _LONGEST_NAME}))
        elif name.startswith(needs.PREFIX):
            needed[name.removeprefix(needs.PREFIX)] = value
        elif name.startswith(PRIORITY_PREFIX):
            known = knowledge.base.importance
            if value.strip() in known:
                priorities[name.removeprefix(PRIORITY_PREFIX)] = value.strip()
            else:
                slots = {"name": name, "value": value, "near": nearest(value, known), "known": ", ".join(known)}
                faults.append(Diagnostic("PR08", place, slots))
        else:
            answer, problem = read_answer(knowledge.facts[name], value)
            if problem is not None:
                faults.append(Diagnostic(problem.code, place, dict(problem.slots)))
            elif answer is None:
                unknown.add(name)
            else:
                answers[name] = answer
    organization = said.get("organization")
    columns = {name: replace(where, column=column) for column, name in enumerate(header, start=1)}
    given, problems = needs.read(needed, lambda path: columns.get(needs.PREFIX + str(path[1]), where))
    faults += [Diagnostic(one.code, columns[needs.PREFIX + str(one.path[1])], dict(one.slots)) for one in problems]
    profile = Profile(organization, said.get("use_case"), priorities, answers, frozenset(unknown), needs=given)
    return Entry(where, None if faults else profile, tuple(faults), organization)
