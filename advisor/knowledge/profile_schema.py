"""The JSON Schema of a profile: every question of a knowledge base with its answers, to be completed while typing."""

from collections.abc import Iterable
from typing import Any, Final, get_args, get_type_hints

from advisor import i18n, needs
from advisor.i18n import Text
from advisor.knowledge.answers import UNKNOWN
from advisor.knowledge.model import Fact, KnowledgeBase
from advisor.needs import Needs

Schema = dict[str, Any]

_WORDS: Final[Schema] = {"type": ["string", "number", "null"], "maxLength": 200}
_YES_OR_NO: Final = [True, False, "yes", "no", UNKNOWN, None]
_NUMBER_IN_WORDS: Final = r"^[-+]?[0-9][0-9_]*(\.[0-9]+)?$"
"""A number with grouped digits, which a reader of YAML 1.2 takes for a word."""


def profile_schema(knowledge: KnowledgeBase) -> Schema:
    """The shape of a profile for one knowledge base."""
    asked = [fact for fact in knowledge.facts.values() if fact.origin == "asked"]
    alone = [fact for fact in asked if fact.scope == "workload"]
    priorities = {"$ref": "#/$defs/priorities"}
    own = _map({fact.id: {"$ref": f"#/$defs/answers/properties/{fact.id}"} for fact in alone})
    workload = {
        "type": "object",
        "properties": {
            "name": _WORDS,
            "use_case": _WORDS,
            "priorities": priorities,
            "answers": own,
            "parked": own,
        },
        "required": ["name"],
        "additionalProperties": False,
    }
    return {
        "title": knowledge.base.title.en,
        "type": "object",
        "properties": {
            "organization": _WORDS,
            "use_case": _WORDS,
            "priorities": priorities,
            "answers": {"$ref": "#/$defs/answers"},
            "parked": {"$ref": "#/$defs/answers"},
            "needs": {"$ref": "#/$defs/needs"},
            "workloads": {"type": ["array", "null"], "minItems": 1, "maxItems": 100, "items": workload},
        },
        "additionalProperties": False,
        "$defs": {
            "answers": _map(answers(asked)),
            "priorities": _map(
                {
                    criterion.id: {
                        "description": both(criterion.name),
                        "enum": [*knowledge.base.importance, UNKNOWN, None],
                    }
                    for criterion in knowledge.criteria.values()
                }
            ),
            "needs": _map(_needs()),
        },
    }


def answers(facts: Iterable[Fact]) -> dict[str, Schema]:
    """What may be answered to each question."""
    return {
        fact.id: {"title": fact.name.en, "description": both(fact.question or fact.name), **_answer(fact)}
        for fact in facts
    }


def both(text: Text) -> str:
    """A text in both languages, for where only one stands."""
    return text.en if text.en == text.zh else f"{text.en}\n\n{text.zh}"


def number_or_words(number: Schema) -> Schema:
    """A number, or one whose digits are grouped with `_`."""
    limits = {key: number.pop(key) for key in [*number] if key not in {"description", "title", "default"}}
    return {**number, "anyOf": [limits, {"type": "string", "pattern": _NUMBER_IN_WORDS}]}


def _map(properties: dict[str, Schema]) -> Schema:
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}


def _answer(fact: Fact) -> Schema:
    if fact.type == "flag":
        return {"enum": _YES_OR_NO}
    if fact.type == "number":
        limits = {"minimum": fact.minimum, "maximum": fact.maximum}
        number = {"type": "number", **{key: limit for key, limit in limits.items() if limit is not None}}
        words = {"type": "string", "pattern": _NUMBER_IN_WORDS}
        return {"anyOf": [number, words, {"enum": [UNKNOWN, None]}]}
    labels = [both(value.label) for value in fact.values]
    if fact.type == "set":
        several = {"type": "array", "items": {"enum": list(fact.by_id), "enumDescriptions": labels}}
        # In a table a set is one cell, `a;b`, and so it may stand here.
        word = "|".join(fact.by_id)
        cell = {"type": "string", "pattern": rf"^({word})(\s*[;|]\s*({word}))*$"}
        return {"anyOf": [several, cell, {"enum": ["none", UNKNOWN, None]}]}
    return {"enum": [*fact.by_id, UNKNOWN, None], "enumDescriptions": [*labels, UNKNOWN, UNKNOWN]}


def _needs() -> dict[str, Schema]:
    hints = get_type_hints(Needs)
    return {name: {"description": both(i18n.text(f"needs.{name}")), **_need(name, hints[name])} for name in needs.NAMES}


def _need(name: str, hint: Any) -> Schema:
    if name == "gpus":
        item = {
            "type": "object",
            "properties": {
                "kind": {"type": "string"},
                "memory_gb": {"type": "number", "exclusiveMinimum": 0},
                "count": {"type": "integer", "minimum": 1},
            },
            "additionalProperties": False,
            "oneOf": [{"required": ["kind"]}, {"required": ["memory_gb"]}],
        }
        return {"type": ["array", "null"], "minItems": 1, "items": item}
    if name == "currency":
        sum_of = {"code": {"type": "string", "pattern": "^[A-Za-z]{3}$"}, "per_usd": {"type": "number"}}
        map_of = {"type": "object", "properties": sum_of, "required": [*sum_of], "additionalProperties": False}
        return {"anyOf": [{"enum": ["USD", None]}, map_of]}
    kinds = set(get_args(hint)) or {hint}
    if bool in kinds:
        return {"enum": _YES_OR_NO}
    if kinds & {int, float}:
        return {"anyOf": [number_or_words({"type": "number"}), {"enum": [UNKNOWN, None]}]}
    if name == "input":
        return {"type": ["array", "null"], "items": {"enum": ["text", "image", "audio", "video", "pdf"]}}
    if str in kinds and type(None) in kinds:
        return {"type": ["string", "boolean", "null"]}
    return {"type": ["array", "string", "null"], "items": {"type": ["string", "boolean"]}}
