"""What limits the table engine: its steps on one table, and what the memory of this machine would still allow.

    python benchmarks/limits.py [--profiles 1000000] [--rounds 5]

Reading is turning cells into codes, deciding is playing the rules over the codes. The bound is how often the coded
columns could be read and the answers be written in a second if nothing but memory counted.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import task

from advisor.inference import coding, table
from advisor.inference.plan import plan

BYTES = 2**28


def median(work: Callable[[], Any], rounds: int) -> float:
    """Seconds, the median of several rounds after one that warms up."""
    work()
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def bandwidth(rounds: int) -> float:
    """Bytes a second that one processor copies, counted once for reading and once for writing."""
    source, target = np.ones(BYTES, np.uint8), np.empty(BYTES, np.uint8)
    return 2 * BYTES / median(lambda: np.copyto(target, source), rounds)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profiles", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    knowledge = task.knowledge()
    ready, frame = plan(knowledge), task.profiles(knowledge, given.profiles)
    kinds: dict[str, float] = {}
    for fact in task.asked(knowledge):
        seconds = median(lambda fact=fact: coding.coded(fact, frame[fact.id]), given.rounds)
        key = f"{fact.type}, as {frame[fact.id].dtype}"
        kinds[key] = kinds.get(key, 0.0) + seconds
    columns, _ = table.read(ready, frame, {})
    deciding = median(lambda: table.decided(ready, columns, frame.height, {}), given.rounds)
    answers = table.decided(ready, columns, frame.height, {})
    size = (
        sum(column.itemsize for column in columns.values())
        + sum(one.estimated_size() for one in answers) / frame.height
    )
    speed = bandwidth(given.rounds)
    reading = sum(kinds.values())
    print(f"{given.profiles:,} profiles, {len(knowledge.rules)} rules; medians of {given.rounds} rounds\n")
    print("| step | seconds | share |\n|---|--:|--:|")
    for name, seconds in sorted(kinds.items(), key=lambda one: -one[1]):
        print(f"| reading: {name} | {seconds:.3f} | {seconds / (reading + deciding):.0%} |")
    print(f"| deciding | {deciding:.3f} | {deciding / (reading + deciding):.0%} |\n")
    whole, coded = (given.profiles / one for one in (reading + deciding, deciding))
    bound = speed / size
    print(f"{whole:,.0f} profiles/s in all, {coded:,.0f} of coded answers")
    print(f"memory: {speed / 1e9:.1f} GB/s copied by one processor; {size:.0f} bytes a profile in and out")
    print(f"bound by memory alone: {bound:,.0f} profiles/s, {bound / coded:.0f} times as many")


if __name__ == "__main__":
    main()
