"""One measurement of one engine, in a process of its own, so that its memory is its own: JSON on standard output.

Run by `compare.py`; by hand `python benchmarks/measuring.py polars profiles.parquet --rules 150 --seconds 10`.
"""

import argparse
import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import engines
import polars as pl
import task

MEGABYTE = 2**20
PILOT = 20
"""Profiles decided first, to see how many fit into the time there is."""
COMPARED = 500
"""Profiles whose answers are handed back, to be compared with those of the other engines."""


def clock() -> tuple[float, float]:
    """Seconds passed, and seconds that this process and those under it computed."""
    return time.perf_counter(), time.process_time() + sum(_computed(one) for one in _below(os.getpid()))


def peak() -> float:
    """The most memory that this process and those under it have held, in MiB."""
    return sum(_highest(one) for one in [os.getpid(), *_below(os.getpid())])


def _below(process: int) -> list[int]:
    found = []
    for task_of in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, task_of.read_text(encoding="ascii").split()):
            found += [child, *_below(child)]
    return found


def _computed(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _highest(process: int) -> float:
    for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def measured(name: str, frame: pl.DataFrame, rules: int, rounds: int, seconds: float) -> dict[str, Any]:
    """Build, decide once to warm up, then in rounds; engines that take one profile at a time as many as fit."""
    base = task.knowledge(rules)
    started = time.perf_counter()
    engine = engines.load(name)(base)
    built = time.perf_counter() - started
    height = frame.height
    if name in engines.BY_ROW:
        frame = frame.head(_fitting(engine, frame, rounds, seconds))
    given = engine.take(frame)
    started = time.perf_counter()
    answers = engine.decide(given)
    first = time.perf_counter() - started
    spent, walls, computed = first, [], []
    # A round that the time does not hold is left out; one is always there.
    while len(walls) < rounds and (not walls or spent + first <= seconds):
        one = clock()
        answers = engine.decide(given)
        other = clock()
        walls.append(other[0] - one[0])
        computed.append(other[1] - one[1])
        spent += walls[-1]
    return {
        "engine": name,
        "rules": len(base.rules),
        "asked": height,
        "profiles": frame.height,
        "build": built,
        "first": first,
        "walls": walls,
        "wall": statistics.median(walls),
        "cpu": statistics.median(computed),
        "memory": peak(),
        "answers": engine.rows(answers)[:COMPARED],
    }


def _fitting(engine: engines.Deciding, frame: pl.DataFrame, rounds: int, seconds: float) -> int:
    pilot = engine.take(frame.head(PILOT))
    engine.decide(pilot)
    started = time.perf_counter()
    engine.decide(pilot)
    each = (time.perf_counter() - started) / min(PILOT, frame.height)
    return min(frame.height, max(PILOT, int(seconds / (rounds + 1) / each)))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engine", choices=engines.ENGINES)
    parser.add_argument("profiles", type=Path)
    parser.add_argument("--rules", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=20)
    given = parser.parse_args()
    found = measured(given.engine, pl.read_parquet(given.profiles), given.rules, given.rounds, given.seconds)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
