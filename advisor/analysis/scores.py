"""What every strategy scores in every case, and how that differs from what was kept."""

from collections.abc import Iterable, Iterator, Mapping

from advisor.errors import Diagnostic, fault
from advisor.inference.decision import Decision
from advisor.inference.trace import Standing
from advisor.knowledge.kept_scores import Kept, Key, Row, written


def of_decision(name: str, decision: Decision) -> dict[Key, Row]:
    """The scores of one case: those of the whole, and of each workload."""
    rows = {(name, ""): _row(decision.ranking)}
    return rows | {(name, part.workload.name): _row(part.trace.ranking) for part in decision.workloads}


def _row(ranking: Iterable[Standing]) -> Row:
    return {one.strategy: written(one.score, out=bool(one.ruled_out_by)) for one in ranking}


def moved(kept: Kept, now: Mapping[Key, Row]) -> Iterator[Diagnostic]:
    """Every case whose scores are no longer those that were kept, that is kept and gone, or that is not kept."""
    for key, row in now.items():
        if key not in kept.rows:
            yield fault("SC05", kept.shown, case=named(key))
            continue
        before = kept.rows[key]
        moves = [
            f"{name} {before.get(name, '-')} -> {score}" for name, score in row.items() if before.get(name) != score
        ]
        if moves:
            yield fault("SC03", kept.shown, kept.lines[key], case=named(key), moves="; ".join(moves))
    for key in kept.rows:
        if key not in now:
            yield fault("SC04", kept.shown, kept.lines[key], case=named(key))


def named(key: Key) -> str:
    """What a case, or a workload of it, is called."""
    return f"{key[0]}: {key[1]}" if key[1] else key[0]
