"""Where the time of one recommendation goes: a new process from start to end, then each step of it, and help.

Run as `python benchmarks/answering.py`. The first run of a new version also reads the knowledge from its files, which
the next ones need not.
"""

import datetime as dt
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).parents[1] / "examples" / "regional-hospital.yaml"
ROUNDS = 7


def process(*arguments: str) -> float:
    """Seconds a new process takes, the median of several."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "advisor", *arguments], check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def step(name: str, work: Callable[[], Any]) -> Any:
    """Do a step and print how long it took."""
    start = time.perf_counter()
    made = work()
    print(f"  {(time.perf_counter() - start) * 1000:7.0f} ms  {name}")
    return made


def imports() -> None:
    """Everything a recommendation imports."""
    from advisor.doors import recommend  # noqa: F401, PLC0415


def main() -> None:
    """Print the times."""
    print(f"{process('--help'):.3f} s  advisor --help, a new process (median of {ROUNDS})")
    print(f"{process('recommend', str(EXAMPLE)):.3f} s  advisor recommend, a new process (median of {ROUNDS})")
    print("within one process:")
    step("imports", imports)
    from advisor import profile  # noqa: PLC0415  # timed above
    from advisor.dialogue import findings  # noqa: PLC0415
    from advisor.dialogue import record as records  # noqa: PLC0415
    from advisor.inference.decision import decide  # noqa: PLC0415
    from advisor.inference.rete import Engine  # noqa: PLC0415
    from advisor.knowledge import catalogue_loader, loader  # noqa: PLC0415

    knowledge = step("knowledge, from the cache", loader.load)
    step("knowledge, from its files", loader.read)
    step("catalogue", catalogue_loader.load)
    given = step("profile", lambda: profile.load(EXAMPLE, knowledge))
    engine = step(f"network of {len(knowledge.rules)} rules", lambda: Engine(knowledge))
    decision = step("the rules", lambda: decide(given, engine))
    step("how firm", lambda: findings.firm(knowledge, decision.trace, given.priorities))
    step("what would change it", lambda: findings.flips(knowledge, given.answers, given.priorities))
    step("the whole record", lambda: records.build(decision, dt.date(2026, 11, 25), analysed=True))


if __name__ == "__main__":
    main()
