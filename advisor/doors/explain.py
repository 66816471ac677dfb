"""`advisor explain`: questions about a decision record."""

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from rich.table import Table
from rich.tree import Tree

from advisor import i18n
from advisor.analysis import changes, changes_of_whole, whatif
from advisor.analysis import explain as explaining
from advisor.dialogue import again, findings, findings_aloud, findings_of_whole, screen, shift_screen, whole
from advisor.dialogue import record as records
from advisor.dialogue.lines import Line
from advisor.doors import DONE
from advisor.doors.deciding import market
from advisor.doors.delivering import deliver
from advisor.doors.reading import read_record, sound
from advisor.errors import Diagnostic, InputError, fault, nearest
from advisor.i18n import Language, say
from advisor.inference.decision import Decision, decide
from advisor.inference.rete import Engine
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
            said += _why(part, why, knowledge, str(path), language)
        if why_not is not None:
            said += _why_not(part, why_not, knowledge, str(path), language)
            said += _relaxed(part, knowledge, language)
            decision = _decision(rules, record, knowledge, str(path))
            said += _nearest(part, decision, workload, why_not, language)
        if what_if:
            said += _what_if(record, what_if, workload, knowledge, str(path), language)
        if why is None and why_not is None and not what_if:
            deliver(record, knowledge, form, output, language, everything=everything, bilingual=bilingual)
    console = screen.console()
    for one in said:
        console.print(one)
    return DONE


def _why(part: Any, rule: str, knowledge: KnowledgeBase, shown: str, language: Language) -> list[Tree]:
    nodes = explaining.why(part, rule)
    if not nodes:
        raise InputError([_no_such_reason(rule, part, knowledge, shown)])
    return [_tree(node, language) for node in nodes]


def _why_not(part: Any, strategy: str, knowledge: KnowledgeBase, shown: str, language: Language) -> list[Any]:
    answer = explaining.why_not(part, strategy)
    if answer is None:
        known = [row["strategy"] for row in part["ranking"]]
        raise InputError(
            [fault("WR03", shown, strategy=strategy, known=", ".join(known), near=nearest(strategy, known))]
        )
    if part.get("workloads") and answer.winner not in {None, strategy}:
        answer = replace(answer, outweighed=tuple(_by_workload(part, answer, knowledge)))
    return _why_not_lines(answer, part, knowledge, language)


def _by_workload(record: Any, answer: explaining.WhyNot, knowledge: KnowledgeBase) -> Iterator[explaining.Outweighed]:
    """What each workload gives the winner over the loser: the score of the whole is the mean over its workloads."""
    for part in record["workloads"]:
        ours, theirs = (whole.adds(name, part, record, knowledge) for name in (str(answer.winner), answer.strategy))
        yield explaining.Outweighed("", i18n.same(printable(part["name"])), ours - theirs)


def _relaxed(part: Any, knowledge: KnowledgeBase, language: Language) -> Iterator[Any]:
    """Where everything is ruled out: the smallest sets of requirements to relax."""
    sets = findings_aloud.relaxed(part, knowledge, language)
    if sets:
        yield Line(say("report.relax", language), style="bold")
        yield from (screen.bullet(words) for words in sets)


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


def _decision(rules: loader.Rules, record: records.Record, knowledge: KnowledgeBase, shown: str) -> Decision:
    """The profile of a record, put to the rules with what the catalogue says of it on its day."""
    found = market(rules, dt.date.fromisoformat(record["as_of"]))
    given = again.profile_of(record, knowledge, shown)
    return decide(given, Engine(knowledge), found.observed if found else None)


def _nearest(part: Any, decision: Decision, workload: str | None, strategy: str, language: Language) -> Iterator[Any]:
    """The nearest change that would make a losing strategy win; the rules are asked for it."""
    knowledge = decision.knowledge
    if part["verdict"]["strategy"] == strategy or strategy not in knowledge.strategies:
        return
    flips, tried = _towards(decision, workload, strategy)
    if not flips:
        key = "explain.nearest_none" if tried == changes.LARGEST else "explain.nearest_none_few"
        yield Line(say(key, language, count=tried))
        return
    sentences = findings_aloud.flips({**part, "flips": flips}, knowledge, language)
    yield Line(say("explain.nearest", language), style="bold")
    yield from (screen.bullet(words) for words in sentences[:_NEAREST_SHOWN])
    if len(sentences) > _NEAREST_SHOWN:
        yield screen.bullet(say("report.more", language, count=len(sentences) - _NEAREST_SHOWN), mark="…")


def _towards(decision: Decision, workload: str | None, strategy: str) -> tuple[list[Any], int]:
    """The fewest changes that make a strategy win, as a record holds them, and how many were tried together."""
    if decision.workloads and workload is None:
        found = changes_of_whole.towards(decision, strategy)
        return [findings_of_whole.flip(one, decision) for one in found.flips], found.tried
    own, trace = decision.profile, decision.trace
    for one in decision.workloads:
        if one.workload.name == workload:
            own, trace = decision.profile.of(one.workload), one.trace
    alone = changes.towards(decision.knowledge, trace.answers, own.priorities, strategy)
    return [findings.flip(one, decision.knowledge) for one in alone], changes.LARGEST


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


def _why_not_lines(answer: explaining.WhyNot, part: Any, knowledge: KnowledgeBase, language: Language) -> list[Any]:
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
    if answer.winner is None and part["verdict"].get("split"):
        return [Line(say("explain.no_single", language, strategy=name, answer=part["verdict"]["headline"]))]
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
        table.add_row(
            f"{one.gain:+.3f}".replace("-", "−"),
            f"{one.title[language]} ({one.rule})" if one.rule else one.title[language],
        )
    total = sum(one.gain for one in answer.outweighed)
    table.add_row(f"{total:+.3f}".replace("-", "−"), say("explain.total", language), style="bold")
    return [head, table]
