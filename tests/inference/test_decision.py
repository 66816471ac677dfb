"""From a profile to a decision, for one task and for several."""

from dataclasses import replace

import pytest

from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.knowledge.effects import RuleOut
from advisor.profile import Profile, Workload

SECRET = {"data_sensitivity": "regulated", "data_egress": "never"}
OPEN = {"data_sensitivity": "public", "data_egress": "anywhere"}


@pytest.fixture(scope="module")
def engine(mini):
    return Engine(mini)


def verdict_of(engine, *workloads, **top):
    return decide(Profile(answers=top, workloads=tuple(Workload(n, answers=a) for n, a in workloads)), engine)


def test_without_workloads_there_is_one(engine):
    decision = verdict_of(engine, **SECRET)

    assert (decision.verdict.strategy, decision.workloads, decision.split) == ("open_self_hosted", (), None)


def test_workloads_that_agree_share_their_strategy(engine):
    decision = verdict_of(engine, ("a", SECRET), ("b", SECRET))

    assert (decision.verdict.strategy, decision.split) == ("open_self_hosted", None)


def test_a_split_is_no_rival_of_what_all_workloads_take(engine):
    alone, decision = verdict_of(engine, **SECRET), verdict_of(engine, ("a", SECRET), ("b", SECRET))
    hybrid = next(standing for standing in decision.ranking if standing.strategy == "hybrid")

    assert not hybrid.ruled_out_by
    assert decision.verdict.runner_up != "hybrid"
    assert not decision.verdict.close_call or alone.verdict.close_call


def test_workloads_that_differ_in_openness_make_a_hybrid_with_its_split(engine):
    decision = verdict_of(engine, ("files", SECRET), ("website", OPEN))

    assert decision.verdict.strategy == "hybrid"
    assert decision.split == {"files": "open_self_hosted", "website": decision.workloads[1].trace.verdict.strategy}
    assert decision.workloads[1].trace.verdict.openness == "closed"


def test_what_holds_for_all_holds_for_each_workload(engine):
    decision = verdict_of(engine, ("files", SECRET), ("website", OPEN), has_staff=False)

    assert all(
        "open_self_hosted" in [s.strategy for s in d.trace.ranking if s.ruled_out_by] for d in decision.workloads
    )


def test_a_workload_without_a_verdict_leaves_no_split(engine):
    decision = verdict_of(engine, ("files", {**SECRET}), ("nothing known", {}))

    assert decision.split is None


def test_the_whole_is_ruled_out_by_what_rules_it_out_for_a_part(engine):
    decision = verdict_of(engine, ("files", SECRET), ("website", OPEN))
    hosted = next(s for s in decision.ranking if s.strategy == "open_hosted")

    assert hosted.ruled_out_by == ("keep-data-in",)


def test_one_listed_workload_is_one_kind_of_work_however_varied_the_whole_is(whole):
    decision = decide(
        Profile(
            answers={"work_variety": "wide", "work_differs_in": frozenset({"sensitivity"})},
            workloads=(Workload("files", answers=SECRET), Workload("website", answers=OPEN)),
        ),
        Engine(whole),
    )

    assert [part.trace.answers["work_variety"] for part in decision.workloads] == ["uniform", "uniform"]
    assert decision.trace.answers["work_variety"] == "wide"


def test_a_workload_that_can_have_nothing_is_no_half_of_a_hybrid(mini):
    kept_in = replace(mini.rules["keep-data-in"], then=(RuleOut("any"),))
    knowledge = replace(mini, rules={**mini.rules, kept_in.id: kept_in})
    decision = verdict_of(Engine(knowledge), ("files", SECRET), ("website", OPEN))

    assert decision.verdict.openness is None
    assert all("keep-data-in" in standing.ruled_out_by for standing in decision.ranking)
