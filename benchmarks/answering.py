"""Where the time of an answer goes: help, a recommendation and its steps, and what passes between two questions.

Run as `python benchmarks/answering.py`. A new process is told by the time on the clock and by the time the processor
worked for it, which says more on a busy machine. The knowledge is kept in a folder of its own, so that nobody else's
runs push it out; the run that keeps it is not counted.
"""

import datetime as dt
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from advisor import cli

EXAMPLE = Path(__file__).parents[1] / "examples" / "regional-hospital.yaml"
ROUNDS = 9


def process(*arguments: str) -> None:
    """Print what a new process takes, the median of several."""
    clock, work = [], []
    for _ in range(ROUNDS + 1):
        start, before = time.perf_counter(), _worked(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "advisor", *arguments], check=True, stdout=subprocess.DEVNULL)
        clock.append(time.perf_counter() - start)
        work.append(_worked(resource.RUSAGE_CHILDREN) - before)
    clock, work = clock[1:], work[1:]
    told = f"advisor {' '.join(Path(one).name for one in arguments)}"
    print(f"{statistics.median(clock):7.3f} s on the clock  {statistics.median(work):7.3f} s of the processor  {told}")


def _worked(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def step(name: str, work: Callable[[], Any]) -> Any:
    """Do a step and print how long the processor worked for it."""
    start = time.process_time()
    made = work()
    print(f"  {(time.process_time() - start) * 1000:7.0f} ms  {name}")
    return made


def imports() -> None:
    """Everything a recommendation imports."""
    from advisor.doors import recommend  # noqa: F401, PLC0415


def steps() -> None:
    """Print what each step of a recommendation takes."""
    print("the steps of a recommendation, in one process, time of the processor:")
    step("imports of everything", imports)
    from rich.console import Console  # noqa: PLC0415  # timed above

    from advisor import profile  # noqa: PLC0415
    from advisor.dialogue import content, findings, glance  # noqa: PLC0415
    from advisor.dialogue import record as records  # noqa: PLC0415
    from advisor.doors.deciding import market  # noqa: PLC0415
    from advisor.inference.decision import decide  # noqa: PLC0415
    from advisor.inference.rete import Engine  # noqa: PLC0415
    from advisor.knowledge import loader  # noqa: PLC0415

    day = dt.date(2026, 11, 25)
    knowledge = step("knowledge, kept from a run before", loader.load)
    step("(the same from its files, not part of the sum)", loader.read)
    found = step("catalogue of models, kept from a run before", lambda: market(None, day))
    given = step("profile", lambda: profile.load(EXAMPLE, knowledge))
    engine = step(f"network of {len(knowledge.rules)} rules", lambda: Engine(knowledge))
    decision = step("the rules, with what the catalogue says", lambda: decide(given, engine, found.observed))
    record = step("the record, of which:", lambda: records.build(decision, day, found, analysed=True))
    trace, said = decision.trace, given.priorities
    waiting = {row["fact"]: row["waiting"] for row in record["unanswered"]}
    step("  how firm", lambda: findings.firm(knowledge, trace, said))
    step("  what would change it", lambda: findings.flips(knowledge, trace.answers, said))
    step("  what is still open", lambda: findings.unanswered(knowledge, trace.answers, said, waiting))
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        shown = Console(file=nowhere, width=80)
        step("shown on a screen", lambda: shown.print(glance.render(content.report(record, knowledge, "en"))))


def interview() -> None:
    """Print what passes between the questions of an interview, from the first to the last."""
    from advisor import profile  # noqa: PLC0415
    from advisor.dialogue import interview as talk  # noqa: PLC0415
    from advisor.knowledge import loader  # noqa: PLC0415

    knowledge = loader.load()
    given = profile.load(EXAMPLE, knowledge)
    state, taken = talk.State(priorities=given.priorities, priorities_done=True), []
    while True:
        start = time.process_time()
        ahead = talk.ahead(knowledge, state)
        taken.append((time.process_time() - start) * 1000)
        if not ahead.waiting:
            break
        fact = next(iter(ahead.waiting))
        state = replace(state, whole=state.whole.with_answer(fact, given.answers.get(fact)))
    print(
        f"between the questions of an interview, {len(taken) - 1} questions: "
        f"median {statistics.median(taken):.0f} ms, most {max(taken):.0f} ms of the processor"
    )


def main() -> None:
    """Print the times."""
    cli.quicken()
    with tempfile.TemporaryDirectory() as cache:
        os.environ["ADVISOR_CACHE"] = cache
        process("--help")
        process("recommend", str(EXAMPLE))
        steps()
        interview()


if __name__ == "__main__":
    main()
