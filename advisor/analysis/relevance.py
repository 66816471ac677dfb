"""Which unanswered questions still matter, and which rules wait for them.

A rule waits as long as what is known neither makes it fire nor keeps it from firing. A question matters while a waiting
rule needs its answer, directly or through a conclusion, and is left out when its own `ask_when` is known not to hold.
"""

from collections.abc import Iterator, Mapping

from advisor.inference.ranking import importances
from advisor.inference.semantics import Known, truth
from advisor.knowledge.conditions import Condition, Leaf
from advisor.knowledge.model import Fact, KnowledgeBase, Rule


def waiting(rule: Rule, facts: Mapping[str, Fact], known: Known) -> bool:
    """Whether more answers could still decide if the rule fires."""
    when = truth(rule.when, facts, known)
    if when is False:
        return False
    exception = False if rule.unless is None else truth(rule.unless, facts, known)
    return exception is not True and (when is None or exception is None)


def open_questions(knowledge: KnowledgeBase, known: Known, priorities: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Each question that still matters, with the ids of the rules that wait for it.

    The questions stand in the order of the chapters; those a gate waits for come first, because a gate can make the
    rest of the questions idle.
    """
    ignored = {criterion for criterion, weight in importances(knowledge, priorities).items() if not weight}
    waits: dict[str, list[str]] = {}
    gated: set[str] = set()
    for rule in knowledge.rules.values():
        if rule.concludes or not waiting(rule, knowledge.facts, known):
            continue
        if rule.criterion in ignored and not rule.gates and not rule.advises:
            continue
        for fact in _asked_for(rule, knowledge, known, frozenset()):
            waits.setdefault(fact, []).append(rule.id)
            if rule.gates:
                gated.add(fact)
    askable = [fact for fact in knowledge.facts.values() if fact.id in waits and may_be_asked(fact, knowledge, known)]
    askable.sort(key=lambda fact: fact.id not in gated)
    return {fact.id: tuple(waits[fact.id]) for fact in askable}


def may_be_asked(fact: Fact, knowledge: KnowledgeBase, known: Known) -> bool:
    """Whether a fact's own `ask_when` lets it be asked; an unknown condition does."""
    return fact.ask_when is None or truth(fact.ask_when, knowledge.facts, known) is not False


def _asked_for(rule: Rule, knowledge: KnowledgeBase, known: Known, seen: frozenset[str]) -> set[str]:
    """The unanswered questions a rule waits for, through the conclusions it reads."""
    needed: set[str] = set()
    for condition in (rule.when, rule.unless):
        for name in _unknown_facts(condition, knowledge, known) if condition is not None else ():
            fact = knowledge.facts[name]
            if fact.origin == "asked":
                needed.add(name)
            elif fact.origin == "derived" and name not in seen:
                for maker in knowledge.rules.values():
                    concludes = any(conclusion.fact == name for conclusion in maker.concludes)
                    if concludes and waiting(maker, knowledge.facts, known):
                        needed |= _asked_for(maker, knowledge, known, seen | {name})
    return needed


def _unknown_facts(condition: Condition, knowledge: KnowledgeBase, known: Known) -> Iterator[str]:
    if isinstance(condition, Leaf):
        if condition.fact not in known:
            yield condition.fact
    elif truth(condition, knowledge.facts, known) is None:
        for part in condition.parts:
            yield from _unknown_facts(part, knowledge, known)
