"""The account of what the knowledge covers names nothing that is not there, and leaves nothing out."""

import re

import pytest

from advisor.knowledge.loader import default_directory, load

KNOWLEDGE = load()
TEXT = (default_directory() / "COVERAGE.md").read_text(encoding="utf-8")
ELSEWHERE = re.compile(r"advisor .*|.*/.*|.*:")
"""Commands, files and keys stand in the same type as the ids of rules and facts."""


def rows(heading):
    """The rows of the table below a heading, without the two lines at its head."""
    part = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in part.splitlines() if line[:1] == "|"][
        2:
    ]


def test_every_name_is_a_rule_or_a_fact():
    named = {name for name in re.findall(r"`([^`]+)`", TEXT) if not ELSEWHERE.fullmatch(name)}
    assert named - {"COVERAGE.md", "conflicts.yaml", *KNOWLEDGE.rules, *KNOWLEDGE.facts} == set()


def test_every_criterion_is_a_question_or_has_its_reason():
    found = rows("Criteria")
    assert len(found) == 76
    for criterion, facts, rules in found:
        assert facts == "not asked" or "`" in facts, criterion
        assert len(rules) > 10, criterion


def test_every_statement_has_its_rules_or_its_reason():
    found = rows("Statements")
    assert [number for number, *_ in found] == [f"R{number:02}" for number in range(1, 97)]
    for number, _, rules in found:
        assert "`" in rules or rules.startswith("no "), number


def test_every_conflict_names_the_rules_that_settle_it():
    found = [(id_, set(re.findall(r"`([^`]+)`", rules))) for _, id_, _, rules in rows("Conflicts")]

    assert len(found) == 19
    assert found == [(one.id, set(one.rules)) for one in KNOWLEDGE.conflicts.values()]


def test_all_the_evidence_against_claims_is_there():
    assert len(KNOWLEDGE.counter_evidence) == len(rows("Evidence against claims of the article")) == 24


@pytest.mark.parametrize("item", KNOWLEDGE.counter_evidence.values(), ids=lambda item: item.id)
def test_every_piece_of_counter_evidence_names_the_rules_it_qualifies(item):
    [rules] = [row[2] for row in rows("Evidence against claims of the article") if row[0] == item.id]
    touched = {
        rule.id
        for rule in KNOWLEDGE.rules.values()
        if item.id in rule.sources or set(item.qualifies).intersection(rule.sources)
    }
    assert touched
    assert set(re.findall(r"`([^`]+)`", rules)) == touched
