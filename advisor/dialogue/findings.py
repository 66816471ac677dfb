"""What a record says beyond its reasons: how firm the verdict is, what would change it, what is still open.

Each finding asks the rules again or reads the trace; only the words are chosen here.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from advisor import i18n
from advisor.analysis.changes import Flip, nearest
from advisor.analysis.openings import Openings, openings
from advisor.analysis.prospects import Prospect, prospects
from advisor.analysis.relaxing import relaxations
from advisor.analysis.stability import firmness, stability
from advisor.dialogue import answer_ranges
from advisor.i18n import Text
from advisor.inference.ranking import Priorities
from advisor.inference.trace import Firing, Standing, Trace, Verdict
from advisor.inference.whole import Way
from advisor.knowledge import wording
from advisor.knowledge.answers import Answer, write_answer
from advisor.knowledge.model import Fact, KnowledgeBase

Plain = dict[str, Any]
NONE = "none"
"""Stands where an openness would, when there is no recommendation."""
_SHARE_DECIMALS = 4


def firm(knowledge: KnowledgeBase, trace: Trace, priorities: Priorities) -> tuple[Plain, Mapping[str, float]]:
    """What goes into the verdict on how firm it is, and strategy to its stability."""
    found = stability(knowledge, trace, priorities)
    if found is None:
        return {"firmness": None, "stability": None}, {}
    shares = {openness: rounded(share) for openness, share in found.openness.items()}
    strategies = {strategy: rounded(share) for strategy, share in found.strategies.items()}
    return {"firmness": firmness(trace.verdict, found), "stability": shares}, strategies


def rounded(value: float) -> float:
    """A share as the record holds it."""
    return round(value, _SHARE_DECIMALS) + 0.0


def flips(knowledge: KnowledgeBase, answers: Mapping[str, Answer], priorities: Priorities) -> list[Plain]:
    """What would change the answer, fewest changes first; what changes the openness before what does not."""
    found = nearest(knowledge, answers, priorities)
    return [flip(one, knowledge) for one in found]


def flip(found: Flip, knowledge: KnowledgeBase) -> Plain:
    """One flip as the record holds it."""
    return {
        "changes": {one.fact: [write_answer(one.before), write_answer(one.after)] for one in found.changes},
        "openness": found.openness or NONE,
        "strategy": found.strategy,
        "text": flip_sentence(found, knowledge).model_dump(),
    }


def flip_sentence(flip: Flip, knowledge: KnowledgeBase) -> Text:
    """What would change the answer, as a sentence."""
    each = [change(knowledge.facts[one.fact], one.before, one.after) for one in flip.changes]
    changes = Text(
        en=i18n.say("findings.and", "en").join(one.en for one in each),
        zh=i18n.say("findings.and", "zh").join(one.zh for one in each),
    )
    return then(changes, Way(flip.strategy, flip.openness), knowledge)


def then(changes: Text, way: Way, knowledge: KnowledgeBase) -> Text:
    """What some changes would lead to."""
    if way.strategy is not None:
        return i18n.text("findings.flip", changes=changes, strategy=knowledge.strategies[way.strategy].name)
    if way.openness is not None:
        return i18n.text("findings.flip_openness", changes=changes, openness=knowledge.openness_name(way.openness))
    return i18n.text("findings.flip_to_none", changes=changes)


def change(fact: Fact, given: Answer, other: Answer, workload: str | None = None) -> Text:
    """One answer given otherwise, for one workload where it is named, as a clause."""
    before, after = wording.answer_label(fact, given), wording.answer_label(fact, other)
    if isinstance(given, int | float) and fact.type == "number":
        # What is tried is the nearest number on the other side of a bound, which stands for all beyond it.
        more = isinstance(other, int | float) and other > given
        after = i18n.text("findings.or_more" if more else "findings.or_less", label=after)
    name = i18n.text("findings.name_of", name=fact.name, workload=workload) if workload else fact.name
    return i18n.text("findings.change", name=name, before=before, after=after)


def possible(left: Openings) -> Plain:
    """What may still come out, whatever the open questions turn out to be."""
    openness = [*left.openness, *([NONE] if left.may_be_none else [])]
    return {"openness": openness, "strategies": list(left.strategies)}


def unanswered(
    knowledge: KnowledgeBase,
    answers: Mapping[str, Answer],
    priorities: Priorities,
    waiting: Mapping[str, Iterable[str]],
) -> tuple[list[Plain], Plain]:
    """What each open question can still do, and what may still come out."""
    left = openings(knowledge, answers, priorities)
    found = prospects(knowledge, answers, priorities, waiting, left)
    return [_open(one, knowledge, waiting[one.fact]) for one in found], possible(left)


def _open(prospect: Prospect, knowledge: KnowledgeBase, waiting: Iterable[str]) -> Plain:
    alone = [name for name in knowledge.strategies if name in prospect.strategies]
    kinds = dict.fromkeys(knowledge.strategies[name].openness for name in alone)
    none = [NONE] if None in prospect.strategies else []
    return {
        "fact": prospect.fact,
        "name": knowledge.facts[prospect.fact].name.model_dump(),
        "waiting": list(waiting),
        "could_change_openness": prospect.may_change_openness,
        "could_change_strategy": prospect.may_change_strategy,
        "alone": {"openness": [*kinds, *none], "strategies": alone},
        "outcomes": _outcomes(prospect, knowledge),
    }


def _outcomes(prospect: Prospect, knowledge: KnowledgeBase) -> list[Plain]:
    """What each answer alone comes to, answers with the same outcome together; null is that it stays open."""
    grouped: dict[str | None, list[Answer | None]] = {}
    for answer, strategy in prospect.alone:
        grouped.setdefault(strategy, []).append(answer)
    fact, tried = knowledge.facts[prospect.fact], [answer for answer, _ in prospect.alone]
    return [
        {
            "values": [None if answer is None else write_answer(answer) for answer in answers],
            "if": answer_ranges.said(fact, answers, tried).model_dump(),
            "openness": NONE if strategy is None else knowledge.strategies[strategy].openness,
            "strategy": strategy,
        }
        for strategy, answers in grouped.items()
    ]


def relax(
    knowledge: KnowledgeBase, firings: Iterable[Firing], ranking: Iterable[Standing], verdict: Verdict
) -> list[list[Plain]]:
    """Where everything is ruled out: the smallest sets of requirements to relax."""
    if verdict.openness is not None or verdict.undecided:
        return []
    held = {firing.rule: firing.held for firing in firings}
    return [
        [
            {
                "rule": rule,
                "facts": list(dict.fromkeys(one.leaf.fact for one in held.get(rule, ()))),
                "text": knowledge.rules[rule].title.model_dump(),
                "frees": list(one.frees),
            }
            for rule in one.rules
        ]
        for one in relaxations(ranking)
    ]
