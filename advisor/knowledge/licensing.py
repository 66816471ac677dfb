"""What a licence's clauses say to an organisation's own numbers: yes, no, or "check this clause".

A clause whose conditions cannot be decided on what is known is never taken for a yes or a no. Nor is a licence that was
not read in its own words: what others say of it is passed on as something to check.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from advisor.knowledge.catalogue import Catalogue, Clause, Condition, Licence, ModelCard

Answer = Literal["yes", "no", "check"]


@dataclass(frozen=True, slots=True)
class Party:
    """What a licence asks of whoever takes it; None where it is not known. Sums are US dollars a year."""

    commercial: bool | None = None
    redistributes: bool | None = None
    resells: bool | None = None
    internal_only: bool | None = None
    defence: bool | None = None
    monthly_users: float | None = None
    revenue: float | None = None
    seat: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a licence grants the use, and the clauses that say so."""

    answer: Answer
    licence: Licence | None
    decisive: tuple[Clause, ...] = ()
    """The clauses behind a no or a check."""
    duties: tuple[Clause, ...] = ()
    """What has to be done, for all that is known."""
    restrictions: tuple[Clause, ...] = ()
    """Fields of use that are closed."""
    unread: bool = False
    """Whether the answer is held back because the licence was not read in its own words."""


def judge(card: ModelCard, party: Party, catalogue: Catalogue) -> Verdict:
    """Whether an organisation may use a model under its licence."""
    licence = catalogue.licences.get(card.licence) if card.licence else None
    if licence is None:
        return Verdict("check", None)
    states = [(clause, holds(clause, card, party, catalogue)) for clause in licence.clauses]
    against = {"forbids", "permission"}
    hit = tuple(clause for clause, held in states if clause.effect in against and held is True)
    open_ = tuple(clause for clause, held in states if clause.effect in against and held is None)
    duties = tuple(clause for clause, held in states if clause.effect == "duty" and held is not False)
    restrictions = tuple(clause for clause, held in states if clause.effect == "restricts" and held is not False)
    unread = licence.read in {"summary", "none"}
    if unread:
        return Verdict("check", licence, hit or open_, duties, restrictions, unread=True)
    answer: Answer = "no" if hit else "check" if open_ else "yes"
    return Verdict(answer, licence, hit or open_, duties, restrictions)


def holds(clause: Clause, card: ModelCard, party: Party, catalogue: Catalogue) -> bool | None:
    """Whether a clause holds of an organisation and a model; None where what is known does not tell."""
    if not clause.when:
        return True
    each = [_all(list(_tests(one, card, party, catalogue))) for one in clause.when]
    return True if True in each else None if None in each else False


def _all(parts: list[bool | None]) -> bool | None:
    return False if False in parts else None if None in parts else True


def _tests(one: Condition, card: ModelCard, party: Party, catalogue: Catalogue) -> Iterator[bool | None]:
    for wanted, known in (
        (one.commercial, party.commercial),
        (one.redistributes, party.redistributes),
        (one.resells, party.resells),
        (one.internal_only, party.internal_only),
        (one.defence, party.defence),
        (one.image_input, None if card.input is None else "image" in card.input),
    ):
        if wanted is not None:
            yield None if known is None else known is wanted
    yield from _limits(one, party)
    if one.seat_in is not None:
        if party.seat is None:
            yield None
        else:
            yield bool(catalogue.countries((party.seat,)) & catalogue.countries(one.seat_in))


def _limits(one: Condition, party: Party) -> Iterator[bool | None]:
    if one.users_above is not None:
        yield _above(party.monthly_users, one.users_above)
    if one.revenue_above is not None:
        yield _above(party.revenue, one.revenue_above)
    # The revenue of one product is at most that of the whole; above the limit the whole does not tell.
    for limit in (one.product_year_above, one.product_month_above and 12 * one.product_month_above):
        if limit is not None:
            yield False if _above(party.revenue, limit) is False else None


def _above(number: float | None, limit: float) -> bool | None:
    return None if number is None else number > limit
