"""What a review in a record must look like before anything reads it: a record is a file that anybody can edit.

The digests tell whether a review was changed since it was signed; this tells whether it is a review at all. Everything
that is wrong with any of them is told at once, with its place in the record.
"""

import unicodedata
from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from advisor.errors import Diagnostic, InputError, Location

MOST_REVIEWS: Final = 100
_WORDS: Final = frozenset({"string_too_long", "string_too_short", "control_characters"})
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SHOWN: Final = 20
"""Faults told of one record; who needs more has sent something else than a record."""


def plain(words: str) -> bool:
    """Whether words hold no control characters: what nobody can see has no place under a signature."""
    return not any(unicodedata.category(character) in _UNSEEN for character in words if character != "\n")


def _plain(words: str) -> str:
    if not plain(words):
        kind = "control_characters"
        raise PydanticCustomError(kind, "control characters are not allowed")
    return words


Named = Annotated[str, StringConstraints(min_length=1, max_length=400), AfterValidator(_plain)]
Remark = Annotated[str, StringConstraints(max_length=4000), AfterValidator(_plain)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    """A part of a review; what a later version adds is let through, since the digest covers it."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)


class Reviewer(_Part):
    """Who signed."""

    name: Named
    role: Named


class Judged(_Part):
    """What was made of one thing."""

    kind: Literal["verdict", "gate", "reason", "condition", "caveat"]
    judgement: Literal["accepted", "disputed"]
    rule: Named | None = None
    number: int = 1
    of: Named | None = None
    comment: Remark | None = None


class Corrected(_Part):
    """An answer that was given otherwise."""

    fact: Named
    to: Any
    of: Named | None = None
    comment: Remark | None = None


class Outcome(_Part):
    """What the verdict becomes."""

    without_disputed: dict[str, Any] | None = None
    corrected: dict[str, Any] | None = None


class Review(_Part):
    """A review as far as anything reads it."""

    reviewer: Reviewer
    answered_by: Named
    date: Named
    decision_sha256: Digest
    previous_sha256: Digest | None
    judgements: list[Judged]
    corrections: list[Corrected]
    withdrawn: list[Corrected] = []
    outcome: Outcome
    conclusion: Literal["approved", "approved_with_reservations", "rejected"]
    comment: Remark | None
    sha256: Digest


def check(reviews: Any, path: str) -> None:
    """Raise `InputError` with everything that is wrong with the reviews of a record."""
    faults = list(_faults(reviews, path))
    if faults:
        raise InputError(faults[:_SHOWN])


def _faults(reviews: Any, path: str) -> Iterator[Diagnostic]:
    if reviews is None:
        return
    if not isinstance(reviews, list) or len(reviews) > MOST_REVIEWS:
        yield _fault("WR18", path, "reviews")
        return
    for number, review in enumerate(reviews):
        try:
            Review.model_validate(review)
        except ValidationError as error:
            for one in error.errors(include_url=False, include_input=False, include_context=False):
                place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in one["loc"])
                code = "WR19" if one["type"] in _WORDS else "WR18"
                yield _fault(code, path, f"reviews[{number}]{place}")


def _fault(code: str, path: str, place: str) -> Diagnostic:
    return Diagnostic(code, Location(path), {"place": place})
