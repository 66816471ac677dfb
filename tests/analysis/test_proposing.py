"""Drafts of cases: each shows what no trial showed, and stands one or two answers beside a case."""

import pytest

from advisor.analysis import proposing
from advisor.analysis.coverage import measured, on, seen_by
from advisor.analysis.trials import Trial, of_cases, of_examples
from advisor.inference.rete import Engine
from advisor.knowledge import cases

CASE = """\
id: hospital
title: {en: "A hospital", zh: "一家医院"}
profile: {answers: {data_sensitivity: regulated, data_egress: never, has_staff: yes}}
expect: {openness: [open]}
because: {en: "Nothing may leave.", zh: "数据不得外流。"}
sources: [a-law]
reviewed: 2026-11-25
"""


@pytest.fixture
def seeds(mini, tmp_path):
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "hospital.yaml").write_text(CASE, encoding="utf-8")
    return tuple(cases.read([(tmp_path, "mini")], mini)[0].values())


def test_drafts_show_everything_that_can_be_shown_by_an_answer(mini, seeds):
    trials = [*of_examples(mini), *of_cases(seeds, Engine(mini))]
    gaps = measured(mini, trials).gaps
    found = proposing.propose(mini, seeds, trials, [one.rule.id for one in gaps])
    after = measured(mini, [*trials, *(draft.trial for draft in found.drafts)])

    assert gaps
    assert (found.left, after.gaps) == ({}, ())


def test_every_draft_shows_something_new(mini, seeds):
    rule = mini.rules["public-data-goes-out"]
    found = proposing.propose(mini, seeds, [], [rule.id])
    seen = {}
    for draft in found.drafts:
        before = set(proposing.gaps(on(rule, seen)))
        seen |= seen_by(rule, mini, [draft.trial])
        assert set(draft.shows) == before - set(proposing.gaps(on(rule, seen)))
        assert draft.shows


def test_what_rests_on_a_conclusion_is_changed_where_a_person_answers(mini, seeds):
    silent = Trial("case", "x", {"self_hosting_feasible": True})
    found = proposing.propose(mini, seeds, [silent], ["no-self-hosting"])

    assert ("has_staff", False) in [change for draft in found.drafts for change in draft.changes]


def test_without_a_case_to_start_from_there_is_no_draft(mini):
    found = proposing.propose(mini, (), [], ["keep-data-in"])

    assert found.drafts == ()
    assert ("never_fires", None) in found.left["keep-data-in"]
