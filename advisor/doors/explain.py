"""`advisor explain`: questions about a decision record."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from rich.table import Table
from rich.tree import Tree

from advisor.analysis import changes, whatif
from advisor.analysis import explain as explaining
from advisor.dialogue import again, findings, findings_aloud, screen, shift_screen
from advisor.dialogue import record as records
from advisor.dialogue.lines import Line
from advisor.doors import DONE
from advisor.doors.delivering import deliver
from advisor.doors.reading import read_record, sound
from advisor.errors import Diagnostic, InputError, fault, nearest
from advisor.i18n import Language, say
from advisor.knowledge import loader
from advisor.knowledge.model import KnowledgeBase
from advisor.untrusted import printable

_NEAREST_SHOWN: Final = 3
_STYLES: Final = {"rule": "bold", "answer": "italic", "source": "dim", "warning": "yellow", "effect": "green"}


def explain(
    rules: loader.Rules,
    path: Path,
    why: str | None,
    why_not: str | None,
    what_if: Sequence[str],
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
    with sound(path):
        if why is not None:
            said.append(_why(part, why, knowledge, str(path), language))
        if why_not is not None:
            said += _why_not(part, why_not, knowledge, str(path), language)
            said += _nearest(record, workload, why_not, knowledge, str(path), language)
        if what_if:
            said += _what_if(record, what_if, workload, knowledge, str(path), language)
        if why is None and why_not is None and not what_if:
            deliver(record, knowledge, form, output, language, everything=everything, bilingual=bilingual)
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


def _what_if(
    record: records.Record,
    given: Sequence[str],
    workload: str | None,
    knowledge: KnowledgeBase,
    shown: str,
    language: Language,
) -> Iterator[Any]:
    """The recommendation before and after something is answered otherwise."""
    otherwise = [_change(text, workload, shown) for text in given]
    if record["knowledge"]["sha256"] != knowledge.sha256:
        versions = {"before": record["knowledge"]["version"], "now": knowledge.base.version}
        sys.stderr.write(say("whatif.other_rules", language, **versions) + "\n")
    before = again.again(record, knowledge, shown)
    after = again.again(record, knowledge, shown, changes=otherwise)
    moved = whatif.shift(_part(before, workload, shown), _part(after, workload, shown))
    return shift_screen.drawn(moved, knowledge, language)


def _change(text: str, workload: str | None, shown: str) -> again.Change:
    name, equals, raw = text.partition("=")
    if not equals or not name.strip():
        raise InputError([fault("WR11", shown, text=text)])
    return again.Change(name.strip(), raw.strip(), workload)


def _nearest(
    record: records.Record,
    workload: str | None,
    strategy: str,
    knowledge: KnowledgeBase,
    shown: str,
    language: Language,
) -> Iterator[Any]:
    """The nearest change that would make a losing strategy win; the rules are asked for it."""
    part = _part(record, workload, shown)
    if part["verdict"]["strategy"] == strategy or strategy not in knowledge.strategies:
        return
    given = again.profile_of(record, knowledge, shown)
    of = next((one for one in given.workloads if one.name == workload), None)
    if given.workloads and of is None:
        return
    own = given if of is None else given.of(of)
    found = changes.towards(knowledge, own.answers, own.priorities, strategy)
    if not found:
        yield Line(say("explain.nearest_none", language))
        return
    plain = {**part, "flips": [findings.flip(one, knowledge) for one in found]}
    sentences = findings_aloud.flips(plain, knowledge, language)
    yield Line(say("explain.nearest", language), style="bold")
    yield from (screen.bullet(words) for words in sentences[:_NEAREST_SHOWN])
    if len(sentences) > _NEAREST_SHOWN:
        yield screen.bullet(say("report.more", language, count=len(sentences) - _NEAREST_SHOWN), mark="…")


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
