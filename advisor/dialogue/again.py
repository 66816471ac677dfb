"""A record decided once more: with the same answers, with some changed, or without some of the rules.

What came of it is told field by field. The record itself is never touched.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from advisor import marked_yaml
from advisor import profile as profiles
from advisor.dialogue import record as records
from advisor.dialogue.canonical import canonical
from advisor.dialogue.record import Record
from advisor.errors import InputError, fault, nearest
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.knowledge.answers import UNKNOWN, read_answer
from advisor.knowledge.model import KnowledgeBase
from advisor.profile import PRIORITY_PREFIX, Profile, Workload
from advisor.untrusted import json_text

BESIDE: Final = ("reviews",)
"""What stands beside a decision in its record: added later, by people."""
_IDENTITY: Final = ("rule", "strategy", "fact", "name", "id", "condition", "for")
"""What an entry of a list is known by."""


@dataclass(frozen=True, slots=True)
class Change:
    """An answer or a rating given otherwise: of a fact, or of `priority.<criterion>`; `of` one workload, or of all."""

    name: str
    raw: Any
    of: str | None = None


def decision_of(record: Mapping[str, Any]) -> Record:
    """A record without what was added beside the decision."""
    return {key: value for key, value in record.items() if key not in BESIDE}


Decide = Callable[[Profile, KnowledgeBase, dt.date, bool], Record]
"""How a profile becomes a record: under which knowledge, as of which day, and whether it is analysed."""


def _plainly(given: Profile, knowledge: KnowledgeBase, day: dt.date, analysed: bool) -> Record:
    return records.build(decide(given, Engine(knowledge)), day, analysed=analysed)


def again(
    record: Record,
    knowledge: KnowledgeBase,
    shown: str,
    *,
    changes: Iterable[Change] = (),
    without: Collection[str] = (),
    decided: Decide = _plainly,
) -> Record:
    """The decision of a record, taken once more under a knowledge base, as far as it was analysed then.

    Answers that this knowledge no longer understands are left out; the difference shows them. Raises `InputError` for
    a change that makes no sense.
    """
    given = profile_of(record, knowledge, shown)
    for change in changes:
        given = changed(given, change, knowledge, shown)
    if without:
        rules = {name: rule for name, rule in knowledge.rules.items() if name not in without}
        knowledge = dataclasses.replace(knowledge, rules=rules)
    day = dt.date.fromisoformat(record["as_of"])
    return decided(given, knowledge, day, _analysed(record))


def _analysed(record: Mapping[str, Any]) -> bool:
    return any(part.get("flips") is not None for part in (record, *record.get("workloads", ())))


def profile_of(record: Record, knowledge: KnowledgeBase, shown: str) -> Profile:
    """The profile a record answers, as far as this knowledge understands it.

    Raises `InputError` where there is none.
    """
    plain = dict(record["profile"])
    plain["priorities"] = _known(plain.get("priorities"), knowledge.criteria)
    plain["answers"] = _understood(plain.get("answers"), knowledge)
    plain["parked"] = _understood(plain.get("parked"), knowledge) or None
    if plain.get("workloads"):
        plain["workloads"] = [
            {
                **one,
                "answers": _understood(one.get("answers"), knowledge),
                "parked": _understood(one.get("parked"), knowledge),
            }
            for one in plain["workloads"]
        ]
    document = marked_yaml.read_document(json_text({k: v for k, v in plain.items() if v is not None}), shown)
    found, diagnostics = profiles.read(document, knowledge)
    if found is None:
        raise InputError(diagnostics)
    return found


def _known(given: Any, names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in (given or {}).items() if name in names}


def _understood(given: Any, knowledge: KnowledgeBase) -> dict[str, Any]:
    asked = _known(given, knowledge.facts)
    return {name: raw for name, raw in asked.items() if read_answer(knowledge.facts[name], raw)[1] is None}


def changed(given: Profile, change: Change, knowledge: KnowledgeBase, shown: str) -> Profile:
    """A profile with one answer or rating given otherwise. Raises `InputError` where that makes no sense."""
    if change.of is not None and change.of not in {one.name for one in given.workloads}:
        near = nearest(change.of, [one.name for one in given.workloads])
        raise InputError([fault("WR08", shown, name=change.of, near=near)])
    if change.name.startswith(PRIORITY_PREFIX):
        return _rated(given, change, knowledge, shown)
    fact = knowledge.facts.get(change.name)
    if fact is None or fact.origin != "asked":
        asked = [one.id for one in knowledge.facts.values() if one.origin == "asked"]
        raise InputError([fault("PR09", shown, name=change.name, near=nearest(change.name, asked))])
    answer, problem = read_answer(fact, change.raw)
    if problem is not None:
        raise InputError([fault(problem.code, shown, **dict(problem.slots))])

    def with_answer(one: Any) -> Any:
        answers = {name: value for name, value in one.answers.items() if name != fact.id}
        if answer is None:
            return dataclasses.replace(one, answers=answers, unknown=one.unknown | {fact.id})
        return dataclasses.replace(one, answers={**answers, fact.id: answer}, unknown=one.unknown - {fact.id})

    def silent(one: Workload) -> Workload:
        answers = {name: value for name, value in one.answers.items() if name != fact.id}
        return dataclasses.replace(one, answers=answers, unknown=one.unknown - {fact.id})

    if change.of is not None and fact.scope == "workload":
        each = tuple(with_answer(one) if one.name == change.of else one for one in given.workloads)
        return dataclasses.replace(given, workloads=each)
    whole: Profile = with_answer(given)
    return dataclasses.replace(whole, workloads=tuple(silent(one) for one in given.workloads))


def _rated(given: Profile, change: Change, knowledge: KnowledgeBase, shown: str) -> Profile:
    name = change.name.removeprefix(PRIORITY_PREFIX)
    if name not in knowledge.criteria:
        known = ", ".join(knowledge.criteria)
        raise InputError([fault("PR07", shown, name=name, near=nearest(name, knowledge.criteria), known=known)])
    words = [*knowledge.base.importance, UNKNOWN]
    if change.raw not in words:
        near = nearest(str(change.raw), words)
        raise InputError([fault("PR08", shown, name=name, value=change.raw, near=near, known=", ".join(words))])

    def rated(ratings: Mapping[str, str], value: str | None) -> dict[str, str]:
        return {n: v for n, v in ratings.items() if n != name} | ({} if value is None else {name: value})

    value = None if change.raw == UNKNOWN else str(change.raw)
    each = tuple(
        dataclasses.replace(one, priorities=rated(one.priorities, value if one.name == change.of else None))
        if change.of in {None, one.name}
        else one
        for one in given.workloads
    )
    top = given.priorities if change.of is not None else rated(given.priorities, value)
    return dataclasses.replace(given, priorities=top, workloads=each)


# field by field


class _Absent:
    """Stands where one side has nothing."""


ABSENT: Final = _Absent()


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that is not the same; ABSENT on the side that does not have it."""

    path: str
    before: Any
    after: Any


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two decisions are the same, byte for byte in canonical form."""
    return canonical(decision_of(one)) == canonical(decision_of(other))


def differences(before: Any, after: Any, path: str = "") -> Iterator[Difference]:
    """Every field in which two values differ; entries of a list are matched by what they are about, not by place."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            where = f"{path}.{key}" if path else str(key)
            yield from differences(before.get(key, ABSENT), after.get(key, ABSENT), where)
    elif isinstance(before, list) and isinstance(after, list) and _named(before) and _named(after):
        ours, theirs = _by_name(before), _by_name(after)
        for name in dict.fromkeys((*ours, *theirs)):
            yield from differences(ours.get(name, ABSENT), theirs.get(name, ABSENT), f"{path}[{name}]")
        common = [name for name in ours if name in theirs]
        moved = [name for name in theirs if name in ours]
        if common != moved:
            yield Difference(f"{path}[]", common, moved)
    elif before != after or type(before) is not type(after):
        yield Difference(path, before, after)


def _named(values: list[Any]) -> bool:
    return all(isinstance(one, dict) and any(key in one for key in _IDENTITY) for one in values)


def _by_name(values: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in values:
        name = " ".join(
            str(one[key]) for key in ("kind", "rule", "strategy", "fact", "name", "id", "for") if _plain(one, key)
        )
        name = name or str(one.get("condition", ""))
        number, unique = 1, name
        while unique in found:
            number += 1
            unique = f"{name} #{number}"
        found[unique] = one
    return found


def _plain(one: Mapping[str, Any], key: str) -> bool:
    return isinstance(one.get(key), str)
