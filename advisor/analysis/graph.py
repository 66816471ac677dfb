"""Facts and rules as a graph: what a rule reads, what it concludes, and what it does to which strategy."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from advisor.i18n import Text
from advisor.knowledge.conditions import leaves
from advisor.knowledge.model import KnowledgeBase, Rule

NodeKind = Literal["asked", "derived", "given", "rule", "target"]
"""A fact that is asked, concluded, or read off something else; a rule; a strategy or group."""
EdgeKind = Literal["reads", "unless", "concludes", "rules_out", "favours", "opposes", "advises"]


@dataclass(frozen=True, slots=True)
class Node:
    """A fact, a rule, or a strategy or group."""

    kind: NodeKind
    id: str
    name: Text

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the others: a rule may be called as a fact is."""
        return (group(self.kind), self.id)


@dataclass(frozen=True, slots=True)
class Edge:
    """What leads from one node to another, by their keys."""

    start: tuple[str, str]
    end: tuple[str, str]
    kind: EdgeKind
    strength: str | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes in the order of the knowledge, and the edges between them."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def group(kind: NodeKind) -> str:
    """Facts of every origin are one group."""
    return kind if kind in {"rule", "target"} else "fact"


def whole(knowledge: KnowledgeBase) -> Graph:
    """Every fact, rule, strategy and group."""
    origins: dict[str, NodeKind] = {"asked": "asked", "derived": "derived"}
    facts = [Node(origins.get(fact.origin, "given"), fact.id, fact.name) for fact in knowledge.facts.values()]
    rules = [Node("rule", rule.id, rule.title) for rule in knowledge.rules.values()]
    targets = [Node("target", name, knowledge.named(name)) for name in knowledge.parts]
    edges = [edge for rule in knowledge.rules.values() for edge in _edges(rule)]
    return Graph((*facts, *rules, *targets), tuple(dict.fromkeys(edges)))


def _edges(rule: Rule) -> Iterator[Edge]:
    own = ("rule", rule.id)
    for leaf in leaves(rule.when):
        yield Edge(("fact", leaf.fact), own, "reads")
    if rule.unless is not None:
        for leaf in leaves(rule.unless):
            yield Edge(("fact", leaf.fact), own, "unless")
    for conclusion in rule.concludes:
        yield Edge(own, ("fact", conclusion.fact), "concludes")
    for gate in rule.gates:
        yield Edge(own, ("target", gate.target), "rules_out")
    for weight in rule.weighs:
        yield Edge(own, ("target", weight.target), "favours" if weight.sign > 0 else "opposes", weight.adverb)
    for advice in rule.advises:
        yield Edge(own, ("target", advice.target), "advises")


def around(graph: Graph, starts: Collection[tuple[str, str]], steps: int) -> Graph:
    """The part of a graph within some steps of where one stands.

    A step leads from a fact to the rules that read or conclude it, and from a rule to everything it touches. Strategies
    are shown and not walked through: nearly every rule is two steps from every other by way of them.
    """
    reached = set(starts)
    edge = set(starts)
    for _ in range(steps):
        walked = {key for key in edge if key[0] != "target" or key in starts}
        edge = {
            there
            for one in graph.edges
            for here, there in ((one.start, one.end), (one.end, one.start))
            if here in walked
        } - reached
        reached |= edge
    return _only(graph, reached)


def of_rules(graph: Graph, rules: Collection[str]) -> Graph:
    """Some rules with everything they touch, and no other rule."""
    own = {("rule", rule) for rule in rules}
    touched = {key for edge in graph.edges if {edge.start, edge.end} & own for key in (edge.start, edge.end)}
    return _only(graph, touched | own)


def _only(graph: Graph, keys: Collection[tuple[str, str]]) -> Graph:
    return Graph(
        tuple(node for node in graph.nodes if node.key in keys),
        tuple(edge for edge in graph.edges if edge.start in keys and edge.end in keys),
    )
