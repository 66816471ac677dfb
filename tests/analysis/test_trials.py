"""What rules are tried on: examples one rule, cases and profiles all of them."""

from advisor.analysis import trials
from advisor.inference.rete import Engine
from advisor.profile import Profile, Workload


def test_examples_are_numbered_and_try_their_own_rule(mini):
    found = [(one.name, one.rule) for one in trials.of_examples(mini)]

    assert found[:2] == [("close-means-pilot 1", "close-means-pilot"), ("close-means-pilot 2", "close-means-pilot")]


def test_a_profile_is_tried_as_a_whole_and_workload_by_workload(mini):
    profile = Profile(workloads=(Workload("letters", answers={"has_staff": False}), Workload("web")))
    found = list(trials.of_profiles({"tea": profile}, Engine(mini)))

    assert [one.name for one in found] == ["tea", "tea: letters", "tea: web"]
    assert [one.known.get("self_hosting_feasible") for one in found] == [None, False, None]
