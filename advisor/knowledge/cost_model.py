"""The formulas of a cost: what a month costs on an interface, on rented and on bought processors.

Plain functions of numbers; where each number comes from, how sure it is and what follows is said elsewhere. Sums are US
dollars. The sources of the formulas stand in `catalogue/cost.yaml`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from advisor.knowledge.catalogue import CostBasis, Gpu, Price

Values = Mapping[str, float]
"""Assumption to the value reckoned with."""
_SECONDS_AN_HOUR: Final = 3600
_MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Volume:
    """What is processed in a month."""

    read: float | None
    """Tokens of input; None where only the whole is known."""
    written: float | None
    """Tokens of output, reasoning not counted; None where only the whole is known."""
    whole: float
    """Both together."""
    cached_share: float = 0.0
    """Of the input."""
    batch_share: float = 0.0
    """Of the requests."""

    def inputs(self, values: Values) -> float:
        """Tokens of input."""
        return self.read if self.read is not None else self.whole * (1 - values["output_share"])

    def outputs(self, values: Values) -> float:
        """Tokens of output, with the reasoning that is billed as such."""
        written = self.written if self.written is not None else self.whole * values["output_share"]
        return written / (1 - values["reasoning_share"])

    def times(self, factor: float) -> "Volume":
        """The same mix, more or less of it."""
        read = None if self.read is None else self.read * factor
        written = None if self.written is None else self.written * factor
        return Volume(read, written, self.whole * factor, self.cached_share, self.batch_share)


def interface_month(volume: Volume, price: Price, values: Values) -> float:
    """A month on an interface that bills by the token."""
    cached_price = price.cached if price.cached is not None else price.read * values["cached_price_share"]
    h = volume.cached_share
    inputs = volume.inputs(values) * ((1 - h) * price.read + h * cached_price)
    batched = 1 - volume.batch_share + volume.batch_share * values["batch_price_share"]
    return (inputs + volume.outputs(values) * price.write) / _MILLION * batched


@dataclass(frozen=True, slots=True)
class Replica:
    """One copy of a model on whole processors."""

    gpu: Gpu
    cards: int
    weights_gb: float
    """The weights alone, as they are read for every token."""

    def capacity(self, basis: CostBasis, values: Values) -> float:
        """Tokens it can write in a month at full use, with as many requests at once as a server takes.

        Decoding reads all weights once for each step of all requests together, so that the bandwidth bounds it.
        """
        a_second = basis.streams * basis.efficiency * self.cards * self.gpu.bandwidth_gb_s / self.weights_gb
        return values["throughput"] * a_second * _SECONDS_AN_HOUR * basis.hours_a_month


def load(volume: Volume, values: Values) -> float:
    """What a month asks of a server, as tokens written; what is read from a cache asks nothing."""
    fresh = volume.inputs(values) * (1 - volume.cached_share)
    return volume.outputs(values) + values["input_load"] * fresh


def replicas(volume: Volume, replica: Replica, basis: CostBasis, values: Values) -> int:
    """Whole copies of a model for a month's work, at the use its load allows."""
    able = replica.capacity(basis, values) * values["utilisation"]
    return max(1, math.ceil(load(volume, values) / able))


def staff_month(values: Values) -> float:
    """The people who look after it."""
    return values["staff_fte"] * values["staff_cost"] / 12


def rented_card(basis: CostBasis, values: Values) -> float:
    """A month of one rented processor; it is billed around the clock."""
    return values["gpu_rent"] * basis.hours_a_month * (1 + values["rent_extras"])


def card_price(values: Values) -> float:
    """One processor with its part of the server."""
    return values["gpu_price"] * values["server_factor"]


def running_card(gpu: Gpu, basis: CostBasis, values: Values) -> float:
    """A month of space, cooling and electricity for one processor of one's own."""
    kilowatts = (gpu.watts or 0.0) / 1000 * values["power_factor"]
    return kilowatts * (values["space_kw"] + basis.hours_a_month * values["energy_kwh"])


def wear_card(values: Values) -> float:
    """What one processor of one's own loses of its price in a month."""
    return card_price(values) * (1 - values["residual"]) / values["life_months"]


def break_even(interface_token: float, capacity_tokens: float, replica_month: float, staff: float) -> float | None:
    """The month's tokens from which own servers cost no more than an interface; None where they never do.

    n copies cost `n x replica + staff` and carry `n x capacity` tokens; the interface costs its price a token. The
    smallest n whose tokens pay for it gives the answer; if a full copy costs more than the interface, there is none.
    """
    gain = interface_token * capacity_tokens - replica_month
    if gain <= 0 or interface_token <= 0:
        return None
    copies = max(1, math.ceil(staff / gain - 1e-12))
    return (copies * replica_month + staff) / interface_token


def payback(outlay: float, interface_month_: float, running_month: float) -> float | None:
    """Months until what was bought has paid for itself; None where it never does."""
    saved = interface_month_ - running_month
    return outlay / saved if saved > 0 else None
