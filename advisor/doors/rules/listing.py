"""`advisor rules list`: the rules that somebody means, or the facts that are asked, a line each."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text as Line

from advisor.analysis import selection
from advisor.analysis.selection import Wanted
from advisor.dialogue import screen
from advisor.doors import DONE
from advisor.errors import Diagnostic, InputError, fault, nearest
from advisor.i18n import Language, joined, say
from advisor.knowledge import loader
from advisor.knowledge.model import KnowledgeBase

_WIDE = 110
"""Columns of a screen from which what a rule does has room in the list."""


def list_rules(rules: loader.Rules, wanted: Wanted, language: Language) -> int:
    """The rules that meet what is wanted, and how many they are."""
    knowledge = loader.load(rules)
    refuse_unknown(wanted, knowledge)
    chosen = selection.select(knowledge, wanted)
    console = screen.console()
    wide = console.width >= _WIDE
    table = _table(("id", "topic", *(["does"] if wide else []), "title"), language)
    for rule in chosen:
        does = joined((say(f"list.kind_{kind}", language) for kind in selection.kinds(rule)), language)
        table.add_row(rule.id, rule.topic, *([does] if wide else []), rule.title[language])
    if chosen:
        console.print(table)
    console.print(Line(say("list.rules", language, count=len(chosen), of=len(knowledge.rules)), style="dim"))
    return DONE


def list_facts(rules: loader.Rules, topic: str | None, language: Language) -> int:
    """The facts, with the answers they take."""
    knowledge = loader.load(rules)
    refuse_unknown(Wanted(topic=topic), knowledge)
    table = _table(("id", "type", "name", "values"), language)
    for fact in knowledge.facts.values():
        if topic in {None, knowledge.fact_topics[fact.id]}:
            values = ", ".join(fact.by_id) or (fact.unit[language] if fact.unit else "")
            kind = fact.type if fact.origin == "asked" else f"{fact.type} ({fact.origin})"
            table.add_row(fact.id, kind, fact.name[language], values)
    screen.console().print(table)
    return DONE


def refuse_unknown(wanted: Wanted, knowledge: KnowledgeBase) -> None:
    """Raise `InputError` where something is named that the knowledge does not have."""
    citable = (*knowledge.sources, *knowledge.claims, *knowledge.counter_evidence)
    found = [
        *_unknown("WR09", "--topic", "topic", wanted.topic, knowledge.base.topics),
        *_unknown("WR03", "--strategy", "strategy", wanted.strategy, knowledge.parts),
        *_unknown("WR22", "--source", "source", wanted.source, citable),
        *_unknown("PR09", "--fact", "name", wanted.fact, knowledge.facts),
        *_unknown("PR07", "--criterion", "name", wanted.criterion, knowledge.criteria),
    ]
    if found:
        raise InputError(found)


def _unknown(code: str, option: str, slot: str, name: str | None, known: Iterable[str]) -> list[Diagnostic]:
    options = tuple(known)
    if name is None or name in options:
        return []
    return [fault(code, option, **{slot: name}, known=", ".join(options), near=nearest(name, options))]


def _table(columns: Iterable[str], language: Language) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for key in columns:
        # Chinese has no spaces to break at: it is folded, not cut off.
        table.add_column(say(f"list.{key}", language), no_wrap=key in {"id", "topic"}, overflow="fold")
    return table
