"""Everything the rules are tried on: their own examples, whole cases, and profiles somebody names.

An example tries one rule; a case or a profile tries all of them, once for the whole and once for each workload.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from advisor.analysis.cases import decided, runs
from advisor.analysis.examples import known_in
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.knowledge.answers import Answer
from advisor.knowledge.cases import Case
from advisor.knowledge.model import KnowledgeBase
from advisor.profile import Profile

Kind = Literal["example", "case", "profile"]


@dataclass(frozen=True, slots=True)
class Trial:
    """What was known when rules were tried."""

    kind: Kind
    name: str
    """The case or profile (with its workload), or the rule with the number of its example, counted from 1."""
    known: Mapping[str, Answer]
    rule: str | None = None
    """The only rule that is tried; None for all."""


def of_examples(knowledge: KnowledgeBase) -> Iterator[Trial]:
    """The examples inside the rules."""
    for rule in knowledge.rules.values():
        for number, example in enumerate(rule.examples, start=1):
            yield Trial("example", f"{rule.id} {number}", known_in(example, knowledge), rule.id)


def of_cases(cases: Iterable[Case], engine: Engine) -> Iterator[Trial]:
    """Whole cases, with what rules conclude of them."""
    for case in cases:
        for name, run in zip(names(case.id, case.profile), runs(decided(case, engine)), strict=True):
            yield Trial("case", name, run.trace.known)


def of_profiles(profiles: Mapping[str, Profile], engine: Engine) -> Iterator[Trial]:
    """Profiles by name, with what rules conclude of them."""
    for name, profile in profiles.items():
        for told, run in zip(names(name, profile), runs(decide(profile, engine)), strict=True):
            yield Trial("profile", told, run.trace.known)


def names(name: str, profile: Profile) -> Iterator[str]:
    """What the runs of a profile are called: the whole, then each workload."""
    yield name
    yield from (f"{name}: {workload.name}" for workload in profile.workloads)
