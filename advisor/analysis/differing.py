"""Two versions of a knowledge base side by side: what was changed in them, and whose answer changes with it.

Cases and examples tell what experts have judged; a large random sample, the same for both versions, tells how far a
change reaches; and of each kind of change the smallest profile that shows it, with the rules that bring it about.
Answers that only one version knows are left out where the other is asked.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import polars as pl

from advisor.analysis.cases import cell
from advisor.analysis.examples import known_in
from advisor.analysis.random_profiles import Drawn
from advisor.analysis.shrinking import smallest
from advisor.inference import semantics, table
from advisor.inference.decision import decide
from advisor.inference.direct import Direct
from advisor.inference.rete import Engine
from advisor.knowledge.answers import Answer, read_answer, write_answer
from advisor.knowledge.cases import Case
from advisor.knowledge.model import Example, KnowledgeBase, Rule
from advisor.profile import PRIORITY_PREFIX, Profile

MOST_KINDS: Final = 12
"""Kinds of change that are shown with a profile, the most frequent first."""
_PARTS: Final = ("criterion", "when", "unless", "then")
_WORDS: Final = ("topic", "title", "because", "sources", "basis", "reviewed", "examples")


@dataclass(frozen=True, slots=True)
class Changes:
    """What was changed, by id."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    """Rule to the parts of it that decide something and differ."""
    reworded: tuple[str, ...]
    """Rules of which only words, sources or examples differ."""
    facts: Mapping[str, tuple[str, ...]]
    """`added`, `removed`, `changed` and `reworded` to facts."""
    settings: Mapping[str, tuple[str, str]]
    """What adverbs, importances, groups and criteria are worth, before and after, where that differs."""

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that may decide otherwise."""
        return tuple(sorted({*self.added, *self.removed, *self.changed}))


@dataclass(frozen=True, slots=True)
class Moved:
    """One case, example or profile whose answer differs."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One kind of change: how many of the sample, and the smallest profile found that shows it."""

    before: str | None
    after: str | None
    count: int
    answers: Mapping[str, Answer]
    priorities: Mapping[str, str]
    rules: tuple[str, ...]
    """Rules that bring it about: each undone alone gives the old answer back; where none does, those that differ."""
    alone: bool
    confirmed: bool
    """Whether the engine over facts says the same as the engine over columns."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """How many of a random sample differ, and in what."""

    size: int
    openness: int
    strategy: int
    close_call: int
    ruled_out: int
    kinds: tuple[Shown, ...]
    more: int
    """Kinds of change beyond those shown."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions compared."""

    changes: Changes
    cases: tuple[Moved, ...]
    examples: tuple[Moved, ...]
    profiles: tuple[Moved, ...]
    sampled: Sampled
    compared: Mapping[str, int]
    """How many cases, examples and profiles were put to both."""


def compare(
    old: KnowledgeBase,
    new: KnowledgeBase,
    cases: Mapping[str, Case],
    profiles: Mapping[str, Profile],
    *,
    size: int,
    seed: int,
) -> Difference:
    """Everything that can be said of two versions."""
    both = _Both(old, new, changes(old, new))
    given = {name: (case.profile, case.looked_up) for name, case in cases.items()}
    moved_examples, examples = both.examples()
    return Difference(
        both.changes,
        tuple(both.moved(given)),
        moved_examples,
        tuple(both.moved({name: (one, {}) for name, one in profiles.items()})),
        both.sampled(size, seed),
        {"cases": len(cases), "examples": examples, "profiles": len(profiles)},
    )


def changes(old: KnowledgeBase, new: KnowledgeBase) -> Changes:
    """What differs between two versions, rule by rule and setting by setting."""
    differing: dict[str, tuple[str, ...]] = {}
    reworded = []
    for name in (name for name in old.rules if name in new.rules):
        one, other = old.rules[name], new.rules[name]
        parts = tuple(part for part in _PARTS if _decides(one, part) != _decides(other, part))
        if parts:
            differing[name] = parts
        elif any(getattr(one, part) != getattr(other, part) for part in (*_WORDS, "then")):
            reworded.append(name)
    both = [name for name in old.facts if name in new.facts]
    facts = {
        "added": tuple(name for name in new.facts if name not in old.facts),
        "removed": tuple(name for name in old.facts if name not in new.facts),
        "changed": tuple(n for n in both if _answers(old, n) != _answers(new, n)),
        "reworded": tuple(
            n
            for n in both
            if _answers(old, n) == _answers(new, n) and old.facts[n].model_dump() != new.facts[n].model_dump()
        ),
    }
    before, after = _settings(old), _settings(new)
    return Changes(
        tuple(name for name in new.rules if name not in old.rules),
        tuple(name for name in old.rules if name not in new.rules),
        differing,
        tuple(reworded),
        facts,
        {
            name: (before.get(name, "-"), after.get(name, "-"))
            for name in dict.fromkeys([*before, *after])
            if before.get(name) != after.get(name)
        },
    )


def _decides(rule: Rule, part: str) -> Any:
    """A part of a rule without its words."""
    return tuple(str(effect) for effect in rule.then) if part == "then" else getattr(rule, part)


def _answers(knowledge: KnowledgeBase, name: str) -> Any:
    fact = knowledge.facts[name]
    return fact.type, tuple(fact.by_id), fact.minimum, fact.maximum, fact.origin


def _settings(knowledge: KnowledgeBase) -> dict[str, str]:
    base = knowledge.base
    found = {f"points.{word}": f"{worth:g}" for word, worth in base.points.items()}
    found |= {f"importance.{word}": f"{worth:g}" for word, worth in base.importance.items()}
    found |= {"full_at": f"{base.full_at:g}", "close_call": f"{base.close_call:g}"}
    found |= {f"criterion.{name}": one.importance for name, one in knowledge.criteria.items()}
    for name, group in knowledge.groups.items():
        found |= {f"group.{name}.{strategy}": f"{part:g}" for strategy, part in group.parts.items()}
    return found | {f"strategy.{name}": one.openness for name, one in knowledge.strategies.items()}


class _Both:
    """Two versions, ready to be asked the same."""

    def __init__(self, old: KnowledgeBase, new: KnowledgeBase, differing: Changes) -> None:
        self.old = old
        self.new = new
        self.changes = differing
        self._direct = (Direct(old), Direct(new))

    @cached_property
    def _engines(self) -> tuple[Engine, Engine]:
        return Engine(self.old), Engine(self.new)

    # cases and examples

    def moved(self, given: Mapping[str, tuple[Profile, Mapping[str, Answer]]]) -> Iterator[Moved]:
        """The profiles whose verdict differs."""
        for name, (profile, looked_up) in given.items():
            before, after = (
                _verdict(_fitted(profile, engine.knowledge), engine, _valid(looked_up, engine.knowledge))
                for engine in self._direct
            )
            if before != after:
                yield Moved(name, before, after)

    def examples(self) -> tuple[tuple[Moved, ...], int]:
        """The examples, of either version, in which the rule fires otherwise, and how many were tried."""
        found, tried = [], 0
        for name in (name for name in self.old.rules if name in self.new.rules):
            for example in _either(self.old.rules[name].examples, self.new.rules[name].examples):
                fired = [_fires(example, name, base) for base in (self.old, self.new)]
                if None in fired:
                    continue
                tried += 1
                if fired[0] is not fired[1]:
                    words = {True: "fires", False: "silent"}
                    found.append(Moved(f"{name}: {example.name}", words[fired[0] is True], words[fired[1] is True]))
        return tuple(found), tried

    # the sample

    def sampled(self, size: int, seed: int) -> Sampled:
        """How many of so many random profiles differ, and the smallest that shows each kind of change."""
        drawn = Drawn(self.new, size, seed)
        gone = Drawn(self.old, size, seed)
        answers = {**{name: gone.answers[name] for name in gone.answers if name not in drawn.answers}, **drawn.answers}
        drawn.answers = answers
        before, after = (_decided(base, drawn) for base in (self.old, self.new))
        rows = list(zip(before, after, strict=True))
        counts = Counter((one["strategy"], two["strategy"]) for one, two in rows if one["strategy"] != two["strategy"])
        first: dict[tuple[str | None, str | None], int] = {}
        for row, (one, two) in enumerate(rows):
            kind = (one["strategy"], two["strategy"])
            if kind in counts and (kind not in first or _answered(drawn, row) < _answered(drawn, first[kind])):
                first[kind] = row
        listed = sorted(counts, key=lambda kind: (-counts[kind], str(kind)))
        kinds = tuple(self._shown(kind, counts[kind], *drawn.profile(first[kind])) for kind in listed[:MOST_KINDS])
        return Sampled(
            size,
            sum(one["openness"] != two["openness"] for one, two in rows),
            counts.total(),
            sum(one["strategy"] == two["strategy"] and one["close_call"] != two["close_call"] for one, two in rows),
            sum(_out(one) != _out(two) for one, two in rows),
            kinds,
            max(len(listed) - MOST_KINDS, 0),
        )

    def _shown(
        self,
        kind: tuple[str | None, str | None],
        count: int,
        answers: Mapping[str, Answer],
        priorities: Mapping[str, str],
    ) -> Shown:
        def still(said: Mapping[str, Answer], rated: Mapping[str, str]) -> bool:
            return self._strategies(said, rated, self._direct) == kind

        answers, priorities = smallest(answers, priorities, still)
        rules, alone = self._responsible(answers, priorities, kind[0])
        confirmed = self._strategies(answers, priorities, self._engines) == kind
        return Shown(*kind, count, answers, priorities, rules, alone, confirmed)

    def _strategies(
        self, answers: Mapping[str, Answer], priorities: Mapping[str, str], engines: Iterable[Direct | Engine]
    ) -> tuple[str | None, ...]:
        return tuple(
            engine.run(_valid(answers, engine.knowledge), _rated(priorities, engine.knowledge)).verdict.strategy
            for engine in engines
        )

    def _responsible(
        self, answers: Mapping[str, Answer], priorities: Mapping[str, str], before: str | None
    ) -> tuple[tuple[str, ...], bool]:
        """The changed rules that bring a change about."""
        fired = set[str]()
        for engine in self._direct:
            trace = engine.run(_valid(answers, engine.knowledge), _rated(priorities, engine.knowledge))
            fired |= {firing.rule for firing in trace.firings}
        differing = [name for name in self.changes.rules if name in fired]
        alone = [name for name in differing if self._without(name, answers, priorities) == before]
        return tuple(alone or differing), bool(alone)

    def _without(self, name: str, answers: Mapping[str, Answer], priorities: Mapping[str, str]) -> str | None:
        """The strategy of the new version with one rule as it was."""
        rules = dict(self.new.rules)
        rules.pop(name, None)
        if name in self.old.rules:
            rule = self.old.rules[name]
            if not (rule.reads <= self.new.facts.keys() and rule.criterion in self.new.criteria):
                return None
            rules[name] = rule
        base = replace(self.new, rules=dict(sorted(rules.items())))
        return Direct(base).run(_valid(answers, base), _rated(priorities, base)).verdict.strategy


def _verdict(profile: Profile, engine: Direct, looked_up: Mapping[str, Answer]) -> str:
    decision = decide(profile, engine, lambda _, __: looked_up)
    verdict = decision.verdict
    told = verdict.strategy or verdict.openness or "none"
    if decision.split and not verdict.strategy:
        told += f" ({', '.join(f'{name}: {strategy}' for name, strategy in decision.split.items())})"
    return told + (" ~" if verdict.close_call else "")


def _fitted(profile: Profile, knowledge: KnowledgeBase) -> Profile:
    """A profile with what a version knows."""
    return replace(
        profile,
        answers=_valid(profile.answers, knowledge),
        priorities=_rated(profile.priorities, knowledge),
        workloads=tuple(
            replace(w, answers=_valid(w.answers, knowledge), priorities=_rated(w.priorities, knowledge))
            for w in profile.workloads
        ),
    )


def _valid(answers: Mapping[str, Answer], knowledge: KnowledgeBase) -> dict[str, Answer]:
    """The answers that a version has a question and a value for."""
    return {name: answer for name, answer in answers.items() if _fits(name, answer, knowledge)}


def _fits(name: str, answer: Answer, knowledge: KnowledgeBase) -> bool:
    fact = knowledge.facts.get(name)
    return fact is not None and fact.origin in semantics.GIVEN and read_answer(fact, write_answer(answer))[1] is None


def _rated(priorities: Mapping[str, str], knowledge: KnowledgeBase) -> dict[str, str]:
    return {name: word for name, word in priorities.items() if name in knowledge.criteria}


def _either(old: Iterable[Example], new: Iterable[Example]) -> Iterator[Example]:
    seen: list[Mapping[str, Any]] = []
    for example in (*new, *old):
        if example.given not in seen:
            seen.append(example.given)
            yield example


def _fires(example: Example, name: str, knowledge: KnowledgeBase) -> bool | None:
    """Whether a rule fires in an example; None where the example speaks of what the version does not know."""
    if any(
        fact not in knowledge.facts or read_answer(knowledge.facts[fact], raw)[1] for fact, raw in example.given.items()
    ):
        return None
    return semantics.fires(knowledge.rules[name], knowledge.facts, known_in(example, knowledge))


def _decided(knowledge: KnowledgeBase, drawn: Drawn) -> list[dict[str, Any]]:
    """What the engine over columns says of a sample."""
    columns: dict[str, list[Any]] = {}
    for name, answers in drawn.answers.items():
        fits = {answer: _fits(name, answer, knowledge) for answer in set(answers) if answer is not None}
        if any(fits.values()):
            columns[name] = [cell(a) if a is not None and fits[a] else None for a in answers]
    for name, words in drawn.priorities.items():
        if name in knowledge.criteria:
            columns[PRIORITY_PREFIX + name] = list(words)
    frame = table.answers(knowledge, pl.DataFrame(columns or {"": [None] * drawn.size}, strict=False))
    rows: list[dict[str, Any]] = frame.select(table.answer_columns(knowledge)).to_dicts()
    return rows


def _answered(drawn: Drawn, row: int) -> int:
    return sum(each[row] is not None for each in drawn.answers.values())


def _out(row: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name for name, value in row.items() if name.startswith("ruled_out.") and value)
