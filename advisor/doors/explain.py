"""`advisor explain`: questions about a decision record."""

import json
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text as Line
from rich.tree import Tree

from advisor import marked_yaml
from advisor.analysis import explain as explaining
from advisor.dialogue import record as records
from advisor.dialogue import screen
from advisor.doors import DONE
from advisor.doors.delivering import deliver, standard_input
from advisor.errors import Diagnostic, InputError, fault, nearest
from advisor.i18n import Language, say
from advisor.knowledge import loader
from advisor.knowledge.model import KnowledgeBase
from advisor.untrusted import printable

_LONGEST_TEXT = 4000
_STYLES = {"rule": "bold", "answer": "italic", "source": "dim", "warning": "yellow", "effect": "green"}


def explain(
    rules: loader.Rules,
    path: Path,
    why: str | None,
    why_not: str | None,
    workload: str | None,
    language: Language,
    *,
    everything: bool,
    form: str = "terminal",
    output: Path | None = None,
    bilingual: bool = False,
) -> int:
    """Questions about a decision record; without a question, the record as a report."""
    record = read_record(path)
    knowledge = loader.load(rules)
    part = _part(record, workload, str(path))
    said: list[Any] = []
    try:
        if why is not None:
            said.append(_why(part, why, knowledge, str(path), language))
        if why_not is not None:
            said += _why_not(part, why_not, knowledge, str(path), language)
        if why is None and why_not is None:
            deliver(record, knowledge, form, output, language, everything=everything, bilingual=bilingual)
    except (LookupError, TypeError, AttributeError, ValueError):
        # A record is a file that anybody can edit; what does not fit together as one is none.
        raise InputError([fault("WR04", str(path))]) from None
    console = screen.console()
    for one in said:
        console.print(one)
    return DONE


def _why(part: Any, rule: str, knowledge: KnowledgeBase, shown: str, language: Language) -> Tree:
    node = explaining.why(part, rule)
    if node is None:
        raise InputError([_no_such_reason(rule, part, knowledge, shown)])
    return _tree(node, language)


def _why_not(part: Any, strategy: str, knowledge: KnowledgeBase, shown: str, language: Language) -> list[Any]:
    answer = explaining.why_not(part, strategy)
    if answer is None:
        known = [row["strategy"] for row in part["ranking"]]
        raise InputError(
            [fault("WR03", shown, strategy=strategy, known=", ".join(known), near=nearest(strategy, known))]
        )
    return _why_not_lines(answer, knowledge, language)


def read_record(path: Path) -> records.Record:
    """The record in a file or on standard input, every text in it made safe to print. Raises `InputError`."""
    shown = str(path)
    raw = standard_input(path)
    limit = 16 * marked_yaml.MAX_BYTES
    text = marked_yaml.decode(raw, shown) if raw is not None else marked_yaml.read_bytes(path, shown, limit)
    try:
        return records.check(_safe(json.loads(text)), shown)
    except (ValueError, RecursionError):
        raise InputError([fault("WR04", shown)]) from None


def _safe(value: Any) -> Any:
    """A value read from JSON with every text in it made safe to print, wherever it will be shown."""
    if isinstance(value, dict):
        return {printable(key): _safe(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_safe(item) for item in value]
    return printable(value, longest=_LONGEST_TEXT) if isinstance(value, str) else value


def _part(record: records.Record, workload: str | None, shown: str) -> Any:
    if workload is None:
        return record
    listed = record.get("workloads", ())
    parts = {part["name"]: part for part in listed if isinstance(part, dict) and "name" in part}
    if workload not in parts:
        raise InputError([fault("WR08", shown, name=workload, near=nearest(workload, parts))])
    return parts[workload]


def _no_such_reason(rule: str, part: Any, knowledge: KnowledgeBase, shown: str) -> Diagnostic:
    if rule in knowledge.rules:
        return fault("WR02", shown, rule=rule)
    known = {*knowledge.rules, *(reason["rule"] for reason in part["reasons"])}
    return fault("WR01", shown, rule=rule, near=nearest(rule, known))


def _tree(node: explaining.Node, language: Language) -> Tree:
    tree = Tree(Line(printable(node.text[language], longest=2000), style=_STYLES.get(node.kind, "")), guide_style="dim")
    for below in node.below:
        tree.add(_tree(below, language))
    return tree


def _why_not_lines(answer: explaining.WhyNot, knowledge: KnowledgeBase, language: Language) -> list[Any]:
    name = (
        knowledge.strategies[answer.strategy].name[language]
        if answer.strategy in knowledge.strategies
        else answer.strategy
    )
    if answer.winner == answer.strategy:
        return [Line(say("explain.it_won", language, strategy=name))]
    if answer.ruled_out_by:
        head = Line(say("explain.is_ruled_out", language, strategy=name), style="bold")
        return [head, *(_tree(node, language) for node in answer.ruled_out_by)]
    if answer.winner is None or answer.winner_score is None:
        return [Line(say("explain.no_winner", language, strategy=name))]
    winner = knowledge.strategies[answer.winner].name[language]
    head = Line(
        say(
            "explain.outweighed",
            language,
            strategy=name,
            winner=winner,
            gap=f"{answer.winner_score - answer.score:.3f}",
        ),
        style="bold",
    )
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column(say("explain.column_gain", language), justify="right")
    table.add_column(say("explain.column_reason", language))
    for one in answer.outweighed:
        table.add_row(f"{one.gain:+.3f}".replace("-", "−"), f"{one.title[language]} ({one.rule})")
    total = sum(one.gain for one in answer.outweighed)
    table.add_row(f"{total:+.3f}".replace("-", "−"), say("explain.total", language), style="bold")
    return [head, table]
