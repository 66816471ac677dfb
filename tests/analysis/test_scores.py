"""Scores of cases, and what moved since they were kept."""

from advisor.analysis import scores
from advisor.inference.decision import decide
from advisor.inference.direct import Direct
from advisor.knowledge.kept_scores import Kept
from advisor.profile import Profile, Workload

NOW = {("a", ""): {"x": "+0.100", "y": "out"}, ("b", ""): {"x": "+0.200", "y": "+0.000"}}


def told(rows):
    kept = Kept(rows, {key: number for number, key in enumerate(rows, start=2)}, "rules/scores.csv")
    return [one.render("en").splitlines()[0] for one in scores.moved(kept, NOW)]


def test_nothing_is_told_where_nothing_moved():
    assert told(NOW) == []


def test_what_moved_is_gone_or_new_is_told():
    assert told({("a", ""): {"x": "+0.100", "y": "+0.300"}, ("c", "web"): {}}) == [
        "rules/scores.csv:2: SC03: scores of the case `a` have moved: y +0.300 -> out",
        "rules/scores.csv: SC05: no scores are kept of the case `b`",
        "rules/scores.csv:3: SC04: scores are kept of the case `c: web`, which is gone",
    ]


def test_a_case_has_a_row_for_the_whole_and_for_each_workload(mini):
    profile = Profile(workloads=(Workload("letters", answers={"has_staff": False}), Workload("web")))
    rows = scores.of_decision("tea", decide(profile, Direct(mini)))

    assert list(rows) == [("tea", ""), ("tea", "letters"), ("tea", "web")]
    assert rows["tea", "letters"]["open_self_hosted"] == "out"
