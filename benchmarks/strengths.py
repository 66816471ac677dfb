"""What other strengths would change: points, fullness, importances and the hybrid's part, one at a time.

    python benchmarks/strengths.py [--adoption examples/adoption]

For each variation of the shipped base: agreement with the documented decisions on openness and on strategy, how often a
hybrid is advised, how many answers are close calls, and how many of the cases still come out as expected.
"""

import argparse
import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path

from advisor.analysis import adoption as comparing
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.knowledge import adoption, cases, loader
from advisor.knowledge.adoption import Adoption
from advisor.knowledge.cases import Case
from advisor.knowledge.model import KnowledgeBase

ADVERBS = ("slightly", "clearly", "strongly")


def with_base(knowledge: KnowledgeBase, **changes: object) -> KnowledgeBase:
    """The knowledge with other numbers in base.yaml."""
    return dataclasses.replace(knowledge, base=knowledge.base.model_copy(update=changes))


def with_importance(knowledge: KnowledgeBase, importance: str, *names: str) -> KnowledgeBase:
    """The knowledge with another default importance of some criteria."""
    changed = {name: knowledge.criteria[name].model_copy(update={"importance": importance}) for name in names}
    return dataclasses.replace(knowledge, criteria={**knowledge.criteria, **changed})


def with_part(knowledge: KnowledgeBase, part: float) -> KnowledgeBase:
    """The knowledge in which the hybrid has another part in the groups it belongs to by half."""
    groups = {
        name: group.model_copy(update={"parts": {s: part if p < 1 else p for s, p in group.parts.items()}})
        for name, group in knowledge.groups.items()
    }
    return dataclasses.replace(knowledge, groups=groups)


def variations(knowledge: KnowledgeBase) -> Iterator[tuple[str, KnowledgeBase]]:
    """Each variation, with its name."""
    yield "as shipped", knowledge
    yield "everything medium", with_importance(knowledge, "medium", *knowledge.criteria)
    for word in ("medium", "high", "critical"):
        yield f"variety {word}", with_importance(knowledge, word, "variety")
    for names in (("privacy",), ("quality",), ("budget",)):
        yield f"{names[0]} medium", with_importance(knowledge, "medium", *names)
    for full in (4, 6, 8, 12):
        yield f"full_at {full}", with_base(knowledge, full_at=float(full))
    for points in ((1, 2, 3), (1, 2, 4), (1, 3, 9)):
        worth = {word: float(value) for word, value in zip(ADVERBS, points, strict=True)}
        yield f"points {points}", with_base(knowledge, points=worth)
    for part in (0.3, 0.4, 0.5, 0.6, 0.7):
        yield f"part of the hybrid {part}", with_part(knowledge, part)
    for margin in (0.02, 0.04, 0.06):
        yield f"close_call {margin}", with_base(knowledge, close_call=margin)


def row(knowledge: KnowledgeBase, adoptions: Sequence[Adoption], known: Sequence[Case]) -> tuple[object, ...]:
    """What one variation does."""
    outcomes = comparing.compare(knowledge, adoptions)
    engine = Engine(knowledge)
    verdicts = [(case.file.expect, decide(case.profile, engine).verdict) for case in known]
    right = sum(
        (verdict.openness or "none") in expect.openness
        and (not expect.strategy or (verdict.strategy or "none") in expect.strategy)
        for expect, verdict in verdicts
    )
    return (
        comparing.on_openness(outcomes).right,
        comparing.on_strategy(outcomes).right,
        sum(outcome.openness == "hybrid" for outcome in outcomes),
        sum(outcome.decision.verdict.close_call for outcome in outcomes),
        f"{right}/{len(known)}",
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--adoption", type=Path, default=Path("examples/adoption"))
    folder = parser.parse_args().adoption
    loaded = loader.read()
    assert loaded.knowledge is not None  # the shipped base is sound
    adoptions = adoption.read(folder, str(folder), loaded.knowledge)
    known = list(cases.read(loaded.folders, loaded.knowledge)[0].values())
    print(f"Of {len(adoptions)} documented decisions:")
    print(f"{'variation':<24} {'openness':>8} {'strategy':>8} {'hybrids':>8} {'close':>6} {'cases':>8}")
    for name, varied in variations(loaded.knowledge):
        openness, strategy, hybrids, close, right = row(varied, adoptions, known)
        print(f"{name:<24} {openness:>8} {strategy:>8} {hybrids:>8} {close:>6} {right:>8}")


if __name__ == "__main__":
    main()
