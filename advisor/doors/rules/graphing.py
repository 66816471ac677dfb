"""`advisor rules graph`: facts and rules as a drawing."""

import sys
from pathlib import Path

from advisor.analysis import graph as drawing
from advisor.analysis import selection
from advisor.analysis.graph import Graph
from advisor.analysis.selection import Wanted
from advisor.dialogue.graph_drawing import Form, drawn
from advisor.doors import DONE
from advisor.doors.rules.listing import refuse_unknown
from advisor.errors import InputError, fault, nearest
from advisor.i18n import Language, say
from advisor.knowledge import loader
from advisor.knowledge.model import KnowledgeBase
from advisor.writing import write_text

_MOST_EDGES = 500
"""Edges from which Mermaid refuses to draw unless whoever shows the drawing allows more."""


def graph(
    rules: loader.Rules,
    name: str | None,
    wanted: Wanted,
    steps: int,
    form: Form,
    output: Path | None,
    language: Language,
) -> int:
    """Everything, the surroundings of a rule, fact or strategy, or the rules of a topic with what they touch."""
    knowledge = loader.load(rules)
    refuse_unknown(wanted, knowledge)
    found = _chosen(knowledge, name, wanted, steps)
    text = drawn(found, form, language)
    if form == "mermaid" and len(found.edges) > _MOST_EDGES:
        sys.stderr.write(say("graph.too_many", language, count=len(found.edges), most=_MOST_EDGES) + "\n")
    if output is None:
        sys.stdout.write(text)
    else:
        write_text(output, text)
    return DONE


def _chosen(knowledge: KnowledgeBase, name: str | None, wanted: Wanted, steps: int) -> Graph:
    found = drawing.whole(knowledge)
    if wanted != Wanted():
        found = drawing.of_rules(found, {rule.id for rule in selection.select(knowledge, wanted)})
    if name is None:
        return found
    starts = [node.key for node in found.nodes if node.id == name]
    if starts:
        return drawing.around(found, starts, steps)
    if name in knowledge.base.topics:
        return drawing.of_rules(found, {rule.id for rule in knowledge.rules.values() if rule.topic == name})
    known = [*knowledge.base.topics, *(node.id for node in found.nodes)]
    raise InputError([fault("WR23", "rules graph", name=name, near=nearest(name, known))])
