"""GoRules zen-engine: a decision table for each stratum that collects every rule that fires.

Between two tables an expression node settles what the rules concluded. The engine matches and chains; the score is the
shared one. Of the ways to say and to ask it this was the fastest by far: one expression a rule instead of a column a
question, a static loader, which compiles once, and profiles as JSON text.
"""

import itertools
import json
from collections.abc import Sequence
from typing import Any

import polars as pl
import zen
from scoring import Scoring
from task import Row, as_mappings, priorities_of, rounded
from translating import Test, formula, settled, strata, written

from advisor.knowledge.model import KnowledgeBase, Rule

_KEY = "rules"
_WORDS = ("true", "false", "and", "or", "not ")


class Deciding:
    """JSON in, rows out."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.scoring = Scoring(knowledge)
        self.levels = len(strata(knowledge))
        self.engine = zen.ZenEngine({"loader": {"type": "static", "content": {_KEY: graph(knowledge)}}})

    def take(self, frame: pl.DataFrame) -> list[tuple[str, dict[str, str]]]:
        """Each profile as JSON, and its priorities."""
        return [(json.dumps(one, default=sorted), priorities_of(one)) for one in as_mappings(frame)]

    def decide(self, profiles: Sequence[tuple[str, dict[str, str]]]) -> list[Row]:
        """The answers."""
        found = []
        for profile, priorities in profiles:
            result = self.engine.evaluate(_KEY, profile)["result"]
            fired = [one["rule"] for level in range(self.levels) for one in result[f"fired{level}"]]
            found.append(self.scoring.row(fired, priorities))
        return found

    def rows(self, answers: Sequence[Row]) -> list[Row]:
        """The answers as rows."""
        return [rounded(row) for row in answers]


def graph(knowledge: KnowledgeBase) -> dict[str, Any]:
    """The decision model: tables and expressions in a row."""
    nodes: list[dict[str, Any]] = [_node("in", "inputNode", None)]
    levels = strata(knowledge)
    for level, rules in enumerate(levels):
        nodes.append(_node(f"table{level}", "decisionTableNode", _table(level, rules, knowledge)))
        conclusions = settled(knowledge, rules, [r for later in levels[level + 1 :] for r in later])
        if conclusions:
            nodes.append(_node(f"settled{level}", "expressionNode", _expressions(level, conclusions)))
    nodes.append(_node("out", "outputNode", None))
    names = [node["id"] for node in nodes]
    edges = [
        {"id": f"{one}-{other}", "sourceId": one, "targetId": other, "type": "edge"}
        for one, other in itertools.pairwise(names)
    ]
    return {"nodes": nodes, "edges": edges}


def _node(name: str, kind: str, content: dict[str, Any] | None) -> dict[str, Any]:
    node: dict[str, Any] = {"id": name, "type": kind, "name": name, "position": {"x": 0, "y": 0}}
    return node if content is None else {**node, "content": content}


def _table(level: int, rules: Sequence[Rule], knowledge: KnowledgeBase) -> dict[str, Any]:
    return {
        "hitPolicy": "collect",
        "passThrough": True,
        "outputPath": f"fired{level}",
        "inputs": [{"id": "when", "name": "when", "field": ""}],
        "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
        "rules": [
            {
                "_id": rule.id,
                "when": written(formula(rule, knowledge), _test, _WORDS),
                "rule": json.dumps(rule.id),
            }
            for rule in rules
        ],
    }


def _expressions(level: int, conclusions: dict[str, dict[object, list[str]]]) -> dict[str, Any]:
    texts = []
    for fact, made in conclusions.items():
        fired = {
            json.dumps(value): f"some(map(fired{level}, #.rule), # in {json.dumps(by)})" for value, by in made.items()
        }
        text = "null"
        for value, holds in fired.items():
            others = [f"not ({other})" for key, other in fired.items() if key != value]
            text = f"({' and '.join([holds, *others])} ? {value} : {text})"
        texts.append({"id": fact, "key": fact, "value": text})
    return {"passThrough": True, "expressions": texts}


def _test(test: Test) -> str:
    name = test.fact.id
    if test.what == "known":
        return f"{name} != null"
    if test.what == "includes":
        return f"({name} != null and contains({name}, {json.dumps(test.values[0])}))"
    if test.what in {"at least", "at most"}:
        return f"({name} != null and {name} {'>=' if test.what == 'at least' else '<='} {test.values[0]})"
    if len(test.values) == 1:
        return f"{name} == {json.dumps(test.values[0])}"
    return f"{name} in {json.dumps(list(test.values))}"
