"""Knowledge with one small mistake in it: the slips an author makes, each made once at each place it could be made.

The order is that of the rules and of the lines in them, so that the same base always has the same mutants. Advice is
left alone: it is words, and nothing but a reader can tell whether it still says the right thing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

from advisor.knowledge.conditions import ALWAYS, AllOf, AnyOf, Comparator, Condition, Leaf, NoneOf, Value, to_plain
from advisor.knowledge.effects import Adverb, Conclude, Effect, RuleOut, Weigh
from advisor.knowledge.model import Fact, KnowledgeBase, Rule

Kind = Literal[
    "rule_dropped",
    "leaf_dropped",
    "exception_dropped",
    "comparator",
    "value",
    "junction",
    "effect_dropped",
    "adverb",
    "sign",
    "target",
    "conclusion",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

NEVER: Final = AnyOf(())
"""Holds of nothing: a rule with it is as good as not there."""
_OPPOSITE: Final = {
    Comparator.IS: Comparator.IS_NOT,
    Comparator.IS_NOT: Comparator.IS,
    Comparator.IS_AT_LEAST: Comparator.IS_AT_MOST,
    Comparator.IS_AT_MOST: Comparator.IS_AT_LEAST,
    Comparator.IS_KNOWN: Comparator.IS_UNKNOWN,
    Comparator.IS_UNKNOWN: Comparator.IS_KNOWN,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One rule with one mistake."""

    rule: str
    kind: Kind
    before: str
    after: str
    changed: Rule

    @property
    def in_condition(self) -> bool:
        """Whether it changes when the rule fires, and not what follows."""
        return self.kind in {
            "rule_dropped",
            "leaf_dropped",
            "exception_dropped",
            "comparator",
            "value",
            "junction",
        }

    def __str__(self) -> str:
        """What was changed, on one line."""
        return f"{self.rule}: {self.before} -> {self.after}"


def of_base(knowledge: KnowledgeBase) -> Iterator[Mutant]:
    """Every mutant of every rule."""
    for rule in knowledge.rules.values():
        yield from of_rule(rule, knowledge)


def of_rule(rule: Rule, knowledge: KnowledgeBase) -> Iterator[Mutant]:
    """Every mutant of one rule; two slips that come to the same text are one."""
    seen: set[Any] = {_meaning(rule)}
    for kind, before, after, changed in _slips(rule, knowledge):
        if _meaning(changed) not in seen:
            seen.add(_meaning(changed))
            yield Mutant(rule.id, kind, before, after, changed)


def _meaning(rule: Rule) -> Any:
    return rule.when, rule.unless, tuple(effect for effect in rule.then if effect not in rule.advises)


Slip = tuple[Kind, str, str, Rule]


def _slips(rule: Rule, knowledge: KnowledgeBase) -> Iterator[Slip]:
    if rule.when != ALWAYS or not rule.only_advises:
        yield "rule_dropped", rule.id, "-", replace(rule, when=NEVER)
    for kind, before, after, when in _conditions(rule.when, knowledge.facts):
        yield kind, before, after, replace(rule, when=when or ALWAYS)
    if rule.unless is not None:
        yield "exception_dropped", _written(rule.unless), "-", replace(rule, unless=None)
        for kind, before, after, unless in _conditions(rule.unless, knowledge.facts):
            yield kind, f"unless {before}", after, replace(rule, unless=unless)
    for index, effect in enumerate(rule.then):
        for kind, after_effect in _effects(effect, knowledge):
            then = (*rule.then[:index], *([] if after_effect is None else [after_effect]), *rule.then[index + 1 :])
            if then:
                yield kind, str(effect), "-" if after_effect is None else str(after_effect), replace(rule, then=then)


# conditions


def _conditions(condition: Condition, facts: Mapping[str, Fact]) -> Iterator[tuple[Kind, str, str, Condition | None]]:
    """Every way to get a condition wrong; None where nothing is left of it."""
    if isinstance(condition, Leaf):
        yield "leaf_dropped", str(condition), "-", None
        for kind, leaf in _leaves(condition, facts[condition.fact]):
            yield kind, str(condition), _written(leaf), leaf
        return
    kinds: Mapping[type, type] = {AllOf: AnyOf, AnyOf: AllOf, NoneOf: AnyOf}
    parts = condition.parts
    if len(parts) > 1 or isinstance(condition, NoneOf):
        other: Condition = kinds[type(condition)](parts)
        yield "junction", _word(condition), _word(other), other
    for index, part in enumerate(parts):
        for kind, before, after, changed in _conditions(part, facts):
            left = (*parts[:index], *([] if changed is None else [changed]), *parts[index + 1 :])
            yield kind, before, after, type(condition)(left) if left else None


def _leaves(leaf: Leaf, fact: Fact) -> Iterator[tuple[Kind, Condition]]:
    if leaf.comparator in {Comparator.INCLUDES, Comparator.IS_ONE_OF}:
        yield "comparator", NoneOf((leaf,))
    elif not (fact.type == "flag" and leaf.values):  # of a flag the other value says the same
        yield "comparator", replace(leaf, comparator=_OPPOSITE[leaf.comparator])
    for values in _values(leaf, fact):
        yield "value", replace(leaf, values=values)


def _values(leaf: Leaf, fact: Fact) -> Iterator[tuple[Value, ...]]:
    """Other values a hurried author could have written."""
    if leaf.comparator is Comparator.IS_ONE_OF:
        if len(leaf.values) > 1:
            yield from ((*leaf.values[:index], *leaf.values[index + 1 :]) for index in range(len(leaf.values)))
        return
    for value in leaf.values:
        if isinstance(value, bool):
            yield (not value,)
        elif isinstance(value, int | float):
            yield from ((type(value)(value * 2),), (type(value)(value / 2),))
        else:
            yield from ((other,) for other in _beside(value, fact))


def _beside(value: str, fact: Fact) -> Iterable[str]:
    """The steps next to one on a scale; of what has no order, the next in the file."""
    ids = list(fact.by_id)
    place = ids.index(value)
    if fact.type == "scale":
        return ids[max(place - 1, 0) : place] + ids[place + 1 : place + 2]
    return [ids[(place + 1) % len(ids)]]


def _word(condition: Condition) -> str:
    return {AllOf: "all", AnyOf: "any", NoneOf: "none"}[type(condition)]


def _written(condition: Condition) -> str:
    plain = to_plain(condition)
    if isinstance(plain, str):
        return plain
    [(word, parts)] = plain.items()
    return f"{word}: [{', '.join(_written_part(part) for part in parts)}]"


def _written_part(plain: Any) -> str:
    if isinstance(plain, str):
        return plain
    [(word, parts)] = plain.items()
    return f"{word}: [{', '.join(map(_written_part, parts))}]"


# effects


def _effects(effect: Effect, knowledge: KnowledgeBase) -> Iterator[tuple[Kind, Effect | None]]:
    if isinstance(effect, Conclude):
        others = (value for value in _conclusions(effect, knowledge.facts[effect.fact]) if value != effect.value)
        yield from (("conclusion", replace(effect, value=value)) for value in others)
    elif isinstance(effect, RuleOut | Weigh):
        yield "effect_dropped", None
        yield "target", replace(effect, target=_next(effect.target, [*knowledge.strategies, *knowledge.groups]))
    if isinstance(effect, Weigh):
        words = get_args(Adverb)
        place = words.index(effect.adverb)
        for adverb in (*words[max(place - 1, 0) : place], *words[place + 1 : place + 2]):
            yield "adverb", replace(effect, adverb=adverb)
        yield "sign", replace(effect, sign=-1 if effect.sign > 0 else 1)


def _conclusions(effect: Conclude, fact: Fact) -> Iterator[Value]:
    if isinstance(effect.value, bool):
        yield not effect.value
    elif isinstance(effect.value, str):
        yield from _beside(effect.value, fact)


def _next(name: str, names: Sequence[str]) -> str:
    return names[(names.index(name) + 1) % len(names)]
