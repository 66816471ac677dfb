"""The findings of a record in one language: how firm, what would change it, what is still open, what would give way.

Read from the record alone, like everything in `content.py`. Changes that lead to the same are said in one sentence.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

from advisor import i18n
from advisor.dialogue.document import percent
from advisor.i18n import Language, say
from advisor.knowledge import wording
from advisor.knowledge.answers import read_answer
from advisor.knowledge.model import Fact, KnowledgeBase

Part = Mapping[str, Any]
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


def flips(part: Part, knowledge: KnowledgeBase, language: Language) -> tuple[str, ...]:
    """What would change the answer: another openness first, then another way to run it, fewest changes first."""
    now = part["verdict"]["openness"]
    listed = sorted(part.get("flips") or (), key=lambda flip: (flip["openness"] == now, len(flip["changes"])))
    grouped: dict[tuple[tuple[str, ...], str | None], list[Part]] = {}
    for flip in listed:
        grouped.setdefault((tuple(flip["changes"]), flip["strategy"]), []).append(flip)
    return tuple(sentence for group in grouped.values() for sentence in _one_sentence(group, knowledge, language))


def _one_sentence(group: Sequence[Part], knowledge: KnowledgeBase, language: Language) -> Iterator[str]:
    """One sentence for changes of the same answers to the same end, if all their combinations lead there."""
    values = {
        fact: list(dict.fromkeys(_key(flip["changes"][fact][1]) for flip in group)) for fact in group[0]["changes"]
    }
    every = set(product(*values.values()))
    reached = {tuple(_key(flip["changes"][fact][1]) for fact in values) for flip in group}
    known = all(fact in knowledge.facts and knowledge.facts[fact].type != "number" for fact in values)
    if len(group) == 1 or not known or prod(map(len, values.values())) != len(group) or every != reached:
        yield from (flip["text"][language] for flip in group)
        return
    changes = []
    for fact in values:
        after = dict.fromkeys(_label(knowledge.facts[fact], flip["changes"][fact][1], language) for flip in group)
        before = _label(knowledge.facts[fact], group[0]["changes"][fact][0], language)
        joined = i18n.joined(after, language, "or")
        name = knowledge.facts[fact].name[language]
        changes.append(say("findings.change", language, name=name, before=before, after=joined))
    strategy = group[0]["strategy"]
    conditions = say("findings.and", language).join(changes)
    if strategy is None:
        yield say("findings.flip_to_none", language, changes=conditions)
    elif strategy in knowledge.strategies:
        name = knowledge.strategies[strategy].name[language]
        yield say("findings.flip", language, changes=conditions, strategy=name)


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
        say("ranges.leads_to", language, answers=one["if"][language], outcome=_outcome(one, knowledge, language))
        for one in leads
    )
    return say("ranges.alone", language, name=name, results=results)


def _outcome(one: Part, knowledge: KnowledgeBase, language: Language) -> str:
    """A strategy by its name; where there is no single one, its openness."""
    if one["openness"] == "none":
        return say("ranges.none", language)
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
