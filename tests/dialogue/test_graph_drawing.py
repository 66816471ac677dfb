"""A drawing holds every node and edge, and nothing an author writes becomes syntax."""

import html
import re
import shutil
import subprocess
from dataclasses import replace

import pytest

from advisor.analysis import graph as making
from advisor.analysis.graph import Edge, Graph, Node
from advisor.dialogue.graph_drawing import drawn
from advisor.i18n import Text

HOSTILE = [
    '"]; click n0 "javascript:alert(1)"',
    "<script>alert(1)</script> &amp; &lt;",
    r"back\slash \n \" \N end",
    "`markdown` **bold** #quot; #35;",
    "%% comment %%{init: {}}%% ; } ] ) |a|",
    "end",
    "subgraph 图",
    "line\nbreak \x1b[31m \u202e turned",
]


@pytest.fixture(params=HOSTILE)
def hostile(request):
    words = Text(en=request.param, zh="图" + request.param)
    nodes = (Node("rule", "a", words), Node("asked", "b", words), Node("target", "c", words))
    edges = (Edge(("fact", "b"), ("rule", "a"), "unless"), Edge(("rule", "a"), ("target", "c"), "favours", "clearly"))
    return Graph(nodes, edges)


@pytest.fixture(params=["en", "zh"])
def language(request):
    return request.param


STRING = r'"(?:[^"\\]|\\.)*"'
DOT_NODE = re.compile(rf'  n\d+ \[label={STRING}, tooltip={STRING}, shape=\w+, style="[\w,]+", fillcolor="#\w+"\];')
DOT_EDGE = re.compile(rf'  n\d+ -> n\d+ \[(?:label={STRING}, )?color="#\w+"(?:, (?:style|arrowhead)=\w+)*\];')


def test_every_line_of_dot_is_a_node_or_an_edge(whole, hostile, language):
    for graph in (making.whole(whole), hostile):
        first, second, *lines, last = drawn(graph, "dot", language).splitlines()

        assert (first, second.split()[0], last) == ("digraph rules {", "rankdir=LR;", "}")
        assert [line for line in lines if not (DOT_NODE.fullmatch(line) or DOT_EDGE.fullmatch(line))] == []
        assert sum(bool(DOT_NODE.fullmatch(line)) for line in lines) == len(graph.nodes)
        assert sum(bool(DOT_EDGE.fullmatch(line)) for line in lines) == len(graph.edges)


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_reads_what_is_drawn(hostile, language):
    for graph in (hostile, replace(hostile, edges=())):
        done = subprocess.run(
            ["dot", "-Tplain"], input=drawn(graph, "dot", language), capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert len(re.findall(r"^node ", done.stdout, re.MULTILINE)) == 3


NODE = re.compile(r'  (n\d+)(?:\["|\("|\(\["|\[/"|\{\{")([^"<>\[\]{}`|]*)<br/>([^"<>\[\]{}`|]*)"[\])}/]+:::(\w+)')
EDGE = re.compile(r'  n\d+ (?:-->|-\.->|==>|==x)(?:\|"[^"<>\[\]{}`|]*"\|)? n\d+')
STYLE = re.compile(r"  classDef \w+ [\w:#,-]+")


def test_every_line_of_mermaid_is_a_node_an_edge_or_a_style(whole, hostile, language):
    for graph in (making.whole(whole), hostile):
        first, *lines = drawn(graph, "mermaid", language).splitlines()

        assert first == "flowchart LR"
        assert [line for line in lines if not any(form.fullmatch(line) for form in (NODE, EDGE, STYLE))] == []
        assert sum(bool(NODE.fullmatch(line)) for line in lines) == len(graph.nodes)
        assert sum(bool(EDGE.fullmatch(line)) for line in lines) == len(graph.edges)


def test_mermaid_shows_hostile_words_as_they_are(hostile):
    line = drawn(hostile, "mermaid", "en").splitlines()[1]
    shown = html.unescape(re.sub(r"#(\d+);", r"&#\1;", NODE.fullmatch(line)[2]))

    assert "\x1b" not in shown
    assert shown.replace("\\u001b", "\x1b").split("\\u")[0].split("\x1b")[0] in hostile.nodes[0].name.en.replace(
        "\n", " "
    )


def test_a_strategy_and_a_fact_of_the_same_name_stay_two():
    words = Text(en="x", zh="某")
    nodes = (Node("asked", "x", words), Node("rule", "x", words), Node("target", "x", words))
    graph = Graph(
        nodes, (Edge(("fact", "x"), ("rule", "x"), "reads"), Edge(("rule", "x"), ("target", "x"), "rules_out"))
    )

    assert "  n0 --> n1" in drawn(graph, "mermaid", "en").splitlines()
    assert "  n1 -> n2 [" in drawn(graph, "dot", "en")


def test_words_are_those_of_the_language(mini):
    graph = making.whole(mini)

    assert '"rules out"' in drawn(graph, "dot", "en")
    assert '"排除"' in drawn(graph, "dot", "zh")
    assert "favours #40;strongly#41;" in drawn(graph, "mermaid", "en")
    assert "受监管数据留在内部" in drawn(graph, "mermaid", "zh")
