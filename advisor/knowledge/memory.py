"""What a model takes of a server's memory, and what a set of graphics processors holds.

`M = 1.2 x P x b + KV`: P all parameters in billions (a mixture of experts holds them all), b bytes a parameter, 1.2 for
what the runtime needs beside them (EleutherAI, Transformer Math 101), KV the key-value cache, which grows with context
and requests and not with the size of the model. A tested deployment goes before the formula. Where the attention is not
a plain one the formula for KV is wrong, and the cache is unknown. GB are 1e9 bytes; a card is filled to nine tenths.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from advisor.knowledge.catalogue import Catalogue, CostBasis, ModelCard, Precision
from advisor.needs import Gpus

BITS: Final[Mapping[Precision, float]] = {
    "bf16": 16,
    "fp8": 8,
    "mxfp8": 8.25,
    "int4": 4.5,
    "nvfp4": 4.5,
    "mxfp4": 4.25,
}
"""Bits a parameter takes, scales of the low precisions included."""
_RECKONED: Final[tuple[Precision, ...]] = ("bf16", "fp8", "int4")
"""The precisions any weights can be brought to, from the most to the least exact."""
_USUAL_BITS: Final = 8.25
TYPICAL_CONTEXT: Final = 8192
"""Tokens of context that are counted where nobody said how long the texts are."""


@dataclass(frozen=True, slots=True)
class Serving:
    """One way of serving a model: a precision and the memory it takes."""

    precision: Precision
    weights_gb: float
    """With what the runtime needs beside them."""
    tested: bool
    """Whether a deployment of that size was tested, or the figure is the formula's."""
    cache_gb: float | None
    """Key-value cache for the context and the requests asked for; None where the formula would be wrong."""

    @property
    def total_gb(self) -> float | None:
        """All of it; None where the cache is unknown."""
        return None if self.cache_gb is None else self.weights_gb + self.cache_gb


def servings(card: ModelCard, basis: CostBasis, tokens: float) -> tuple[Serving, ...]:
    """The ways of serving a model, from the most to the least exact; none where its size is unknown.

    `tokens` is the context of all simultaneous requests together.
    """
    cache = None if card.memory.kv_gb_per_1k is None else card.memory.kv_gb_per_1k * tokens / 1000
    found: dict[Precision, Serving] = {
        precision: Serving(precision, size, tested=True, cache_gb=cache)
        for precision, size in card.memory.tested.items()
    }
    if card.parameters is not None:
        for precision in (card.memory.born_in,) if card.memory.born_in else _RECKONED:
            if precision not in found and not (found and card.memory.born_in):
                size = basis.memory_overhead * card.parameters.total * BITS[precision] / 8
                found[precision] = Serving(precision, size, tested=False, cache_gb=cache)
    return tuple(sorted(found.values(), key=lambda serving: (-BITS[serving.precision], serving.precision)))


def usual(card: ModelCard, basis: CostBasis, tokens: float = 0) -> Serving | None:
    """The way a model is usually served: the most exact at eight bits or fewer; None where its size is unknown."""
    ways = servings(card, basis, tokens)
    low = [way for way in ways if BITS[way.precision] <= _USUAL_BITS]
    return next(iter(low or ways[-1:]), None)


def cards_needed(gigabytes: float, memory_gb: float, basis: CostBasis) -> int:
    """Whole cards of a size for an amount of memory."""
    return math.ceil(gigabytes / (basis.usable_share * memory_gb))


def usable(gpus: Iterable[Gpus], catalogue: Catalogue) -> float:
    """The memory that can be used of a set of processors, in GB; a kind that is not known counts for nothing."""
    total = 0.0
    for group in gpus:
        known = catalogue.gpus.get(group.kind) if group.kind else None
        each = group.memory_gb if group.memory_gb is not None else known.memory_gb if known else 0.0
        total += group.count * each
    return total * catalogue.cost.usable_share


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a model fits into some memory, and how."""

    serving: Serving | None
    """The most exact way that fits, or else the smallest there is."""
    spare_gb: float | None = None
    """What is left over, as far as that is known."""
    fits: bool | None = None
    """None where it depends on a cache that is unknown, or the size is."""


def fit(card: ModelCard, room_gb: float, tokens: float, basis: CostBasis) -> Fit:
    """Whether a model fits into the memory that can be used, at the most exact precision that does."""
    ways = servings(card, basis, tokens)
    if not ways:
        return Fit(None)
    maybe: Fit | None = None
    for serving in ways:
        if serving.total_gb is not None and serving.total_gb <= room_gb:
            return Fit(serving, room_gb - serving.total_gb, fits=True)
        if serving.total_gb is None and serving.weights_gb <= room_gb and maybe is None:
            maybe = Fit(serving, room_gb - serving.weights_gb)
    return maybe or Fit(ways[-1], fits=False)
