"""What would have to give way where every strategy is ruled out: the smallest sets of requirements to relax."""

from collections.abc import Iterable
from dataclasses import dataclass

from advisor.inference.trace import Standing


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Requirements that, relaxed together, let strategies in again; none of them can be left out."""

    rules: tuple[str, ...]
    frees: tuple[str, ...]
    """The strategies that nothing rules out any more."""


def relaxations(ranking: Iterable[Standing]) -> tuple[Relaxation, ...]:
    """The smallest sets first; none where some strategy is left as it is."""
    gates = {standing.strategy: frozenset(standing.ruled_out_by) for standing in ranking}
    if not all(gates.values()):
        return ()
    sets = sorted(set(gates.values()), key=lambda rules: (len(rules), sorted(rules)))
    smallest = [rules for rules in sets if not any(other < rules for other in sets)]
    return tuple(
        Relaxation(tuple(sorted(rules)), tuple(strategy for strategy, own in gates.items() if own <= rules))
        for rules in smallest
    )
