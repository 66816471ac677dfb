"""A review being written loses nothing, and goes on only with the decision it judges."""

import json

import pytest

from advisor.dialogue.review_journal import ReviewJournal, beside, resumed
from advisor.dialogue.reviewing import JOURNAL
from advisor.errors import InputError

SHA, OTHER = "1" * 64, "2" * 64
PERSON = {"name": "Ada", "role": "Data protection", "answered_by": "Bo"}
EVENTS = [PERSON, {"item": "verdict/1", "disputed": True, "comment": "太早\u202e"}]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tea.review.jsonl"


def test_it_lies_beside_the_record(tmp_path):
    assert beside(tmp_path / "tea.json") == tmp_path / "tea.review.jsonl"


def test_each_event_is_on_disk_before_the_next(path):
    journal = ReviewJournal(path, SHA)
    for count, event in enumerate(EVENTS, start=1):
        journal.add(event)
        assert resumed(path, SHA) == EVENTS[:count]
    assert "\u202e" not in path.read_text(encoding="utf-8")


def test_going_on_keeps_what_was_said(path):
    ReviewJournal(path, SHA).add(PERSON)
    again = ReviewJournal(path, SHA, resumed(path, SHA))
    again.add(EVENTS[1])
    assert resumed(path, SHA) == EVENTS


def test_a_last_line_cut_off_is_left_out_more_than_once(path):
    ReviewJournal(path, SHA).add(PERSON)
    for _ in range(2):
        with path.open("a", encoding="utf-8") as file:
            file.write('{"item": "ver')
        ReviewJournal(path, SHA, resumed(path, SHA))
        assert resumed(path, SHA) == [PERSON]


@pytest.mark.parametrize("content", [None, ""], ids=["no file", "an empty file"])
def test_without_a_journal_the_review_begins(path, content):
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert resumed(path, SHA) == []


@pytest.mark.parametrize(
    "head",
    [
        {"journal": JOURNAL, "decision_sha256": OTHER},
        {"journal": JOURNAL},
        {"journal": "advisor/review-journal/0", "decision_sha256": SHA},
        {"journal": "advisor/journal/1"},
        ["journal"],
        "journal",
        None,
    ],
    ids=str,
)
def test_what_belongs_to_another_decision_or_an_older_journal_is_refused(path, head):
    path.write_text(json.dumps(head) + "\n" + json.dumps(PERSON) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="WR14: a review of another record lies here"):
        resumed(path, SHA)


@pytest.mark.parametrize("content", ["no JSON at all\n", "[" * 100_000 + "\n"], ids=["words", "too deep"])
def test_what_is_no_journal_is_refused(path, content):
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="WR14"):
        resumed(path, SHA)


def test_what_is_no_event_is_passed_over(path):
    head = {"journal": JOURNAL, "decision_sha256": SHA}
    path.write_text("\n".join(map(json.dumps, [head, 7, "x", None, [], PERSON])) + "\n", encoding="utf-8")
    assert resumed(path, SHA) == [PERSON]


def test_where_it_cannot_be_written_it_says_so(tmp_path, path):
    with pytest.raises(InputError, match="FI09: cannot write here"):
        ReviewJournal(tmp_path / "missing" / "a.jsonl", SHA)
    journal = ReviewJournal(path, SHA)
    path.unlink()
    path.mkdir()
    with pytest.raises(InputError, match="FI09: cannot write here"):
        journal.add(PERSON)
