"""The requirements an organisation has of a model, held against one model each.

A requirement that is known to fail rejects the model; what the catalogue cannot decide is something to check, and
rejects nobody. What nobody asked for is not held against anything.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from advisor import i18n
from advisor.i18n import Text
from advisor.knowledge.catalogue import Catalogue, ModelCard
from advisor.knowledge.licensing import Verdict
from advisor.knowledge.memory import Fit, usable
from advisor.knowledge.situation import Situation, months_between

Outcome = Literal["yes", "no", "check"]
REQUIREMENTS: Final = (
    "origin",
    "openness",
    "licence",
    "route",
    "region",
    "context",
    "languages",
    "input",
    "tools",
    "tuning",
    "retirement",
    "memory",
)
"""In the order in which they are tried: what law and policy say comes before what it can do."""
_TUNES: Final = frozenset({"adapter", "full_weights", "architecture", "from_scratch"})


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement held against one model."""

    requirement: str
    outcome: Outcome
    key: str
    slots: Mapping[str, Any]

    @property
    def text(self) -> Text:
        """What was found, in a sentence."""
        return i18n.text(f"models.{self.key}", **self.slots)


def held_against(
    card: ModelCard, strategy: str, verdict: Verdict, fitting: Fit | None, situation: Situation, catalogue: Catalogue
) -> tuple[Check, ...]:
    """Every requirement that was stated, held against a model, in the order in which they are tried."""
    return (
        *_origin(card, strategy, situation, catalogue),
        *_openness(card, verdict, situation),
        *_licence(verdict),
        *_route(card, strategy),
        *_region(card, strategy, situation, catalogue),
        *_context(card, situation),
        *_languages(card, situation),
        *_input(card, situation),
        *_tools(card, situation),
        *_tuning(card, strategy, situation),
        *_retirement(card, strategy, situation),
        *(_memory(fitting, situation, catalogue) if fitting else ()),
    )


def _check(requirement: str, outcome: Outcome, key: str, **slots: Any) -> Check:
    return Check(requirement, outcome, key, slots)


def _origin(card: ModelCard, strategy: str, situation: Situation, catalogue: Catalogue) -> Iterator[Check]:
    policy, banned = situation.word("origin_policy"), situation.needs.banned_origins
    if policy == "no_ban" or (policy is None and not banned):
        return
    if policy == "bans_services" and strategy.startswith("open"):
        return  # the weights are run by oneself, or by a host of one's own choice
    if not banned:
        yield _check("origin", "check", "origin_unnamed")
    elif not card.origin:
        yield _check("origin", "check", "origin_unknown")
    else:
        hit = sorted(set(card.origin) & catalogue.countries(banned))
        key = "origin_banned" if hit else "origin_allowed"
        yield _check("origin", "no" if hit else "yes", key, countries=hit or list(card.origin))


def _openness(card: ModelCard, verdict: Verdict, situation: Situation) -> Iterator[Check]:
    wanted = situation.word("licence_requirement")
    if wanted in {None, "any"}:
        return
    if card.level is None:
        yield _check("openness", "check", "openness_unknown")
    elif card.level == "closed":
        yield _check("openness", "no", "openness_closed")
    elif wanted == "open_weights":
        yield _check("openness", "yes", "openness_weights")
    elif wanted == "osi_licensed":
        approved = verdict.licence.osi_approved if verdict.licence else None
        outcome: Outcome = "check" if approved is None else "yes" if approved else "no"
        name: Text | str = verdict.licence.name if verdict.licence else "?"
        yield _check("openness", outcome, f"openness_osi_{outcome}", licence=name)
    elif card.level == "open_source":
        yield _check("openness", "yes", "openness_source")
    else:
        undecided = card.openness is None or card.openness.data is None
        yield _check("openness", "check" if undecided else "no", f"openness_data_{'check' if undecided else 'no'}")


def _licence(verdict: Verdict) -> Iterator[Check]:
    if verdict.licence is None:
        yield _check("licence", "check", "licence_unknown")
        return
    name = verdict.licence.name
    clauses = [clause.text for clause in verdict.decisive]
    if verdict.answer == "yes":
        yield _check("licence", "yes", "licence_yes", licence=name)
    elif verdict.answer == "no":
        yield _check("licence", "no", "licence_no", licence=name, clause=clauses[0])
    elif verdict.unread:
        key = "licence_unread_clause" if clauses else "licence_unread"
        yield _check("licence", "check", key, licence=name, **({"clause": clauses[0]} if clauses else {}))
    else:
        yield _check("licence", "check", "licence_check", licence=name, clause=clauses[0])


def _route(card: ModelCard, strategy: str) -> Iterator[Check]:
    if strategy == "open_hosted" and not (card.hosts or card.clouds or card.prices):
        yield _check("route", "check", "route_no_host")
    elif strategy == "closed_private":
        if card.clouds:
            yield _check("route", "yes", "route_clouds", names=list(card.clouds.names))
        else:
            yield _check("route", "check", "route_no_cloud")


def _region(card: ModelCard, strategy: str, situation: Situation, catalogue: Catalogue) -> Iterator[Check]:
    regions = situation.needs.hosting_regions
    if strategy == "open_self_hosted" or not (regions or situation.flag("region_required")):
        return
    if not regions:
        yield _check("region", "check", "region_unnamed")
        return
    allowed = catalogue.countries(regions)
    hosts = card.hosts.names if card.hosts else {}
    there = sorted(name for name, country in hosts.items() if country in allowed)
    if there and strategy == "open_hosted":
        yield _check("region", "yes", "region_hosts", names=there)
    elif card.eu_processing and card.eu_processing.offered and "EU" in regions:
        yield _check("region", "yes", "region_eu")
    else:
        yield _check("region", "check", "region_unknown", regions=list(regions))


def _context(card: ModelCard, situation: Situation) -> Iterator[Check]:
    wanted = situation.needs.context_tokens
    if wanted is None:
        return
    if card.context is None:
        yield _check("context", "check", "context_unknown")
    else:
        outcome: Outcome = "yes" if card.context.tokens >= wanted else "no"
        yield _check("context", outcome, f"context_{outcome}", tokens=f"{card.context.tokens:,}", wanted=f"{wanted:,}")


def _languages(card: ModelCard, situation: Situation) -> Iterator[Check]:
    wanted = set(situation.needs.languages)
    if not wanted:
        return
    listed = set(card.languages.listed or ()) if card.languages else set()
    missing = sorted(wanted - listed)
    if not missing:
        yield _check("languages", "yes", "languages_yes", languages=_tongues(wanted))
    elif not listed or (card.languages and card.languages.claimed is not None):
        yield _check("languages", "check", "languages_check", languages=_tongues(missing))
    else:
        yield _check("languages", "no", "languages_no", languages=_tongues(missing))


def _tongues(codes: Iterable[str]) -> list[Text | str]:
    """Languages by their names; a rarer one keeps its code."""
    return [i18n.text(f"tongue.{code}") if i18n.has_sentence(f"tongue.{code}") else code for code in sorted(codes)]


def _input(card: ModelCard, situation: Situation) -> Iterator[Check]:
    wanted = [one for one in situation.needs.input if one != "text"]
    if not wanted:
        return
    if card.input is None:
        yield _check("input", "check", "input_unknown")
        return
    missing = [i18n.text(f"models.input_{one}") for one in wanted if one not in card.input]
    named = missing or [i18n.text(f"models.input_{one}") for one in wanted]
    yield _check("input", "no" if missing else "yes", "input_no" if missing else "input_yes", kinds=named)


def _tools(card: ModelCard, situation: Situation) -> Iterator[Check]:
    if situation.needs.tool_calling:
        offered = card.tool_calling is not None and card.tool_calling.offered
        yield _check("tools", "yes" if offered else "check", "tools_yes" if offered else "tools_check")


def _tuning(card: ModelCard, strategy: str, situation: Situation) -> Iterator[Check]:
    depth = situation.word("customization_depth")
    if depth not in _TUNES:
        return
    if strategy.startswith("open"):
        yield _check("tuning", "yes", "tuning_weights")
    elif depth != "adapter":
        yield _check("tuning", "no", "tuning_needs_weights")
    elif card.tuning is None:
        yield _check("tuning", "check", "tuning_unknown")
    elif card.tuning.how == "service":
        yield _check("tuning", "yes", "tuning_service")
    elif card.tuning.how == "closing":
        yield _check("tuning", "check", "tuning_closing", day=card.tuning.until or "?")
    else:
        yield _check("tuning", "no", "tuning_none")


def _retirement(card: ModelCard, strategy: str, situation: Situation) -> Iterator[Check]:
    if strategy.startswith("open") or card.retires is None:
        return
    left = months_between(situation.day, dt.date.fromisoformat(card.retires.day))
    day = card.retires.day
    if left <= 0:
        yield _check("retirement", "no", "retirement_past", day=day)
    elif situation.horizon is not None:
        least, most = situation.horizon
        if left < least:
            yield _check("retirement", "no", "retirement_before", day=day)
        elif left < most:
            yield _check("retirement", "check", "retirement_check", day=day)
    else:
        yield _check("retirement", "check", "retirement_check", day=day)


def _memory(fitting: Fit, situation: Situation, catalogue: Catalogue) -> Iterator[Check]:
    serving = fitting.serving
    if serving is None:
        yield _check("memory", "check", "memory_unknown")
        return
    size, precision = f"{serving.weights_gb:,.0f}", serving.precision
    room = f"{usable(situation.needs.gpus, catalogue):,.0f}"
    if fitting.fits and serving.cache_gb is not None:
        slots = {"size": size, "cache": f"{serving.cache_gb:,.0f}", "precision": precision, "room": room}
        yield _check("memory", "yes", "memory_yes", **slots)
    elif fitting.fits is None:
        yield _check("memory", "check", "memory_cache", size=size, precision=precision, room=room)
    else:
        wanted = serving.total_gb or serving.weights_gb
        slots = {"size": f"{wanted:,.0f}", "precision": precision, "room": room}
        if situation.may_get_machines is False:
            yield _check("memory", "no", "memory_no", **slots)
        else:
            yield _check("memory", "check", "memory_more", **slots)
