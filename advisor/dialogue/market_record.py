"""What a record says of models and costs: plain values that can be read without the catalogue.

The sentences are in both languages, like all of a record; sums are in the currency of the profile.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from advisor.analysis import shortlist
from advisor.analysis.cost import STRATEGIES, BreakEven, Estimate, Machines, Route, Spread, over
from advisor.analysis.market import Findings, Market
from advisor.analysis.shortlist import Candidate, Shortlist
from advisor.inference.trace import Standing, Verdict
from advisor.knowledge.situation import Situation
from advisor.needs import Currency
from advisor.profile import Profile

Plain = dict[str, Any]
_LISTED: Final = 10
"""How many of the models that remain a record names."""
_HYBRID: Final = "hybrid"
_OF_MACHINES: Final = ("gpus", "parallel_users")
_KINDS: Final = ("rtx-5090", "a100-80", "h100-80", "h200-141")
"""Processors by which the size of a model is told."""


def of(profile: Profile, verdict: Verdict, ranking: Iterable[Standing], market: Market | None) -> Plain:
    """The fields `models` and `cost` of a record, or of one workload's part of it."""
    if market is None:
        return {"models": {"catalogue": None}, "cost": None}
    found, ranks = market.findings(profile), tuple(ranking)
    lists = [found.lists[strategy] for strategy in _wanted(verdict, ranks)]
    return {"models": _models(lists, found, market), "cost": estimated(found, market, ranks)}


def listed(strategies: Iterable[str], found: Findings, market: Market) -> Plain:
    """The field `models` for strategies that were asked for."""
    return _models([found.lists[strategy] for strategy in strategies], found, market)


def estimated(found: Findings, market: Market, ranking: Iterable[Standing]) -> Plain | None:
    """The field `cost`; the ranking says which ways are ruled out."""
    barred = {standing.strategy: standing.ruled_out_by for standing in ranking}
    return _cost(found, market, barred)


def _wanted(verdict: Verdict, ranking: Iterable[Standing]) -> list[str]:
    """The strategies whose models are named: the recommended one, or for a hybrid the best of each kind."""
    if verdict.strategy in shortlist.STRATEGIES:
        return [verdict.strategy]
    if verdict.openness is None:
        return []
    best: dict[str, str] = {}
    for standing in ranking:
        if not standing.ruled_out_by and standing.strategy in shortlist.STRATEGIES:
            best.setdefault(standing.openness, standing.strategy)
    kinds = ("open", "closed") if verdict.openness == _HYBRID else (verdict.openness,)
    return [best[kind] for kind in kinds if kind in best]


def _models(lists: list[Shortlist], found: Findings, market: Market) -> Plain:
    catalogue = market.catalogue
    head: Plain = {
        "catalogue": {
            "sha256": catalogue.sha256,
            "models": len(catalogue.models),
            "licences": len(catalogue.licences),
            "prices_as_of": catalogue.newest_price,
            "price_age_days": market.price_age,
            "prices_old": market.prices_are_old,
        },
        "would_help": [name for name in found.would_help if _bears_on(name, lists)],
    }
    plain = [_list(one, found, market) for one in lists]
    first: Plain = plain[0] if plain else {"strategy": None, "shortlist": [], "rejected": []}
    return {**first, **head, **({"also": plain[1:]} if plain[1:] else {})}


def _bears_on(need: str, lists: Iterable[Shortlist]) -> bool:
    """Whether a need can matter to these lists; machines matter only where one runs the model."""
    return need not in _OF_MACHINES or any(one.strategy == shortlist.OWN_MACHINES for one in lists)


def _list(one: Shortlist, found: Findings, market: Market) -> Plain:
    return {
        "strategy": one.strategy,
        "state": one.state,
        "of_kind": len(one.remaining) + len(one.rejected),
        "remaining": len(one.remaining),
        "order": [text.model_dump() for text in one.order],
        "shortlist": [_candidate(candidate, found, market) for candidate in one.remaining[:_LISTED]],
        "rejected": [_rejected(candidate) for candidate in one.rejected],
    }


def _candidate(one: Candidate, found: Findings, market: Market) -> Plain:
    card = one.card
    licence = one.licence.licence
    return {
        "model": card.id,
        "name": card.name,
        "developer": card.developer,
        "openness": card.level,
        "released": card.released.day if card.released else None,
        "status": card.status,
        "licence": {
            "id": licence.id if licence else None,
            "name": licence.name.model_dump() if licence else None,
            "answer": one.licence.answer,
            "sources": list(licence.sources) if licence else [],
        },
        "price": None
        if one.price is None
        else {
            "read": one.price.read,
            "write": one.price.write,
            "by": one.price.by,
            "kind": one.price.kind,
            "as_of": one.price.as_of,
            "source": one.price.source,
        },
        "machine": _machine(one, found, market),
        "checks": [
            {"requirement": check.requirement, "outcome": check.outcome, "text": check.text.model_dump()}
            for check in one.checks
        ],
        "duties": [clause.text.model_dump() for clause in one.licence.duties],
        "restrictions": [clause.text.model_dump() for clause in one.licence.restrictions],
        "remark": card.remark.model_dump() if card.remark else None,
    }


def _machine(one: Candidate, found: Findings, market: Market) -> Plain | None:
    """The processors a model would take, at the precision it is usually served in."""
    said = [kind for group in found.situation.needs.gpus if (kind := group.kind or "") in market.catalogue.gpus]
    kinds = said or [kind for kind in _KINDS if kind in market.catalogue.gpus]
    if one.told is None or not kinds:
        return None
    smallest = shortlist.smallest_machine(one, kinds, market.catalogue)
    if smallest is None:
        return None
    kind, count = smallest
    return {
        "gpu": kind,
        "name": market.catalogue.gpus[kind].name,
        "count": count,
        "precision": one.told.precision,
        "weights_gb": round(one.told.weights_gb, 1),
        "cache_gb": None if one.told.cache_gb is None else round(one.told.cache_gb, 1),
        "tested": one.told.tested,
    }


def _rejected(one: Candidate) -> Plain:
    first = one.failed[0]
    return {
        "model": one.card.id,
        "name": one.card.name,
        "requirement": first.requirement,
        "text": first.text.model_dump(),
    }


# cost


def _cost(found: Findings, market: Market, barred: Mapping[str, tuple[str, ...]]) -> Plain | None:
    one = found.estimate
    if one is None or not one.routes:
        return None
    currency = found.situation.needs.currency
    closed = {route.id: _closed(route.id, found, barred) for route in one.routes}
    compared = one.among([name for name, reasons in closed.items() if reasons is None])
    open_first = sorted(one.routes, key=lambda route: closed[route.id] is not None)
    return {
        "currency": currency.code,
        "per_usd": currency.per_usd,
        "months": one.months,
        "tokens": {
            "month": one.volume.whole,
            "read": one.volume.read,
            "written": one.volume.written,
            "cached_share": one.volume.cached_share,
            "batch_share": one.volume.batch_share,
        },
        "routes": [
            _route(route, one.months, currency)
            | {"ruled_out": closed[route.id], "by_contract": _by_contract(route.id, barred)}
            for route in open_first
        ],
        "cheapest": compared.cheapest,
        "break_even": [
            _even(even)
            | {"ruled_out_own": closed[even.own] is not None, "ruled_out_rival": closed[even.rival] is not None}
            for even in one.break_even
        ],
        "decides": [
            {"assumption": swing.assumption, "factor": _short(swing.factor), "flips": swing.flips}
            for swing in compared.swings
        ],
        "at_hand": _machines(one.at_hand) if one.at_hand else None,
        "assumptions": _assumptions(one, market),
        "formulas": {name: list(sources) for name, sources in market.catalogue.cost.formulas.items()},
    }


def _closed(route: str, found: Findings, barred: Mapping[str, tuple[str, ...]]) -> Plain | None:
    """The rules, or the answers, that leave a route closed; None where it is open."""
    strategies = STRATEGIES[route]
    if all(barred.get(strategy) for strategy in strategies):
        return {"rules": sorted({rule for strategy in strategies for rule in barred[strategy]}), "answers": []}
    answers = list(_not_to_be_had(route, found.situation))
    return {"rules": [], "answers": answers} if answers else None


def _by_contract(route: str, barred: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether only a contract of one's own leaves the closed interface open."""
    return route == "closed_api" and bool(barred.get(route)) and not barred.get("closed_private")


def _not_to_be_had(route: str, situation: Situation) -> Iterable[str]:
    """The answers by which machines of this kind can be neither used nor got."""
    reached = situation.chosen("compute_access")
    if route == "owned" and situation.flag("hardware_purchase") is False and "owned_gpus" not in (reached or ()):
        yield "hardware_purchase"
    if route == "rented" and reached is not None and not reached & {"rented_gpus", "public_or_donated"}:
        yield "compute_access"


def _route(route: Route, months: int, currency: Currency) -> Plain:
    plain: Plain = {
        "route": route.id,
        "model": route.model.id,
        "name": route.model.name,
        "month": _money(route.month, currency),
        "horizon": _money(over(route.month, months), currency),
        "machines": _machines(route.machines) if route.machines else None,
    }
    if route.price is not None:
        price = route.price
        plain["price"] = {"read": price.read, "write": price.write, "by": price.by, "as_of": price.as_of}
    if route.outlay is not None:
        plain["outlay"] = _short(route.outlay * currency.per_usd)
    return plain


def _machines(machines: Machines) -> Plain:
    use = None if math.isinf(machines.use) else _short(machines.use)
    return {
        "gpu": machines.gpu.id,
        "name": machines.gpu.name,
        "cards": machines.cards,
        "replicas": machines.replicas,
        "use": use,
    }


def _even(even: BreakEven) -> Plain:
    plain: Plain = {"route": even.own, "against": even.rival, "tokens": _spread(even.tokens)}
    return plain | ({"payback_months": _spread(even.payback)} if even.payback else {})


def _assumptions(one: Estimate, market: Market) -> list[Plain]:
    known = {assumption.id: assumption for assumption in market.catalogue.cost.assumptions}
    graded = market.catalogue.sources
    rows = []
    for name, (cheap, likely, dear) in one.values.items():
        assumption = known.get(name.rpartition(".")[2])
        rows.append(
            {
                "assumption": name,
                "name": assumption.name.model_dump() if assumption else None,
                "cheap": _short(cheap),
                "likely": _short(likely),
                "dear": _short(dear),
                "given": name.rpartition(".")[2] in one.given,
                "because": assumption.because.model_dump() if assumption else None,
                "sources": list(assumption.sources) if assumption else ["model-catalogue"],
                "grades": {name: graded[name].grade for name in assumption.sources if name in graded}
                if assumption
                else {},
            }
        )
    return rows


def _money(spread: Spread, currency: Currency) -> Plain:
    return _spread(
        Spread(*(None if end is None else end * currency.per_usd for end in (spread.low, spread.likely, spread.high)))
    )


def _spread(spread: Spread) -> Plain:
    return {"low": _maybe(spread.low), "likely": _maybe(spread.likely), "high": _maybe(spread.high)}


def _maybe(value: float | None) -> float | None:
    return None if value is None else _short(value)


def _short(value: float) -> float:
    """A number with no more digits than it can answer for, so that it reads alike in every process."""
    return float(f"{value:.4g}")


def digest(market: Market | None) -> Mapping[str, str]:
    """What of the catalogue goes beside the digest of the knowledge."""
    return {"catalogue_sha256": market.catalogue.sha256} if market else {}
