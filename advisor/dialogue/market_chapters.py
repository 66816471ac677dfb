"""Models and costs as chapters of a report, read from the record alone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from advisor.dialogue import alike
from advisor.dialogue.document import Chapter, Grid, Item, Listing, Typed
from advisor.i18n import Language, has_sentence, say
from advisor.knowledge.model import KnowledgeBase

Part = Mapping[str, Any]

_MODELS_SHOWN = 5
_MODELS_AT_A_GLANCE = 3
_REJECTED_SHOWN = 5
_DECIDING_SHOWN = 3


def of(part: Part, knowledge: KnowledgeBase, language: Language) -> Iterator[Chapter]:
    """The chapters on models and costs that a record, or a workload's part of it, has something for."""
    models = part.get("models")
    if models is None:
        return
    if models.get("catalogue") is None:
        words = say("models.no_catalogue", language)
        yield Listing("models", say("models.title", language), (Item(words),))
        return
    for one in (models, *models.get("also", ())):
        if one.get("strategy"):
            yield from _list(one, models, knowledge, language)
    yield from cost(part.get("cost"), knowledge, language)


def _list(one: Part, models: Part, knowledge: KnowledgeBase, language: Language) -> Iterator[Chapter]:
    strategy = knowledge.strategies.get(one["strategy"])
    name = strategy.name[language] if strategy else one["strategy"]
    shared = _shared(one["shortlist"], language)
    together = (Item(say("models.for_each", language), below=shared),) if shared else ()
    yield Listing(
        f"models_{one['strategy']}",
        say("models.title_for", language, strategy=name),
        together + tuple(_item(model, shared, language) for model in one["shortlist"]),
        " ".join(_intro(one, models, language)) if language == "en" else "".join(_intro(one, models, language)),
        _MODELS_SHOWN + len(together),
        say("models.more", language, count="{count}"),
        (_at_a_glance(one, language),),
    )
    if terms := tuple(alike.terms(one["shortlist"], language)):
        title = say("models.terms_for", language, strategy=name)
        yield Listing(f"terms_{one['strategy']}", title, terms, glance=())
    if one["rejected"]:
        yield Listing(
            f"rejected_{one['strategy']}",
            say("models.rejected_for", language, strategy=name),
            tuple(alike.rejected(one["rejected"], language)),
            say("models.rejected_intro", language),
            _REJECTED_SHOWN,
            say("models.more_reasons", language, count="{count}"),
            (),
            len(one["rejected"]),
        )


def _at_a_glance(one: Part, language: Language) -> str:
    if not one["remaining"]:
        return say("glance.models_none", language, all=one["of_kind"])
    names = [model["name"] for model in one["shortlist"][:_MODELS_AT_A_GLANCE]]
    return say(
        "glance.models", language, count=one["remaining"], all=one["of_kind"], names=_joint(language).join(names)
    )


def _intro(one: Part, models: Part, language: Language) -> Iterator[str]:
    key = "models.intro" if one["remaining"] else "models.intro_none"
    yield say(key, language, count=one["remaining"], all=one["of_kind"])
    if one["remaining"]:
        yield say("models.ordered", language, criteria=_joint(language).join(text[language] for text in one["order"]))
    catalogue = models["catalogue"]
    if catalogue["prices_old"]:
        yield say("models.old_prices", language, days=catalogue["price_age_days"])
    if models["would_help"]:
        yield say("models.would_help", language, names=would_help(models["would_help"], language))


def _joint(language: Language) -> str:
    return "；" if language == "zh" else "; "


def would_help(names: Sequence[str], language: Language) -> str:
    """Needs worth stating, each with what it is called and how it is written."""
    bracket = "{}（{}）" if language == "zh" else "{} ({})"
    return ("、" if language == "zh" else ", ").join(bracket.format(_named(name, language), name) for name in names)


def _shared(listed: Sequence[Part], language: Language) -> tuple[str, ...]:
    """What is to be said of every one of the models, and so only once."""
    each = [tuple(_details(model, language)) for model in listed]
    return tuple(words for words in each[0] if all(words in one for one in each)) if each[1:] else ()


def _item(model: Part, shared: Sequence[str], language: Language) -> Item:
    below = tuple(words for words in _details(model, language) if words not in shared)
    return Item(_headline(model, language), below=below)


def _headline(model: Part, language: Language) -> str:
    facts = [model["developer"], _licence(model["licence"]["name"], language)]
    if model["released"]:
        facts.append(model["released"])
    price, machine = model["price"], model["machine"]
    if price:
        facts.append(say("models.price", language, read=f"{price['read']:g}", write=f"{price['write']:g}") + " US$")
    if machine:
        slots = {"count": machine["count"], "gpu": machine["name"], "precision": machine["precision"]}
        facts.append(say("models.needs_machine", language, **slots))
    bracket = ("（", "）", "；") if language == "zh" else (" (", ")", "; ")
    return f"{model['name']}{bracket[0]}{bracket[2].join(facts)}{bracket[1]}"


def _licence(name: Mapping[str, str] | None, language: Language) -> str:
    return name[language] if name else say("models.unknown", language)


def _details(model: Part, language: Language) -> Iterator[str]:
    for check in model["checks"]:
        if check["outcome"] == "check":
            yield check["text"][language]
    if model["remark"]:
        yield model["remark"][language]


def needs(given: Part, language: Language) -> Iterator[Grid]:
    """What was said to be needed of a model, as it was given."""
    rows = tuple((_named(name, language), Typed(_said(value, language))) for name, value in given.items())
    if rows:
        columns = say("report.column_question", language), say("report.column_answer", language)
        yield Grid("needs", say("needs.title", language), columns, rows, brief=False)


def _named(name: str, language: Language) -> str:
    """What a need is called; one of another version by its id."""
    return say(f"needs.{name}", language) if has_sentence(f"needs.{name}") else Typed(name)


def _said(value: Any, language: Language) -> str:
    if isinstance(value, bool):
        return say("needs.yes" if value else "needs.no", language)
    if isinstance(value, list):
        return ", ".join(_said(one, language) for one in value)
    if isinstance(value, dict) and "memory_gb" in value:
        return say("needs.gpu_of", language, count=value.get("count", 1), memory=f"{value['memory_gb']:g}")
    if isinstance(value, dict) and "kind" in value:
        return say("needs.gpu", language, count=value.get("count", 1), kind=value["kind"])
    if isinstance(value, dict):
        return ", ".join(str(one) for one in value.values())
    return f"{value:,.12g}" if isinstance(value, int | float) else str(value)


# cost


def cost(found: Part | None, knowledge: KnowledgeBase, language: Language) -> Iterator[Chapter]:
    """The chapters on cost; none where it was not reckoned."""
    if not found:
        return
    columns = tuple(say(f"cost.column_{one}", language) for one in ("route", "month", "horizon", "with"))
    yield Grid(
        "cost",
        say("cost.title", language),
        columns,
        tuple(_row(route, knowledge, language) for route in found["routes"]),
        _told(found, language),
        frozenset({1, 2}),
        glance=tuple(_cost_at_a_glance(found, language)),
    )
    if found["break_even"]:
        names = ("own", "against", "from", "payback")
        yield Grid(
            "break_even",
            say("cost.break_even", language),
            tuple(say(f"cost.column_{one}", language) for one in names),
            tuple(_even(even, language) for even in found["break_even"]),
            say("cost.break_even_intro", language),
            brief=False,
        )
    yield Grid(
        "assumptions",
        say("cost.assumptions", language),
        tuple(say(f"cost.column_{one}", language) for one in ("assumption", "ends", "because")),
        tuple(_assumption(one, language) for one in found["assumptions"]),
        say("cost.assumptions_intro", language),
        brief=False,
    )


def _cost_at_a_glance(found: Part, language: Language) -> Iterator[str]:
    """What a month costs each way, and which is cheapest."""
    slots = {"tokens": f"{found['tokens']['month']:,.0f}", "currency": found["currency"]}
    yield say("glance.cost", language, **slots)
    for route in found["routes"]:
        way = _marked(say(f"cost.route_{route['route']}", language), language, closed=bool(route.get("ruled_out")))
        band = {end: "…" if route["month"][end] is None else amount(route["month"][end]) for end in route["month"]}
        yield say("glance.cost_way", language, way=way, **band)
    if found["cheapest"]:
        yield say(f"cost.cheapest_{found['cheapest']}", language)


def _told(found: Part, language: Language) -> str:
    tokens = f"{found['tokens']['month']:,.0f}"
    said = [say("cost.intro", language, tokens=tokens, currency=found["currency"], months=found["months"])]
    if found["cheapest"]:
        said.append(say(f"cost.cheapest_{found['cheapest']}", language))
    said += _closed_but_cheaper(found, language)
    names = [_deciding(one, found, language) for one in found["decides"][:_DECIDING_SHOWN]]
    if names:
        said.append(say("cost.decides", language, names=_joint(language).join(names)))
    if found["at_hand"]:
        said.append(_at_hand(found["at_hand"], language))
    return (" " if language == "en" else "").join(said)


def _closed_but_cheaper(found: Part, language: Language) -> Iterator[str]:
    """What keeping to the requirements costs, where they close cheaper ways."""
    closed = [route for route in found["routes"] if route.get("ruled_out")]
    left = [route for route in found["routes"] if not route.get("ruled_out")]
    if closed and not left:
        yield say("cost.all_closed", language)
        return
    least = left[0]["month"]["likely"] if left else 0
    cheaper = [route for route in closed if route["month"]["likely"] < least]
    if cheaper:
        names = _joint(language).join(say(f"cost.route_{route['route']}", language) for route in cheaper)
        dearer = amount(least - min(route["month"]["likely"] for route in cheaper))
        yield say("cost.closed_but_cheaper", language, names=names, dearer=dearer, currency=found["currency"])


def _deciding(one: Part, found: Part, language: Language) -> str:
    names = {row["assumption"].rpartition(".")[2]: row["name"] for row in found["assumptions"]}
    name = _assumption_name(one["assumption"], names.get(one["assumption"]), language)
    return say("cost.decides_flips", language, name=name) if one["flips"] else name


def _assumption_name(identity: str, name: Mapping[str, str] | None, language: Language) -> str:
    return name[language] if name else say("cost.closed_choice", language) if identity == "closed_choice" else identity


def _at_hand(machines: Part, language: Language) -> str:
    slots = {"cards": machines["cards"], "gpu": machines["name"]}
    if machines["use"] is None:
        return say("cost.at_hand_none", language, **slots)
    key = "cost.at_hand_fits" if machines["use"] <= 1 else "cost.at_hand_short"
    return say(key, language, **slots, use=f"{100 * machines['use']:.2g}")


def _row(route: Part, knowledge: KnowledgeBase, language: Language) -> tuple[str, ...]:
    way = say("cost.way", language, way=say(f"cost.route_{route['route']}", language), model=route["name"])
    closed = route.get("ruled_out")
    with_ = _with(route, language)
    if route.get("by_contract"):
        with_ = say("cost.by_contract", language, rest=with_)
    return (
        _marked(way, language, closed=bool(closed)),
        _band(route["month"]),
        _band(route["horizon"]),
        say("cost.closed_by", language, reasons=_closers(closed, knowledge, language), rest=with_) if closed else with_,
    )


def _marked(way: str, language: Language, *, closed: bool) -> str:
    """A way, with the mark that it is closed."""
    return say("cost.closed", language, way=way) if closed else way


def _closers(closed: Part, knowledge: KnowledgeBase, language: Language) -> str:
    """The rules and the questions that close a way, by their titles; those of another version by their ids."""
    rules = [knowledge.rules[one].title[language] if one in knowledge.rules else one for one in closed["rules"]]
    facts = [knowledge.facts[one].name[language] if one in knowledge.facts else one for one in closed["answers"]]
    return _joint(language).join([*rules, *facts])


def _with(route: Part, language: Language) -> str:
    machines, price = route["machines"], route.get("price")
    if price:
        slots = {"read": f"{price['read']:g}", "write": f"{price['write']:g}", "by": price["by"]}
        return say("cost.with_price", language, **slots, day=price["as_of"])
    if not machines:
        return ""
    slots = {"cards": str(machines["cards"]), "gpu": machines["name"], "use": f"{100 * machines['use']:.1f}"}
    if route.get("outlay"):
        return say("cost.with_outlay", language, **slots, outlay=amount(route["outlay"]))
    return say("cost.with_machines", language, **slots)


def _band(spread: Part) -> str:
    return " – ".join("…" if spread[end] is None else amount(spread[end]) for end in ("low", "likely", "high"))


def amount(value: float) -> str:
    """A sum with about three digits, grouped."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004  # three digits


def _even(even: Part, language: Language) -> tuple[str, ...]:
    return (
        _marked(say(f"cost.route_{even['route']}", language), language, closed=even.get("ruled_out_own", False)),
        _marked(say(f"cost.route_{even['against']}", language), language, closed=even.get("ruled_out_rival", False)),
        _from(even["tokens"], language, "cost.from"),
        _from(even["payback_months"], language, "cost.payback") if "payback_months" in even else "",
    )


def _from(spread: Part, language: Language, key: str) -> str:
    low, likely, high = (spread[end] for end in ("low", "likely", "high"))
    if likely is None:
        return say("cost.never", language)
    end = say("cost.never_end", language) if high is None else amount(high)
    return say(key, language, likely=amount(likely), low=amount(low), high=end)


def _assumption(one: Part, language: Language) -> tuple[str, ...]:
    identity = one["assumption"].rpartition(".")[2]
    if one["given"]:
        ends, because = amount(one["likely"]), say("cost.yours", language)
    else:
        ends = " / ".join(f"{one[end]:g}" for end in ("cheap", "likely", "dear"))
        because = one["because"][language] if one["because"] else say("cost.closed_choice_because", language)
        grades = one.get("grades") or {}
        cited = (
            f"{name} ({say(f'standing.{grades[name]}', language)})" if name in grades else name
            for name in one["sources"]
        )
        because = f"{because} [{', '.join(cited)}]"
    return _assumption_name(identity, one["name"], language), ends, because
