"""House style of the knowledge, a function a check. The loader refuses what is wrong; this finds what is poor."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from advisor.errors import Diagnostic, Location
from advisor.i18n import Text
from advisor.knowledge.model import KnowledgeBase, Model, Rule

Where = Callable[..., Location]

_HAN: Final = r"\u3400-\u9fff"
_HAS_HAN: Final = re.compile(f"[{_HAN}]")
_ASCII_MARK: Final = re.compile(f"[{_HAN}][,;:?!](?=[{_HAN}])")
_SPACED: Final = re.compile(f"[{_HAN}] +[{_HAN}]")
_MAY_LACK_HAN: Final = re.compile(r"[\x00-\x7f]{0,40}")


def check(knowledge: KnowledgeBase, where: Where, *, whole: bool = True) -> list[Diagnostic]:
    """Every lapse of style; of a base with faults only what does not hang on the parts that are faulty."""
    idle = (_idle_facts, _unconcluded_facts, _uncited_sources) if whole else ()
    found: list[Diagnostic] = []
    for one in (*idle, _idle_conflicts, _texts, _basis):
        found += one(knowledge, where)
    return sorted(found, key=lambda d: d.sort_key)


def _idle_facts(knowledge: KnowledgeBase, where: Where) -> Iterator[Diagnostic]:
    resting = {fact for rule in knowledge.switched_off.values() for fact in rule.reads}
    for fact in knowledge.facts.values():
        if not knowledge.readers[fact.id] and fact.id not in resting:
            yield Diagnostic("ST01", where("fact", fact.id), {"fact": fact.id})


def _unconcluded_facts(knowledge: KnowledgeBase, where: Where) -> Iterator[Diagnostic]:
    rules = (*knowledge.rules.values(), *knowledge.switched_off.values())
    concluded = {conclusion.fact for rule in rules for conclusion in rule.concludes}
    for fact in knowledge.facts.values():
        if fact.origin == "derived" and fact.id not in concluded:
            yield Diagnostic("ST02", where("fact", fact.id), {"fact": fact.id})


def _uncited_sources(knowledge: KnowledgeBase, where: Where) -> Iterator[Diagnostic]:
    rules = (*knowledge.rules.values(), *knowledge.switched_off.values())
    cited = {name for rule in rules for name in rule.sources}
    cited |= {name for conflict in knowledge.conflicts.values() for side in conflict.sides for name in side.sources}
    for items in (knowledge.claims, knowledge.entities, knowledge.counter_evidence):
        cited |= {name for item in items.values() for name in item.sources}
    for source in knowledge.sources:
        if source not in cited:
            yield Diagnostic("ST07", where("source", source), {"source": source})


def _idle_conflicts(knowledge: KnowledgeBase, where: Where) -> Iterator[Diagnostic]:
    """A conflict that touches no rule is never shown to anybody."""
    for conflict in knowledge.conflicts.values():
        if not conflict.rules:
            yield Diagnostic("ST11", where("conflict", conflict.id, ("rules",)), {"conflict": conflict.id})


def _basis(knowledge: KnowledgeBase, where: Where) -> Iterator[Diagnostic]:
    """A rule that says what the article says must rest on claims that stand as they are."""
    for rule in knowledge.rules.values():
        if rule.basis != "article":
            continue
        for index, name in enumerate(rule.sources):
            claim = knowledge.claims.get(name)
            if claim is not None and claim.verdict in {"false", "unverifiable", "outdated"}:
                place = where("rule", rule.id, ("sources", index))
                yield Diagnostic("ST10", place, {"claim": name, "verdict": claim.verdict})


def _texts(knowledge: KnowledgeBase, where: Where) -> Iterator[Diagnostic]:
    for kind, items in (
        ("strategy", knowledge.strategies),
        ("group", knowledge.groups),
        ("criterion", knowledge.criteria),
        ("fact", knowledge.facts),
        ("claim", knowledge.claims),
        ("entity", knowledge.entities),
        ("counter_evidence", knowledge.counter_evidence),
        ("conflict", knowledge.conflicts),
    ):
        for name, item in items.items():
            for path, text in _texts_in(item):
                yield from _text(text, kind, name, path, where)
    for rule in knowledge.rules.values():
        for path, text in _rule_texts(rule):
            yield from _text(text, "rule", rule.id, path, where)


def _texts_in(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, Model):
        for name in type(value).model_fields:
            yield from _texts_in(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts_in(item, (*path, index))


def _rule_texts(rule: Rule) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    yield ("title",), rule.title
    yield ("because",), rule.because
    for index, effect in enumerate(rule.then):
        if effect in rule.advises:
            yield ("then", index), effect.text


def _text(text: Text, kind: str, name: str, path: tuple[str | int, ...], where: Where) -> Iterator[Diagnostic]:
    zh_place, en_place = where(kind, name, (*path, "zh")), where(kind, name, (*path, "en"))
    if not _HAS_HAN.search(text.zh) and not (text.zh == text.en and _MAY_LACK_HAN.fullmatch(text.zh)):
        yield Diagnostic("ST03", zh_place, {})
    if _ASCII_MARK.search(text.zh):
        yield Diagnostic("ST04", zh_place, {})
    if _SPACED.search(text.zh):
        yield Diagnostic("ST05", zh_place, {})
    if _HAS_HAN.search(text.en):
        yield Diagnostic("ST08", en_place, {})
    sentence = path[-1] in {"because", "says", "headline", "says_none", "finding", "settled"}
    if sentence and not (text.en.endswith((".", "?", "!")) and text.zh.endswith(("。", "？", "！", "）"))):
        yield Diagnostic("ST06", en_place, {})
