"""What stands among the reviews of a record is a review, or is refused with its place."""

import copy
from typing import Any

import pytest

from advisor.dialogue import review_shape
from advisor.errors import InputError

SHA = "0" * 64
REVIEW: dict[str, Any] = {
    "schema": "advisor/review/1",
    "reviewer": {"name": "Ada", "role": "Data protection"},
    "answered_by": "Bo",
    "date": "2026-11-25",
    "decision_sha256": SHA,
    "previous_sha256": None,
    "judgements": [{"kind": "verdict", "number": 1, "judgement": "accepted", "comment": None}],
    "not_judged": [],
    "corrections": [{"fact": "data_egress", "from": "never", "to": ["a"], "comment": "asked again"}],
    "withdrawn": [],
    "outcome": {"knowledge_sha256": SHA, "without_disputed": None, "corrected": {"strategy": None}},
    "conclusion": "approved",
    "comment": "See you\nin a year.",
    "sha256": SHA,
}


def changed(place: tuple[str | int, ...], value: Any) -> list[Any]:
    reviews: list[Any] = [copy.deepcopy(REVIEW)]
    holder: Any = reviews
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value
    return reviews


def test_a_review_as_it_is_written_passes_and_so_do_none_and_what_a_later_version_adds():
    review_shape.check([REVIEW, {**REVIEW, "witness": {"name": "Cy"}}], "r.json")
    review_shape.check([], "r.json")
    review_shape.check(None, "r.json")


def test_a_review_of_the_version_before_which_knew_no_withdrawals_passes():
    review_shape.check([{key: value for key, value in REVIEW.items() if key != "withdrawn"}], "r.json")


@pytest.mark.parametrize(
    ("reviews", "diagnostic"),
    [
        ("yes", "WR18: `reviews` does not hold"),
        ([REVIEW] * 101, "WR18: `reviews` does not hold"),
        (["Ada"], "WR18: `reviews[0]` does not hold"),
        (changed((0, "reviewer"), "Ada"), "WR18: `reviews[0].reviewer` does not hold"),
        (changed((0, "reviewer", "name"), 7), "WR18: `reviews[0].reviewer.name` does not hold"),
        (changed((0, "reviewer", "name"), ""), "WR19: the words at `reviews[0].reviewer.name`"),
        (changed((0, "reviewer", "name"), "A\x1b]0;owned\x07"), "WR19: the words at `reviews[0].reviewer.name`"),
        (changed((0, "reviewer", "role"), "a\u202eb"), "WR19: the words at `reviews[0].reviewer.role`"),
        (changed((0, "answered_by"), "B" * 401), "WR19: the words at `reviews[0].answered_by`"),
        (changed((0, "comment"), "x" * 4001), "WR19: the words at `reviews[0].comment`"),
        (changed((0, "comment"), "\x00"), "WR19: the words at `reviews[0].comment`"),
        (changed((0, "judgements"), {}), "WR18: `reviews[0].judgements` does not hold"),
        (changed((0, "judgements", 0, "judgement"), "liked"), "WR18: `reviews[0].judgements[0].judgement` does"),
        (changed((0, "corrections", 0, "fact"), None), "WR18: `reviews[0].corrections[0].fact` does not hold"),
        (changed((0, "corrections", 0, "comment"), "\x9b2J"), "WR19: the words at `reviews[0].corrections[0].comment`"),
        (changed((0, "conclusion"), ["approved"]), "WR18: `reviews[0].conclusion` does not hold"),
        (changed((0, "outcome"), []), "WR18: `reviews[0].outcome` does not hold"),
        (changed((0, "sha256"), "0" * 63), "WR18: `reviews[0].sha256` does not hold"),
        (changed((0, "decision_sha256"), {"a": [1] * 1000}), "WR18: `reviews[0].decision_sha256` does not hold"),
    ],
)
def test_what_is_no_review_is_refused_with_its_place(reviews, diagnostic):
    with pytest.raises(InputError) as caught:
        review_shape.check(reviews, "r.json")
    assert str(caught.value).startswith(f"r.json: {diagnostic}")


def test_everything_wrong_is_told_at_once_but_not_without_end():
    with pytest.raises(InputError) as caught:
        review_shape.check([{**REVIEW, "conclusion": "maybe", "sha256": 1}] * 3, "r.json")
    assert len(caught.value.diagnostics) == 6
    with pytest.raises(InputError) as caught:
        review_shape.check([{}] * 50, "r.json")
    assert len(caught.value.diagnostics) == 20
