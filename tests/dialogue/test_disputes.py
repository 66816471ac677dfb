"""Conflicts between sources and later evidence, where a recommendation shows them."""

import datetime as dt

import pytest

from advisor.dialogue import content, record, screen
from advisor.dialogue.markdown import markdown
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.profile import Profile


@pytest.fixture(scope="module")
def made(whole):
    """The record of an organisation with heavy use that must not hang on one vendor."""
    answers = {"usage_volume": "heavy", "lock_in_tolerance": "low", "task_difficulty": "routine"}
    return record.build(decide(Profile(answers=answers), Engine(whole)), dt.date(2026, 11, 25))


def test_the_record_names_the_conflicts_that_touch_a_rule_that_fired(made, whole):
    fired = {reason["rule"] for reason in made["reasons"]} | {advice["rule"] for advice in made["advice"]}
    listed = {conflict["id"]: conflict for conflict in made["conflicts"]}

    assert {"break-even-volume", "cheaper-in-the-long-run", "size-of-the-quality-gap"} <= set(listed)
    assert "health-data-at-a-vendor" not in listed
    for conflict in listed.values():
        assert set(conflict["rules"]) <= set(whole.conflicts[conflict["id"]].rules)
        assert {"fees-by-use-add-up", "routine-tasks", "count-the-people"} & fired


@pytest.mark.parametrize(
    ("language", "heading", "settled"),
    [
        ("en", "Where the sources disagree", "No volume is written into a rule."),
        ("zh", "来源之间的分歧", "规则中不写死任何用量。"),
    ],
)
def test_both_sides_and_the_settlement_are_shown_in_both_languages(made, whole, language, heading, settled):
    said = content.report(made, whole, language)
    console = screen.console()
    with console.capture() as shown:
        console.print(screen.render(said), width=1000)

    for page in (markdown(said), shown.get()):
        assert heading in page
        assert settled in page


def test_what_bears_most_on_the_result_comes_first(made, whole):
    chapters = {chapter.key: chapter for chapter in content.report(made, whole, "en").whole.chapters}
    first = chapters["conflicts"].items[0]

    assert first.words in {whole.conflicts[name].title.en for name in ("break-even-volume", "cheaper-in-the-long-run")}
    assert len(first.below) == 2


def test_later_evidence_on_a_claim_travels_with_it(made, whole):
    for reason in made["reasons"]:
        for source in reason["sources"]:
            if source["kind"] == "claim":
                qualifiers = [one["id"] for one in source["qualified_by"]]
                assert qualifiers == list(whole.claims[source["id"]].qualified_by)


def test_later_evidence_is_shown_unless_the_reason_cites_it_itself(made, whole):
    said = content.report(made, whole, "en").whole
    reason = next(r for r in said.reasons_for if r.rule == "dependence-would-stop-the-work")
    since = {citation.id: citation.since for citation in reason.citations}

    assert [line.split("[")[-1] for line in since["c078"]] == ["x04]"]
    assert since["c054"] == ()
