"""`advisor rules mutate`: which small mistakes in the rules no example and no case would notice."""

import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from rich.table import Table
from rich.text import Text as Line

from advisor.analysis import mutants
from advisor.analysis.mutants import KINDS, Kind, Mutant
from advisor.analysis.noticing import Noticing, Outcome, Tried
from advisor.dialogue import screen
from advisor.doors import DONE, FOUND_SOMETHING
from advisor.doors.rules.trying import kept_scores, sound
from advisor.errors import InputError, fault, nearest
from advisor.i18n import Language, say
from advisor.knowledge import loader
from advisor.knowledge.model import KnowledgeBase

SCHEMA = "advisor/mutants/1"
_OUTCOMES: Final[tuple[Outcome, ...]] = ("by_example", "by_case", "by_scores", "unnoticed")
_SHOWN = 20


def mutate(
    rules: loader.Rules,
    name: str | None,
    sample: tuple[int | None, int],
    least: float | None,
    form: str,
    language: Language,
    *,
    details: bool,
) -> int:
    """Every mutant, or some drawn at random, and what notices it; the unnoticed ones by name."""
    knowledge, cases = sound(rules)
    made = [one for one in mutants.of_base(knowledge) if name in {None, one.rule, knowledge.rules[one.rule].topic}]
    if name is not None and not made and name not in {*knowledge.rules, *knowledge.base.topics}:
        known = {*knowledge.rules, *knowledge.base.topics}
        raise InputError([fault("WR01", "rules mutate", rule=name, near=nearest(name, known))])
    kept = kept_scores(rules)
    noticing = Noticing(knowledge, cases.values(), kept.rows if kept else None)
    results = [noticing.tried(mutant) for mutant in _drawn(made, *sample)]
    share = _noticed(results)
    if form == "json":
        sys.stdout.write(json.dumps(_plain(results, knowledge, share), ensure_ascii=False, indent=1) + "\n")
    else:
        _show(results, share, language, details=details)
    if least is not None and share < least:
        sys.stderr.write(say("mutate.too_few", language, percent=_percent(share), least=f"{least:g}") + "\n")
        return FOUND_SOMETHING
    return DONE


def _drawn(made: list[Mutant], size: int | None, seed: int) -> list[Mutant]:
    """All, or so many of them in their order; the same seed draws the same."""
    if size is None or size >= len(made):
        return made
    chosen = random.Random(seed).sample(range(len(made)), size)  # noqa: S311  # a sample, not a secret
    return [made[index] for index in sorted(chosen)]


def _noticed(results: Sequence[Tried]) -> float:
    """Percent of the mutants, without those that are none."""
    real = [one for one in results if one.outcome != "same"]
    return 100 * sum(one.outcome != "unnoticed" for one in real) / len(real) if real else 100.0


def _percent(share: float) -> str:
    return f"{int(share * 10) / 10:.1f} %"


def _show(results: Sequence[Tried], share: float, language: Language, *, details: bool) -> None:
    console = screen.console()
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column(say("mutate.changed", language), overflow="fold")
    for outcome in ("made", *_OUTCOMES):
        table.add_column(say(f"mutate.{outcome}", language), justify="right")
    real = [one for one in results if one.outcome != "same"]
    kinds: tuple[Kind | None, ...] = (*KINDS, None)
    for kind in kinds:
        counts = Counter(one.outcome for one in real if kind in {None, one.mutant.kind})
        if counts:
            label = say(f"mutate.{kind}" if kind else "mutate.all", language)
            table.add_row(label, str(counts.total()), *(str(counts[outcome] or "-") for outcome in _OUTCOMES))
    console.print(table)
    console.print(Line(say("mutate.share", language, percent=_percent(share)), style="bold"))
    if same := len(results) - len(real):
        console.print(Line(say("mutate.same", language, count=same), style="dim"))
    unnoticed = [one.mutant for one in real if one.outcome == "unnoticed"]
    for mutant in unnoticed if details else unnoticed[:_SHOWN]:
        slip = say(f"mutate.{mutant.kind}", language)
        console.print(Line.assemble("  ", str(mutant), (f"  ({slip})", "dim")), soft_wrap=True)
    if len(unnoticed) > _SHOWN and not details:
        console.print(Line(say("mutate.more", language, count=len(unnoticed) - _SHOWN), style="dim"))


def _plain(results: Sequence[Tried], knowledge: KnowledgeBase, share: float) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "knowledge": {"id": knowledge.base.id, "version": knowledge.base.version},
        "made": sum(one.outcome != "same" for one in results),
        "noticed_percent": round(share, 2),
        "mutants": [
            {
                "rule": one.mutant.rule,
                "kind": one.mutant.kind,
                "before": one.mutant.before,
                "after": one.mutant.after,
                "outcome": one.outcome,
                "by": one.by or None,
            }
            for one in results
        ],
    }
