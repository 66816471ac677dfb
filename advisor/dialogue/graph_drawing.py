"""A graph of facts and rules as text for programs that draw: Graphviz's DOT, and Mermaid, which wikis and forges show.

Titles and names are what authors wrote, so each reaches the drawing as a label and never as syntax.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal

from advisor.analysis.graph import Edge, EdgeKind, Graph, NodeKind
from advisor.i18n import Language, say
from advisor.untrusted import printable

Form = Literal["dot", "mermaid"]

_DOT_NODES: Final[Mapping[NodeKind, str]] = {
    "asked": 'shape=box, style="filled", fillcolor="#eaf2fb"',
    "derived": 'shape=box, style="filled,rounded", fillcolor="#fdf3d8"',
    "given": 'shape=box, style="filled,dashed", fillcolor="#f2f2f2"',
    "rule": 'shape=ellipse, style="filled", fillcolor="#ffffff"',
    "target": 'shape=hexagon, style="filled", fillcolor="#e8f5e9"',
}
_DOT_EDGES: Final[Mapping[EdgeKind, str]] = {
    "reads": 'color="#666666"',
    "unless": 'color="#666666", style=dashed',
    "concludes": 'color="#8a6d00", style=bold',
    "rules_out": 'color="#b00020", style=bold, arrowhead=tee',
    "favours": 'color="#1b7a34"',
    "opposes": 'color="#b35900"',
    "advises": 'color="#666666", style=dotted',
}
_MERMAID_NODES: Final[Mapping[NodeKind, tuple[str, str]]] = {
    "asked": ("[", "]"),
    "derived": ("(", ")"),
    "given": ("[/", "/]"),
    "rule": ("([", "])"),
    "target": ("{{", "}}"),
}
_MERMAID_EDGES: Final[Mapping[EdgeKind, str]] = {
    "reads": "-->",
    "unless": "-.->",
    "concludes": "==>",
    "rules_out": "==x",
    "favours": "-->",
    "opposes": "-->",
    "advises": "-.->",
}
_SILENT: Final = frozenset({"reads"})
"""Edges that need no word: an arrow from a fact into a rule says it."""
_PLAIN: Final = re.compile(r"[^\w ,.:?!'’\-–，。：；？！（）、《》“”·]")


def drawn(graph: Graph, form: Form, language: Language) -> str:
    """The graph as text in the form asked for."""
    lines = _dot(graph, language) if form == "dot" else _mermaid(graph, language)
    return "\n".join(lines) + "\n"


def _names(graph: Graph) -> dict[tuple[str, str], str]:
    """A short name for each node that is no word of either language."""
    return {node.key: f"n{position}" for position, node in enumerate(graph.nodes)}


def _dot(graph: Graph, language: Language) -> Iterator[str]:
    names = _names(graph)
    yield "digraph rules {"
    yield '  rankdir=LR; node [fontname="sans-serif", fontsize=11]; edge [fontname="sans-serif", fontsize=9];'
    for node in graph.nodes:
        label = rf"{_quoted(node.name[language])}\n{_quoted(node.id)}"
        yield f'  {names[node.key]} [label="{label}", tooltip="{_quoted(node.id)}", {_DOT_NODES[node.kind]}];'
    for edge in graph.edges:
        said = f'label="{_quoted(_word(edge, language))}", ' if edge.kind not in _SILENT else ""
        yield f"  {names[edge.start]} -> {names[edge.end]} [{said}{_DOT_EDGES[edge.kind]}];"
    yield "}"


def _quoted(words: str) -> str:
    return printable(words).replace("\\", "\\\\").replace('"', '\\"')


def _mermaid(graph: Graph, language: Language) -> Iterator[str]:
    names = _names(graph)
    yield "flowchart LR"
    for node in graph.nodes:
        left, right = _MERMAID_NODES[node.kind]
        yield f'  {names[node.key]}{left}"{_escaped(node.name[language])}<br/>{_escaped(node.id)}"{right}:::{node.kind}'
    for edge in graph.edges:
        said = f'|"{_escaped(_word(edge, language))}"|' if edge.kind not in _SILENT else ""
        yield f"  {names[edge.start]} {_MERMAID_EDGES[edge.kind]}{said} {names[edge.end]}"
    yield "  classDef asked fill:#eaf2fb,stroke:#666,color:#111"
    yield "  classDef derived fill:#fdf3d8,stroke:#666,color:#111"
    yield "  classDef given fill:#f2f2f2,stroke:#666,color:#111,stroke-dasharray:4"
    yield "  classDef rule fill:#fff,stroke:#666,color:#111"
    yield "  classDef target fill:#e8f5e9,stroke:#666,color:#111"


def _escaped(words: str) -> str:
    """Everything that could be syntax as the number of its character, which Mermaid shows as itself."""
    return _PLAIN.sub(lambda match: f"#{ord(match[0])};", printable(words))


def _word(edge: Edge, language: Language) -> str:
    said = say(f"graph.{edge.kind}", language)
    return f"{said} ({say(f'graph.{edge.strength}', language)})" if edge.strength else said
