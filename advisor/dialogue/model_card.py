"""One model of the catalogue, read aloud: what is known of it, from where, and how it stands to a profile."""

from collections.abc import Iterator

from advisor.analysis.shortlist import Candidate
from advisor.dialogue.document import Grid, Item, Listing
from advisor.i18n import Language, say
from advisor.knowledge.catalogue import Catalogue, Licence, ModelCard, Price
from advisor.knowledge.memory import servings

_MARKS = {"yes": "models.passes", "no": "models.fails", "check": "models.to_check"}


def sheet(card: ModelCard, catalogue: Catalogue, language: Language) -> Grid:
    """Everything known of a model, each with its source."""
    rows = ((say(f"models.card_{name}", language), words) for name, words in _rows(card, catalogue, language))
    title = say("models.card_head", language, name=card.name, developer=card.developer)
    intro = card.remark[language] if card.remark else None
    return Grid("model", title, ("", ""), tuple(rows), intro)


def clauses(licence: Licence, language: Language) -> Listing:
    """A licence, clause by clause."""
    items = tuple(Item(clause.text[language], clause.at[language] if clause.at else None) for clause in licence.clauses)
    read = say(f"models.read_{licence.read}", language, sources=", ".join(licence.sources))
    return Listing("licence", licence.name[language], items, read)


def judged(one: Candidate, strategy: str, language: Language) -> Listing:
    """How a model stands to every requirement that was stated."""
    state = "out" if one.failed else "open" if one.open else "remains"
    title = say(f"models.verdict_{state}", language, name=one.card.name, strategy=strategy)
    sorted_checks = sorted(one.checks, key=lambda check: ("no", "check", "yes").index(check.outcome))
    items = tuple(
        Item(say("models.judged", language, mark=say(_MARKS[check.outcome], language), text=check.text))
        for check in sorted_checks
    )
    duties = tuple(Item(say("models.duty", language, text=clause.text)) for clause in one.licence.duties)
    limits = tuple(Item(say("models.restriction", language, text=clause.text)) for clause in one.licence.restrictions)
    return Listing("judged", title, items + duties + limits)


def level(card: ModelCard, catalogue: Catalogue, language: Language) -> str:
    """How open a model is, in a few words."""
    licence = catalogue.licences.get(card.licence) if card.licence else None
    name = licence.name[language] if licence else say("models.unknown", language)
    return say(f"models.level_{card.level or 'unknown'}", language, licence=name)


def _rows(card: ModelCard, catalogue: Catalogue, language: Language) -> Iterator[tuple[str, str]]:
    joint = "；" if language == "zh" else "; "
    unknown = say("models.unknown", language)
    licence = catalogue.licences.get(card.licence) if card.licence else None
    yield "openness", joint.join(_openness(card, catalogue, language))
    yield "licence", licence.name[language] if licence else unknown
    yield "size", _sourced(_size(card, language), card.parameters.source) if card.parameters else unknown
    context = f"{card.context.tokens:,} [{card.context.source}]" if card.context else unknown
    yield "context", context
    if card.level != "closed":
        yield "memory", joint.join(_memory(card, catalogue, language)) or unknown
    yield "price", joint.join(_price(price, language) for price in card.prices) or say("models.price_unknown", language)
    yield "hosts", joint.join(_places(card, language)) or unknown
    yield "released", _sourced(card.released.day, card.released.source) if card.released else unknown
    if card.retires:
        yield "retires", _sourced(card.retires.day, card.retires.source)
    yield "sources", joint.join(card.read)


def _sourced(words: str, source: str) -> str:
    return f"{words} [{source}]"


def _openness(card: ModelCard, catalogue: Catalogue, language: Language) -> Iterator[str]:
    yield level(card, catalogue, language)
    if card.openness is None or card.level == "closed":
        return
    yield say(f"models.open_data_{card.openness.data or 'unknown'}", language)
    if card.openness.code:
        yield say(f"models.open_code_{card.openness.code}", language)
    if card.openness.mof:
        yield _sourced(say("models.open_mof", language, mof=card.openness.mof), "mot")
    if card.openness.osaid:
        yield _sourced(say(f"models.open_osaid_{card.openness.osaid}", language), "osaid-validation")
    if card.openness.index:
        rated, partly, closed = card.openness.index
        said = say("models.open_index", language, open=rated, partial=partly, closed=closed)
        yield _sourced(said, "european-index")


def _size(card: ModelCard, language: Language) -> str:
    size = card.parameters
    if size is None:
        return say("models.unknown", language)
    if size.active is None or size.active == size.total:
        return say("models.size", language, total=f"{size.total:g}")
    return say("models.size_active", language, total=f"{size.total:g}", active=f"{size.active:g}")


def _memory(card: ModelCard, catalogue: Catalogue, language: Language) -> Iterator[str]:
    for way in servings(card, catalogue.cost, 0):
        key = "models.serving_tested" if way.tested else "models.serving_reckoned"
        said = say(key, language, size=f"{way.weights_gb:,.0f}", precision=way.precision)
        yield _sourced(said, card.memory.tested_source or "") if way.tested else said
    if card.memory.kv_gb_per_1k is not None:
        said = say("models.cache_per_1k", language, size=f"{card.memory.kv_gb_per_1k:g}")
        yield _sourced(said, card.memory.kv_source or "")
    elif card.parameters:
        yield say("models.cache_unknown", language)


def _price(price: Price, language: Language) -> str:
    slots = {"read": f"{price.read:g}", "write": f"{price.write:g}", "by": price.by, "day": price.as_of}
    said = [say("models.price_line", language, **slots)]
    if price.cached is not None:
        said.append(say("models.price_cached", language, cached=f"{price.cached:g}"))
    if price.start:
        said.append(say("models.price_from", language, day=price.start))
    if price.until:
        said.append(say("models.price_until", language, day=price.until))
    if price.dearer_when_long:
        said.append(say("models.price_dearer", language))
    return _sourced(("，" if language == "zh" else ", ").join(said), price.source)


def _places(card: ModelCard, language: Language) -> Iterator[str]:
    if card.hosts:
        names = [f"{name} ({country})" for name, country in card.hosts.names.items()]
        yield _sourced(say("models.hosts", language, names=", ".join(names)), card.hosts.source)
    if card.clouds:
        yield _sourced(say("models.clouds", language, names=", ".join(card.clouds.names)), card.clouds.source)
