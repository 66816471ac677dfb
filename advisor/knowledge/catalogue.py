"""Concrete models: cards, licences as conditions, hardware, and the assumptions of a cost.

Every value says what it was read from. What is left out is unknown, and unknown is never taken for "no". How open a
model is stands apart from its licence: weights under Apache-2.0 can still hide the data they were made from.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from advisor.i18n import Text
from advisor.knowledge.model import Date, Model, Slug, Source

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""Two capital letters; EU where a body of the Union stands behind it."""
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
CardId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=60)]
"""Id of a model: lower case, digits, hyphens and the dots of its version; also the name of its file."""
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Money = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_NO_CONTROL = r"^[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+$"
Name = Annotated[str, StringConstraints(pattern=_NO_CONTROL)]
"""What something is called: one line, and nothing that a terminal or a browser would obey."""


def _whole_day(value: str) -> str:
    return dt.date.fromisoformat(value).isoformat()


Day = Annotated[Date, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_whole_day)]
"""A day that something is compared with; a month or a year would not do."""
Modality = Literal["text", "image", "audio", "video", "pdf", "code", "embedding"]
Level = Literal["closed", "open_weights", "open_source"]
Precision = Literal["bf16", "fp8", "mxfp8", "int4", "nvfp4", "mxfp4"]


class Dated(Model):
    """A day, month or year, and who says so."""

    day: Date
    """As exactly as it is known."""
    source: Slug


class Retirement(Model):
    """The day on which the vendor ends a model."""

    day: Day
    source: Slug


class ModelOpenness(Model):
    """How open a model is, with what that judgement rests on; apart from its licence."""

    level: Level
    """closed, open_weights, or open_source where data, code and weights are all open."""
    data: Literal["open", "partial", "closed"] | None = None
    """Whether the training data is published; left out where no source says."""
    code: Literal["open", "partial", "closed"] | None = None
    """Whether the training code is published; left out where no source says."""
    mof: Literal["I", "II", "III"] | None = None
    """Class of the Model Openness Framework, where it reaches one."""
    osaid: Literal["passed", "would_pass", "failed"] | None = None
    """What the Open Source Initiative found against its definition, where it looked."""
    index: Annotated[tuple[int, ...], Field(min_length=3, max_length=3)] | None = None
    """Criteria the European Open Source AI Index rates open, partly open and closed."""


class Parameters(Model):
    """How large a model is, in billions of parameters."""

    total: Positive
    """All of them; a server holds them all."""
    active: Positive | None = None
    """Those a token passes through; left out where no source says."""
    source: Slug


class Context(Model):
    """How much text a model takes in at once."""

    tokens: Annotated[int, Field(gt=0)]
    source: Slug


class Languages(Model):
    """What the vendor says of languages."""

    listed: tuple[LanguageCode, ...] | None = None
    """Those the vendor names, as ISO 639 codes."""
    claimed: int | Literal["many"] | None = None
    """How many the vendor claims where the list is not the whole; `many` where there is none."""
    source: Slug


class Offer(Model):
    """Something the sources say is offered."""

    offered: bool
    source: Slug


class Tuning(Model):
    """How a model can be tuned."""

    how: Literal["weights", "service", "closing", "none"]
    """On its weights; by a service; by a service that is ending; not at all."""
    until: Day | None = None
    """The day a service ends."""
    source: Slug


class Memory(Model):
    """What is known of the memory a model takes on a server, in GB (1e9 bytes)."""

    born_in: Precision | None = None
    """The precision it was trained for, where that is a low one; it is not served in a higher one."""
    kv_gb_per_1k: Positive | None = None
    """Cache for 1,000 tokens of one request at 16 bits; only where plain attention makes the formula right."""
    kv_source: Slug | None = None
    tested: dict[Precision, Positive] = Field(default_factory=dict)
    """Least memory of deployments that were tested."""
    tested_source: Slug | None = None

    @model_validator(mode="after")
    def _with_sources(self) -> "Memory":
        for value, source in ((self.kv_gb_per_1k, self.kv_source), (self.tested, self.tested_source)):
            if value and not source:
                message = "a figure without its source"
                raise ValueError(message)
        return self


class Clouds(Model):
    """Large clouds that list the model; not being listed is no proof."""

    names: tuple[Name, ...]
    source: Slug


class Hosts(Model):
    """Hosts in named countries that serve the model; not being listed is no proof."""

    names: dict[Name, Country]
    source: Slug


class Price(Model):
    """What a million tokens cost, from whom, and when that was looked up."""

    read: Money = Field(alias="in")
    """US dollars for a million tokens of input."""
    write: Money = Field(alias="out")
    """US dollars for a million tokens of output."""
    cached: Money | None = None
    """US dollars for a million tokens of input that were cached."""
    by: Name
    """Who asks it."""
    kind: Literal["vendor", "host", "historic"]
    """The vendor's list, a host's (other hosts differ), or that of a model no longer sold."""
    as_of: Day
    """The day it was looked up."""
    start: Day | None = Field(default=None, alias="from")
    """The first day it holds, where that is known."""
    until: Day | None = None
    """The last day it holds, where that is known."""
    dearer_when_long: bool = False
    """Whether long inputs cost more a token."""
    source: Slug
    ref: str
    """Its name in the source: provider/model."""


class ModelCard(Model):
    """One version of a model, and what is known of it."""

    id: CardId
    name: Name
    family: Name
    developer: Name
    origin: tuple[Country, ...] = ()
    """Where its developers sit; empty where that is several countries or not known."""
    status: Literal["current", "legacy", "withdrawn"]
    """Whether a newer sibling exists (legacy), or nobody can get it any more (withdrawn)."""
    released: Dated | None = None
    retires: Retirement | None = None
    openness: ModelOpenness | None = None
    licence: Slug | Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$")] | None = None
    """Id in licences.yaml."""
    parameters: Parameters | None = None
    context: Context | None = None
    input: tuple[Modality, ...] | None = None
    """What it reads."""
    output: tuple[Modality, ...] = ("text",)
    """What it gives."""
    languages: Languages | None = None
    tool_calling: Offer | None = None
    tuning: Tuning | None = None
    weights: str | None = None
    """Repository of the weights at Hugging Face."""
    memory: Memory = Memory()
    clouds: Clouds | None = None
    hosts: Hosts | None = None
    eu_processing: Offer | None = None
    """Whether the vendor or a cloud offers processing in the European Union."""
    prices: tuple[Price, ...] = ()
    named_in_article: bool = False
    remark: Text | None = None
    """What a reader of the card should know."""
    read: tuple[str, ...] = ()
    """What was read for it: a source's id, and the place in that source."""

    @property
    def level(self) -> Level | None:
        """How open it is, None where that is not settled."""
        return self.openness.level if self.openness else None

    def price_on(self, day: dt.date) -> Price | None:
        """The price that holds on a day, or None where none is known to."""
        on = day.isoformat()
        holding = [p for p in self.prices if (p.start or "") <= on <= (p.until or "9999")]
        return holding[0] if holding else None


class Condition(Model):
    """Conditions under which a clause holds; all that are named must hold."""

    commercial: bool | None = None
    redistributes: bool | None = None
    resells: bool | None = None
    """Whether access to models is sold to others."""
    internal_only: bool | None = None
    """Whether nobody outside gets to use it."""
    image_input: bool | None = None
    """Whether the model takes images."""
    defence: bool | None = None
    """Whether the work is for defence or state security."""
    users_above: int | None = None
    """Users of all products in a month."""
    revenue_above: int | None = None
    """US dollars of all revenue in a year."""
    product_year_above: int | None = None
    """US dollars of revenue of the product in a year."""
    product_month_above: int | None = None
    """US dollars of revenue of the product in a month."""
    seat_in: tuple[Country, ...] | None = None
    """Principal place of business."""


class Clause(Model):
    """One condition of a licence, held against an organisation's numbers."""

    id: Slug
    effect: Literal["forbids", "permission", "duty", "restricts"]
    """Not granted; needs a separate licence; granted with something to do; closes fields of use."""
    when: tuple[Condition, ...] = ()
    """It holds where one of these does; always, if there are none."""
    at: Text | None = None
    """Where it stands in the licence."""
    text: Text
    """What it says, in our words."""


class Licence(Model):
    """A licence, as conditions."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
    name: Text
    """What it is called."""
    spdx: str | None = None
    """SPDX identifier."""
    licensedb: str | None = None
    """Key in the ScanCode LicenseDB."""
    osi_approved: bool | None = None
    """Whether the Open Source Initiative approved it; left out where no source says."""
    read: Literal["text", "contract", "summary", "none"]
    """How far it was read: its text; a contract each makes for itself; others' summaries; not at all."""
    sources: Annotated[tuple[Slug, ...], Field(min_length=1)]
    clauses: tuple[Clause, ...]


class Band(Model):
    """A cheap, a middling and a dear value."""

    low: Positive
    middle: Positive
    high: Positive


class Gpu(Model):
    """A graphics processor."""

    id: Slug
    name: Name
    memory_gb: Positive
    bandwidth_gb_s: Positive
    watts: Positive | None = None
    rent: Band | None = None
    """US dollars an hour."""
    price: Band | None = None
    """US dollars a card."""
    sources: Annotated[tuple[Slug, ...], Field(min_length=1)]


class Assumption(Model):
    """A number nobody knows for sure: its cheap, likely and dear end, with the reason."""

    id: str
    name: Text
    cheap: float | None = None
    likely: float | None = None
    dear: float | None = None
    from_: Literal["hardware"] | None = Field(default=None, alias="from")
    """Where its values are read off the hardware instead."""
    when: dict[str, dict[str, tuple[float, float, float]]] = Field(default_factory=dict)
    """Fact to answer to the three values that take the place of the general ones."""
    sources: Annotated[tuple[Slug, ...], Field(min_length=1)]
    because: Text

    @model_validator(mode="after")
    def _whole(self) -> "Assumption":
        if self.from_ is None and None in {self.cheap, self.likely, self.dear}:
            message = "needs cheap, likely and dear"
            raise ValueError(message)
        return self


class Measured(Model):
    """A published measurement of throughput."""

    what: str
    gpu: Slug
    gpus: Annotated[int, Field(gt=0)]
    billions: Positive
    bits: Positive
    tokens_s: Positive
    source: Slug


class CostBasis(Model):
    """`catalogue/cost.yaml`: constants, formulas and assumptions of a cost, each with its source."""

    formulas: dict[str, tuple[Slug, ...]]
    warn_after_days: Annotated[int, Field(gt=0)]
    """Age in days past which a reader of a cost is warned of its prices."""
    recheck_after_days: Annotated[int, Field(gt=0)]
    """Age in days past which whoever keeps the catalogue is reminded of a price."""
    hours_a_month: Positive
    memory_overhead: Positive
    usable_share: Share
    streams: Annotated[int, Field(gt=0)]
    efficiency: Share
    cards_a_server: Annotated[int, Field(gt=0)]
    """Most processors one copy of a model is spread over, where there is a kind that allows it."""
    months: dict[str, int]
    recent_months: int
    machines_gb: tuple[Positive, ...]
    """Memory of the machines by which models are told apart in size."""
    reckoned_size: dict[str, int]
    """How difficult the work is to the size of open model a cost is reckoned for: a place in `machines_gb`."""
    measured: tuple[Measured, ...]
    assumptions: tuple[Assumption, ...]


class LicencesFile(Model):
    """`catalogue/licences.yaml`."""

    regions: dict[str, tuple[Country, ...]]
    licences: tuple[Licence, ...]


class HardwareFile(Model):
    """`catalogue/hardware.yaml`."""

    gpus: tuple[Gpu, ...]


@dataclass(frozen=True)
class Catalogue:
    """Everything in `catalogue/`, checked against itself."""

    sha256: str
    """Digest over all its files, names and texts, in order of their paths."""
    models: Mapping[str, ModelCard]
    """By id, sorted."""
    licences: Mapping[str, Licence]
    regions: Mapping[str, tuple[str, ...]]
    """Name of a region to the countries in it."""
    gpus: Mapping[str, Gpu]
    cost: CostBasis
    sources: Mapping[str, Source]

    @cached_property
    def newest_price(self) -> str | None:
        """The day on which the latest price was looked up."""
        days = [price.as_of for card in self.models.values() for price in card.prices]
        return max(days, default=None)

    def countries(self, places: tuple[str, ...] | frozenset[str]) -> frozenset[str]:
        """Countries and regions as countries; a region also counts under its own name."""
        found = set(places)
        return frozenset(found.union(*(self.regions.get(place, ()) for place in places)))
