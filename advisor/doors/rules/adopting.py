"""`advisor rules test --adoption`: the advice beside what organisations in fact chose."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text as Line

from advisor.analysis import adoption as comparing
from advisor.analysis.adoption import Agreement, Outcome
from advisor.dialogue import screen
from advisor.doors import DONE
from advisor.doors.deciding import market
from advisor.i18n import Language, say
from advisor.knowledge import adoption, loader
from advisor.knowledge.model import KnowledgeBase
from advisor.untrusted import printable

_MOST = 3


def adopt(rules: loader.Rules, folder: str, day: dt.date, language: Language) -> int:
    """Agreement with documented decisions, and for each miss what decided it."""
    knowledge = loader.load(rules)
    base = loader.directory_of(rules)
    shipped = base == loader.default_directory()
    beside = base.parent / "examples" / "adoption" if shipped else base / "adoption"
    path, shown = (Path(folder), folder) if folder else (beside, "examples/adoption" if shipped else str(beside))
    found = market(rules, day)
    adoptions = adoption.read(path, shown, knowledge)
    outcomes = comparing.compare(knowledge, adoptions, found.observed if found else None)
    console = screen.console()
    for key, agreement in (
        ("adoption.openness", comparing.on_openness(outcomes)),
        ("adoption.strategy", comparing.on_strategy(outcomes)),
    ):
        console.print(Line(_agreement(key, agreement, knowledge, language)))
    console.print()
    console.print(_confusion(outcomes, knowledge, language))
    console.print()
    console.print(Line(say("adoption.misses", language), style="bold"))
    for outcome in outcomes:
        if not outcome.agrees_on_strategy:
            for line in _miss(outcome, knowledge, language):
                console.print(line)
    console.print()
    console.print(Line(say("adoption.honest", language), style="dim"))
    return DONE


def _agreement(key: str, agreement: Agreement, knowledge: KnowledgeBase, language: Language) -> str:
    name = agreement.commonest
    commonest = (
        knowledge.named(name)[language] if name in knowledge.strategies else knowledge.openness_name(name)[language]
    )
    return say(
        key,
        language,
        right=agreement.right,
        of=agreement.of,
        share=f"{agreement.right / agreement.of:.0%}",
        baseline=agreement.baseline,
        base_share=f"{agreement.baseline / agreement.of:.0%}",
        commonest=commonest,
    )


def _confusion(outcomes: Sequence[Outcome], knowledge: KnowledgeBase, language: Language) -> Table:
    counts = comparing.confusion(outcomes)
    chosen_of = tuple(dict.fromkeys(strategy.openness for strategy in knowledge.strategies.values()))
    kinds = (*chosen_of, *([comparing.NONE] if any(found == comparing.NONE for _, found in counts) else []))
    table = Table(box=None, padding=(0, 2, 0, 0), title=say("adoption.confusion", language), title_justify="left")
    table.add_column(say("adoption.chosen", language))
    for kind in kinds:
        table.add_column(knowledge.openness_name(kind)[language], justify="right")
    for chosen in chosen_of:
        table.add_row(
            knowledge.openness_name(chosen)[language], *(str(counts.get((chosen, kind), 0)) for kind in kinds)
        )
    return table


def _miss(outcome: Outcome, knowledge: KnowledgeBase, language: Language) -> list[Line]:
    choice = outcome.adoption.choice
    known = outcome.strategy in knowledge.strategies
    advised = (
        knowledge.named(outcome.strategy)[language] if known else knowledge.openness_name(outcome.openness)[language]
    )
    mark = "~" if outcome.agrees_on_openness else "×"
    name = printable(outcome.adoption.profile.organization or choice.id)
    chosen = knowledge.named(choice.strategy)[language]
    key = "adoption.instead_excluded" if outcome.excluded_by else "adoption.instead"
    lines = [
        Line.assemble((f"{mark} {name} ({choice.year})", "bold"), (f"  {choice.id}", "dim")),
        Line("  " + say(key, language, chosen=chosen, advised=advised, behind=f"{outcome.behind:.3f}")),
    ]
    if outcome.excluded_by:
        titles = [f"{knowledge.rules[rule].title[language]} ({rule})" for rule in outcome.excluded_by]
        lines.append(Line("  " + say("adoption.excluded", language, rules=titles)))
    for rule, lead in outcome.deciding(_MOST):
        lines.append(Line(f"  {lead:+.3f} {knowledge.rules[rule].title[language]} ({rule})"))
    if choice.remark is not None:
        lines.append(Line("  " + say("adoption.remark", language, remark=choice.remark[language]), style="italic"))
    return lines
