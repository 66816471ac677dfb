"""Our experta engine: a network built once, and a trace for each profile."""

from collections.abc import Sequence

import polars as pl
from task import Profile, Row, as_mappings, priorities_of, rounded

from advisor.inference.rete import Engine
from advisor.inference.trace import Trace
from advisor.knowledge.model import KnowledgeBase


class Deciding:
    """Profiles in, traces out."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.engine = Engine(knowledge)

    def take(self, frame: pl.DataFrame) -> list[tuple[Profile, dict[str, str]]]:
        """Answers and priorities of each profile."""
        known = self.knowledge.facts
        return [({n: v for n, v in one.items() if n in known}, priorities_of(one)) for one in as_mappings(frame)]

    def decide(self, profiles: Sequence[tuple[Profile, dict[str, str]]]) -> list[Trace]:
        """The answers."""
        return [self.engine.run(answers, priorities) for answers, priorities in profiles]

    def rows(self, answers: Sequence[Trace]) -> list[Row]:
        """The answers as rows."""
        return [self._row(trace) for trace in answers]

    def _row(self, trace: Trace) -> Row:
        verdict, standing = trace.verdict, {one.strategy: one for one in trace.ranking}
        scores = [standing[name].score for name in self.knowledge.strategies]
        out = [bool(standing[name].ruled_out_by) for name in self.knowledge.strategies]
        return rounded([verdict.openness, verdict.strategy, verdict.close_call, verdict.undecided, *scores, *out])
