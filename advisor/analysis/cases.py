"""Does the advisor answer whole profiles as an expert would? Each case is put to both engines and compared.

The engine over facts decides; what it was asked (each workload, and the whole) is put to the engine over columns as
well, which must say the same. A difference is a diagnostic at the place of the expectation it breaks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from advisor.errors import Diagnostic, Location
from advisor.inference import table
from advisor.inference.decision import Deciding, Decision, decide
from advisor.inference.rete import Engine
from advisor.inference.semantics import truth
from advisor.inference.trace import Trace
from advisor.knowledge.answers import Answer, write_answer
from advisor.knowledge.cases import Case
from advisor.knowledge.conditions import AllOf, AnyOf, Condition, Leaf
from advisor.knowledge.model import KnowledgeBase, Rule
from advisor.profile import PRIORITY_PREFIX

_ALIKE: Final = 1e-6
"""Scores that differ by less are the same: the engines add in different orders."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case, what was decided, and where that is not what the expert expects."""

    case: Case
    decision: Decision
    differences: tuple[Diagnostic, ...]

    @property
    def agrees(self) -> bool:
        """Whether everything came out as expected."""
        return not self.differences


@dataclass(frozen=True, slots=True)
class Run:
    """One set of answers and priorities that was put to the engine, and what it found."""

    answers: Mapping[str, Answer]
    priorities: Mapping[str, str]
    trace: Trace


def run_cases(knowledge: KnowledgeBase, cases: Iterable[Case]) -> tuple[CaseResult, ...]:
    """Every case, decided by both engines and compared with what is expected."""
    listed = list(cases)
    if not listed:
        return ()
    engine = Engine(knowledge)
    decisions = [decided(case, engine) for case in listed]
    asked = [runs(decision) for decision in decisions]
    rows = iter(table_rows(knowledge, [run for each in asked for run in each]))
    results = []
    for case, decision, each in zip(listed, decisions, asked, strict=True):
        found = list(differences(case, decision))
        for run in each:
            found += _disagreements(run, next(rows), case.where("expect", key=True))
        results.append(CaseResult(case, decision, tuple(sorted(found, key=lambda d: d.sort_key))))
    return tuple(results)


def decided(case: Case, engine: Deciding) -> Decision:
    """What the engine over facts says of a case; what is looked up for others, the case says itself."""
    return decide(case.profile, engine, lambda _, __: case.looked_up)


def runs(decision: Decision) -> tuple[Run, ...]:
    """What a decision put to the engine: the whole, then each workload."""
    profile = decision.profile
    parts = [(profile.of(part.workload).priorities, part.trace) for part in decision.workloads]
    whole = Run(decision.trace.answers, profile.priorities, decision.trace)
    return (whole, *(Run(trace.answers, priorities, trace) for priorities, trace in parts))


# what the expert expects


def differences(case: Case, decision: Decision) -> Iterator[Diagnostic]:
    """Everything in which a decision is not what the expert expects."""
    expect, verdict = case.file.expect, decision.verdict
    openness = verdict.openness or "none"
    ranked = _ranked(decision)
    if openness not in expect.openness:
        slots = {"expected": ", ".join(expect.openness), "found": openness, "ranking": ranked}
        yield Diagnostic("EX10", case.where("expect", "openness"), slots)
    strategy = verdict.strategy or "none"
    if expect.strategy and strategy not in expect.strategy:
        slots = {"expected": ", ".join(expect.strategy), "found": strategy, "ranking": ranked}
        yield Diagnostic("EX11", case.where("expect", "strategy"), slots)
    if expect.close_call is not None and verdict.close_call is not expect.close_call:
        words = {True: "yes", False: "no"}
        slots = {"expected": words[expect.close_call], "found": words[verdict.close_call], "ranking": ranked}
        yield Diagnostic("EX12", case.where("expect", "close_call"), slots)
    yield from _fired(case, decision)
    yield from _ruled_out(case, decision)


def _ranked(decision: Decision) -> str:
    out = {True: " (ruled out)", False: ""}
    return ", ".join(f"{s.strategy} {s.score:+.3f}{out[bool(s.ruled_out_by)]}" for s in decision.ranking)


def _fired(case: Case, decision: Decision) -> Iterator[Diagnostic]:
    traces = [decision.trace, *(part.trace for part in decision.workloads)]
    fired = {firing.rule for trace in traces for firing in trace.firings}
    for index, name in enumerate(case.file.expect.fires):
        if name in decision.knowledge.switched_off:
            by = next(one.id for one in decision.knowledge.overlays if name in one.switches_off)
            yield Diagnostic("EX05", case.where("expect", "fires", index), {"rule": name, "overlay": by})
        elif name not in fired:
            reasons = (_why_not(decision.knowledge.rules[name], decision.knowledge, trace) for trace in traces)
            why = next((reason for reason in reasons if reason), "")
            yield Diagnostic("EX13", case.where("expect", "fires", index), {"rule": name, "why": why})
    for index, name in enumerate(case.file.expect.silent):
        if name in fired:
            trace = next(t for t in traces if any(f.rule == name for f in t.firings))
            firing = next(f for f in trace.firings if f.rule == name)
            held = ", ".join(str(held.leaf) for held in firing.held)
            yield Diagnostic("EX14", case.where("expect", "silent", index), {"rule": name, "held": held})


def _why_not(rule: Rule, knowledge: KnowledgeBase, trace: Trace) -> str:
    """The leaves a silent rule waits for, each with the answer that stands against it."""
    known = trace.known
    if truth(rule.when, knowledge.facts, known) is True:
        return f"unless: {'; '.join(str(leaf) for leaf in _waiting(rule.unless, knowledge, known, wanted=True))}"
    leaves = _waiting(rule.when, knowledge, known, wanted=False)
    return "; ".join(f"{leaf} ({leaf.fact}: {_shown(known.get(leaf.fact))})" for leaf in leaves)


def _waiting(
    condition: Condition | None, knowledge: KnowledgeBase, known: Mapping[str, Answer], *, wanted: bool
) -> list[Leaf]:
    """The leaves that hold, or that do not; of a condition that has parts, those of the parts that matter."""
    if condition is None:
        return []
    if isinstance(condition, Leaf):
        return [condition] if (truth(condition, knowledge.facts, known) is True) is wanted else []
    inner = wanted if isinstance(condition, AllOf | AnyOf) else not wanted
    return [leaf for part in condition.parts for leaf in _waiting(part, knowledge, known, wanted=inner)]


def _shown(answer: Answer | None) -> str:
    plain = write_answer(answer)
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    return ", ".join(plain) if isinstance(plain, list) else str(plain)


def _ruled_out(case: Case, decision: Decision) -> Iterator[Diagnostic]:
    out = {standing.strategy: standing.ruled_out_by for standing in decision.ranking}
    for strategy, rules in case.file.expect.ruled_out.items():
        if not out[strategy]:
            place = case.where("expect", "ruled_out", strategy, key=True)
            yield Diagnostic("EX15", place, {"strategy": strategy})
            continue
        for index, rule in enumerate(rules):
            if rule not in out[strategy]:
                place = case.where("expect", "ruled_out", strategy, index)
                slots = {"strategy": strategy, "rule": rule, "found": ", ".join(out[strategy])}
                yield Diagnostic("EX16", place, slots)


# the other engine


def table_rows(knowledge: KnowledgeBase, asked: Sequence[Run]) -> list[dict[str, Any]]:
    """What the engine over columns says of each run, in their order."""
    used = [fact for fact in knowledge.facts if any(fact in run.answers for run in asked)]
    columns: dict[str, list[Any]] = {fact: [cell(run.answers.get(fact)) for run in asked] for fact in used}
    for name in knowledge.criteria:
        if any(name in run.priorities for run in asked):
            columns[PRIORITY_PREFIX + name] = [run.priorities.get(name) for run in asked]
    frame = pl.DataFrame(columns or {"": [None] * len(asked)}, strict=False)
    rows: list[dict[str, Any]] = table.answers(knowledge, frame, fired=True).to_dicts()
    return rows


def cell(answer: Answer | None) -> Any:
    """An answer as a column holds it: a set as a list, since an empty text would be read as no answer."""
    return sorted(answer) if isinstance(answer, frozenset) else answer


def _disagreements(run: Run, row: Mapping[str, Any], place: Location) -> Iterator[Diagnostic]:
    for name, (ours, theirs) in disagreements(run, row).items():
        yield Diagnostic("EX20", place, {"field": name, "facts": ours, "columns": theirs})


def disagreements(run: Run, row: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Every part of an answer on which the two engines differ, with what each says."""
    verdict = run.trace.verdict
    ours: dict[str, Any] = {
        "openness": verdict.openness,
        "strategy": verdict.strategy,
        "close_call": verdict.close_call,
        "undecided": verdict.undecided,
        "fired": sorted(firing.rule for firing in run.trace.firings),
    }
    for standing in run.trace.ranking:
        ours[f"score.{standing.strategy}"] = standing.score
        ours[f"ruled_out.{standing.strategy}"] = bool(standing.ruled_out_by)
    found: dict[str, tuple[Any, Any]] = {}
    for key, value in ours.items():
        theirs = sorted(row[key] or ()) if key == "fired" else row[key]
        same = abs(theirs - value) < _ALIKE if key.startswith("score.") else theirs == value
        if not same:
            found[key] = (value, theirs)
    return found
