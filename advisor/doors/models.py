"""`advisor models`: which models would do, why one would not, and everything in the catalogue."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from advisor import profile
from advisor.analysis import shortlist
from advisor.analysis.market import Findings, Market, faults
from advisor.dialogue import market_chapters, market_record, model_card, screen
from advisor.dialogue.document import Chapter, Grid, Item, Listing
from advisor.doors import DONE
from advisor.doors.deciding import market
from advisor.doors.delivering import STANDARD, put, standard_input
from advisor.errors import InputError, fault, nearest
from advisor.i18n import Language, say
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.knowledge import loader
from advisor.knowledge.catalogue import ModelCard
from advisor.knowledge.model import KnowledgeBase
from advisor.profile import Profile
from advisor.untrusted import json_text


def models(
    rules: loader.Rules,
    path: Path | None,
    strategy: str | None,
    why_not: str | None,
    day: dt.date,
    form: str,
    language: Language,
    *,
    everything: bool,
) -> int:
    """Which models would do; about one model where one is named; without a profile, the catalogue."""
    knowledge = loader.load(rules)
    found = required(rules, day)
    given = read_profile(path, knowledge, found)
    if strategy is not None and strategy not in shortlist.STRATEGIES:
        slots = {"name": strategy, "near": nearest(strategy, shortlist.STRATEGIES)}
        raise InputError([fault("MC06", "--strategy", **slots, known=", ".join(shortlist.STRATEGIES))])
    if why_not is not None:
        _show(_about(why_not, given, strategy, knowledge, found, language), language)
        return DONE
    if given is None and strategy is None:
        _show([_whole(found, language)], language)
        return DONE
    asked = given or Profile()
    findings = found.findings(_lone(asked))
    strategies = (strategy,) if strategy else _recommended(asked, knowledge, found)
    plain = market_record.listed(strategies, findings, found)
    if form == "json":
        put(json_text(plain, indent=2) + "\n", None)
        return DONE
    chapters = list(market_chapters.of({"models": plain}, knowledge, language))
    if not _anything_stated(findings):
        words = say("models.nothing_stated", language, names=market_chapters.would_help(findings.would_help, language))
        chapters.insert(0, Listing("note", say("models.title", language), (Item(words),)))
    _show(chapters, language, brief=not everything)
    return DONE


def required(rules: loader.Rules, day: dt.date) -> Market:
    """The catalogue on a day. Raises `InputError` where the knowledge base has none."""
    found = market(rules, day)
    if found is None:
        raise InputError([fault("MC05", str(loader.directory_of(rules)))])
    return found


def read_profile(path: Path | None, knowledge: KnowledgeBase, found: Market) -> Profile | None:
    """The profile at a path, None where none is named. Raises `InputError`."""
    if path is None:
        return None
    given = profile.load(None if path == STANDARD else path, knowledge, standard_input(path))
    wrong = faults(given.needs, found.catalogue, str(path))
    if wrong:
        raise InputError(wrong)
    return given


def _lone(given: Profile) -> Profile:
    """A profile without its workloads: what holds for all of them."""
    return Profile(given.organization, given.use_case, given.priorities, given.answers, given.unknown, (), given.needs)


def _recommended(given: Profile, knowledge: KnowledgeBase, found: Market) -> tuple[str, ...]:
    """The strategies whose models are wanted: what is recommended, for the whole and for each workload."""
    decision = decide(given, Engine(knowledge), found.observed)
    named = [decision.verdict.strategy, *(decision.split or {}).values()]
    chosen = [strategy for strategy in named if strategy in shortlist.STRATEGIES]
    left = [s.strategy for s in decision.ranking if not s.ruled_out_by and s.strategy in shortlist.STRATEGIES]
    if not chosen:
        best: dict[str, str] = {}
        for strategy in left:
            best.setdefault(knowledge.strategies[strategy].openness, strategy)
        chosen = list(best.values()) or list(shortlist.STRATEGIES)
    return tuple(dict.fromkeys(str(strategy) for strategy in chosen))


def _anything_stated(findings: Findings) -> bool:
    judged = [one for listed in findings.lists.values() for one in (*listed.remaining, *listed.rejected)]
    return any(check.requirement not in {"licence", "route"} for one in judged for check in one.checks)


def _about(
    name: str, given: Profile | None, strategy: str | None, knowledge: KnowledgeBase, found: Market, language: Language
) -> list[Chapter]:
    card = named(name, found)
    chapters: list[Chapter] = [model_card.sheet(card, found.catalogue, language)]
    licence = found.catalogue.licences.get(card.licence or "")
    if licence is not None:
        chapters.append(model_card.clauses(licence, language))
    asked = found.findings(_lone(given or Profile())).situation
    for one in (strategy,) if strategy else shortlist.STRATEGIES:
        called = knowledge.strategies[one].name[language] if one in knowledge.strategies else one
        if shortlist.of_kind(card, one):
            candidate = shortlist.candidate(card, one, asked, found.catalogue)
            chapters.append(model_card.judged(candidate, called, language))
        elif strategy or card.status == "withdrawn":
            key = "models.verdict_withdrawn" if card.status == "withdrawn" else "models.verdict_kind"
            level = model_card.level(card, found.catalogue, language)
            chapters.append(Listing("judged", say(key, language, name=card.name, strategy=called, level=level), ()))
            break
    return chapters


def named(name: str, found: Market) -> ModelCard:
    """The model of that id or name. Raises `InputError` where there is none."""
    wanted = name.strip().lower()
    by_name = {card.name.lower(): card for card in found.catalogue.models.values()}
    card = found.catalogue.models.get(wanted.replace(" ", "-")) or by_name.get(wanted)
    if card is None:
        near = nearest(wanted, {*found.catalogue.models, *by_name})
        raise InputError([fault("MC04", "--why-not", name=name, near=near)])
    return card


def _whole(found: Market, language: Language) -> Grid:
    rows = []
    for card in found.catalogue.models.values():
        licence = found.catalogue.licences.get(card.licence or "")
        level = say(f"models.short_{card.level or 'unknown'}", language)
        released = card.released.day if card.released else ""
        status = say(f"models.status_{card.status}", language)
        rows.append((card.id, card.developer, level, licence.name[language] if licence else "?", released, status))
    names = ("model", "developer", "openness", "licence", "released", "status")
    columns = tuple(say(f"models.column_{one}", language) for one in names)
    slots = {"models": len(found.catalogue.models), "licences": len(found.catalogue.licences)}
    intro = say("models.catalogue_line", language, **slots, day=found.catalogue.newest_price or "?")
    return Grid("catalogue", say("models.all_models", language), columns, tuple(rows), intro)


def _show(chapters: Iterable[Chapter], language: Language, *, brief: bool = False) -> None:
    console = screen.console()
    for one in screen.chapters(chapters, language, brief=brief):
        console.print(one)
