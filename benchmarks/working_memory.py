"""One wide fact for each profile against one fact for each answer, and how many profiles a second the engine decides.

    python benchmarks/working_memory.py [--profiles 200] [--rounds 7]

Both networks are built from the shipped rules and run the same profiles in turn, round by round, so that whatever
else the machine does meets both. What is printed are medians over the rounds and their ratio; both must give the same
traces.
"""

import argparse
import random
import statistics
import time
from collections.abc import Mapping
from typing import Any

from advisor.inference.rete import Concluded, Engine, experta
from advisor.knowledge.answers import Answer
from advisor.knowledge.loader import load
from advisor.knowledge.model import Fact, KnowledgeBase


class OneFactEach(Engine):
    """The same rules over a working memory that holds each answer as a fact of its own."""

    def _remember(self, answers: Mapping[str, Answer]) -> None:
        for name, value in answers.items():
            self._network.declare(Concluded(name=name, value=value))

    def _pattern(self, literals: Any) -> Any:
        tests: dict[str, list[Any]] = {}
        for literal in literals:
            tests.setdefault(literal.leaf.fact, []).append(literal)
        return experta.AND(experta.InitialFact(), *(self._on_conclusion(name, each) for name, each in tests.items()))

    def _concluded(self) -> dict[str, Answer]:
        derived = {fact.id for fact in self.knowledge.facts.values() if fact.origin not in {"asked", "workloads"}}
        return {name: value for name, value in super()._concluded().items() if name in derived}


def drawn(fact: Fact, chance: random.Random) -> Answer:
    """Some answer to a question."""
    if fact.type == "number":
        return chance.randrange(10_000_000)
    if fact.type == "flag":
        return chance.random() < 0.5
    if fact.type == "set":
        return frozenset(value.id for value in fact.values if chance.random() < 0.5)
    return chance.choice(fact.values).id


def profiles(knowledge: KnowledgeBase, count: int) -> list[dict[str, Answer]]:
    """Random profiles with about nine in ten questions answered, the same in every run."""
    chance = random.Random(20261124)
    asked = [fact for fact in knowledge.facts.values() if fact.origin == "asked"]
    return [{fact.id: drawn(fact, chance) for fact in asked if chance.random() < 0.9} for _ in range(count)]


def main() -> None:
    """Measure both and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--profiles", type=int, default=100)
    options.add_argument("--rounds", type=int, default=7)
    given = options.parse_args()
    knowledge = load()
    table = profiles(knowledge, given.profiles)
    started = time.perf_counter()
    wide = Engine(knowledge)
    built = time.perf_counter() - started
    narrow = OneFactEach(knowledge)
    for answers in table[:20]:
        one, other = wide.run(answers, {}), narrow.run(answers, {})
        if (one.firings, one.verdict, one.ranking) != (other.firings, other.verdict, other.ranking):
            raise SystemExit("the two working memories disagree")
    seconds: dict[str, list[float]] = {"wide": [], "narrow": []}
    for _ in range(given.rounds):
        for name, engine in (("wide", wide), ("narrow", narrow)):
            started = time.perf_counter()
            for answers in table:
                engine.run(answers, {})
            seconds[name].append(time.perf_counter() - started)
    median = {name: statistics.median(times) / given.profiles for name, times in seconds.items()}
    ratios = [n / w for n, w in zip(seconds["narrow"], seconds["wide"], strict=True)]
    print(f"{len(knowledge.rules)} rules, {given.profiles} profiles, {given.rounds} rounds")
    print(f"network built once in {built:.2f} s")
    print(f"one wide fact:            {1 / median['wide']:8.1f} profiles/s (median)")
    print(f"one fact for each answer: {1 / median['narrow']:8.1f} profiles/s (median)")
    print(f"ratio: {statistics.median(ratios):.1f} (from {min(ratios):.1f} to {max(ratios):.1f})")


if __name__ == "__main__":
    main()
