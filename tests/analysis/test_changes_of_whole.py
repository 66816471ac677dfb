"""What would change the answer for several workloads."""

from dataclasses import replace

import pytest
from drawing import profiles_with_workloads
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.analysis.changes_of_whole import Change, nearest
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.inference.whole import Way
from advisor.profile import Profile, Workload

SECRET = {"data_sensitivity": "regulated", "data_egress": "never"}
OPEN = {"data_sensitivity": "public", "data_egress": "anywhere"}


@pytest.fixture(scope="module")
def engine(mini):
    return Engine(mini)


def changed(profile: Profile, change: Change) -> Profile:
    """The profile of somebody who answered otherwise."""

    def own(place: int, workload: Workload) -> Workload:
        answers = {f: a for f, a in workload.answers.items() if f != change.fact or change.workload is not None}
        return replace(workload, answers=answers | ({change.fact: change.after} if change.workload == place else {}))

    answers = profile.answers if change.workload is not None else {**profile.answers, change.fact: change.after}
    return replace(profile, answers=answers, workloads=tuple(own(n, w) for n, w in enumerate(profile.workloads)))


def way(engine, profile):
    verdict = decide(profile, engine).verdict
    return Way(verdict.strategy, verdict.openness)


@settings(max_examples=30)
@given(data=st.data())
def test_every_flip_leads_where_it_says_and_needs_every_change(engine, data):
    profile = data.draw(profiles_with_workloads(engine.knowledge))
    found = nearest(decide(profile, engine))
    now = way(engine, profile)
    for flip in data.draw(st.permutations(found.flips).map(lambda drawn: drawn[:20])):
        after = profile
        for change in flip.changes:
            assert way(engine, after) != flip.way
            after = changed(after, change)
        assert way(engine, after) == flip.way != now


def test_what_may_differ_changes_for_one_workload_alone(engine):
    profile = Profile(workloads=(Workload("files", answers=SECRET), Workload("website", answers=OPEN)))
    singles = [flip.changes[0] for flip in nearest(decide(profile, engine)).flips if len(flip.changes) == 1]

    assert Change("data_egress", "never", "anywhere", 0) in singles
    assert all(change.workload is not None for change in singles)


def test_what_holds_for_all_changes_for_all_of_them(engine):
    profile = Profile(
        answers={"has_staff": True}, workloads=(Workload("files", answers=SECRET), Workload("mail", answers=SECRET))
    )
    singles = [flip.changes[0] for flip in nearest(decide(profile, engine)).flips if len(flip.changes) == 1]

    assert Change("has_staff", before=True, after=False) in singles
