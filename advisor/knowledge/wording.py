"""How the knowledge is read aloud, in either language: leaves, conditions, effects, answers and rules.

Sentences come from the facts themselves where they can (each answer has its own whole sentence), and from templates of
whole sentences in `locale/` where a comparator has to be said.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from advisor import i18n
from advisor.i18n import Text
from advisor.knowledge.answers import Answer
from advisor.knowledge.conditions import ALWAYS, AllOf, AnyOf, Comparator, Condition, Leaf
from advisor.knowledge.effects import Advise, Conclude, Effect, RuleOut
from advisor.knowledge.model import Fact, KnowledgeBase


def answer_sentence(fact: Fact, answer: Answer | None) -> Text:
    """What an answer says, as one sentence or several."""
    if answer is None:
        return i18n.text("aloud.unanswered", name=fact.name)
    if isinstance(answer, bool):
        return fact.by_id["yes" if answer else "no"].says
    if isinstance(answer, frozenset):
        if not answer:
            return fact.says_none or fact.name
        said = [value.says for value in fact.values if value.id in answer]
        return Text(en=" ".join(s.en for s in said), zh="".join(s.zh for s in said))
    if isinstance(answer, str):
        return fact.by_id[answer].says
    says = fact.says or fact.name
    number = f"{answer:,}"
    return Text(en=says.en.replace("{value}", number), zh=says.zh.replace("{value}", number))


def answer_label(fact: Fact, answer: Answer | None) -> Text:
    """An answer as it stands in a table or a list of choices."""
    if answer is None:
        return i18n.text("aloud.unknown")
    if isinstance(answer, bool):
        return fact.by_id["yes" if answer else "no"].label
    if isinstance(answer, frozenset):
        chosen = [value.label for value in fact.values if value.id in answer]
        return i18n.together(chosen) if chosen else i18n.text("aloud.none_of_them")
    if isinstance(answer, str):
        return fact.by_id[answer].label
    unit = f" {fact.unit.en}" if fact.unit else "", f" {fact.unit.zh}" if fact.unit else ""
    return Text(en=f"{answer:,}{unit[0]}", zh=f"{answer:,}{unit[1]}")


def leaf_sentence(leaf: Leaf, fact: Fact) -> Text:
    """A leaf read aloud, without a full stop."""
    labels = [_label(fact, value) for value in leaf.values]
    match leaf.comparator:
        case Comparator.IS_KNOWN | Comparator.IS_UNKNOWN:
            key = "known" if leaf.comparator is Comparator.IS_KNOWN else "unknown_leaf"
            return i18n.text(f"aloud.{key}", name=fact.name)
        case Comparator.IS | Comparator.INCLUDES if fact.type != "number":
            value = leaf.values[0]
            return _clause(answer_sentence(fact, frozenset({str(value)}) if fact.type == "set" else value))
        case Comparator.IS_NOT if fact.type == "flag":
            return _clause(answer_sentence(fact, not leaf.values[0]))
        case Comparator.IS_ONE_OF:
            return i18n.text("aloud.is_one_of", name=fact.name, labels=i18n.together(labels, "or"))
        case _:
            key = leaf.comparator.replace(" ", "_")
            return i18n.text(f"aloud.{key}", name=fact.name, label=labels[0])


def _label(fact: Fact, value: Answer) -> Text:
    return answer_label(fact, frozenset({str(value)}) if fact.type == "set" else value)


def _clause(sentence: Text) -> Text:
    return Text(en=sentence.en.rstrip("."), zh=sentence.zh.rstrip("。"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a rule read aloud, and how deep it is indented."""

    depth: int
    text: Text


def condition_lines(condition: Condition, knowledge: KnowledgeBase, depth: int = 0) -> Iterator[Line]:
    """A condition read aloud, a line for each leaf, joined by lines that say how many must hold."""
    if condition == ALWAYS:
        yield Line(depth, i18n.text("aloud.always"))
    elif isinstance(condition, Leaf):
        yield Line(depth, leaf_sentence(condition, knowledge.facts[condition.fact]))
    elif len(condition.parts) == 1 and isinstance(condition, AllOf | AnyOf):
        yield from condition_lines(condition.parts[0], knowledge, depth)
    else:
        key = "all_of" if isinstance(condition, AllOf) else "any_of" if isinstance(condition, AnyOf) else "none_of"
        yield Line(depth, i18n.text(f"aloud.{key}"))
        for part in condition.parts:
            yield from condition_lines(part, knowledge, depth + 1)


def effect_sentence(effect: Effect, knowledge: KnowledgeBase) -> Text:
    """What an effect does, as a sentence."""
    if isinstance(effect, Conclude):
        fact = knowledge.facts[effect.fact]
        return i18n.text("aloud.conclude", sentence=_clause(_concluded(fact, effect)))
    name = knowledge.named(effect.target)
    if isinstance(effect, RuleOut):
        return i18n.text("aloud.rule_out", target=name)
    if isinstance(effect, Advise):
        return i18n.text(f"aloud.{effect.kind}", target=name, text=effect.text)
    side = "favour" if effect.sign > 0 else "oppose"
    return i18n.text(f"aloud.{side}_{effect.adverb}", target=name)


def _concluded(fact: Fact, effect: Conclude) -> Text:
    return answer_sentence(fact, frozenset({str(effect.value)}) if fact.type == "set" else effect.value)
