"""Tables larger than the memory they are decided in: `advisor batch` under a limit, and what it took.

    python benchmarks/larger_than_memory.py --kind csv --gigabytes 6 --limit 1 [--folder DIR]

A table of the wanted size is written, decided by `advisor batch` in a control group that may use no more memory than
the limit, copies of files in the kernel's cache included, and everything is removed again. Then the same is begun once
more and interrupted half way, to see that nothing is left. Needs the right to make a control group (on most machines:
root); without it there is no limit, and the output says so.
"""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow.parquet
import task

GIGABYTE = 2**30
ROWS = 100_000


def write(path: Path, size: float) -> int:
    """A table of at least so many bytes; how many rows it has."""
    base = task.knowledge()
    chunk = task.profiles(base, ROWS, priorities=True)
    chunk = chunk.drop(
        fact.id for fact in base.facts.values() if fact.origin == "catalogue" and fact.id in chunk.columns
    )
    chunk = chunk.insert_column(0, pl.Series("organization", [f"organisation {row}" for row in range(ROWS)]))
    rows = 0
    if path.suffix == ".parquet":
        table = chunk.to_arrow()
        # Plainly encoded: the same rows over and over would else shrink to next to nothing.
        plain = {"compression": "none", "use_dictionary": False}
        with pyarrow.parquet.ParquetWriter(path, table.schema, **plain) as writer:
            while path.stat().st_size < size:
                writer.write_table(table)
                rows += ROWS
        return rows
    text = [pl.col(name).list.join("|") for name, kind in chunk.schema.items() if isinstance(kind, pl.List)]
    lines = chunk.with_columns(text).write_csv(include_header=False).encode()
    with path.open("wb") as file:
        file.write((",".join(chunk.columns) + "\n").encode())
        while file.tell() < size:
            file.write(lines)
            rows += ROWS
    return rows


@contextlib.contextmanager
def limited(limit: float) -> Iterator[Path | None]:
    """A control group with so many gigabytes of memory; None where none can be made."""
    old, new = Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup")
    root, name = (old, "memory.limit_in_bytes") if (old / "cgroup.procs").exists() else (new, "memory.max")
    group = root / f"advisor-{os.getpid()}"
    try:
        group.mkdir()
        (group / name).write_text(str(int(limit * GIGABYTE)), encoding="ascii")
    except OSError as error:
        print(f"no limit could be set: {error.strerror}")
        yield None
        return
    try:
        yield group
    finally:
        group.rmdir()


def begin(source: Path, target: Path, group: Path | None) -> "subprocess.Popen[str]":
    """`advisor batch` under the limit: the shell joins the group before it becomes the program."""
    join = f"echo $$ > {group}/cgroup.procs && " if group else ""
    command = [sys.executable, "-m", "advisor", "batch", str(source), "-o", str(target), "--engine", "table"]
    return subprocess.Popen(["sh", "-c", f'{join}exec "$@"', "sh", *command], stderr=subprocess.PIPE, text=True)


def watched(process: "subprocess.Popen[str]") -> dict[str, float]:
    """The most memory the process holds while it runs, in MiB: all, and what is not a mere copy of a file."""
    most = {"VmHWM": 0.0, "RssAnon": 0.0}

    def look() -> None:
        while process.poll() is None:
            try:
                lines = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8").splitlines()
            except OSError:
                return
            for line in lines:
                name, _, value = line.partition(":")
                if name in most:
                    most[name] = max(most[name], int(value.split()[0]) / 1024)
            time.sleep(0.05)

    watching = threading.Thread(target=look)
    watching.start()
    _, said = process.communicate()
    watching.join()
    print(said[-1500:], file=sys.stderr)
    return most


def decided(source: Path, target: Path, rows: int, group: Path | None) -> float:
    """Decide the table once and print what it took; the seconds."""
    started = time.perf_counter()
    process = begin(source, target, group)
    most = watched(process)
    taken = time.perf_counter() - started
    print(f"{taken:.0f} s, {rows / taken:,.0f} rows/s, code {process.returncode}")
    print(f"peak {most['VmHWM']:.0f} MiB, of which allocated {most['RssAnon']:.0f} MiB")
    if target.exists():
        found = pl.scan_parquet(target).select(pl.len()).collect().item() if target.suffix == ".parquet" else "?"
        print(f"result: {target.stat().st_size / GIGABYTE:.2f} GiB, {found:,} rows")
        target.unlink()
    return taken


def main() -> None:
    """Try and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=["csv", "parquet"], default="csv")
    parser.add_argument("--to", choices=["csv", "parquet", "jsonl"], default="parquet")
    parser.add_argument("--gigabytes", type=float, default=6)
    parser.add_argument("--limit", type=float, default=1, help="gigabytes of memory for the process and its files")
    parser.add_argument("--folder", type=Path, help="where there is room; else the usual temporary folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name, limited(given.limit) as group:
        source, target = Path(name) / f"in.{given.kind}", Path(name) / f"out.{given.to}"
        rows = write(source, given.gigabytes * GIGABYTE)
        print(f"{given.kind} of {source.stat().st_size / GIGABYTE:.2f} GiB, {rows:,} rows, limit {given.limit:g} GiB")
        taken = decided(source, target, rows, group)
        process = begin(source, target, group)
        time.sleep(min(taken / 2, 30))
        process.send_signal(signal.SIGINT)
        process.communicate()
        left = sorted(path.name for path in Path(name).iterdir() if path != source)
        print(f"interrupted half way: code {process.returncode}, left beside the table: {left or 'nothing'}")


if __name__ == "__main__":
    main()
