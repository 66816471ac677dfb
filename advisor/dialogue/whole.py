"""How the score of the whole comes about where an organisation lists several workloads: it is the mean over them."""

from collections.abc import Mapping
from typing import Any

from advisor.dialogue.document import Comparison, Row, Step, Sum, Typed, signed
from advisor.i18n import Language, say
from advisor.knowledge.model import KnowledgeBase

Record = Mapping[str, Any]


def total(record: Record, knowledge: KnowledgeBase, language: Language) -> Sum | None:
    """What each workload adds to the score of what is recommended; None where no single strategy is."""
    strategy = record["verdict"]["strategy"]
    score = next((row["score"] for row in record["ranking"] if row["strategy"] == strategy), None)
    if score is None:
        return None
    known = knowledge.strategies.get(strategy)
    name = known.name[language] if known else strategy
    return Sum(
        say("report.column_workload", language),
        name,
        say("report.sum", language),
        say("report.sum_workloads", language, strategy=name, score=signed(score)),
        tuple(Step("", Typed(part["name"]), adds(strategy, part, record, knowledge)) for part in record["workloads"]),
        score,
    )


def comparison(record: Record, knowledge: KnowledgeBase, language: Language) -> Comparison:
    """What each workload adds to the score of each strategy for the whole."""
    known = knowledge.strategies
    strategies = [row["strategy"] for row in record["ranking"]]
    return Comparison(
        say("report.column_workload", language),
        say("report.comparison", language),
        say("report.comparison_workloads", language),
        tuple((one, known[one].name[language] if one in known else one) for one in strategies),
        tuple(
            Row(Typed(part["name"]), "", "", {one: adds(one, part, record, knowledge) for one in strategies})
            for part in record["workloads"]
        ),
        {row["strategy"]: row["score"] for row in record["ranking"]},
    )


def adds(strategy: str, part: Record, record: Record, knowledge: KnowledgeBase) -> float:
    """A workload's part of a strategy's mean; what is mixed gets the best that is left in each workload."""
    known = knowledge.strategies.get(strategy)
    if known is None or known.openness != knowledge.mixed:
        score = next((float(row["score"]) for row in part["ranking"] if row["strategy"] == strategy), 0.0)
    else:
        score = max((float(row["score"]) for row in part["ranking"] if not row["ruled_out_by"]), default=-1.0)
    return score / len(record["workloads"])
