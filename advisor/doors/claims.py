"""`advisor claims`: the article's claims, how they stand, and the rules that rest on them."""

from advisor.dialogue import screen
from advisor.dialogue.lines import Line
from advisor.doors import DONE
from advisor.errors import InputError, fault, nearest
from advisor.i18n import Language, say
from advisor.knowledge import loader
from advisor.knowledge.model import Conflict, KnowledgeBase


def claims(rules: loader.Rules, entity: str | None, verdict: str | None, language: Language) -> int:
    """The article's claims, their standing, and the rules that rest on them."""
    knowledge = loader.load(rules)
    chosen = list(knowledge.claims.values())
    console = screen.console()
    if entity is not None:
        wanted = entity.lower().replace(" ", "-")
        matches = [e for e in knowledge.entities.values() if wanted in e.id or entity.lower() in e.name.lower()]
        if not matches:
            names = {e.name: e.id for e in knowledge.entities.values()}
            raise InputError([fault("WR06", "--entity", name=entity, near=nearest(entity, {*names, *names.values()}))])
        for one in matches:
            console.print(
                Line(f"{one.name} ({one.id}): {say(f'claims.entity_{one.standing}', language)}", style="bold")
            )
            console.print(Line(say("claims.article_says", language, words=one.article_says)), style="dim")
            console.print(Line(say("claims.reality", language, words=one.reality)))
            console.print()
        ids = {e.id for e in matches}
        chosen = [claim for claim in chosen if ids & set(claim.entities)]
    if verdict is not None:
        chosen = [claim for claim in chosen if claim.verdict == verdict]
    resting = _rules_by_source(knowledge)
    for claim in chosen:
        words = claim.quote if language == "zh" else f"{claim.english} “{claim.quote}”"
        console.print(
            Line.assemble(
                (f"{claim.id} ", "bold"), (say(f"standing.{claim.verdict}", language), _claim_style(claim.verdict))
            )
        )
        console.print(Line(f"  {words}"))
        console.print(Line(f"  {claim.finding[language]}", style="dim"))
        for counter in claim.qualified_by:
            item = knowledge.counter_evidence[counter]
            console.print(Line(f"  {counter}: {item.title[language]}", style="dim"))
        used = ", ".join(resting.get(claim.id, ())) or say("claims.no_rules", language)
        console.print(Line(say("claims.rules", language, rules=used)))
        if disputed := ", ".join(conflict.title[language] for conflict in _conflicts_citing(claim.id, knowledge)):
            console.print(Line(say("conflicts.cited_in", language, conflicts=disputed)))
        console.print()
    console.print(Line(say("claims.count", language, count=len(chosen), total=len(knowledge.claims))), style="dim")
    return DONE


def _claim_style(verdict: str) -> str:
    return {"supported": "green", "false": "red", "unverifiable": "red"}.get(verdict, "yellow")


def _conflicts_citing(claim: str, knowledge: KnowledgeBase) -> list[Conflict]:
    return [c for c in knowledge.conflicts.values() if any(claim in side.sources for side in c.sides)]


def _rules_by_source(knowledge: KnowledgeBase) -> dict[str, list[str]]:
    resting: dict[str, list[str]] = {}
    for rule in knowledge.rules.values():
        for name in rule.sources:
            resting.setdefault(name, []).append(rule.id)
    return resting
