"""Public price data against the catalogue: what differs in prices, context lengths and retirement dates.

Two kinds of answers are understood: litellm's map (one object, a model each) and that of models.dev (one object, a
provider each). A card says under which name each knows it. Openness and licences are never read from there: no such
source has their conditions, and they are judged by people. A proposal is a difference for a person to review; taking
it over appends a dated price and never overwrites one.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import ValidationError

from advisor import marked_yaml
from advisor.errors import InputError
from advisor.knowledge.catalogue import Catalogue, ModelCard

Kind = Literal["price", "context", "retires"]
LITELLM: Final = "litellm"
MODELS_DEV: Final = "models-dev"
_MILLION: Final = 1_000_000
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_PRICE_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Offer:
    """What a public source says of a model today."""

    source: str
    ref: str
    read: float | None = None
    write: float | None = None
    cached: float | None = None
    context: int | None = None
    """Tokens it takes in."""
    answer: int | None = None
    """Tokens it gives out at most; some count a context with them and some without."""
    retires: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """One difference, for a person to review."""

    card: str
    kind: Kind
    old: str | None
    new: str
    offer: Offer


def names(card: ModelCard) -> Iterator[tuple[str, str]]:
    """Source and name under which public data knows a model."""
    for entry in card.read:
        source, _, at = entry.partition(" ")
        if source == LITELLM and at:
            yield LITELLM, at.split()[0]
    for price in card.prices:
        if price.source == "genai-prices" and price.kind == "vendor":
            yield MODELS_DEV, price.ref


def offers(answer: Any, catalogue: Catalogue) -> tuple[dict[str, list[Offer]], int]:
    """Card to what an answer says of it, and how many of its entries could not be read.

    Raises `ValueError` where the answer is of neither kind.
    """
    if not isinstance(answer, dict) or not answer:
        raise ValueError("no object")
    providers = [one for one in answer.values() if isinstance(one, dict) and isinstance(one.get("models"), dict)]
    priced = [one for one in answer.values() if isinstance(one, dict) and "input_cost_per_token" in one]
    if not providers and not priced:
        raise ValueError("neither prices by model nor models by provider")
    source = MODELS_DEV if providers else LITELLM
    found: dict[str, list[Offer]] = {}
    skipped = 0
    for card in catalogue.models.values():
        for kind, name in names(card):
            entry = _entry(answer, source, name) if kind == source else None
            if entry is None:
                continue
            try:
                offer = _litellm(entry, name) if source == LITELLM else _models_dev(entry, name)
            except (TypeError, ValueError):
                skipped += 1
                continue
            found.setdefault(card.id, []).append(offer)
    return found, skipped


def _entry(answer: Mapping[str, Any], source: str, name: str) -> Any:
    if source == LITELLM:
        return answer.get(name)
    provider, _, model = name.partition("/")
    listed = answer.get(provider)
    models = listed.get("models") if isinstance(listed, dict) else None
    return models.get(model) if isinstance(models, dict) else None


def _litellm(entry: Any, name: str) -> Offer:
    if not isinstance(entry, dict):
        raise TypeError("no object")
    per_token = [entry.get(f"{key}_cost_per_token") for key in ("input", "output")]
    cached = entry.get("cache_read_input_token_cost")
    read, write, kept = (None if one is None else _price(_number(one) * _MILLION) for one in (*per_token, cached))
    limit = entry.get("max_input_tokens")
    ends = entry.get("deprecation_date")
    context = None if limit is None else int(_number(limit))
    given = entry.get("max_output_tokens")
    answer = None if given is None else int(_number(given))
    return Offer(LITELLM, name, read, write, kept, context, answer, None if ends is None else _day(ends))


def _models_dev(entry: Any, name: str) -> Offer:
    if not isinstance(entry, dict):
        raise TypeError("no object")
    cost, limit = entry.get("cost") or {}, entry.get("limit") or {}
    read, write, kept = (
        None if cost.get(key) is None else _price(_number(cost[key])) for key in ("input", "output", "cache_read")
    )
    context = None if limit.get("context") is None else int(_number(limit["context"]))
    return Offer(MODELS_DEV, name, read, write, kept, context)


def _number(value: Any) -> float:
    if isinstance(value, bool):
        raise TypeError("no number")
    number = float(value)
    if not math.isfinite(number) or number < 0:
        raise ValueError("no number")
    return number


def _price(value: float) -> float:
    return round(value, _PRICE_DIGITS)


def _day(value: Any) -> str:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("no day")
    return dt.date.fromisoformat(value).isoformat()


def proposals(catalogue: Catalogue, found: Mapping[str, Iterable[Offer]], day: dt.date) -> list[Proposal]:
    """Every difference, by card; where two sources differ from a card, the first one speaks."""
    listed = []
    for name, said in sorted(found.items()):
        card = catalogue.models[name]
        taken: set[Kind] = set()
        for offer in said:
            for proposal in _differences(card, offer, day):
                if proposal.kind not in taken:
                    taken.add(proposal.kind)
                    listed.append(proposal)
    return listed


def _differences(card: ModelCard, offer: Offer, day: dt.date) -> Iterator[Proposal]:
    price = card.price_on(day)
    if offer.read is not None and offer.write is not None:
        old = None if price is None else (price.read, price.write)
        if old != (offer.read, offer.write):
            shown = None if old is None else f"{old[0]:g}/{old[1]:g}"
            yield Proposal(card.id, "price", shown, f"{offer.read:g}/{offer.write:g}", offer)
    counted = {offer.context, (offer.context or 0) + (offer.answer or 0)}
    if offer.context and (card.context is None or card.context.tokens not in counted):
        yield Proposal(
            card.id, "context", str(card.context.tokens) if card.context else None, str(offer.context), offer
        )
    if offer.retires and (card.retires is None or card.retires.day != offer.retires):
        yield Proposal(card.id, "retires", card.retires.day if card.retires else None, offer.retires, offer)


def edited(text: str, card: ModelCard, listed: Iterable[Proposal], day: dt.date) -> str | None:
    """A card's file with proposals taken over, line by line; None where that would not be a sound card."""
    lines = text.splitlines(keepends=True)
    for proposal in listed:
        changed = {"price": _with_price, "context": _with_context, "retires": _with_end}[proposal.kind](
            lines, card, proposal.offer, day
        )
        if changed is None:
            return None
        lines = changed
    made = "".join(lines)
    try:
        after = ModelCard.model_validate(marked_yaml.read_document(made, card.id).plain())
    except (ValidationError, InputError):
        return None
    same = (after.licence, after.openness, after.id) == (card.licence, card.openness, card.id)
    return made if same else None


def _with_price(lines: list[str], card: ModelCard, offer: Offer, day: dt.date) -> list[str] | None:
    vendor = card.prices[0].by if card.prices else offer.ref.partition("/")[0]
    kind = card.prices[0].kind if card.prices else "vendor"
    cached = "" if offer.cached is None else f", cached: {offer.cached:g}"
    line = (
        f"  - {{in: {offer.read:g}, out: {offer.write:g}{cached}, by: {vendor}, kind: {kind}, as_of: {day}, "
        f"source: {offer.source}, ref: {offer.ref}, from: {day}}}\n"
    )
    heading = next((n for n, one in enumerate(lines) if one.rstrip() == "prices:"), None)
    if heading is None:
        return [*lines, "prices:\n", line]
    held = card.price_on(day)
    made = list(lines)
    if held is not None:
        at = heading + 1 + card.prices.index(held)
        old = made[at].rstrip() if at < len(made) else ""
        if not (old.startswith("  - {") and old.endswith("}")):
            return None
        body = re.sub(r", until: [0-9-]+", "", old[:-1])
        made[at] = f"{body}, until: {day - dt.timedelta(days=1)}}}\n"
    made.insert(heading + 1 + len(card.prices), line)
    return made


def _with_context(lines: list[str], card: ModelCard, offer: Offer, _day: dt.date) -> list[str] | None:
    line = f"context: {{tokens: {offer.context}, source: {offer.source}}}\n"
    return _in_place(
        lines, "context:", line, before=("input:", "tuning:", "prices:", "read:"), known=bool(card.context)
    )


def _with_end(lines: list[str], card: ModelCard, offer: Offer, _day: dt.date) -> list[str] | None:
    line = f"retires: {{day: {offer.retires}, source: {offer.source}}}\n"
    return _in_place(lines, "retires:", line, before=("openness:", "licence:", "context:"), known=bool(card.retires))


def _in_place(lines: list[str], key: str, line: str, *, before: tuple[str, ...], known: bool) -> list[str] | None:
    """The lines with one replaced, or put in before the first of some keys."""
    if known:
        at = next((n for n, one in enumerate(lines) if one.startswith(key)), None)
        return None if at is None or not lines[at].rstrip().endswith("}") else [*lines[:at], line, *lines[at + 1 :]]
    at = next((n for n, one in enumerate(lines) if one.startswith(before)), len(lines))
    return [*lines[:at], line, *lines[at:]]
