"""Does the knowledge fit together? Every name used is known, every value exists, and no rule waits on itself.

One small generator for each property; all of them run, so that an author sees every fault at once. What is missing only
because its own definition is faulty is told here too; `follow_ups` takes it out again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from advisor.errors import Diagnostic, Location, nearest
from advisor.knowledge.answers import read_answer
from advisor.knowledge.conditions import ALWAYS, AllOf, Comparator, Condition, Leaf, NoneOf
from advisor.knowledge.effects import Conclude, Effect
from advisor.knowledge.model import Direction, Fact, FactType, KnowledgeBase, Rule

Where = Callable[..., Location]

_COMPARATORS: dict[FactType, frozenset[Comparator]] = {
    "scale": frozenset(Comparator) - {Comparator.INCLUDES},
    "choice": frozenset(Comparator) - {Comparator.INCLUDES, Comparator.IS_AT_LEAST, Comparator.IS_AT_MOST},
    "flag": frozenset({Comparator.IS, Comparator.IS_NOT, Comparator.IS_KNOWN, Comparator.IS_UNKNOWN}),
    "set": frozenset({Comparator.INCLUDES, Comparator.IS_KNOWN, Comparator.IS_UNKNOWN}),
    "number": frozenset(
        {
            Comparator.IS,
            Comparator.IS_NOT,
            Comparator.IS_AT_LEAST,
            Comparator.IS_AT_MOST,
            Comparator.IS_KNOWN,
            Comparator.IS_UNKNOWN,
        }
    ),
}
MOST_IN_A_SET, MOST_TO_CHOOSE_FROM = 63, 254
"""How many values a fact may have: the engine over columns has a bit, or a number in a byte, for each of them."""
_YAML_BOOLEANS = frozenset({"yes", "no", "on", "off", "true", "false", "y", "n"})
_UNFIT_TO_REST_ON = frozenset({"false", "unverifiable"})


def check(knowledge: KnowledgeBase, where: Where) -> list[Diagnostic]:
    """Every fault in how the parts of the knowledge refer to each other."""
    found: list[Diagnostic] = []
    for one in (_base, _groups, _facts, _article, _conflicts):
        found += one(knowledge, where)
    for rule in knowledge.rules.values():
        found += _rule(rule, knowledge, where)
    found += _cycles(knowledge, where)
    return found


def _base(knowledge: KnowledgeBase, where: Where) -> Iterator[Diagnostic]:
    base = knowledge.base
    for kind, key, wanted in (
        ("points", base.points, ("slightly", "clearly", "strongly")),
        ("importance", base.importance, ("ignore", "low", "medium", "high", "critical")),
    ):
        if missing := [word for word in wanted if word not in key]:
            yield Diagnostic("KB33", where("base", "base", (kind,)), {"key": kind, "missing": ", ".join(missing)})
    for topic in sorted({*knowledge.fact_topics.values(), *(rule.topic for rule in knowledge.rules.values())}):
        if topic not in base.topics:
            yield Diagnostic("KB29", where("base", "base", ("topics",)), {"topic": topic})


def _groups(knowledge: KnowledgeBase, where: Where) -> Iterator[Diagnostic]:
    for strategy in knowledge.strategies.values():
        if strategy.openness not in knowledge.headlines:
            place = where("strategy", strategy.id, ("openness",))
            yield _unknown(place, "openness", strategy.openness, knowledge.headlines)
    for group in knowledge.groups.values():
        if group.id in knowledge.strategies:
            first = str(where("strategy", group.id, ("id",)))
            slots = {"kind": "group", "id": group.id, "first": first}
            yield Diagnostic("KB17", where("group", group.id, ("id",)), slots)
        for part in group.parts:
            if part not in knowledge.strategies:
                place = where("group", group.id, ("parts", part), key=True)
                yield Diagnostic("KB13", place, {"target": part, "near": nearest(part, knowledge.strategies)})


def _facts(knowledge: KnowledgeBase, where: Where) -> Iterator[Diagnostic]:
    for fact in knowledge.facts.values():
        yield from _fact_values(fact, where)
        if fact.origin == "asked" and (fact.question is None or fact.help is None):
            yield Diagnostic("KB28", where("fact", fact.id), {"fact": fact.id})
        if fact.ask_when is not None:
            yield from _condition(fact.ask_when, knowledge, where, ("fact", fact.id), ("ask_when",))
        _, problem = read_answer(fact, fact.in_a_workload)
        if problem is not None:
            yield Diagnostic(problem.code, where("fact", fact.id, ("in_a_workload",)), dict(problem.slots))
        if fact.direction is not None:
            yield from _direction(fact, fact.direction, knowledge, where)


def _direction(fact: Fact, direction: Direction, knowledge: KnowledgeBase, where: Where) -> Iterator[Diagnostic]:
    if fact.type == "choice":
        yield Diagnostic("KB39", where("fact", fact.id, ("direction",)), {"fact": fact.id})
    for key, targets in (("more", direction.more), ("less", direction.less)):
        for index, target in enumerate(targets):
            if target not in knowledge.parts:
                place = where("fact", fact.id, ("direction", key, index))
                yield Diagnostic("KB13", place, {"target": target, "near": nearest(target, knowledge.parts)})
    at = ("direction", "exceptions")
    for index, rule in enumerate(direction.exceptions):
        if rule not in knowledge.rules:
            yield _unknown(where("fact", fact.id, (*at, index)), "rule", rule, knowledge.rules)


def _fact_values(fact: Fact, where: Where) -> Iterator[Diagnostic]:
    ids = [value.id for value in fact.values]
    at = where("fact", fact.id)
    if fact.type == "flag" and sorted(ids) != ["no", "yes"]:
        yield Diagnostic("KB27", at, {"fact": fact.id})
    if fact.type in {"scale", "choice", "set"}:
        if len(ids) < 2 and fact.type != "set":  # noqa: PLR2004  # a choice of one is none
            yield Diagnostic("KB26", at, {"fact": fact.id})
        for index, value in enumerate(ids):
            if value in _YAML_BOOLEANS or value == "unknown":
                yield Diagnostic("KB35", where("fact", fact.id, ("values", index, "id")), {"value": value})
            if value in ids[:index]:
                yield Diagnostic("KB36", where("fact", fact.id, ("values", index, "id")), {"value": value})
        most = MOST_IN_A_SET if fact.type == "set" else MOST_TO_CHOOSE_FROM
        if len(ids) > most:
            yield Diagnostic("KB40", at, {"fact": fact.id, "count": len(ids), "most": most})
    if fact.type == "number" and (
        fact.values or fact.unit is None or fact.says is None or "{value}" not in fact.says.en
    ):
        yield Diagnostic("KB37", at, {"fact": fact.id})
    if fact.type == "set" and fact.says_none is None:
        yield Diagnostic("KB38", at, {"fact": fact.id})


def _article(knowledge: KnowledgeBase, where: Where) -> Iterator[Diagnostic]:
    passages = {passage.id for passage in knowledge.article.passages} if knowledge.article else set()
    for claim in knowledge.claims.values():
        if claim.passage not in passages:
            yield _unknown(where("claim", claim.id, ("passage",)), "passage", claim.passage, passages)
        yield from _names(where, "claim", claim.id, "sources", claim.sources, "source", knowledge.sources)
        yield from _names(where, "claim", claim.id, "entities", claim.entities, "entity", knowledge.entities)
        yield from _names(
            where, "claim", claim.id, "qualified_by", claim.qualified_by, "counter-evidence", knowledge.counter_evidence
        )
    for entity in knowledge.entities.values():
        yield from _names(where, "entity", entity.id, "sources", entity.sources, "source", knowledge.sources)
        yield from _names(where, "entity", entity.id, "claims", entity.claims, "claim", knowledge.claims)
    for item in knowledge.counter_evidence.values():
        at = "counter_evidence"
        yield from _names(where, at, item.id, "sources", item.sources, "source", knowledge.sources)
        yield from _names(where, at, item.id, "qualifies", item.qualifies, "claim", knowledge.claims)


def _conflicts(knowledge: KnowledgeBase, where: Where) -> Iterator[Diagnostic]:
    for conflict in knowledge.conflicts.values():
        yield from _names(where, "conflict", conflict.id, "rules", conflict.rules, "rule", knowledge.rules)
        for position, side in enumerate(conflict.sides):
            for index, name in enumerate(side.sources):
                if name not in _all_citable(knowledge):
                    place = where("conflict", conflict.id, ("sides", position, "sources", index))
                    yield _unknown(place, "source", name, _all_citable(knowledge))


def _all_citable(knowledge: KnowledgeBase) -> set[str]:
    return {*knowledge.sources, *knowledge.claims, *knowledge.counter_evidence}


def _names(
    where: Where, kind: str, name: str, key: str, used: Iterable[str], what: str, known: Collection[str]
) -> Iterator[Diagnostic]:
    for index, one in enumerate(used):
        if one not in known:
            yield _unknown(where(kind, name, (key, index)), what, one, known)


def _unknown(place: Location, what: str, name: str, known: Iterable[str]) -> Diagnostic:
    return Diagnostic("KB15", place, {"what": what, "name": name, "near": nearest(name, known)})


def _rule(rule: Rule, knowledge: KnowledgeBase, where: Where) -> Iterator[Diagnostic]:
    at = ("rule", rule.id)
    if rule.criterion not in knowledge.criteria:
        near = nearest(rule.criterion, knowledge.criteria)
        yield Diagnostic("KB14", where(*at, ("criterion",)), {"criterion": rule.criterion, "near": near})
    yield from _condition(rule.when, knowledge, where, at, ("when",))
    if rule.unless is not None:
        yield from _condition(rule.unless, knowledge, where, at, ("unless",))
    for index, effect in enumerate(rule.then):
        yield from _effect(effect, knowledge, where(*at, ("then", index)))
    yield from _grounds(rule, knowledge, where)
    yield from _examples(rule, knowledge, where)
    if rule.when == ALWAYS and not rule.only_advises:
        yield Diagnostic("KB23", where(*at, ("when",)), {})
    if rule.concludes and len(rule.concludes) < len(rule.then):
        yield Diagnostic("KB21", where(*at, ("then",)), {})
    read_late = sorted(f for f in rule.reads if f in knowledge.facts and knowledge.facts[f].origin == "verdict")
    if read_late and not rule.only_advises:
        yield Diagnostic("KB22", where(*at, ("when",)), {"fact": read_late[0]})


def _condition(
    condition: Condition,
    knowledge: KnowledgeBase,
    where: Where,
    at: tuple[str, str],
    path: tuple[str | int, ...],
) -> Iterator[Diagnostic]:
    for leaf, leaf_path in placed_leaves(condition, path):
        place = where(*at, leaf_path)
        if leaf.fact not in knowledge.facts:
            yield Diagnostic("KB10", place, {"fact": leaf.fact, "near": nearest(leaf.fact, knowledge.facts)})
            continue
        yield from _leaf(leaf, knowledge.facts[leaf.fact], place)


def placed_leaves(condition: Condition, path: tuple[str | int, ...]) -> Iterator[tuple[Leaf, tuple[str | int, ...]]]:
    """Every leaf with a path to it; `all` may be written as a bare list, so both paths are tried by the document."""
    if isinstance(condition, Leaf):
        yield condition, path
        return
    word = "none" if isinstance(condition, NoneOf) else "all" if isinstance(condition, AllOf) else "any"
    for index, part in enumerate(condition.parts):
        yield from placed_leaves(part, (*path, word, index))


def _leaf(leaf: Leaf, fact: Fact, place: Location) -> Iterator[Diagnostic]:
    allowed = _COMPARATORS[fact.type]
    if leaf.comparator not in allowed:
        listed = ", ".join(comparator for comparator in Comparator if comparator in allowed)
        slots = {"fact": fact.id, "type": fact.type, "comparator": leaf.comparator, "allowed": listed}
        yield Diagnostic("KB12", place, slots)
        return
    for value in leaf.values:
        if problem := _value_problem(fact, value):
            yield Diagnostic("KB11", place, {"fact": fact.id, "value": _shown(value), **problem})


def _shown(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _value_problem(fact: Fact, value: Any) -> dict[str, Any] | None:
    if fact.type == "number":
        fits = isinstance(value, int | float) and not isinstance(value, bool)
        return None if fits else {"values": fact.unit.en if fact.unit else "a number", "near": None}
    known = fact.by_id
    word = _shown(value)
    fits = isinstance(value, bool) if fact.type == "flag" else isinstance(value, str) and word in known
    return None if fits else {"values": ", ".join(known), "near": nearest(word, known)}


def _effect(effect: Effect, knowledge: KnowledgeBase, place: Location) -> Iterator[Diagnostic]:
    if not isinstance(effect, Conclude):
        if effect.target not in knowledge.parts:
            yield Diagnostic("KB13", place, {"target": effect.target, "near": nearest(effect.target, knowledge.parts)})
        return
    fact = knowledge.facts.get(effect.fact)
    if fact is None:
        yield Diagnostic("KB10", place, {"fact": effect.fact, "near": nearest(effect.fact, knowledge.facts)})
    elif fact.origin != "derived":
        yield Diagnostic("KB20", place, {"fact": effect.fact})
    elif problem := _value_problem(fact, effect.value):
        yield Diagnostic("KB11", place, {"fact": fact.id, "value": _shown(effect.value), **problem})


def _grounds(rule: Rule, knowledge: KnowledgeBase, where: Where) -> Iterator[Diagnostic]:
    sound = False
    for index, name in enumerate(rule.sources):
        if name in knowledge.claims:
            sound |= knowledge.claims[name].verdict not in _UNFIT_TO_REST_ON
        else:
            sound = True
            if name not in _all_citable(knowledge):
                yield _unknown(where("rule", rule.id, ("sources", index)), "source", name, _all_citable(knowledge))
    if not sound:
        yield Diagnostic("KB18", where("rule", rule.id, ("sources",)), {"claims": ", ".join(rule.sources)})


def _examples(rule: Rule, knowledge: KnowledgeBase, where: Where) -> Iterator[Diagnostic]:
    for index, example in enumerate(rule.examples):
        for name, raw in example.given.items():
            place = where("rule", rule.id, ("examples", index, "given", name), key=True)
            if name not in knowledge.facts:
                yield Diagnostic("KB10", place, {"fact": name, "near": nearest(name, knowledge.facts)})
                continue
            _, problem = read_answer(knowledge.facts[name], raw)
            if problem is not None:
                value_place = where("rule", rule.id, ("examples", index, "given", name))
                yield Diagnostic(problem.code, value_place, dict(problem.slots))
    fires = {example.fires for example in rule.examples}
    # What holds for everybody has no situation in which it does not.
    wanted = {True} if rule.when == ALWAYS and rule.unless is None else {True, False}
    if not wanted <= fires:
        yield Diagnostic(
            "KB25", where("rule", rule.id, ("examples",)), {"missing": "yes" if True not in fires else "no"}
        )


def _cycles(knowledge: KnowledgeBase, where: Where) -> Iterator[Diagnostic]:
    """A conclusion that waits on itself, through whatever rules: the loop is named once, at its first rule."""
    reads: dict[str, set[str]] = {}
    maker: dict[tuple[str, str], str] = {}
    for rule in knowledge.rules.values():
        for conclusion in rule.concludes:
            for fact in rule.reads:
                reads.setdefault(conclusion.fact, set()).add(fact)
                maker.setdefault((conclusion.fact, fact), rule.id)
    reported: set[frozenset[str]] = set()
    for start in sorted(reads):
        loop = _loop_from(start, reads)
        if loop and frozenset(loop) not in reported:
            reported.add(frozenset(loop))
            rule_id = maker[loop[0], loop[1] if len(loop) > 1 else loop[0]]
            yield Diagnostic("KB19", where("rule", rule_id, ("then",)), {"loop": " <- ".join([*loop, loop[0]])})


def _loop_from(start: str, reads: dict[str, set[str]]) -> list[str] | None:
    queue: list[list[str]] = [[start]]
    seen: set[str] = set()
    while queue:
        path = queue.pop(0)
        for fact in sorted(reads.get(path[-1], ())):
            if fact == start:
                return path
            if fact not in seen:
                seen.add(fact)
                queue.append([*path, fact])
    return None
