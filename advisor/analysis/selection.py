"""Which rules somebody means who names a topic, a strategy, a standing, a source, a kind, a fact or a criterion."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from advisor.knowledge.effects import Conclude
from advisor.knowledge.model import ClaimVerdict, KnowledgeBase, Rule

Kind = Literal["gate", "evidence", "conclusion", "advice"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
"""What a rule may do."""
STANDINGS: Final = (*get_args(ClaimVerdict), "counter_evidence", "A", "B", "C")
"""How what a rule rests on may stand: the verdict on a claim, found later, or the grade of a source."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for; None where nothing was. A rule must meet all of it."""

    topic: str | None = None
    strategy: str | None = None
    """A strategy, by whatever group a rule names it; or a group, by its own name."""
    standing: str | None = None
    source: str | None = None
    kind: Kind | None = None
    fact: str | None = None
    criterion: str | None = None


def select(knowledge: KnowledgeBase, wanted: Wanted) -> tuple[Rule, ...]:
    """The rules that are meant, in the order of the base."""
    return tuple(rule for rule in knowledge.rules.values() if _meets(rule, wanted, knowledge))


def _meets(rule: Rule, wanted: Wanted, knowledge: KnowledgeBase) -> bool:
    return (
        wanted.topic in {None, rule.topic}
        and wanted.criterion in {None, rule.criterion}
        and (wanted.strategy is None or wanted.strategy in touched(rule, knowledge))
        and (wanted.standing is None or wanted.standing in standings(rule, knowledge).values())
        and (wanted.source is None or wanted.source in rule.sources)
        and (wanted.kind is None or wanted.kind in kinds(rule))
        and (wanted.fact is None or wanted.fact in rule.reads | {one.fact for one in rule.concludes})
    )


def kinds(rule: Rule) -> tuple[Kind, ...]:
    """What a rule does."""
    does = {"gate": rule.gates, "evidence": rule.weighs, "conclusion": rule.concludes, "advice": rule.advises}
    return tuple(kind for kind in KINDS if does[kind])


def touched(rule: Rule, knowledge: KnowledgeBase) -> frozenset[str]:
    """The strategies and groups a rule speaks of: those it names, and the strategies in them."""
    named = {effect.target for effect in rule.then if not isinstance(effect, Conclude)}
    return frozenset(named.union(*(knowledge.parts[target] for target in named)))


def standings(rule: Rule, knowledge: KnowledgeBase) -> Mapping[str, str]:
    """What a rule rests on, each with how it stands."""
    return {name: _standing(name, knowledge) for name in rule.sources}


def _standing(name: str, knowledge: KnowledgeBase) -> str:
    if name in knowledge.claims:
        return knowledge.claims[name].verdict
    return knowledge.sources[name].grade if name in knowledge.sources else "counter_evidence"
