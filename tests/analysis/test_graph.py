"""Facts and rules as a graph, and the part of it somebody wants to see."""

import pytest

from advisor.analysis.graph import Edge, around, of_rules, whole


def names(graph):
    return {node.key for node in graph.nodes}


def test_everything_is_in_the_whole_graph(mini):
    graph = whole(mini)

    assert {node.id for node in graph.nodes if node.kind == "rule"} == set(mini.rules)
    assert {node.id for node in graph.nodes if node.kind in {"asked", "derived", "given"}} == set(mini.facts)
    assert {node.id for node in graph.nodes if node.kind == "target"} == set(mini.parts)


def test_edges_say_what_a_rule_reads_concludes_and_does(mini):
    edges = set(whole(mini).edges)

    assert {
        Edge(("fact", "data_egress"), ("rule", "keep-data-in"), "reads"),
        Edge(("rule", "keep-data-in"), ("target", "hosted"), "rules_out"),
        Edge(("rule", "keep-data-in"), ("target", "open_self_hosted"), "favours", "strongly"),
        Edge(("rule", "compare-costs"), ("target", "closed_api"), "opposes", "slightly"),
        Edge(("fact", "laws"), ("rule", "public-data-goes-out"), "unless"),
        Edge(("rule", "no-staff"), ("fact", "self_hosting_feasible"), "concludes"),
        Edge(("rule", "close-means-pilot"), ("target", "any"), "advises"),
    } <= edges


def test_a_fact_is_told_apart_by_its_origin(mini):
    kinds = {node.id: node.kind for node in whole(mini).nodes}

    assert (kinds["data_egress"], kinds["self_hosting_feasible"], kinds["close_call"]) == ("asked", "derived", "given")


def test_one_step_around_a_rule_is_what_it_touches(mini):
    graph = around(whole(mini), [("rule", "no-staff")], 1)

    assert names(graph) == {("rule", "no-staff"), ("fact", "has_staff"), ("fact", "self_hosting_feasible")}
    assert len(graph.edges) == 2


def test_two_steps_lead_on_through_a_conclusion(mini):
    graph = around(whole(mini), [("rule", "no-staff")], 2)

    assert ("rule", "no-self-hosting") in names(graph)
    assert ("target", "open_self_hosted") not in names(graph)


def test_no_way_leads_through_a_strategy_unless_it_starts_there(mini):
    graph = whole(mini)
    far = around(graph, [("fact", "data_egress")], 20)
    from_it = around(graph, [("target", "open_self_hosted")], 1)

    assert ("target", "open_self_hosted") in names(far)
    assert ("rule", "no-self-hosting") not in names(far)
    assert {("rule", "no-self-hosting"), ("rule", "keep-data-in")} <= names(from_it)


def test_some_rules_come_with_all_they_touch_and_no_other_rule(mini):
    graph = of_rules(whole(mini), {"keep-data-in"})

    assert {node.id for node in graph.nodes if node.kind == "rule"} == {"keep-data-in"}
    assert {key for key in names(graph) if key[0] == "fact"} == {("fact", "data_egress"), ("fact", "data_sensitivity")}


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_no_edge_leads_out_of_the_part_that_is_shown(mini, steps):
    every = whole(mini)
    for node in every.nodes:
        graph = around(every, [node.key], steps)
        assert {key for edge in graph.edges for key in (edge.start, edge.end)} <= names(graph)
