"""What an organisation needs of a model beyond the facts that rules ask for.

How long the texts are, which languages, which machines, how many users, and the numbers a licence or a price hangs on.
Everything here may be left out, and what is left out is unknown. Only what something reads is a need.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

from advisor.errors import Location, nearest
from advisor.knowledge.answers import UNKNOWN
from advisor.knowledge.conditions import Fault

PREFIX: Final = "needs."
"""In a table a column `needs.seat` holds a need."""

_MODALITIES: Final = ("text", "image", "audio", "video", "pdf")
_YES: Final = frozenset({"yes", "true", "是"})
_NO: Final = frozenset({"no", "false", "否"})
_NUMBER: Final = re.compile(r"[-+]?[0-9][0-9_]*(\.[0-9]+)?")
_MOST: Final = 100
_MOST_MONEY: Final = 1e16
_MOST_TOKENS: Final = 1e16
"""Far beyond what anybody spends or processes in a year or a month."""


@dataclass(frozen=True, slots=True)
class Gpus:
    """Some graphics processors of one kind."""

    count: int
    kind: str | None = None
    """Its id in the catalogue, None where only its memory was said."""
    memory_gb: float | None = None
    """Memory of each, where it was said."""


@dataclass(frozen=True, slots=True)
class Currency:
    """The money that sums are given and shown in."""

    code: str
    per_usd: float
    """What one US dollar buys of it."""


DOLLARS: Final = Currency("USD", 1.0)


@dataclass(frozen=True, slots=True)
class Needs:
    """What was said; None or an empty list where nothing was. Sums are in the currency named, dollars if none is."""

    context_tokens: int | None = None
    """Longest text to be taken in at once, in tokens."""
    languages: tuple[str, ...] = ()
    """ISO 639 codes."""
    input: tuple[str, ...] = ()
    """What is read beside text: image, audio, video, pdf."""
    tool_calling: bool | None = None
    parallel_users: int | None = None
    """Requests at the same time."""
    gpus: tuple[Gpus, ...] = ()
    seat: str | None = None
    """Principal place of business, as a country code."""
    hosting_regions: tuple[str, ...] = ()
    """Countries, or EU, in which processing may happen."""
    banned_origins: tuple[str, ...] = ()
    """Countries whose models a policy forbids."""
    annual_revenue: float | None = None
    resells_model_access: bool | None = None
    internal_only: bool | None = None
    input_tokens: float | None = None
    """Read in a month."""
    output_tokens: float | None = None
    """Written in a month, reasoning not counted."""
    cached_share: float | None = None
    batch_share: float | None = None
    reasoning_share: float | None = None
    utilisation: float | None = None
    staff_fte: float | None = None
    staff_cost: float | None = None
    """A post, a year, with everything."""
    energy_kwh: float | None = None
    gpu_rent: float | None = None
    """A GPU, an hour."""
    gpu_price: float | None = None
    """A GPU."""
    horizon_months: int | None = None
    open_model: str | None = None
    """The open model to reckon with."""
    closed_model: str | None = None
    """The closed model to reckon with."""
    currency: Currency = DOLLARS
    where: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)
    """Where each was written."""

    def in_dollars(self, amount: float | None) -> float | None:
        """A sum as dollars."""
        return None if amount is None else amount / self.currency.per_usd


NOTHING: Final = Needs()

Read = Callable[[Any, tuple[str | int, ...]], tuple[Any, Fault | None]]


def read(raw: Any, where: Callable[[tuple[str | int, ...]], Location]) -> tuple[Needs, list[Fault]]:
    """The needs a profile states, and every fault in them with its path below `needs`."""
    if raw is None:
        return NOTHING, []
    if not isinstance(raw, dict):
        return NOTHING, [Fault("PR06", ("needs",), (("key_name", "needs"),))]
    given: dict[str, Any] = {}
    found: list[Fault] = []
    places: dict[str, Location] = {}
    for name, value in raw.items():
        path = ("needs", name)
        if name not in _READERS:
            slots = (("name", name), ("near", nearest(name, _READERS)), ("known", ", ".join(_READERS)))
            found.append(Fault("NE01", path, slots))
            continue
        if value is None or (isinstance(value, str) and value.strip().lower() in {UNKNOWN, ""}):
            continue
        meant, problem = _READERS[name](value, path)
        if problem is not None:
            found.append(problem)
        else:
            given[name] = meant
            places[name] = where(path)
    return replace(Needs(**given), where=places), found


def to_plain(needs: Needs) -> dict[str, Any]:
    """The needs as a profile holds them; only what was said."""
    return dict(_said(needs))


def _said(needs: Needs) -> Iterator[tuple[str, Any]]:
    for one in fields(needs):
        value = getattr(needs, one.name)
        if one.name == "where" or value is None or value in ((), DOLLARS):
            continue
        if one.name == "gpus":
            yield one.name, [_plain_gpus(gpus) for gpus in value]
        elif one.name == "currency":
            yield one.name, {"code": value.code, "per_usd": value.per_usd}
        else:
            yield one.name, list(value) if isinstance(value, tuple) else value


def _plain_gpus(gpus: Gpus) -> dict[str, Any]:
    named = {"kind": gpus.kind} if gpus.kind else {"memory_gb": gpus.memory_gb}
    return {**named, "count": gpus.count}


def _number(least: float, most: float, *, whole: bool = False) -> Read:
    def one(raw: Any, path: tuple[str | int, ...]) -> tuple[Any, Fault | None]:
        value = raw
        if isinstance(raw, str) and _NUMBER.fullmatch(raw.strip()):
            value = float(raw) if "." in raw else int(raw)
        name = str(path[-1])
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            return None, Fault("NE02", path, (("name", name), ("value", raw)))
        if whole and value != int(value):
            return None, Fault("NE03", path, (("name", name), ("value", raw)))
        if value < least or value > most:
            return None, Fault("NE04", path, (("name", name), ("value", raw), ("range", _range(least, most))))
        return (int(value) if whole else value), None

    return one


def _range(least: float, most: float) -> str:
    return f"{least:g} … {most:g}"


def _flag(raw: Any, path: tuple[str | int, ...]) -> tuple[Any, Fault | None]:
    word = str(raw).strip().lower()
    if isinstance(raw, bool):
        return raw, None
    if word in _YES or word in _NO:
        return word in _YES, None
    return None, Fault("NE05", path, (("name", str(path[-1])), ("value", raw)))


def _codes(pattern: str, code: str) -> Read:
    form = re.compile(pattern)

    def several(raw: Any, path: tuple[str | int, ...]) -> tuple[Any, Fault | None]:
        items = raw if isinstance(raw, list) else str(raw).split(";")
        words = [_word(item) for item in items]
        for index, word in enumerate(words[:_MOST]):
            if word is None or not form.fullmatch(word):
                at = (*path, index) if isinstance(raw, list) else path
                return None, Fault(code, at, (("name", str(path[-1])), ("value", _shown(items[index]))))
        return tuple(dict.fromkeys(word for word in words[:_MOST] if word)), None

    return several


def _word(item: Any) -> str | None:
    if item is False:  # YAML reads the code of Norway, or of Norwegian, as a no
        return "no"
    return item.strip() if isinstance(item, str) else None


def _shown(item: Any) -> Any:
    return {True: "yes", False: "no"}.get(item, item) if isinstance(item, bool) else item


def _countries(raw: Any, path: tuple[str | int, ...]) -> tuple[Any, Fault | None]:
    items = [item.strip().upper() if isinstance(item, str) else item for item in raw] if isinstance(raw, list) else raw
    plain = items if isinstance(items, list) else str(_shown(items)).upper()
    plain = ["NO" if item is False else item for item in plain] if isinstance(plain, list) else plain
    return _codes(r"[A-Z]{2}", "NE06")(plain, path)


def _country(raw: Any, path: tuple[str | int, ...]) -> tuple[Any, Fault | None]:
    found, problem = _countries([raw], path)
    if problem is not None or len(found) != 1:
        return None, Fault("NE06", path, (("name", str(path[-1])), ("value", _shown(raw))))
    return found[0], None


def _input(raw: Any, path: tuple[str | int, ...]) -> tuple[Any, Fault | None]:
    return _codes("|".join(_MODALITIES), "NE08")(raw, path)


def _name(raw: Any, path: tuple[str | int, ...]) -> tuple[Any, Fault | None]:
    if isinstance(raw, str) and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}", raw.strip()):
        return raw.strip().lower(), None
    return None, Fault("NE09", path, (("name", str(path[-1])), ("value", _shown(raw))))


def _gpus(raw: Any, path: tuple[str | int, ...]) -> tuple[Any, Fault | None]:
    if isinstance(raw, str):  # in a table: h100-80 x2; 4x a100-80
        raw = [_from_cell(one) for one in raw.split(";")]
    if not isinstance(raw, list) or not raw or len(raw) > _MOST:
        return None, Fault("NE10", path, ())
    found = []
    for index, item in enumerate(raw):
        at = (*path, index)
        if not isinstance(item, dict) or not item.keys() <= {"kind", "memory_gb", "count"}:
            return None, Fault("NE10", at, ())
        if ("kind" in item) == ("memory_gb" in item):
            return None, Fault("NE10", at, ())
        count, problem = _number(1, 100_000, whole=True)(item.get("count", 1), (*at, "count"))
        if problem is not None:
            return None, problem
        if "kind" in item:
            kind, problem = _name(item["kind"], (*at, "kind"))
            found.append(Gpus(count or 1, kind=kind))
        else:
            memory, problem = _number(1, 10_000)(item["memory_gb"], (*at, "memory_gb"))
            found.append(Gpus(count or 1, memory_gb=memory))
        if problem is not None:
            return None, problem
    return tuple(found), None


def _from_cell(text: str) -> Any:
    match = re.fullmatch(r"\s*(?:([0-9]+)\s*[x×*]\s*)?([A-Za-z0-9._-]+?)\s*(?:[x×*]\s*([0-9]+))?\s*", text)
    if not match or (match[1] and match[3]):
        return None
    return {"kind": match[2], "count": int(match[1] or match[3] or 1)}


def _currency(raw: Any, path: tuple[str | int, ...]) -> tuple[Any, Fault | None]:
    if isinstance(raw, str) and raw.strip().upper() == "USD":
        return DOLLARS, None
    if not isinstance(raw, dict) or raw.keys() != {"code", "per_usd"} or not isinstance(raw["code"], str):
        return None, Fault("NE11", path, ())
    rate, problem = _number(1e-6, 1e9)(raw["per_usd"], (*path, "per_usd"))
    if problem is not None:
        return None, problem
    code = raw["code"].strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        return None, Fault("NE11", (*path, "code"), ())
    return Currency(code, float(rate)), None


_READERS: Final[dict[str, Read]] = {
    "context_tokens": _number(1, 1e9, whole=True),
    "languages": _codes(r"[a-z]{2,3}", "NE07"),
    "input": _input,
    "tool_calling": _flag,
    "parallel_users": _number(1, 1e9, whole=True),
    "gpus": _gpus,
    "seat": _country,
    "hosting_regions": _countries,
    "banned_origins": _countries,
    "annual_revenue": _number(0, _MOST_MONEY),
    "resells_model_access": _flag,
    "internal_only": _flag,
    "input_tokens": _number(0, _MOST_TOKENS),
    "output_tokens": _number(0, _MOST_TOKENS),
    "cached_share": _number(0, 1),
    "batch_share": _number(0, 1),
    "reasoning_share": _number(0, 0.99),
    "utilisation": _number(0.001, 1),
    "staff_fte": _number(0, 10_000),
    "staff_cost": _number(0, _MOST_MONEY),
    "energy_kwh": _number(0, _MOST_MONEY),
    "gpu_rent": _number(0, _MOST_MONEY),
    "gpu_price": _number(0, _MOST_MONEY),
    "horizon_months": _number(1, 240, whole=True),
    "open_model": _name,
    "closed_model": _name,
    "currency": _currency,
}
"""Every need there is, with the reader of its value."""

NAMES: Final = tuple(_READERS)
"""The names of all needs, in the order in which a person reads them."""
