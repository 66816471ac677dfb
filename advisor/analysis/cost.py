"""What each way of running a model costs, how sure that is, and which assumption decides.

Every number that nobody knows for sure has a cheap, a likely and a dear end. Each is moved to its ends alone, the
others staying likely; a band is the root of the sum of squares of what they do to the logarithm of the result, as
independent uncertainties add up (JCGM 100:2008, Guide to the expression of uncertainty in measurement, 5.1.2). A way
counts as the cheapest only where it stays so across the band of the comparison.
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Final

from advisor.knowledge import cost_model as formulas
from advisor.knowledge.catalogue import Assumption, Catalogue, Gpu, ModelCard, Price
from advisor.knowledge.cost_model import Replica, Values, Volume
from advisor.knowledge.memory import BITS, Serving, cards_needed
from advisor.knowledge.situation import Situation

INTERFACES: Final = ("closed_api", "open_hosted")
OWN: Final = ("rented", "owned")
GROUP: Final[Mapping[str, str]] = {
    "closed_api": "closed_api",
    "open_hosted": "open_hosted",
    "rented": "self_hosted",
    "owned": "self_hosted",
}
"""Route to what the rules call it."""
STRATEGIES: Final[Mapping[str, tuple[str, ...]]] = {
    "closed_api": ("closed_api", "closed_private"),
    "open_hosted": ("open_hosted",),
    "rented": ("open_self_hosted",),
    "owned": ("open_self_hosted",),
}
"""Route to the strategies that take it; it is open as long as one of them is."""
CHOICE: Final = "closed_choice"
"""The assumption of which closed model it would be, where nobody named one."""
_LEAST: Final = 1e-6
"""What costs nothing is compared as if it cost this, in dollars a month."""
_NEEDED: Final = ("utilisation", "staff_fte", "reasoning_share")
_IN_MONEY: Final = ("staff_cost", "energy_kwh", "gpu_rent", "gpu_price")


@dataclass(frozen=True, slots=True)
class Spread:
    """A number with its low and high end; None at an end, or for the whole, where there is no such number."""

    low: float | None
    likely: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Machines:
    """The processors a route takes."""

    gpu: Gpu
    replicas: int
    cards: int
    """All of them."""
    use: float
    """Share of their capacity that the work takes, at the likely values."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way of running it, and its cost in US dollars."""

    id: str
    model: ModelCard
    month: Spread
    machines: Machines | None = None
    price: Price | None = None
    outlay: float | None = None
    """What is paid at the start, for what is bought."""


@dataclass(frozen=True, slots=True)
class BreakEven:
    """From how many tokens a month an own route costs no more than an interface; None where never."""

    own: str
    rival: str
    tokens: Spread
    payback: Spread | None = None
    """Months until what was bought has paid for itself, at the volume asked for."""


@dataclass(frozen=True, slots=True)
class Swing:
    """What one assumption does to the comparison of the two best kinds of route."""

    assumption: str
    factor: float
    """By how much the ratio of the two costs changes between its ends."""
    flips: bool
    """Whether the other one is cheaper at one of its ends."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Which of several ways costs least, and what decides it."""

    cheapest: str | None
    """The group that stays cheapest across the band (the route, where all are of one group), `too_close`, or None
    where there is nothing to compare."""
    swings: tuple[Swing, ...]
    """Strongest first."""


@dataclass(frozen=True)
class Estimate:
    """Everything said about the cost of one profile."""

    volume: Volume
    months: int
    routes: tuple[Route, ...]
    """Cheapest first, by the likely value."""
    cheapest: str | None
    """The group that stays cheapest across the band, `too_close`, or None where there is nothing to compare."""
    break_even: tuple[BreakEven, ...]
    swings: tuple[Swing, ...]
    """Strongest first."""
    costs: Mapping[str, "_Cost"] = field(repr=False, compare=False)
    """Route to its cost as a function of what is assumed."""
    values: Mapping[str, tuple[float, float, float]]
    given: frozenset[str]
    """Assumptions the organisation's own numbers replaced."""
    at_hand: Machines | None = None
    """What the processors at hand would be used to; above 1 they do not suffice."""

    def among(self, routes: Collection[str]) -> Comparison:
        """The comparison of some of the routes: those that nothing rules out."""
        costs = {name: cost for name, cost in self.costs.items() if name in routes}
        groups = {GROUP[name] for name in costs}
        kinds = GROUP if len(groups) > 1 else {name: name for name in costs}
        return _compared(costs, self.values, kinds)


def estimate(
    situation: Situation,
    closed: ModelCard | None,
    open_: ModelCard | None,
    serving: Serving | None,
    rivals: Iterable[Price],
    catalogue: Catalogue,
) -> Estimate | None:
    """What each way costs, or None where the month's tokens are not known.

    `rivals` are the prices of the closed models it might be, where nobody named one.
    """
    volume = _volume(situation)
    if volume is None:
        return None
    return _Reckoning(situation, volume, closed, open_, serving, tuple(rivals), catalogue).estimate()


def _volume(situation: Situation) -> Volume | None:
    needs = situation.needs
    shares = (needs.cached_share or 0.0, needs.batch_share or 0.0)
    if needs.input_tokens is not None and needs.output_tokens is not None:
        whole = needs.input_tokens + needs.output_tokens
        return Volume(needs.input_tokens, needs.output_tokens, whole, *shares) if whole else None
    whole_said = situation.number("monthly_tokens")
    return Volume(None, None, whole_said, *shares) if whole_said else None


@dataclass(frozen=True)
class _Reckoning:
    """One profile being reckoned."""

    situation: Situation
    volume: Volume
    closed: ModelCard | None
    open: ModelCard | None
    serving: Serving | None
    rivals: tuple[Price, ...]
    catalogue: Catalogue

    def estimate(self) -> Estimate:
        ends = self._ends()
        costs, routes = self._routes(ends)
        compared = _compared(costs, ends, GROUP)
        given = frozenset(name for name in ends if self._given(name) is not None)
        return Estimate(
            volume=self.volume,
            months=self._months(),
            routes=tuple(sorted(routes, key=lambda route: (route.month.likely or 0.0, route.id))),
            cheapest=compared.cheapest,
            break_even=tuple(self._break_even(routes, ends)),
            swings=compared.swings,
            costs=costs,
            values=ends,
            given=given,
            at_hand=self._at_hand(ends),
        )

    # what is reckoned with

    def _ends(self) -> dict[str, tuple[float, float, float]]:
        ends = {one.id: self._end(one) for one in self.catalogue.cost.assumptions if one.from_ is None}
        if self.volume.written is not None:
            ends.pop("output_share")
        ends[CHOICE] = self._closed_choice()
        return ends

    def _end(self, one: Assumption) -> tuple[float, float, float]:
        said = self._given(one.id)
        if said is not None:
            return said, said, said
        for fact, by_answer in one.when.items():
            answer = self.situation.word(fact)
            if answer in by_answer:
                return by_answer[answer]
        return one.cheap or 0.0, one.likely or 0.0, one.dear or 0.0

    def _given(self, name: str) -> float | None:
        needs = self.situation.needs
        if name in _NEEDED:
            return getattr(needs, name)  # type: ignore[no-any-return]  # numbers, by their names
        return needs.in_dollars(getattr(needs, name)) if name in _IN_MONEY else None

    def _closed_choice(self) -> tuple[float, float, float]:
        """The quarter and three-quarter points of the prices of the models it might be, over the one reckoned with."""
        own = self._price(self.closed)
        blended = sorted(_blended(price) for price in self.rivals)
        few = 4
        if own is None or len(blended) < few or self.situation.needs.closed_model:
            return 1.0, 1.0, 1.0
        first, _, third = quantiles(blended, n=4)
        here = _blended(own)
        return min(1.0, first / here), 1.0, max(1.0, third / here)

    def _price(self, card: ModelCard | None) -> Price | None:
        return card.price_on(self.situation.day) if card else None

    def _months(self) -> int:
        said = self.situation.needs.horizon_months
        horizon = self.situation.word("planning_horizon") or "one_to_three_years"
        return said or self.catalogue.cost.months.get(horizon, 24)

    # the routes

    def _routes(self, ends: dict[str, tuple[float, float, float]]) -> tuple[dict[str, "_Cost"], list[Route]]:
        costs: dict[str, _Cost] = {}
        routes: list[Route] = []
        for name, card in (("closed_api", self.closed), ("open_hosted", self.open)):
            price = self._price(card)
            if card is not None and price is not None and price.kind != "historic":
                costs[name] = self._interface(name, price)
                routes.append(Route(name, card, _spread(costs[name], ends), price=price))
        if self.open is not None and self.serving is not None:
            for name in OWN:
                best = self._own(name, ends)
                if best is not None:
                    cost, gpu, own_ends = best
                    ends.update({f"{name}.{key}": value for key, value in own_ends.items()})
                    costs[name] = cost
                    routes.append(self._own_route(name, gpu, cost, ends))
        return costs, routes

    def _interface(self, name: str, price: Price) -> "_Cost":
        def month(values: Values) -> float:
            factor = values["hosted_price"] if name == "open_hosted" else values[CHOICE]
            return formulas.interface_month(self.volume, price, values) * factor

        return month

    def _own(self, name: str, ends: Mapping[str, tuple[float, float, float]]) -> "tuple[_Cost, Gpu, _Ends] | None":
        """The kind of processor on which a route is cheapest, at the likely values."""
        found: list[tuple[float, str, _Cost, Gpu, _Ends]] = []
        kinds = self._kinds(name)
        in_one = [gpu for gpu in kinds if self._replica(gpu).cards <= self.catalogue.cost.cards_a_server]
        for gpu in in_one or kinds:
            own_ends = self._gpu_ends(name, gpu)
            cost = self._on(name, gpu)
            likely = cost(_likely({**ends, **{f"{name}.{k}": v for k, v in own_ends.items()}}))
            found.append((likely, gpu.id, cost, gpu, own_ends))
        if not found:
            return None
        _, _, cost, gpu, own_ends = min(found, key=lambda one: one[:2])
        return cost, gpu, own_ends

    def _kinds(self, name: str) -> list[Gpu]:
        said = {group.kind for group in self.situation.needs.gpus if group.kind in self.catalogue.gpus}
        kinds = [gpu for gpu in self.catalogue.gpus.values() if not said or gpu.id in said]
        if name == "rented":
            return [gpu for gpu in kinds if gpu.rent or self.situation.needs.gpu_rent is not None]
        return [gpu for gpu in kinds if gpu.watts and (gpu.price or self.situation.needs.gpu_price is not None)]

    def _gpu_ends(self, name: str, gpu: Gpu) -> "_Ends":
        key = "gpu_rent" if name == "rented" else "gpu_price"
        said = self._given(key)
        band = gpu.rent if name == "rented" else gpu.price
        if said is not None:
            return {key: (said, said, said)}
        assert band is not None  # noqa: S101  # `_kinds` has looked
        return {key: (band.low, band.middle, band.high)}

    def _replica(self, gpu: Gpu) -> Replica:
        assert self.serving is not None  # noqa: S101  # only asked where it is known
        wanted = self.serving.total_gb or self.serving.weights_gb
        return Replica(gpu, cards_needed(wanted, gpu.memory_gb, self.catalogue.cost), self._weights())

    def _weights(self) -> float:
        assert self.serving is not None  # noqa: S101  # only asked where it is known
        if self.open is not None and self.open.parameters is not None:
            return self.open.parameters.total * BITS[self.serving.precision] / 8
        return self.serving.weights_gb / self.catalogue.cost.memory_overhead

    def _on(self, name: str, gpu: Gpu) -> "_Cost":
        replica, basis, at_hand = self._replica(gpu), self.catalogue.cost, self._cards_at_hand(gpu)

        def month(values: Values) -> float:
            own = _of_route(name, values)
            cards = replica.cards * formulas.replicas(self.volume, replica, basis, own)
            staff = formulas.staff_month(own)
            if name == "rented":
                return cards * formulas.rented_card(basis, own) + staff
            bought = max(0, cards - at_hand)
            return bought * formulas.wear_card(own) + cards * formulas.running_card(gpu, basis, own) + staff

        return month

    def _cards_at_hand(self, gpu: Gpu) -> int:
        """Processors of a kind that are already paid for."""
        owned = "owned_gpus" in (self.situation.chosen("compute_access") or frozenset())
        return sum(group.count for group in self.situation.needs.gpus if owned and group.kind == gpu.id)

    def _own_route(self, name: str, gpu: Gpu, cost: "_Cost", ends: "_Ends") -> Route:
        assert self.open is not None  # noqa: S101  # `_routes` has looked
        values, replica = _of_route(name, _likely(ends)), self._replica(gpu)
        machines = self._machines(replica, values)
        outlay = None
        if name == "owned":
            outlay = max(0, machines.cards - self._cards_at_hand(gpu)) * formulas.card_price(values)
        return Route(name, self.open, _spread(cost, ends), machines, outlay=outlay)

    def _machines(self, replica: Replica, values: Values) -> Machines:
        basis = self.catalogue.cost
        copies = formulas.replicas(self.volume, replica, basis, values)
        use = formulas.load(self.volume, values) / (copies * replica.capacity(basis, values))
        return Machines(replica.gpu, copies, copies * replica.cards, use)

    def _at_hand(self, ends: "_Ends") -> Machines | None:
        """Whether the work fits the processors at hand."""
        if self.serving is None or self.open is None:
            return None
        for group in self.situation.needs.gpus:
            gpu = self.catalogue.gpus.get(group.kind or "")
            if gpu is None:
                continue
            replica, values = self._replica(gpu), _likely(ends)
            copies = group.count // replica.cards
            able = copies * replica.capacity(self.catalogue.cost, values)
            use = formulas.load(self.volume, values) / able if able else math.inf
            return Machines(gpu, copies, group.count, use)
        return None

    # break-even

    def _break_even(self, routes: Iterable[Route], ends: "_Ends") -> Iterable[BreakEven]:
        by_id = {route.id: route for route in routes}
        for own in OWN:
            for rival in INTERFACES:
                if own in by_id and rival in by_id and by_id[own].machines and by_id[rival].price:
                    yield self._even(by_id[own], by_id[rival], ends)

    def _even(self, own: Route, rival: Route, ends: "_Ends") -> BreakEven:
        assert own.machines is not None  # noqa: S101  # `_break_even` has looked
        assert rival.price is not None  # noqa: S101  # as above
        gpu, price, basis = own.machines.gpu, rival.price, self.catalogue.cost
        replica, interface = self._replica(gpu), self._interface(rival.id, price)

        def tokens(values: Values) -> float | None:
            mine = _of_route(own.id, values)
            a_token = interface(values) / self.volume.whole
            asked = formulas.load(self.volume, mine) / self.volume.whole
            able = replica.capacity(basis, mine) * mine["utilisation"] / asked if asked else math.inf
            card = (
                formulas.rented_card(basis, mine)
                if own.id == "rented"
                else (formulas.wear_card(mine) + formulas.running_card(gpu, basis, mine))
            )
            return formulas.break_even(a_token, able, replica.cards * card, formulas.staff_month(mine))

        def months(values: Values) -> float | None:
            mine = _of_route(own.id, values)
            cards = replica.cards * formulas.replicas(self.volume, replica, basis, mine)
            running = cards * formulas.running_card(gpu, basis, mine) + formulas.staff_month(mine)
            bought = max(0, cards - self._cards_at_hand(gpu))
            return formulas.payback(bought * formulas.card_price(mine), interface(values), running)

        paid = _spread(months, ends) if own.id == "owned" else None
        return BreakEven(own.id, rival.id, _spread(tokens, ends), paid)


_Cost = Callable[[Values], float]
_Ends = Mapping[str, tuple[float, float, float]]


def _of_route(name: str, values: Values) -> Values:
    """The values of a route: what is said of its own processors, and what holds for all."""
    own = {key.removeprefix(f"{name}."): value for key, value in values.items() if key.startswith(f"{name}.")}
    return {**values, **own}


def _blended(price: Price) -> float:
    return (3 * price.read + price.write) / 4


def _likely(ends: _Ends) -> dict[str, float]:
    return {name: one[1] for name, one in ends.items()}


def _moved(ends: _Ends, name: str, end: int) -> dict[str, float]:
    return {**_likely(ends), name: ends[name][end]}


def _spread(cost: Callable[[Values], float | None], ends: _Ends) -> Spread:
    """The likely result and its band; an end is None where an assumption at its end leaves no result at all."""
    likely = cost(_likely(ends))
    if likely is None or likely <= 0:
        return Spread(None, likely, None)
    down = up = 0.0
    open_top = False
    for name in ends:
        for end in (0, 2):
            if ends[name][end] == ends[name][1]:
                continue
            moved = cost(_moved(ends, name, end))
            if moved is None or moved <= 0:
                open_top = open_top or moved is None
                continue
            change = math.log(moved / likely)
            down, up = down + min(change, 0) ** 2, up + max(change, 0) ** 2
    high = None if open_top else likely * math.exp(math.sqrt(up))
    return Spread(likely * math.exp(-math.sqrt(down)), likely, high)


def _compared(costs: Mapping[str, _Cost], ends: _Ends, kinds: Mapping[str, str]) -> Comparison:
    """The kind of route that stays cheapest, and what each assumption does to its lead over the next."""
    likely = {name: cost(_likely(ends)) for name, cost in costs.items()}
    if len({kinds[name] for name in costs}) < 2:  # noqa: PLR2004  # nothing to compare
        return Comparison(None, ())
    best = min(likely, key=lambda name: (likely[name], name))
    rivals = {
        kinds[name]: name for name in sorted(likely, key=lambda name: -likely[name]) if kinds[name] != kinds[best]
    }
    firm = all(_lead_holds(costs[best], costs[rival], ends) for rival in rivals.values())
    nearest = min(rivals.values(), key=lambda name: likely[name])
    swings = sorted(_swings(costs[best], costs[nearest], ends), key=lambda one: (-one.factor, one.assumption))
    return Comparison(kinds[best] if firm else "too_close", tuple(swings))


def _ratio(best: _Cost, rival: _Cost, values: Values) -> float:
    return math.log(max(rival(values), _LEAST) / max(best(values), _LEAST))


def _lead_holds(best: _Cost, rival: _Cost, ends: _Ends) -> bool:
    lead = _ratio(best, rival, _likely(ends))
    down = 0.0
    for name in ends:
        changes = [_ratio(best, rival, _moved(ends, name, end)) - lead for end in (0, 2)]
        down += min(*changes, 0.0) ** 2
    return lead - math.sqrt(down) > 0


def _swings(best: _Cost, rival: _Cost, ends: _Ends) -> Iterable[Swing]:
    lead = _ratio(best, rival, _likely(ends))
    for name in ends:
        at_ends = [_ratio(best, rival, _moved(ends, name, end)) for end in (0, 2)]
        span = max(*at_ends, lead) - min(*at_ends, lead)
        if span > 1e-9:  # noqa: PLR2004  # no more than rounding
            yield Swing(name.rpartition(".")[2], math.exp(span), flips=min(at_ends) < 0)


def over(spread: Spread, months: int) -> Spread:
    """A month's cost over a number of months."""
    return Spread(*(None if one is None else one * months for one in (spread.low, spread.likely, spread.high)))
