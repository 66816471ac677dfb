"""How many questions the interview asks over the examples and adoption cases, and whether it stops rightly.

Run as `python benchmarks/questions.py`.
"""

import statistics
import time
from pathlib import Path

from advisor import profile
from advisor.dialogue.rehearsal import rehearse
from advisor.inference.rete import Engine
from advisor.knowledge import loader

EXAMPLES = Path(__file__).parents[1] / "examples"


def main() -> None:
    """Hold an interview for each profile and each of its workloads, and print how it went."""
    engine = Engine(loader.load())
    asked, every, alike, waits = [], [], [], []
    paths = sorted(EXAMPLES.glob("*.yaml")) + sorted((EXAMPLES / "adoption" / "profiles").glob("*.yaml"))
    for path in paths:
        given = profile.load(path, engine.knowledge)
        for one in [given.of(workload) for workload in given.workloads] or [given]:
            start = time.perf_counter()
            held = rehearse(one, engine)
            waits.append((time.perf_counter() - start) / (len(held.to_the_end) + 1))
            asked.append(len(held.asked))
            every.append(len(held.to_the_end))
            alike.append(held.openness == held.openness_at_the_end)
            print(f"{len(held.asked):3d} of {len(held.to_the_end):3d}  {held.openness or 'none':7s} {path.stem}")
    means = statistics.mean(asked), statistics.mean(every)
    print(f"{len(asked)} interviews: {means[0]:.1f} questions on average, {means[1]:.1f} in full")
    print(f"the early answer is the full one in {sum(alike)} of {len(alike)}")
    print(f"between questions: {statistics.median(waits) * 1000:.0f} ms (median), {max(waits) * 1000:.0f} ms (slowest)")


if __name__ == "__main__":
    main()
