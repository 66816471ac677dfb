"""Our engines, other rule engines and plain Python side by side: the same rules, the same profiles, the same answers.

    python benchmarks/compare.py [--quick] [--output results.md]

Each measurement runs in a process of its own and prints the median of several rounds. Engines that take one profile at
a time are given as many of the profiles as fit into the time they have, and how many that were stands beside the rate;
nothing is extrapolated. An engine that answers otherwise than the others ends the run.
"""

import argparse
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib import metadata, util
from pathlib import Path
from typing import Any

import engines
import task

HERE = Path(__file__).parent
SIZES = (1, 1_000, 100_000, 1_000_000)
RULES = (0, 50, 150, 500)
"""0 is our own base."""
QUICK_SIZES, QUICK_RULES = (1, 1_000, 20_000), (0,)
LIBRARIES = ("polars", "narwhals", "numpy", "duckdb", "pyspark", "experta", "clipspy", "zen-engine")
NEEDS = {"duckdb": "duckdb", "spark": "pyspark", "zen": "zen", "clips": "clips"}
Found = dict[tuple[str, int, int], dict[str, Any]]


def measure(name: str, profiles: Path, rules: int, rounds: int, seconds: float, limit: float) -> dict[str, Any]:
    """One measurement in a process of its own; `failed` says why there is none."""
    command = [sys.executable, str(HERE / "measuring.py"), name, str(profiles), "--rules", str(rules)]
    command += ["--rounds", str(rounds), "--seconds", str(seconds)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return {"failed": f"not within {limit:.0f} s"}
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        return {"failed": "ended with an error"}
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def run(names: Sequence[str], sizes: Sequence[int], rules: Sequence[int], given: argparse.Namespace) -> Found:
    """Every measurement; ends the program where two engines do not answer alike."""
    found: Found = {}
    with tempfile.TemporaryDirectory() as folder:
        paths = {size: Path(folder) / f"{size}.parquet" for size in sizes}
        everything = task.profiles(task.knowledge(), max(sizes), priorities=given.priorities)
        for size, path in paths.items():
            everything.head(size).write_parquet(path)
        del everything
        for count in rules:
            for name in names:
                for size in sizes:
                    one = _again(found, name, count, size)
                    if one is None:
                        one = measure(name, paths[size], count, given.rounds, given.seconds, given.limit)
                    found[name, count, size] = one
                    print(f"{count or 'our':>4} rules  {name:<12} {size:>9}  {_short(one)}", file=sys.stderr)
            _compare(found, names, count, sizes)
    return found


def _again(found: Found, name: str, rules: int, size: int) -> dict[str, Any] | None:
    """What a smaller table has shown already: where not all of it fitted in, no more of a larger one would."""
    smaller = [one for (n, r, s), one in found.items() if (n, r) == (name, rules) and s < size]
    if smaller and "failed" in smaller[-1]:
        return {"failed": smaller[-1]["failed"]}
    if smaller and smaller[-1]["profiles"] < smaller[-1]["asked"]:
        return {**smaller[-1], "asked": size}
    return None


def _short(one: dict[str, Any]) -> str:
    if "failed" in one:
        return str(one["failed"])
    return f"{one['profiles'] / one['wall']:>12,.0f} profiles/s ({one['profiles']} of {one['asked']})"


def _compare(found: Found, names: Sequence[str], rules: int, sizes: Sequence[int]) -> None:
    for size in sizes:
        all_of = {n: found[n, rules, size] for n in names if "failed" not in found[n, rules, size]}
        first, *others = all_of
        for name in others:
            for row, (one, other) in enumerate(
                zip(all_of[first]["answers"], all_of[name]["answers"], strict=False), start=1
            ):
                if one != other:
                    raise SystemExit(f"{first} and {name} disagree on profile {row} at {rules} rules: {one} {other}")


# the report


def report(found: Found, names: Sequence[str], sizes: Sequence[int], given: argparse.Namespace) -> Iterator[str]:
    """The result as Markdown."""
    yield f"# Engines side by side, {dt.datetime.now(dt.UTC).date().isoformat()}\n"
    yield "\n".join(machine()) + "\n"
    yield (
        f"Random profiles over {len(task.asked(task.knowledge()))} questions, a fifth of the answers unknown"
        f"{', each criterion rated' if given.priorities else ''}; medians of up to {given.rounds} rounds. All engines "
        "gave the same verdicts, scores and gates, compared on the profiles each decided, "
        f"{_compared(found)} of a table at most.\n"
    )
    yield "| engine | how | does |\n|---|---|---|"
    yield "\n".join(f"| `{name}` | {' | '.join(engines.ENGINES[name])} |" for name in names) + "\n"
    for count in dict.fromkeys(rules for _, rules, _ in found):
        yield from _section(found, names, sizes, count)
    yield from _linear(found, names, sizes)


def _compared(found: Found) -> int:
    return max((len(one["answers"]) for one in found.values() if "failed" not in one), default=0)


def _section(found: Found, names: Sequence[str], sizes: Sequence[int], rules: int) -> Iterator[str]:
    counted = next((one["rules"] for (_, r, _), one in found.items() if r == rules and "failed" not in one), rules)
    yield f"## {counted} rules{', generated' if rules else ' of ours that bear on the verdict'}\n"
    yield "Profiles a second, and in brackets how many times the fastest engine that is not ours.\n"
    yield f"| engine | {' | '.join(f'{size:,}' for size in sizes)} | build | peak memory |"
    yield "|---|" + "--:|" * (len(sizes) + 2)
    for name in names:
        cells = [_cell(found, names, name, rules, size) for size in sizes]
        done = [one for size in sizes if "failed" not in (one := found[name, rules, size])]
        last = f"{done[-1]['build'] * 1000:,.0f} ms | {done[-1]['memory']:,.0f} MiB" if done else "| "
        yield f"| `{name}` | {' | '.join(cells)} | {last} |"
    yield ""


def _cell(found: Found, names: Sequence[str], name: str, rules: int, size: int) -> str:
    one = found[name, rules, size]
    if "failed" in one:
        return str(one["failed"])
    others = [found[other, rules, size] for other in names if other in engines.OTHERS]
    best = max((o["profiles"] / o["wall"] for o in others if "failed" not in o), default=0)
    rate = one["profiles"] / one["wall"]
    part = f", n={one['profiles']:,}" if one["profiles"] < one["asked"] else ""
    times = f" ({rate / best:,.3g}x)" if best else ""
    return f"{rate:,.0f}{times}{part}"


def _linear(found: Found, names: Sequence[str], sizes: Sequence[int]) -> Iterator[str]:
    rules = list(dict.fromkeys(r for _, r, _ in found))
    yield "## What one profile costs\n"
    yield (
        "Microseconds of processor time for a profile, at the largest table that was decided; this is what to compare "
        "where other programs ran on the machine. Where the cost grows with profiles and rules as it should, a row "
        "grows with its rules and no faster.\n"
    )
    yield f"| engine | profiles | {' | '.join(f'{r} generated' if r else 'ours' for r in rules)} |"
    yield "|---|--:|" + "--:|" * len(rules)
    for name in names:
        for size in sizes[-2:]:
            cells = []
            for count in rules:
                one = found[name, count, size]
                cells.append("" if "failed" in one else f"{one['cpu'] / one['profiles'] * 1e6:,.3g}")
            yield f"| `{name}` | {size:,} | {' | '.join(cells)} |"
    yield ""


def machine() -> Iterator[str]:
    """What it ran on."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    yield f"- {os.cpu_count()} processors ({model}), {memory:.0f} GiB of memory, {platform.system()}"
    yield f"- other programs on the machine: load {os.getloadavg()[2]:.1f} over the last 15 minutes, this one included"
    versions = (f"{name} {metadata.version(name)}" for name in LIBRARIES if _installed(name))
    yield f"- Python {platform.python_version()}, {', '.join(versions)}"


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def main() -> None:
    """Measure and write the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="our rules only, smaller tables, less time")
    parser.add_argument("--engines", default=",".join(engines.ENGINES), help="only these, with commas between")
    parser.add_argument("--sizes", help="profiles in a table, with commas between")
    parser.add_argument("--rules", help="numbers of generated rules, 0 for ours, with commas between")
    parser.add_argument("--rounds", type=int, help="rounds of each measurement, 5 unless told")
    parser.add_argument("--seconds", type=float, help="time for the rounds of one measurement, 20 unless told")
    parser.add_argument("--limit", type=float, help="seconds after which a measurement is given up, 600 unless told")
    parser.add_argument("--priorities", action="store_true", help="profiles that rate the criteria as well")
    parser.add_argument("--output", type=Path, help="where the report is written; else it is printed")
    given = parser.parse_args()
    given.rounds = given.rounds or (3 if given.quick else 5)
    given.seconds = given.seconds or (3 if given.quick else 20)
    given.limit = given.limit or (120 if given.quick else 600)
    sizes = _numbers(given.sizes) or (QUICK_SIZES if given.quick else SIZES)
    rules = _numbers(given.rules) or (QUICK_RULES if given.quick else RULES)
    names = []
    for name in given.engines.split(","):
        if name in NEEDS and util.find_spec(NEEDS[name]) is None:
            print(f"{name} is left out: pip install 'advisor[bench,spark]'", file=sys.stderr)
        else:
            names.append(name)
    found = run(names, sorted(sizes), rules, given)
    text = "\n".join(report(found, names, sorted(sizes), given))
    if given.output:
        given.output.write_text(text, encoding="utf-8")
    else:
        print(text)


def _numbers(text: str | None) -> tuple[int, ...]:
    return tuple(int(one.replace("_", "")) for one in text.split(",")) if text else ()


if __name__ == "__main__":
    main()
