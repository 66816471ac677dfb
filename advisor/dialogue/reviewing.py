"""The review of a record: what somebody other than the one who answered makes of it, and their signature.

A review stands beside the decision it judges, which stays as it was. It names the decision and the review before it by
digests over canonical bytes, and itself by another: whether anything was changed since can be seen by whoever has the
file. The digests show a change; they do not prove who signed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from advisor.dialogue.again import Change, decision_of
from advisor.dialogue.canonical import digest
from advisor.dialogue.record import Record

SCHEMA: Final = "advisor/review/1"
JOURNAL: Final = "advisor/review-journal/1"
Conclusion = Literal["approved", "approved_with_reservations", "rejected"]
CONCLUSIONS: Final[tuple[Conclusion, ...]] = ("approved", "approved_with_reservations", "rejected")
Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be judged: the verdict, a reason, or a piece of advice; of the whole, or of one workload."""

    kind: Literal["verdict", "gate", "reason", "condition", "caveat"]
    rule: str | None
    number: int
    """Its place among those of its kind and rule."""
    of: str | None
    entry: Mapping[str, Any]
    """What the record says of it."""

    @property
    def key(self) -> str:
        """What a judgement names it by."""
        return "/".join(
            [*([self.of] if self.of else []), self.kind, *([self.rule] if self.rule else []), str(self.number)]
        )


def items(record: Record) -> list[Item]:
    """Everything a reviewer walks through: the verdict, the gates, the reasons by weight, conditions and caveats."""
    found = list(_of_part(record, None))
    for part in record.get("workloads", ()):
        found += _of_part(part, part["name"])
    return found


def _of_part(part: Mapping[str, Any], of: str | None) -> Iterator[Item]:
    yield Item("verdict", None, 1, of, part["verdict"])
    reasons = part["reasons"]
    gates = [one for one in reasons if any(effect.startswith("rule out ") for effect in one["effects"])]
    # A conclusion on the way is judged with the reason that rests on it.
    weighed = [one for one in reasons if one not in gates and one["contribution"]]
    weighed.sort(key=lambda one: (-abs(one["lead"]), one["rule"]))
    for one in gates:
        yield Item("gate", one["rule"], 1, of, one)
    for one in weighed:
        yield Item("reason", one["rule"], 1, of, one)
    counts: dict[tuple[str, str], int] = {}
    for one in part["advice"]:
        if one["kind"] in {"condition", "caveat"}:
            place = one["kind"], one["rule"]
            counts[place] = counts.get(place, 0) + 1
            yield Item(one["kind"], one["rule"], counts[place], of, one)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the reviewer made of one item."""

    disputed: bool
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A review as far as it has come."""

    name: str | None = None
    role: str | None = None
    answered_by: str | None = None
    judgements: Mapping[str, Judgement] = field(default_factory=dict)
    corrections: Mapping[tuple[str | None, str], Event] = field(default_factory=dict)
    withdrawn: tuple[Event, ...] = ()
    """Corrections that were taken back, in the order of taking back; they do not count, and stay in the record."""
    conclusion: Conclusion | None = None
    comment: str | None = None

    def disputed(self, record: Record) -> frozenset[str]:
        """The rules whose reasons are disputed."""
        judged = {item.key: item.rule for item in items(record) if item.kind in {"gate", "reason"}}
        return frozenset(
            rule for key, rule in judged.items() if rule and key in self.judgements and self.judgements[key].disputed
        )

    @property
    def changes(self) -> tuple[Change, ...]:
        """The answers that were corrected."""
        return tuple(Change(str(one["correct"]), one["value"], one.get("of")) for one in self.corrections.values())


def after(state: State, event: Event) -> State:
    """The review after one more event; what makes no sense is passed over."""
    match event:
        case {"name": str(name), "role": str(role), "answered_by": str(answered_by)}:
            return replace(state, name=name, role=role, answered_by=answered_by)
        case {"item": str(key), "disputed": bool(disputed)}:
            comment = event.get("comment") or None
            return replace(state, judgements={**state.judgements, key: Judgement(disputed, comment)})
        case {"correct": str(fact), "value": _}:
            return replace(state, corrections={**state.corrections, (event.get("of"), fact): event})
        case {"withdraw": str(fact)}:
            return _withdrawn(state, (event.get("of"), fact))
        case {"conclusion": str(word)} if word in CONCLUSIONS:
            return replace(state, conclusion=word, comment=event.get("comment") or None)
        case _:
            return state


def _withdrawn(state: State, key: tuple[str | None, str]) -> State:
    """The review without a correction, which stays among those taken back."""
    if key not in state.corrections:
        return state
    rest = {other: one for other, one in state.corrections.items() if other != key}
    return replace(state, corrections=rest, withdrawn=(*state.withdrawn, state.corrections[key]))


def retold(events: Iterable[Event]) -> State:
    """The review at the end of its journal."""
    state = State()
    for event in events:
        state = after(state, event)
    return state


def signed(record: Record, state: State, day: str, outcome: Mapping[str, Any]) -> Record:
    """The record with the review appended; the decision and the reviews before it stay as they are."""
    listed = items(record)
    before = record.get("reviews") or []
    review: dict[str, Any] = {
        "schema": SCHEMA,
        "reviewer": {"name": state.name, "role": state.role},
        "answered_by": state.answered_by,
        "date": day,
        "decision_sha256": digest(decision_of(record)),
        "previous_sha256": before[-1].get("sha256") if before else None,
        "judgements": [
            {
                "kind": item.kind,
                **({"rule": item.rule} if item.rule else {}),
                "number": item.number,
                **({"of": item.of} if item.of else {}),
                "judgement": "disputed" if state.judgements[item.key].disputed else "accepted",
                "comment": state.judgements[item.key].comment,
            }
            for item in listed
            if item.key in state.judgements
        ],
        "not_judged": [item.key for item in listed if item.key not in state.judgements],
        "corrections": [_corrected(one) for one in state.corrections.values()],
        "withdrawn": [_corrected(one) for one in state.withdrawn],
        "outcome": dict(outcome),
        "conclusion": state.conclusion,
        "comment": state.comment,
    }
    review["sha256"] = digest(review)
    return {**record, "reviews": [*before, review]}


def _corrected(event: Event) -> dict[str, Any]:
    """A correction as the record holds it."""
    return {
        "fact": event["correct"],
        "from": event.get("from"),
        "to": event["value"],
        **({"of": event["of"]} if event.get("of") else {}),
        "comment": event.get("comment") or None,
    }


Standing = Literal["intact", "decision_changed", "review_changed", "chain_broken"]


def standings(record: Record) -> list[Standing]:
    """For each review, whether the decision, the review itself and the review before it are what was signed."""
    decision, previous, found = digest(decision_of(record)), None, list[Standing]()
    for review in record.get("reviews") or ():
        bare = {key: value for key, value in review.items() if key not in {"sha256", "standing"}}
        if digest(bare) != review.get("sha256"):
            found.append("review_changed")
        elif review.get("decision_sha256") != decision:
            found.append("decision_changed")
        elif review.get("previous_sha256") != previous:
            found.append("chain_broken")
        else:
            found.append("intact")
        previous = review.get("sha256")
    return found


def stated(record: Record) -> list[dict[str, Any]]:
    """The reviews, each with its standing beside it, for whoever shows them."""
    return [
        {**review, "standing": standing}
        for review, standing in zip(record.get("reviews") or (), standings(record), strict=True)
    ]
