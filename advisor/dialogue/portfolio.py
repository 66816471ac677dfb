"""Many records at a glance, in one language: how the answers fell, how firm they are, what decided, and each in a line.

Like `content.py` it chooses words and numbers from the records alone; the page only draws them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from advisor.dialogue.content import overlaid
from advisor.dialogue.document import Typed
from advisor.dialogue.record import Record
from advisor.i18n import Language, say
from advisor.knowledge.model import KnowledgeBase

FIRMNESS = ("firm", "leaning", "close_call")
IMPORTANCES = ("critical", "high", "medium", "low", "ignore")


@dataclass(frozen=True, slots=True)
class Entry:
    """One profile in a line."""

    number: int
    name: Typed
    use_case: Typed | None
    openness: str
    kind: str
    strategy: str
    firm: str | None
    level: str
    """How firm the answer is, in a word; empty where that was not worked out."""
    share: float | None
    """How often the answer stays of its kind when the weights move."""
    lead: float | None
    """How far it lies ahead of the best of another kind; None where no other is left."""
    gates: tuple[str, ...]
    open: int
    """How many questions that could still matter were not answered."""
    priorities: Mapping[str, str]
    fired: tuple[tuple[str, str], ...]
    """The gates by their rule, each with its title."""
    link: str | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A profile that could not be read, and why."""

    where: Typed
    name: Typed | None
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How often something came about."""

    key: str
    name: str
    count: int
    below: tuple["Count", ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """How important a criterion is to the organisations."""

    name: str
    levels: tuple[Count, ...]
    mean: float


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything said about many records."""

    title: str
    entries: tuple[Entry, ...]
    failures: tuple[Failure, ...]
    kinds: tuple[Count, ...]
    gates: tuple[Count, ...]
    criteria: tuple[Weighed, ...]
    firmness: tuple[tuple[Count, ...], ...]
    """For each level of firmness, how many answers of each kind; in the order of `kinds`."""
    farthest: float
    """The largest lead of all."""
    foot: str
    language: Language


def entry(record: Record, knowledge: KnowledgeBase, language: Language, number: int, link: str | None) -> Entry:
    """One record in a line."""
    verdict, profile = record["verdict"], record["profile"]
    given = profile.get("priorities") or {}
    name = profile.get("organization") or say("portfolio.unnamed", language, number=number)
    strategy = knowledge.strategies.get(verdict["strategy"] or "")
    firm, stability = verdict.get("firmness"), verdict.get("stability") or {}
    fired = tuple(dict(_gates(record, language)).items())
    return Entry(
        number=number,
        name=Typed(name),
        use_case=Typed(profile["use_case"]) if profile.get("use_case") else None,
        openness=verdict["openness"],
        kind=knowledge.openness_name(verdict["openness"])[language],
        strategy=strategy.name[language] if strategy else "",
        firm=firm,
        level=say(f"report.{firm}", language) if firm else "",
        share=stability.get(verdict["openness"]),
        lead=_lead(record),
        gates=tuple(title for _, title in fired),
        open=len(record["unanswered"]),
        priorities={c.id: given.get(c.id, c.importance) for c in knowledge.criteria.values()},
        fired=fired,
        link=link,
    )


def _gates(record: Record, language: Language) -> Iterator[tuple[str, str]]:
    for part in (record, *(record.get("workloads") or ())):
        titles = {reason["rule"]: reason["title"][language] for reason in part["reasons"]}
        for row in part["ranking"]:
            yield from ((rule, titles[rule]) for rule in row["ruled_out_by"] if rule in titles)


def _lead(record: Record) -> float | None:
    left = [row for row in record["ranking"] if not row["ruled_out_by"]]
    own = [row["score"] for row in left if row["openness"] == record["verdict"]["openness"]]
    others = [row["score"] for row in left if row["openness"] != record["verdict"]["openness"]]
    return max(own) - max(others) if own and others else None


def failure(record: Record, language: Language) -> Failure:
    """A profile that could not be read."""
    return Failure(
        Typed(record["where"]),
        Typed(record["organization"]) if record.get("organization") else None,
        tuple(f"{one['code']}: {one['message'][language]}" for one in record["diagnostics"]),
    )


def portfolio(
    entries: Sequence[Entry],
    failures: Iterable[Failure],
    knowledge: KnowledgeBase,
    language: Language,
    as_of: str,
) -> Portfolio:
    """What there is to say about all of them together."""
    kinds = _kinds(entries, knowledge, language)
    levels = [
        tuple(
            Count(kind.key, kind.name, sum(e.firm == level and e.openness == kind.key for e in entries))
            for kind in kinds
        )
        for level in FIRMNESS
    ]
    base = knowledge.base
    laid = overlaid([one.model_dump(mode="json") for one in knowledge.overlays], language)
    foot = laid + say(
        "report.foot", language, id=base.id, version=base.version, digest=knowledge.sha256[:12], as_of=as_of
    )
    return Portfolio(
        title=base.title[language],
        entries=tuple(entries),
        failures=tuple(failures),
        kinds=kinds,
        gates=_met(entries),
        criteria=_weighed(entries, knowledge, language),
        firmness=tuple(levels) if any(entry.firm for entry in entries) else (),
        farthest=max((entry.lead for entry in entries if entry.lead is not None), default=0.0),
        foot=foot,
        language=language,
    )


def _kinds(entries: Sequence[Entry], knowledge: KnowledgeBase, language: Language) -> tuple[Count, ...]:
    found = Counter(entry.openness for entry in entries)
    ways = Counter((entry.openness, entry.strategy) for entry in entries if entry.strategy)
    order = [*dict.fromkeys(s.openness for s in knowledge.strategies.values()), "none"]
    return tuple(
        Count(
            openness,
            knowledge.openness_name(openness)[language],
            found[openness],
            tuple(Count(openness, way, n) for (kind, way), n in ways.most_common() if kind == openness),
        )
        for openness in sorted(order, key=lambda one: (one == "none", -found[one], order.index(one)))
        if found[openness]
    )


def _met(entries: Iterable[Entry]) -> tuple[Count, ...]:
    titles: dict[str, str] = {}
    met: Counter[str] = Counter()
    for one in entries:
        for rule, title in one.fired:
            titles[rule] = title
            met[rule] += 1
    return tuple(Count(rule, titles[rule], n) for rule, n in sorted(met.items(), key=lambda m: (-m[1], m[0])))


def _weighed(entries: Sequence[Entry], knowledge: KnowledgeBase, language: Language) -> tuple[Weighed, ...]:
    worth: dict[str, float] = {str(level): value for level, value in knowledge.base.importance.items()}
    found = []
    for criterion in knowledge.criteria.values():
        levels = Counter(entry.priorities[criterion.id] for entry in entries)
        counts = tuple(Count(level, say(f"importance.{level}", language), levels[level]) for level in IMPORTANCES)
        mean = sum(worth[level] * n for level, n in levels.items()) / (len(entries) or 1)
        found.append(Weighed(criterion.name[language], counts, mean))
    return tuple(sorted(found, key=lambda one: -one.mean))
