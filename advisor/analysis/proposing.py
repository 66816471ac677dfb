"""Cases that nobody has written yet: for each thing that no trial shows of a rule, an organisation that would show it.

Looked for where experts have already looked: a case as it stands, with one answer given otherwise, or else two. What
comes out is a draft; that the engine says so is no reason why it should.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from advisor.analysis.coverage import RuleCovered, Truths, on, seen_by
from advisor.analysis.random_profiles import telling_answers
from advisor.analysis.trials import Trial
from advisor.inference import semantics
from advisor.inference.direct import Direct
from advisor.knowledge.answers import Answer
from advisor.knowledge.cases import Case
from advisor.knowledge.model import Fact, KnowledgeBase, Rule

MOST_SEEDS: Final = 4
"""Cases from which two answers are changed at a time; one at a time is tried from all."""

Change = tuple[str, Answer | None]
"""A fact and the answer given otherwise; None where it is left open."""
Gap = tuple[str, int | None]
"""What is not shown, and of which leaf; None for the rule as a whole."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A case with a few answers changed, and what it would show."""

    rule: str
    seed: Case
    changes: tuple[Change, ...]
    shows: tuple[Gap, ...]
    trial: Trial


@dataclass(frozen=True, slots=True)
class Proposed:
    """The drafts, and what no case within two answers shows."""

    drafts: tuple[Draft, ...]
    left: Mapping[str, tuple[Gap, ...]]


def propose(knowledge: KnowledgeBase, cases: Iterable[Case], trials: Iterable[Trial], names: Iterable[str]) -> Proposed:
    """A draft for everything that trials do not show of some rules."""
    search = _Search(knowledge, [case for case in cases if not case.profile.workloads])
    listed, drafts, left = list(trials), list[Draft](), dict[str, tuple[Gap, ...]]()
    for name in names:
        rule = knowledge.rules[name]
        found, open_ = search.drafts(rule, (trial for trial in listed if trial.rule in {None, name}))
        drafts += found
        if open_:
            left[name] = open_
    return Proposed(tuple(drafts), left)


def gaps(covered: RuleCovered) -> Iterator[Gap]:
    """Everything that is not shown of a rule."""
    yield from ((gap, None) for gap in covered.gaps)
    yield from ((gap, leaf.position) for leaf in covered.leaves for gap in leaf.gaps)


class _Search:
    """The cases drafts are made from."""

    def __init__(self, knowledge: KnowledgeBase, seeds: Sequence[Case]) -> None:
        self.knowledge = knowledge
        self.seeds = seeds
        # Of all rules only those that conclude say anything of what a rule reads.
        concluding = {rule.id: rule for rule in knowledge.rules.values() if rule.concludes}
        self.direct = Direct(replace(knowledge, rules=concluding))

    def drafts(self, rule: Rule, trials: Iterable[Trial]) -> tuple[list[Draft], tuple[Gap, ...]]:
        """Drafts that close the gaps of one rule, each closing one at least, and the gaps that stay open."""
        seen, found = seen_by(rule, self.knowledge, trials), list[Draft]()
        wanted, idle = tuple(gaps(on(rule, seen))), set[Truths]()
        for seed, changes in self._tries([self._changes(fact) for fact in self._facts(rule)]) if wanted else ():
            known = self._known(seed, changes, rule)
            truths = semantics.leaf_truths(rule, self.knowledge.facts, known)
            if truths in seen or truths in idle:
                continue
            name = f"draft-{rule.id}-{len(found) + 1}"
            after = set(gaps(on(rule, {**seen, truths: name})))
            shows = tuple(gap for gap in wanted if gap not in after)
            idle.add(truths)
            if shows:
                seen[truths] = name
                idle.clear()  # beside a new outcome, one that showed nothing may show something
                found.append(Draft(rule.id, seed, changes, shows, Trial("case", name, known)))
                wanted = tuple(gap for gap in wanted if gap in after)
            if not wanted:
                break
        return found, wanted

    def _tries(self, options: list[list[Change]]) -> Iterator[tuple[Case, tuple[Change, ...]]]:
        yield from ((seed, ()) for seed in self.seeds)
        yield from ((seed, (change,)) for changes in options for change in changes for seed in self.seeds)
        for one, other in combinations(options, 2):
            for first in one:
                for second in other:
                    yield from ((seed, (first, second)) for seed in self.seeds[:MOST_SEEDS])

    def _known(self, seed: Case, changes: tuple[Change, ...], rule: Rule) -> dict[str, Answer]:
        answers = answers_of(seed, changes)
        derived = any(self.knowledge.facts[fact].origin == "derived" for fact in rule.reads)
        return {**answers, **self.direct.early(answers).concluded} if derived else answers

    def _facts(self, rule: Rule) -> list[Fact]:
        """The facts a rule rests on, down to what a person answers or the catalogue says."""
        facts, found, queue = self.knowledge.facts, dict[str, Fact](), sorted(rule.reads)
        while queue:
            fact = facts[queue.pop(0)]
            if fact.origin == "derived":
                makers = (r for r in self.knowledge.rules.values() if any(c.fact == fact.id for c in r.concludes))
                queue += sorted({name for maker in makers for name in maker.reads if name not in found})
            elif fact.origin in {"asked", "catalogue"}:
                found[fact.id] = fact
        return list(found.values())

    def _changes(self, fact: Fact) -> list[Change]:
        return [(fact.id, answer) for answer in (*telling_answers(self.knowledge, fact), None)]


def answers_of(seed: Case, changes: Iterable[Change]) -> dict[str, Answer]:
    """What is known of a case with some answers given otherwise."""
    answers = {**seed.profile.answers, **seed.looked_up}
    for name, answer in changes:
        if answer is None:
            answers.pop(name, None)
        else:
            answers[name] = answer
    return answers
