"""How many questions the interview asks, over the examples, the adoption cases and the cases of the rules.

Run as `python benchmarks/questions.py [examples] [adoption] [cases]`. For each profile, and each of its workloads: how
many questions come before the answer is called stable, and before it is proven; how many there are in full; and
whether the answer at either point is the one that all questions lead to. What a profile does not say is answered with
not knowing. The assumptions behind "stable" were set without the profiles of rules/cases.
"""

import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from advisor import profile
from advisor.dialogue.rehearsal import Rehearsal, Stop, rehearse
from advisor.inference.rete import Engine
from advisor.knowledge import cases, loader
from advisor.knowledge.model import KnowledgeBase
from advisor.profile import Profile

EXAMPLES = Path(__file__).parents[1] / "examples"
RULES = Path(__file__).parents[1] / "rules"
GROUPS = ("examples", "adoption", "cases")


def profiles(group: str, knowledge: KnowledgeBase) -> Iterator[tuple[str, Profile]]:
    """The profiles of a group, by name; a workload is one of its own."""
    if group == "cases":
        found, _ = cases.read([(RULES, "rules")], knowledge)
        named = [(case.id, case.profile) for case in found.values()]
    else:
        folder = EXAMPLES if group == "examples" else EXAMPLES / "adoption" / "profiles"
        named = [(path.stem, profile.load(path, knowledge)) for path in sorted(folder.glob("*.yaml"))]
    for name, given in named:
        for one in [given.of(workload) for workload in given.workloads] or [given]:
            yield name, one


def told(title: str, held: Iterable[Rehearsal]) -> None:
    """One group in three lines."""
    held = list(held)
    print(f"{title}: {len(held)} interviews")
    for name in ("stable", "settled", "end"):
        stops: list[Stop] = [getattr(one, name) for one in held]
        counts = [stop.asked for stop in stops]
        right = sum(stop.openness == one.end.openness for stop, one in zip(stops, held, strict=True))
        figures = f"mean {statistics.mean(counts):.1f}, median {statistics.median(counts):g}, most {max(counts)}"
        print(f"  {name:8s} {figures}; at most fifteen in {sum(n <= 15 for n in counts)}; right in {right}")


def main() -> None:
    """Hold an interview for each profile and print how it went."""
    knowledge = loader.load()
    engine = Engine(knowledge)
    waits, everything = [], []
    for group in sys.argv[1:] or GROUPS:
        found = []
        for name, given in profiles(group, knowledge):
            start = time.perf_counter()
            held = rehearse(given, engine)
            waits.append((time.perf_counter() - start) / (held.end.asked + 1))
            found.append(held)
            changed = "" if held.stable.openness == held.end.openness else f"  (in the end {held.end.openness})"
            counts = "".join(f"{stop.asked:5d}" for stop in (held.stable, held.settled, held.end))
            print(f"{counts}  {held.stable.openness or 'none':7s} {name}{changed}")
        told(group, found)
        everything += found
    told("all", everything)
    print(f"between questions: {statistics.median(waits) * 1000:.0f} ms (median), {max(waits) * 1000:.0f} ms (slowest)")


if __name__ == "__main__":
    main()
