"""How an answer moves when something was given otherwise, drawn in a terminal."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import ConsoleRenderable
from rich.padding import Padding
from rich.table import Table

from advisor.analysis.whatif import Moved, Shift
from advisor.dialogue.document import signed
from advisor.dialogue.lines import Line
from advisor.i18n import Language, say
from advisor.knowledge.model import KnowledgeBase
from advisor.untrusted import printable


def drawn(
    shift: Shift, knowledge: KnowledgeBase, language: Language, *, brief: bool = False
) -> Iterator[ConsoleRenderable]:
    """The answer before and after, the scores, and the reasons that came, went or weigh otherwise."""
    key = "whatif.same" if shift.same_answer else "whatif.other"
    words = say(key, language, before=printable(shift.before[language]), after=printable(shift.after[language]))
    yield Line(words, style="bold")
    if not brief:
        yield Padding(_scores(shift, knowledge, language), (1, 0, 0, 0))
    titles = {rule: rule_.title[language] for rule, rule_ in knowledge.rules.items()}
    for name, gates in (("gates_came", shift.gates_came), ("gates_went", shift.gates_went)):
        yield from _gates(name, gates, titles, knowledge, language)
    for name, moved in (("came", shift.came), ("went", shift.went), ("changed", shift.changed)):
        yield from _reasons(name, moved, knowledge, language)
    if not (shift.came or shift.went or shift.changed or shift.gates_came or shift.gates_went):
        yield Line(say("whatif.nothing_moved", language))


def _scores(shift: Shift, knowledge: KnowledgeBase, language: Language) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    table.add_column(say("report.column_strategy", language), overflow="fold")
    for key in ("column_before", "column_after"):
        table.add_column(say(f"whatif.{key}", language), justify="right")
    for strategy, before, after in shift.scores:
        known = knowledge.strategies.get(strategy)
        shown = (say("whatif.ruled_out", language) if score is None else signed(score, 3) for score in (before, after))
        table.add_row(known.name[language] if known else printable(strategy), *shown)
    return table


def _gates(
    name: str,
    gates: Sequence[tuple[str, str]],
    titles: Mapping[str, str],
    knowledge: KnowledgeBase,
    language: Language,
) -> Iterator[ConsoleRenderable]:
    if gates:
        yield Padding(Line(say(f"whatif.{name}", language), style="bold underline"), (1, 0, 0, 0))
        for strategy, rule in gates:
            known = knowledge.strategies.get(strategy)
            subject = known.name[language] if known else printable(strategy)
            yield Padding(Line(f"× {subject} – {titles.get(rule, printable(rule))} ({printable(rule)})"), (0, 0, 0, 2))


def _reasons(
    name: str, moved: Sequence[Moved], knowledge: KnowledgeBase, language: Language
) -> Iterator[ConsoleRenderable]:
    if not moved:
        return
    yield Padding(Line(say(f"whatif.{name}", language), style="bold underline"), (1, 0, 0, 0))
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, show_header=False)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold", ratio=1)
    for one in moved:
        sides = [signed(side, 3) for side in (one.before, one.after) if side is not None and one.strategy]
        known = knowledge.strategies.get(one.strategy or "")
        whose = say("whatif.for_strategy", language, strategy=known.name) if known else ""
        words = f"{printable(one.title[language])} ({printable(one.rule)})"
        table.add_row(" → ".join(sides), f"{words}{whose}")
    yield Padding(table, (0, 0, 0, 2))
