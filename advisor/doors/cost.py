"""`advisor cost`: what each way of running it costs, how sure that is, and which assumption decides."""

import datetime as dt
from pathlib import Path
from typing import Any

from advisor.analysis.market import Market
from advisor.dialogue import market_chapters, market_record, screen
from advisor.dialogue.document import Chapter, Item, Listing
from advisor.doors import DONE
from advisor.doors.delivering import put
from advisor.doors.models import read_profile, required
from advisor.i18n import Language, say
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.knowledge import catalogue_loader, loader, package_prices
from advisor.knowledge.model import KnowledgeBase
from advisor.profile import Profile
from advisor.untrusted import json_text


def cost(rules: loader.Rules, path: Path, day: dt.date, form: str, language: Language, *, package: bool = False) -> int:
    """What each way costs, for the profile or for each of its workloads."""
    knowledge = loader.load(rules)
    found = required(rules, day)
    if package:
        found = Market(package_prices.repriced(found.catalogue, day), day)
    given = read_profile(path, knowledge, found) or Profile()
    parts: list[tuple[str | None, Profile]] = [(one.name, given.of(one)) for one in given.workloads]
    parts = parts or [(None, given)]
    engine = Engine(knowledge)
    plain = [{"name": name, "cost": _reckoned(one, engine, found)} for name, one in parts]
    if form == "json":
        put(json_text(plain if given.workloads else plain[0]["cost"], indent=2) + "\n", None)
        return DONE
    console = screen.console()
    for (name, one), part in zip(parts, plain, strict=True):
        chapters = _chapters(name, one, part["cost"], found, knowledge, language)
        for drawn in screen.chapters(chapters, language, brief=False):
            console.print(drawn)
    folder = catalogue_loader.place(rules)[1]
    for line in _foot(found, f"{folder}/cost.yaml", language):
        console.print(screen.plain(line))
    return DONE


def _reckoned(one: Profile, engine: Engine, found: Market) -> Any:
    """The field `cost` of one workload; the rules say which ways are closed to it."""
    ranking = decide(one, engine, found.observed).ranking
    return market_record.estimated(found.findings(one), found, ranking)


def _chapters(
    name: str | None, one: Profile, found: Any, market: Market, knowledge: KnowledgeBase, language: Language
) -> list[Chapter]:
    chapters: list[Chapter] = []
    if name is not None:
        chapters.append(Listing("workload", say("report.workload", language, name=name), ()))
    if found:
        return [*chapters, *market_chapters.cost(found, knowledge, language)]
    known = market.findings(one).estimate is not None
    words = say("cost.nothing" if known else "cost.missing", language)
    return [*chapters, Listing("cost", say("cost.title", language), (Item(words),))]


def _foot(found: Market, path: str, language: Language) -> list[str]:
    said = [say("cost.formulas", language, path=path)]
    if found.prices_are_old:
        said.append(say("models.old_prices", language, days=found.price_age))
    slots = {"models": len(found.catalogue.models), "licences": len(found.catalogue.licences)}
    said.append(say("models.catalogue_line", language, **slots, day=found.catalogue.newest_price or "?"))
    return said
