"""The shape of a report: what every medium shows, and nothing about how it looks.

The terminal, Markdown and HTML are drawn from these values alone, so that they cannot disagree. What comes after the
reasons is a chapter, a heading with a list or a table below it: a new chapter appears in every medium by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.i18n import Language

CLOSED_OUT = "–"
"""Where a strategy that is ruled out stands in the ranking."""


class Typed(str):
    """Words a person typed: shown, never obeyed."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list."""

    words: str
    remark: str | None = None
    """What is to be known about it, in a sentence."""
    rule: str | None = None
    """The rule that says it."""
    below: tuple[str, ...] = ()
    """Lines that belong under it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A chapter that is a list."""

    key: str
    """What the chapter is, in one word: it names its place in a page."""
    title: str
    items: tuple[Item, ...]
    intro: str | None = None
    brief: int | None = None
    """How many items are enough at a glance; all where it is not said."""
    more: str | None = None
    """What stands for those left out at a glance, with {count}."""
    glance: tuple[str, ...] | None = None
    """The lines that stand for it in a report at a glance: none, or the first items where this is not said."""
    count: int | None = None
    """How many things it tells of, where a line tells of several."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A chapter that is a table; the first cell of a row names the row."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    intro: str | None = None
    numeric: frozenset[int] = frozenset()
    """The columns that hold numbers."""
    brief: bool = True
    """Whether it is worth showing at a glance."""
    glance: tuple[str, ...] | None = None
    """The lines that stand for it in a report at a glance; none where this is not said."""


Chapter = Listing | Grid


@dataclass(frozen=True, slots=True)
class Rank:
    """One line of the ranking."""

    place: str
    strategy: str
    openness: str
    name: str
    runs: str
    score: float
    note: str
    ruled_out_by: tuple[tuple[str, str], ...] = ()
    """The rules that rule it out, each with its title."""
    stability: float | None = None
    """How often it stays first when the weights move."""

    @property
    def ruled_out(self) -> bool:
        """Whether a requirement excludes it."""
        return self.place == CLOSED_OUT


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reason rests on."""

    id: str
    words: str
    standing: str
    grade: str = ""
    """The standing by its id, for a colour."""
    link: str | None = None
    warning: str | None = None
    caution: str | None = None
    """The first words of the warning: what is the matter, without the finding."""
    since: tuple[str, ...] = ()
    """What was found since that bears on it, unless the reason cites that itself."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, ready to be read."""

    rule: str
    title: str
    because: str
    weight: float
    """Its part in the lead of the recommended strategy; 0 for a gate."""
    effects: tuple[str, ...]
    answers: tuple[str, ...]
    assumed: tuple[str, ...]
    citations: tuple[Citation, ...]
    basis: str
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What one reason adds to a score."""

    rule: str
    title: str
    amount: float


@dataclass(frozen=True, slots=True)
class Sum:
    """How a score comes about: what each reason adds, weightiest first, or each workload, and the total."""

    column: str
    """What the steps are."""
    strategy: str
    title: str
    intro: str
    steps: tuple[Step, ...]
    total: float


@dataclass(frozen=True, slots=True)
class Row:
    """What the reasons of one criterion add to the score of each strategy."""

    criterion: str
    importance: str
    level: str
    """The importance by its id."""
    amounts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The strategies side by side: what each criterion, or each workload, adds to the score of each."""

    column: str
    """What the rows are."""
    title: str
    intro: str
    strategies: tuple[tuple[str, str], ...]
    """The strategies in the order of the ranking, each with its name."""
    rows: tuple[Row, ...]
    totals: Mapping[str, float]

    @property
    def cells(self) -> list[float]:
        """Every amount in it: what one scale for all of them has to hold."""
        return [amount for row in self.rows for amount in row.amounts.values()]


@dataclass(frozen=True, slots=True)
class Share:
    """How often a kind of answer wins when the weights move."""

    openness: str
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Section:
    """A verdict with its grounds: of the organisation, or of one workload."""

    name: Typed | None
    openness: str
    kind: str
    """What that openness is called."""
    strategy: str | None
    answer: str
    firmness: str
    main_reasons: str | None
    split: tuple[tuple[Typed, str], ...]
    ranking: tuple[Rank, ...]
    gates: tuple[Reason, ...]
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    chapters: tuple[Chapter, ...]
    """What is to be done, what is open, and whatever else the record says, in the order of reading."""
    total: Sum | None = None
    comparison: Comparison | None = None
    firm: str | None = None
    """How firm the answer is: firm, leaning or close_call."""
    shares: tuple[Share, ...] = ()
    stability: str | None = None
    """How often the answer stays what it is when the vague words are read a little differently, as a sentence."""
    chain: tuple[Reason, ...] = ()
    """Conclusions the rules drew on the way."""

    @property
    def summary(self) -> tuple[str, ...]:
        """What stands under the answer: the main reasons, how far ahead it is, and how firm that makes it."""
        return tuple(words for words in (self.main_reasons, self.firmness, self.stability) if words)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything said about a record."""

    title: str
    """The question that the knowledge answers."""
    organization: Typed | None
    use_case: Typed | None
    whole: Section
    workloads: tuple[Section, ...]
    chapters: tuple[Chapter, ...]
    """What was given and what was said about it: priorities, answers, reviews."""
    foot: str
    language: Language


def signed(value: float, decimals: int = 2) -> str:
    """A score or a part of one, with its sign; what rounds to nothing has none."""
    shown = f"{value:+.{decimals}f}"
    return shown.lstrip("+-") if not float(shown) else shown.replace("-", "−")


def percent(share: float | None) -> str:
    """A share in whole percent, 0 and 100 only where it is exactly that; nothing where there is none."""
    if share is None:
        return ""
    rounded = round(100 * share)
    if rounded in {0, 100} and share not in {0.0, 1.0}:
        return "< 1%" if rounded == 0 else "> 99%"
    return f"{rounded}%"
