"""The findings of a record in one language: how firm, what would change it, what is still open, what would give way.

Read from the record alone, like everything in `content.py`. Changes that lead to the same are said in one sentence.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from advisor import i18n
from advisor.dialogue.document import Item, percent
from advisor.i18n import Language, say
from advisor.knowledge import wording
from advisor.knowledge.answers import read_answer
from advisor.knowledge.model import Fact, KnowledgeBase

Part = Mapping[str, Any]
_NAMED = 3
"""How many open questions that could each turn the answer are named at a glance."""
_OPEN = ("together", "strategy", "advice")
"""What open answers can do that change nothing alone, the most consequential first; keys of sentences."""


def firmness(part: Part, knowledge: KnowledgeBase, language: Language) -> str | None:
    """How firm the verdict is, in words and as a share; None where nothing was drawn."""
    verdict = part["verdict"]
    if not verdict.get("firmness"):
        return None
    share = verdict["stability"].get(verdict["openness"], 0.0)
    openness = knowledge.openness_name(verdict["openness"])
    return say(f"findings.{verdict['firmness']}", language, share=percent(share), openness=openness)


End = tuple[str | None, str]
"""Where changes lead: a strategy, if it is a single one, and an openness."""
Asked = tuple[str, str | None]
"""A question, and the workload it is put of; None for all of them."""


@dataclass(frozen=True, slots=True)
class _Said:
    """Changes that lead to the same end, in one sentence."""

    words: str
    end: End
    changes: tuple[tuple[Asked, tuple[str, str, str]], ...] = ()
    """Each question with its name and its answer before and after; none where they are not told apart."""


def flips(part: Part, knowledge: KnowledgeBase, language: Language) -> tuple[str, ...]:
    """What would change the answer: another openness first, then another way to run it, fewest changes first."""
    return tuple(one.words for one in _said(part, knowledge, language))


def flips_together(part: Part, knowledge: KnowledgeBase, language: Language) -> Iterator[Item]:
    """The same as lines of a report: what several changes to one end have in common is said once above the rest."""
    left = list(_said(part, knowledge, language))
    while left:
        first = left.pop(0)
        alike = [one for one in left if one.end == first.end and len(one.changes) > 1]
        shared = max(
            first.changes if len(first.changes) > 1 else (),
            key=lambda change: sum(change in one.changes for one in alike),
            default=None,
        )
        also = [one for one in alike if shared in one.changes]
        if shared is None or not also:
            yield Item(first.words)
            continue
        left = [one for one in left if one not in also]
        yield Item(
            _led(_phrase("findings.change", shared, language), first.end, knowledge, language, "with"),
            below=tuple(_rest(one, shared, language) for one in (first, *also)),
        )


def _rest(one: _Said, shared: tuple[Asked, tuple[str, str, str]], language: Language) -> str:
    phrases = [_phrase("findings.change_to", change, language) for change in one.changes if change != shared]
    return say("report.title_joint", language).join(phrases)


def _phrase(key: str, change: tuple[Asked, tuple[str, str, str]], language: Language) -> str:
    name, before, after = change[1]
    return say(key, language, name=name, before=before, after=after)


def _led(words: str, end: End, knowledge: KnowledgeBase, language: Language, form: str = "") -> str:
    """A sentence on where changes lead; nothing where this knowledge has no such strategy."""
    suffix = f"_{form}" if form else ""
    strategy, openness = end
    if strategy is None and openness != "none":
        side = knowledge.openness_name(openness)
        return say(f"findings.flip_openness{suffix}", language, changes=words, openness=side)
    if strategy is None:
        return say(f"findings.flip_to_none{suffix}", language, changes=words)
    known = knowledge.strategies.get(strategy)
    return say(f"findings.flip{suffix}", language, changes=words, strategy=known.name) if known else ""


def _said(part: Part, knowledge: KnowledgeBase, language: Language) -> Iterator[_Said]:
    now = part["verdict"]["openness"]
    listed = sorted(part.get("flips") or (), key=lambda flip: (flip["openness"] == now, len(_changed(flip))))
    grouped: dict[tuple[tuple[Asked, ...], End], list[Part]] = {}
    for flip in listed:
        grouped.setdefault((tuple(_changed(flip)), (flip["strategy"], flip["openness"])), []).append(flip)
    for (_, end), group in grouped.items():
        yield from _one_sentence(group, end, knowledge, language)


def _changed(flip: Part) -> dict[Asked, tuple[Any, Any]]:
    """The answers a flip changes, for all workloads or for one, each before and after."""
    changes: dict[Asked, tuple[Any, Any]] = {(fact, None): tuple(two) for fact, two in flip["changes"].items()}
    for workload, own in (flip.get("workloads") or {}).items():
        changes |= {(fact, workload): tuple(two) for fact, two in own.items()}
    return changes


def _one_sentence(group: Sequence[Part], end: End, knowledge: KnowledgeBase, language: Language) -> Iterator[_Said]:
    """One sentence for changes of the same answers to the same end, if all their combinations lead there."""
    each = [_changed(flip) for flip in group]
    values = {asked: list(dict.fromkeys(_key(one[asked][1]) for one in each)) for asked in each[0]}
    every = set(product(*values.values()))
    reached = {tuple(_key(one[asked][1]) for asked in values) for one in each}
    known = all(fact in knowledge.facts and knowledge.facts[fact].type != "number" for fact, _ in values)
    if len(group) == 1 and known and (end[0] is None or end[0] in knowledge.strategies):
        yield _Said(group[0]["text"][language], end, tuple(_changes(each, knowledge, language)))
        return
    if len(group) == 1 or not known or prod(map(len, values.values())) != len(group) or every != reached:
        yield from (_Said(flip["text"][language], end) for flip in group)
        return
    changes = tuple(_changes(each, knowledge, language))
    conditions = say("findings.and", language).join(_phrase("findings.change", one, language) for one in changes)
    if words := _led(conditions, end, knowledge, language):
        yield _Said(words, end, changes)


def _changes(
    each: Sequence[Mapping[Asked, tuple[Any, Any]]], knowledge: KnowledgeBase, language: Language
) -> Iterator[tuple[Asked, tuple[str, str, str]]]:
    for asked in each[0]:
        fact, workload = knowledge.facts[asked[0]], asked[1]
        after = dict.fromkeys(_label(fact, one[asked][1], language) for one in each)
        name = fact.name[language]
        if workload is not None:
            name = say("findings.name_of", language, name=name, workload=workload)
        yield asked, (name, _label(fact, each[0][asked][0], language), i18n.joined(after, language, "or"))


def _key(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _label(fact: Fact, raw: Any, language: Language) -> str:
    return wording.answer_label(fact, read_answer(fact, raw)[0])[language]


def unanswered(part: Part, knowledge: KnowledgeBase, language: Language, most: int | None = None) -> tuple[str, ...]:
    """The open questions by what they can still do, the most consequential first; `most` names of each kind."""
    kinds: dict[str, list[Part]] = {}
    for row in part["unanswered"]:
        kinds.setdefault(_does(row, part), []).append(row)
    said = [row["name"][language] for row in kinds.pop("unasked", ())]
    said += [_alone(row, part, knowledge, language) for row in kinds.pop("alone", ())]
    for does in _OPEN:
        if does in kinds:
            names = [row["name"][language] for row in kinds[does]]
            if most and len(names) > most:
                names[most:] = [say("report.more_unanswered", language, count=len(names) - most)]
            listed = say("report.title_joint", language).join(names)
            said.append(say(f"findings.open_{does}", language, names=listed))
    return tuple(said)


def open_at_a_glance(part: Part, knowledge: KnowledgeBase, language: Language) -> tuple[str, ...]:
    """The open questions that could each turn the answer, and how many others there are of each kind."""
    kinds = [_does(row, part) for row in part["unanswered"]]
    alone = [row for row, kind in zip(part["unanswered"], kinds, strict=True) if kind == "alone"]
    said = [_alone(row, part, knowledge, language) for row in alone[:_NAMED]]
    counted = [say("glance.open_alone", language, count=len(alone) - _NAMED)] if len(alone) > _NAMED else []
    counted += [
        say(f"glance.open_{kind}", language, count=kinds.count(kind)) for kind in (*_OPEN, "unasked") if kind in kinds
    ]
    if counted:
        said.append(say("glance.open", language, parts=say("report.title_joint", language).join(counted)))
    return tuple(said)


def _does(row: Part, part: Part) -> str:
    alone = row.get("alone")
    if alone is None:
        return "unasked"
    if len(row.get("outcomes") or ()) > 1 or set(alone["openness"]) - {part["verdict"]["openness"]}:
        return "alone"
    if row["could_change_openness"]:
        return "together"
    return "strategy" if row["could_change_strategy"] else "advice"


def _alone(row: Part, part: Part, knowledge: KnowledgeBase, language: Language) -> str:
    """What an answer alone leads to; what it comes to while it stays open is the verdict itself."""
    name = row["name"][language]
    if not row.get("outcomes"):  # a record of an earlier version
        others = [kind for kind in row["alone"]["openness"] if kind != part["verdict"]["openness"]]
        results = i18n.joined([knowledge.openness_name(kind)[language] for kind in others], language, "or")
        return say("findings.open_alone", language, name=name, results=results)
    leads = [one for one in row["outcomes"] if None not in one["values"]]
    results = say("ranges.joint", language).join(
        say("ranges.leads_to", language, answers=_answers(one, language), outcome=_outcome(one, knowledge, language))
        for one in leads
    )
    return say("ranges.alone", language, name=name, results=results)


def _answers(one: Part, language: Language) -> str:
    """Some answers to an open question, given for one workload where it is named."""
    said: str = one["if"][language]
    if "workload" not in one:
        return said
    return say("ranges.of_workload", language, answers=said, workload=one["workload"])


def _outcome(one: Part, knowledge: KnowledgeBase, language: Language) -> str:
    """A strategy by its name; where there is no single one, its openness."""
    if one["openness"] == "none":
        return say("ranges.none", language)
    if one["strategy"] is None:
        return say("ranges.in_different_ways", language, openness=knowledge.openness_name(one["openness"]))
    known = knowledge.strategies.get(one["strategy"])
    return known.name[language] if known else knowledge.openness_name(one["openness"])[language]


def outlook(part: Part, knowledge: KnowledgeBase, language: Language) -> str | None:
    """What may still come out, whatever the open answers turn out to be."""
    possible = part.get("possible")
    if not possible or not part["unanswered"]:
        return None
    kinds = [knowledge.openness_name(kind)[language] for kind in possible["openness"]]
    key = "findings.settled" if len(kinds) == 1 else "findings.range"
    said = [say(key, language, results=i18n.joined(kinds, language, "or"))]
    if any(len(row.get("outcomes") or ()) > 1 for row in part["unanswered"]):
        said.append(say("ranges.each_alone", language))
    return (" " if language == "en" else "").join(said)


def relaxed(part: Part, knowledge: KnowledgeBase, language: Language) -> tuple[str, ...]:
    """What would have to give way where everything is ruled out, and what that would let in."""
    return tuple(_relaxed(one, knowledge, language) for one in part.get("relax") or () if one)


def _relaxed(one: Sequence[Part], knowledge: KnowledgeBase, language: Language) -> str:
    rules = i18n.joined([say("findings.named", language, name=gate["text"][language]) for gate in one], language)
    frees = [knowledge.strategies[s].name[language] for s in one[0]["frees"] if s in knowledge.strategies]
    return say("findings.relax_set", language, rules=rules, strategies=i18n.joined(frees, language, "or"))
