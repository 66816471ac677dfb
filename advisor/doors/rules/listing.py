"""`advisor rules list`: the rules, or the facts that are asked, a line each."""

from rich.table import Table

from advisor.dialogue import screen
from advisor.doors import DONE
from advisor.errors import InputError, fault, nearest
from advisor.i18n import Language, say
from advisor.knowledge import loader
from advisor.knowledge.model import KnowledgeBase


def list_rules(rules: loader.Rules, topic: str | None, language: Language, *, facts: bool) -> int:
    """The rules, or the facts, a line each."""
    knowledge = loader.load(rules)
    _known_topic(topic, knowledge)
    table = Table(box=None, padding=(0, 2, 0, 0))
    if facts:
        for key in ("id", "type", "name", "values"):
            table.add_column(say(f"list.{key}", language), no_wrap=key == "id")
        for fact in knowledge.facts.values():
            if topic in {None, knowledge.fact_topics[fact.id]}:
                values = ", ".join(fact.by_id) or (fact.unit[language] if fact.unit else "")
                kind = fact.type if fact.origin == "asked" else f"{fact.type} ({fact.origin})"
                table.add_row(fact.id, kind, fact.name[language], values)
    else:
        for key in ("id", "topic", "title"):
            table.add_column(say(f"list.{key}", language), no_wrap=key == "id")
        for rule in knowledge.rules.values():
            if topic in {None, rule.topic}:
                table.add_row(rule.id, rule.topic, rule.title[language])
    screen.console().print(table)
    return DONE


def _known_topic(topic: str | None, knowledge: KnowledgeBase) -> None:
    if topic is not None and topic not in knowledge.base.topics:
        known = knowledge.base.topics
        raise InputError([fault("WR09", "--topic", topic=topic, known=", ".join(known), near=nearest(topic, known))])
