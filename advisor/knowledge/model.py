"""The shapes of the knowledge: frozen values that forbid what they do not know.

The sentence under a field is its documentation, here and in the JSON Schema that editors use.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from advisor import i18n
from advisor.documented import describe
from advisor.i18n import Text
from advisor.knowledge.conditions import Condition, Leaf, leaves
from advisor.knowledge.effects import Advise, Conclude, Effect, RuleOut, Weigh


class Model(BaseModel):
    """A value read from a knowledge file."""

    # The validators are built when first needed: what comes from the cache has been validated before.
    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=describe, defer_build=True)


def _day(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""Id of a fact, value, strategy, criterion or topic: lower case and underscores."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
"""Id of a rule or source: lower case and hyphens; it is also a file name or a link."""
Date = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"), BeforeValidator(_day)]
"""A day, month or year, as exactly as it is known."""
Openness = Name
"""The headline a strategy belongs to; for language models `open`, `closed` or `hybrid`."""
Importance = Literal["ignore", "low", "medium", "high", "critical"]
ClaimVerdict = Literal["supported", "partly", "contested", "outdated", "false", "unverifiable"]


class Base(Model):
    """What the whole base agrees on: names, versions, and what its vague words are worth."""

    id: Slug
    """Name of the knowledge base."""
    version: str
    """Version of the knowledge, quoted, so that 1.10 stays 1.10."""
    title: Text
    """The question it answers."""
    languages: tuple[Literal["en", "zh"], ...]
    """The languages every text is written in."""
    topics: tuple[Name, ...]
    """The chapters, in the order in which they are asked and read."""
    points: dict[Literal["slightly", "clearly", "strongly"], Annotated[float, Field(gt=0)]]
    """What each adverb is worth."""
    full_at: Annotated[float, Field(gt=0)]
    """Points at which a criterion is full, for or against a strategy."""
    importance: dict[Importance, Annotated[float, Field(ge=0)]]
    """What each priority is worth."""
    close_call: Annotated[float, Field(ge=0)]
    """Scores closer than this are a close call."""
    seldom: Annotated[float, Field(gt=0, le=1)] = 0.2
    """How often a seldom answer is imagined, where another is imagined once; the interview alone reads it."""
    stable_at: Annotated[float, Field(gt=0.5, le=1)] = 0.95
    """Share of imagined completions that must keep the openness for the interview to call it stable."""


class Headline(Model):
    """One of the headlines that strategies belong to."""

    id: Openness
    name: Text
    """What it is called in a table or a sentence."""
    headline: Text
    """The recommendation in one sentence where several of its strategies are recommended together."""
    mixed: bool = False
    """Whether it stands for a mixture of the others; work that needs several of them amounts to it."""


class Strategy(Model):
    """One of the alternatives."""

    id: Name
    openness: Openness
    """The headline it belongs to: is the model open, closed, or are there both."""
    name: Text
    """What it is called in a sentence."""
    runs: Text
    """Where it runs."""
    headline: Text
    """The recommendation in one sentence."""


class Group(Model):
    """A name for several strategies, each with the part in which it belongs."""

    id: Name
    name: Text
    """What it is called in a sentence."""
    parts: dict[Name, Annotated[float, Field(gt=0, le=1)]]
    """Strategy to its part, from above 0 to 1."""


class Criterion(Model):
    """Something that may matter to an organisation."""

    id: Name
    name: Text
    """What it is called in a sentence."""
    question: Text
    """How its importance is asked."""
    importance: Importance
    """What counts when nothing is said."""


class Source(Model):
    """Something that was read, with how far it can be relied on."""

    id: Slug
    title: str
    """Title in its own language."""
    publisher: str | None = None
    """Who stands behind it."""
    date: Date | None = None
    """When it was published, as exactly as is known."""
    link: str | None = None
    """Where it was found."""
    grade: Literal["A", "B", "C"]
    """A: law, regulator, academic, a project's own data. B: named firm or practitioner. C: thin or unsigned."""
    checked_on: Date
    """When it was last looked at."""
    how: Literal["read", "excerpt", "cited"] = "excerpt"
    """Read whole, seen in an excerpt, or known and not opened."""


class Passage(Model):
    """A paragraph of the article, named by its digest; its text is not part of the knowledge."""

    id: Name
    section: Text | None = None
    """The heading it stands under."""
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    """Digest of the paragraph's text, to find it again and to notice a change."""
    boilerplate: bool = False
    """Whether it says nothing of its own."""


class Article(Model):
    """The article the knowledge starts from."""

    title: Text
    date: Date
    link: str
    checked_on: Date
    passages: tuple[Passage, ...]


class Claim(Model):
    """One statement of the article and what a check of it found."""

    id: Name
    passage: Name
    """The paragraph it stands in."""
    quote: str
    """Its words, verbatim."""
    english: str
    """Its words in English."""
    kind: Literal["definition", "general-tendency", "example-fact", "normative-advice"]
    """What sort of statement it is."""
    topic: Name
    """What it is about."""
    leans: Literal["open", "closed", "hybrid", "neutral"]
    """What it speaks for."""
    entities: tuple[Slug, ...] = ()
    """Models, firms and other things it names."""
    verdict: ClaimVerdict
    """Its standing after the check."""
    finding: Text
    """What the check found."""
    sources: tuple[Slug, ...]
    """What the finding rests on."""
    qualified_by: tuple[Name, ...] = ()
    """Counter-evidence that limits or sharpens it."""


class Entity(Model):
    """A model, firm, licence or other thing the article names."""

    id: Slug
    name: str
    type: str
    """What it is."""
    article_says: Text
    """What the article says of it."""
    reality: Text
    """What it is in fact."""
    standing: Literal["right", "partly", "wrong", "unverifiable", "not_named"]
    """Whether the article has it right."""
    model: dict[str, Any] | None = None
    """Facts of a model, as far as they were checked."""
    claims: tuple[Name, ...] = ()
    sources: tuple[Slug, ...] = ()


class CounterEvidence(Model):
    """Something found since that weakens, limits or sharpens claims of the article."""

    id: Name
    title: Text
    finding: Text
    as_of: Date
    """The time it speaks of."""
    qualifies: tuple[Name, ...]
    """The claims it bears on."""
    effect: Text
    """What it does to them."""
    sources: tuple[Slug, ...]


class Side(Model):
    """One side of a conflict."""

    says: Text
    """What it says, in a sentence."""
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    """Claims, counter-evidence and sources that say so."""


class Conflict(Model):
    """A question on which sources disagree, and how this base settles it."""

    id: Slug
    title: Text
    """What is in dispute, in a few words."""
    sides: Annotated[tuple[Side, ...], Field(min_length=2)]
    settled: Text
    """What the base does about it, and why."""
    rules: tuple[Slug, ...]
    """The rules it touches: who disagrees with the settlement would write these differently."""


FactType = Literal["scale", "choice", "flag", "set", "number"]


class FactValue(Model):
    """One possible answer."""

    id: Name
    label: Text
    """The answer as it is offered."""
    says: Text
    """A whole sentence that is true when this answer holds."""
    meaning: Text | None = None
    """What choosing it would mean for the decision, in a few words."""
    seldom: bool = False
    """Whether few organisations answer so. It orders the questions of the interview and moves no verdict."""


class Direction(Model):
    """What a rising or falling answer speaks for: other things equal, it never moves the recommendation away from it.

    A strategy that belongs to a group in part is nearer to it than one that does not belong. For a flag `yes` is more
    than `no`; for a set, one value more is more.
    """

    more: tuple[Name, ...] = ()
    """Strategies and groups that a higher answer never moves the recommendation away from."""
    less: tuple[Name, ...] = ()
    """The same for a lower answer."""
    exceptions: tuple[Slug, ...] = ()
    """Rules that say otherwise, and explain it."""


class Fact(Model):
    """Something about the organisation or one of its workloads that rules may ask."""

    id: Name
    type: FactType
    """scale (ordered), choice, flag (yes or no), set (any number of values) or number (with a unit)."""
    scope: Literal["organization", "workload"] = "workload"
    """Whether it is the same for the whole organisation or may differ for each workload."""
    name: Text
    """What it is called in a table."""
    question: Text | None = None
    """How it is asked."""
    help: Text | None = None
    """What the question means, with an example."""
    values: tuple[FactValue, ...] = ()
    """The possible answers; in ascending order for a scale."""
    says: Text | None = None
    """For a number: the sentence that states it, with {value} for the number."""
    says_none: Text | None = None
    """For a set: the sentence that holds when it is empty."""
    unit: Text | None = None
    """For a number: what is counted."""
    minimum: float | None = None
    """For a number: the least that makes sense."""
    maximum: float | None = None
    """For a number: the most that makes sense."""
    origin: Literal["asked", "derived", "verdict", "workloads", "catalogue"] = "asked"
    """Asked of a person, concluded by rules, or read off the verdict, the list of workloads or the catalogue."""
    fixed: bool = False
    """Whether the organisation cannot decide it otherwise, such as the law it stands under."""
    ask_when: Any = None
    """A condition; the question is left out when it is known not to hold."""
    in_a_workload: Any = None
    """What holds of one listed workload on its own, for a fact that stands in for the list where there is none."""
    direction: Direction | None = None
    """Which way a higher or a lower answer may move the recommendation; tests and proofs hold the rules to it."""

    @cached_property
    def levels(self) -> Mapping[str, int]:
        """Position of each value, from 0 for the least."""
        return {value.id: position for position, value in enumerate(self.values)}

    @cached_property
    def by_id(self) -> Mapping[str, FactValue]:
        """The answers by id; a flag's are `yes` and `no`."""
        return {value.id: value for value in self.values}


class Example(Model):
    """A situation, and whether the rule fires in it."""

    name: str
    """The situation, in a few words."""
    given: dict[Name, Any]
    """The facts known in it, concluded ones included."""
    fires: bool


@dataclass(frozen=True)
class Rule:
    """One piece of expert knowledge: when it applies, what follows, why, and what it rests on."""

    id: str
    topic: str
    title: Text
    criterion: str
    when: Condition
    unless: Condition | None
    then: tuple[Effect, ...]
    because: Text
    sources: tuple[str, ...]
    basis: Literal["article", "corrected", "extended", "later"]
    reviewed: str
    examples: tuple[Example, ...]

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every comparison it makes, in the order in which it is written."""
        conditions = (self.when,) if self.unless is None else (self.when, self.unless)
        return tuple(leaf for condition in conditions for leaf in leaves(condition))

    @cached_property
    def reads(self) -> frozenset[str]:
        """Ids of the facts its conditions speak of."""
        return frozenset(leaf.fact for leaf in self.leaves)

    @cached_property
    def concludes(self) -> tuple[Conclude, ...]:
        """Its conclusions."""
        return tuple(effect for effect in self.then if isinstance(effect, Conclude))

    @cached_property
    def gates(self) -> tuple[RuleOut, ...]:
        """What it rules out."""
        return tuple(effect for effect in self.then if isinstance(effect, RuleOut))

    @cached_property
    def weighs(self) -> tuple[Weigh, ...]:
        """Its evidence for and against."""
        return tuple(effect for effect in self.then if isinstance(effect, Weigh))

    @cached_property
    def advises(self) -> tuple[Advise, ...]:
        """Its advice."""
        return tuple(effect for effect in self.then if isinstance(effect, Advise))

    @property
    def only_advises(self) -> bool:
        """Whether it gives nothing but advice."""
        return len(self.advises) == len(self.then)


class RuleFile(Model):
    """A rule as it is written in its file; conditions and effects are still text here."""

    id: Slug
    """The rule's name; also the name of its file."""
    title: Text
    """The rule in a few words."""
    criterion: Name
    """What it is about, and with whose importance it counts."""
    when: Any
    """Condition under which it fires: leaves under all, any, none; or `always` for advice."""
    unless: Any = None
    """Exception; it blocks the rule only if it is known to hold."""
    then: Annotated[list[Any], Field(min_length=1)]
    """What follows."""
    because: Text
    """Why, in one or two plain sentences."""
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    """Claims, counter-evidence and sources it rests on."""
    basis: Literal["article", "corrected", "extended", "later"]
    """As the article says it; narrowed after the check; with a condition or conclusion added; or from later sources."""
    reviewed: Date
    """When an expert last looked at it."""
    examples: Annotated[tuple[Example, ...], Field(min_length=2)]
    """At least one situation in which it fires and one in which it does not."""


class FactsFile(Model):
    """`topics/<topic>/facts.yaml`."""

    facts: tuple[Fact, ...]


class StrategiesFile(Model):
    """`strategies.yaml`."""

    openness: tuple[Headline, ...] = ()
    """The headlines; left out, they are open, closed and hybrid."""
    strategies: Annotated[tuple[Strategy, ...], Field(min_length=2)]
    groups: tuple[Group, ...]


class CriteriaFile(Model):
    """`criteria.yaml`."""

    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]


class SourcesFile(Model):
    """`sources.yaml`."""

    sources: tuple[Source, ...]


class ClaimsFile(Model):
    """`article/claims/<chapter>.yaml`."""

    chapter: Text
    claims: tuple[Claim, ...]


class EntitiesFile(Model):
    """`article/entities.yaml`."""

    entities: tuple[Entity, ...]


class CounterEvidenceFile(Model):
    """`article/counter_evidence.yaml`."""

    counter_evidence: tuple[CounterEvidence, ...]


class ConflictsFile(Model):
    """`conflicts.yaml`."""

    conflicts: tuple[Conflict, ...]


class Overlay(Model):
    """What was laid over the base, and what it changed."""

    id: Slug
    version: str
    title: Text
    sha256: str
    """Digest over its files, names and bytes."""
    adds_facts: tuple[Name, ...] = ()
    adds_rules: tuple[Slug, ...] = ()
    adds_sources: tuple[Slug, ...] = ()
    importance: dict[Name, tuple[Importance, Importance]] = Field(default_factory=dict)
    """Criterion to its default importance before and after."""
    switches_off: dict[Slug, Text] = Field(default_factory=dict)
    """Rule to the reason why it does not count here."""


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything the rules directory says, checked against itself. Iteration orders are those of the files."""

    base: Base
    sha256: str
    """Digest over all files, names and bytes, in order of their paths."""
    strategies: Mapping[str, Strategy]
    groups: Mapping[str, Group]
    criteria: Mapping[str, Criterion]
    facts: Mapping[str, Fact]
    fact_topics: Mapping[str, str]
    """Fact to the topic it is asked in."""
    rules: Mapping[str, Rule]
    """By id, sorted."""
    sources: Mapping[str, Source]
    article: Article | None
    claims: Mapping[str, Claim]
    entities: Mapping[str, Entity]
    counter_evidence: Mapping[str, CounterEvidence]
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    headlines: Mapping[str, Headline] = field(default_factory=dict)
    """The headlines, in order."""
    overlays: tuple[Overlay, ...] = ()
    """What was laid over the base, in order."""
    switched_off: Mapping[str, Rule] = field(default_factory=dict)
    """Rules of the base that an overlay switches off; they never fire."""

    @cached_property
    def disputes(self) -> Mapping[str, tuple[str, ...]]:
        """Rule to the conflicts between sources that touch it."""
        found: dict[str, list[str]] = {}
        for conflict in self.conflicts.values():
            for rule in conflict.rules:
                found.setdefault(rule, []).append(conflict.id)
        return {rule: tuple(conflicts) for rule, conflicts in found.items()}

    @cached_property
    def parts(self) -> Mapping[str, Mapping[str, float]]:
        """Strategy or group to the strategies in it, each with its part."""
        single = {strategy: {strategy: 1.0} for strategy in self.strategies}
        return {**single, **{group.id: dict(group.parts) for group in self.groups.values()}}

    @cached_property
    def readers(self) -> Mapping[str, tuple[str, ...]]:
        """Fact to the rules that read it."""
        found: dict[str, list[str]] = {fact: [] for fact in self.facts}
        for rule in self.rules.values():
            for fact in sorted(rule.reads):
                found[fact].append(rule.id)
        return {fact: tuple(rules) for fact, rules in found.items()}

    @cached_property
    def mixed(self) -> str | None:
        """The headline that stands for a mixture of the others, where there is one."""
        return next((one.id for one in self.headlines.values() if one.mixed), None)

    def openness_name(self, openness: str | None) -> Text:
        """What a headline is called; that of an unknown one, from another version of the base, is its id."""
        if openness in {None, "none"}:
            return i18n.text("openness.none")
        return self.headlines[openness].name if openness in self.headlines else i18n.same(str(openness))

    def named(self, target: str) -> Text:
        """What a strategy or group is called in a sentence."""
        return (self.strategies.get(target) or self.groups[target]).name
