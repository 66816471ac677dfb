"""JSON Schemas of the files people write, so that their editors complete and check while they type.

The shapes come from the models, the words from the knowledge base at hand: an editor offers the base's own facts,
values, strategies and criteria. They lie in `schema/` of the base, and the first line of each file names the one it
keeps to. Editors read YAML 1.2, in which `yes` and `1_000` are words; the schemas take them for what they mean here.
"""

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

from pydantic import BaseModel

from advisor.knowledge import catalogue, model
from advisor.knowledge.adoption import ChoicesFile
from advisor.knowledge.cases import CaseFile
from advisor.knowledge.conditions import Comparator
from advisor.knowledge.model import Fact, KnowledgeBase
from advisor.knowledge.overlay import OverlayFile
from advisor.knowledge.profile_schema import answers, number_or_words, profile_schema

Schema = dict[str, Any]

FOLDER: Final = "schema"
"""Where the schemas lie in a rules directory."""
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_MODELS: Final[Mapping[str, type[BaseModel]]] = {
    "article": model.Article,
    "base": model.Base,
    "case": CaseFile,
    "choices": ChoicesFile,
    "claims": model.ClaimsFile,
    "conflicts": model.ConflictsFile,
    "cost": catalogue.CostBasis,
    "counter-evidence": model.CounterEvidenceFile,
    "criteria": model.CriteriaFile,
    "entities": model.EntitiesFile,
    "facts": model.FactsFile,
    "hardware": catalogue.HardwareFile,
    "licences": catalogue.LicencesFile,
    "model": catalogue.ModelCard,
    "overlay": OverlayFile,
    "rule": model.RuleFile,
    "sources": model.SourcesFile,
    "strategies": model.StrategiesFile,
}
PROFILE: Final = "profile"
KINDS: Final = tuple(sorted({*_MODELS, PROFILE}))
"""Every kind of file people write."""

_PLACES: Final = (
    (r"(base|strategies|criteria|conflicts|overlay)\.yaml", None),
    (r"(catalogue/)?sources\.yaml", "sources"),
    (r"article/(article|entities)\.yaml", None),
    (r"article/counter_evidence\.yaml", "counter-evidence"),
    (r"article/claims/[^/]+\.yaml", "claims"),
    (r"topics/[^/]+/facts\.yaml", "facts"),
    (r"topics/[^/]+/[^/]+\.yaml", "rule"),
    (r"cases/.+\.yaml", "case"),
    (r"catalogue/models/.+\.yaml", "model"),
    (r"catalogue/(cost|hardware|licences)\.yaml", None),
    (r"profiles/.+\.yaml", PROFILE),
)
_HEAD: Final = re.compile(r"# yaml-language-server: \$schema=(\S+)[^\n]*\n")


def kind_of(path: str) -> str | None:
    """The kind of a file, by its path in a rules directory; None for what is none of them."""
    for pattern, kind in _PLACES:
        if match := re.fullmatch(pattern, path):
            return kind or match[1]
    return None


def files(root: Path) -> Iterator[tuple[Path, str]]:
    """Every file of a rules directory that has a kind, with it; sorted."""
    for path in sorted(root.rglob("*.yaml")):
        relative = path.relative_to(root)
        kind = kind_of(relative.as_posix())
        if kind is not None and not any(part.startswith(".") for part in relative.parts):
            yield path, kind


def documents(root: Path, knowledge: KnowledgeBase) -> dict[str, str]:
    """The schemas a rules directory needs, by file name: those of its files, and of what is written to go with it."""
    kinds = {kind for _, kind in files(root)} | {"case", "choices", PROFILE}
    return {f"{kind}.json": written(schema(kind, knowledge)) for kind in sorted(kinds)}


def stale(root: Path, knowledge: KnowledgeBase) -> list[str]:
    """The schemas of a rules directory that are not those of its knowledge; none where it has no schemas at all."""
    folder = root / FOLDER
    if not folder.is_dir():
        return []
    return [
        name
        for name, text in documents(root, knowledge).items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != text.encode()
    ]


def written(schema: Schema) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def headed(text: str, path: Path, schema_file: Path) -> str:
    """The text of a file with the line before it that names its schema, relative to the file."""
    target = PurePosixPath(os.path.relpath(schema_file, path.parent)).as_posix()
    return f"# yaml-language-server: $schema={target}\n" + _HEAD.sub("", text, count=1)


def named_in(text: str) -> str | None:
    """The schema that the first line of a file names."""
    match = _HEAD.match(text)
    return match[1] if match else None


def schema(kind: str, knowledge: KnowledgeBase) -> Schema:
    """The JSON Schema of a kind of file, with the words of a knowledge base."""
    if kind == PROFILE:
        found = profile_schema(knowledge)
    else:
        found = _lenient(_MODELS[kind].model_json_schema())
        _FILLED.get(kind, _plain)(found, knowledge)
    return {"$schema": DIALECT, "$comment": f"made by `advisor rules schema --write`; kind: {kind}", **found}


def _plain(_: Schema, __: KnowledgeBase) -> None:
    """Nothing to fill in."""


def _rule(found: Schema, knowledge: KnowledgeBase) -> None:
    _languages(found, knowledge)
    own = found["properties"]
    own["criterion"] = _described(own["criterion"], enum=list(knowledge.criteria))
    own["when"] = _described(own["when"], anyOf=[{"const": "always"}, {"$ref": "#/$defs/condition"}])
    own["unless"] = _described(own["unless"], anyOf=[{"$ref": "#/$defs/condition"}, {"type": "null"}])
    own["then"] = {**own["then"], "items": {"$ref": "#/$defs/effect"}}
    given = found["$defs"]["Example"]["properties"]["given"]
    found["$defs"]["Example"]["properties"]["given"] = _described(
        given, type="object", properties=answers(knowledge.facts.values()), additionalProperties=False
    )


def _facts(found: Schema, knowledge: KnowledgeBase) -> None:
    _languages(found, knowledge)
    own = found["$defs"]["Fact"]["properties"]
    own["ask_when"] = _described(own["ask_when"], anyOf=[{"$ref": "#/$defs/condition"}, {"type": "null"}])
    for key in ("more", "less"):
        found["$defs"]["Direction"]["properties"][key]["items"] = {"enum": list(knowledge.parts)}


def _case(found: Schema, knowledge: KnowledgeBase) -> None:
    inner = profile_schema(knowledge)
    found["$defs"] |= inner.pop("$defs", {})
    own = found["properties"]
    own["profile"] = {**inner, "description": own["profile"].get("description", "")}
    expected = found["$defs"]["Expectation"]["properties"]
    expected["openness"]["items"] = {"enum": [*knowledge.headlines, "none"]}
    expected["strategy"]["items"] = {"enum": [*knowledge.strategies, "none"]}
    expected["ruled_out"]["propertyNames"] = {"enum": list(knowledge.strategies)}
    if "looked_up" in own:
        looked_up = [fact for fact in knowledge.facts.values() if fact.origin == "catalogue"]
        own["looked_up"] |= {"properties": answers(looked_up), "additionalProperties": False}


def _overlay(found: Schema, knowledge: KnowledgeBase) -> None:
    found["properties"]["importance"]["propertyNames"] = {"enum": list(knowledge.criteria)}


def _strategies(found: Schema, knowledge: KnowledgeBase) -> None:
    own = found["$defs"]["Strategy"]["properties"]
    own["openness"] = _described(own["openness"], enum=list(knowledge.headlines))


_FILLED: Final[Mapping[str, Callable[[Schema, KnowledgeBase], None]]] = {
    "rule": _rule,
    "facts": _facts,
    "case": _case,
    "overlay": _overlay,
    "strategies": _strategies,
}


def _described(before: Schema, **now: Any) -> Schema:
    kept: Schema = {key: before[key] for key in ("description", "title") if key in before}
    return {**kept, **now}


def _languages(found: Schema, knowledge: KnowledgeBase) -> None:
    """Conditions and effects, which are small languages of their own, as far as a schema can tell them."""
    several = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/condition"}}
    targets = "|".join(knowledge.parts)
    advice = rf"^(caveat|condition|next_step)\s+for\s+({targets})$"
    found.setdefault("$defs", {}).update(
        {
            "condition": {
                "anyOf": [
                    {"$ref": "#/$defs/leaf"},
                    several,
                    {
                        "type": "object",
                        "properties": dict.fromkeys(("all", "any", "none"), several),
                        "additionalProperties": False,
                        "minProperties": 1,
                        "maxProperties": 1,
                    },
                ]
            },
            # The examples are what an editor offers; the pattern lets numbers, lists and wider gaps pass besides.
            "leaf": {
                "type": "string",
                "pattern": _leaf(knowledge),
                "patternErrorMessage": "write <fact> <comparator> <value>, with a fact of this knowledge",
                "examples": list(_leaves(knowledge)),
            },
            "effect": {
                "anyOf": [
                    {
                        "type": "string",
                        "pattern": _effect(knowledge, targets),
                        "patternErrorMessage": "write rule out T, favour | oppose T slightly | clearly | strongly, "
                        "or conclude <fact> is <value>; T is a strategy or group",
                        "examples": list(_effects(knowledge)),
                    },
                    {
                        "type": "object",
                        "patternProperties": {advice: {"$ref": "#/$defs/Text"}},
                        "properties": {
                            f"{kind} for {target}": {"$ref": "#/$defs/Text"}
                            for kind in ("caveat", "condition", "next_step")
                            for target in knowledge.parts
                        },
                        "additionalProperties": False,
                        "minProperties": 1,
                        "maxProperties": 1,
                    },
                ]
            },
        }
    )


def _leaves(knowledge: KnowledgeBase) -> Iterator[str]:
    for fact in knowledge.facts.values():
        for comparator in _comparators(fact):
            for value in fact.by_id:
                yield f"{fact.id} {comparator} {value}"
        yield f"{fact.id} {Comparator.IS_KNOWN}"
        yield f"{fact.id} {Comparator.IS_UNKNOWN}"


def _comparators(fact: Fact) -> tuple[Comparator, ...]:
    both = (Comparator.IS, Comparator.IS_NOT)
    return {
        "scale": (*both, Comparator.IS_AT_LEAST, Comparator.IS_AT_MOST),
        "choice": both,
        "flag": (Comparator.IS,),
        "set": (Comparator.INCLUDES,),
        "number": (),
    }[fact.type]


def _leaf(knowledge: KnowledgeBase) -> str:
    words = "|".join(re.escape(comparator).replace(r"\ ", r"\s+") for comparator in sorted(Comparator, reverse=True))
    return rf"^({'|'.join(knowledge.facts)})\s+({words})(\s+\S.*)?$"


def _effects(knowledge: KnowledgeBase) -> Iterator[str]:
    for target in knowledge.parts:
        yield f"rule out {target}"
        for verb in ("favour", "oppose"):
            for adverb in knowledge.base.points:
                yield f"{verb} {target} {adverb}"
    for fact in knowledge.facts.values():
        if fact.origin == "derived":
            yield from (f"conclude {fact.id} is {value}" for value in fact.by_id)


def _effect(knowledge: KnowledgeBase, targets: str) -> str:
    derived = "|".join(fact.id for fact in knowledge.facts.values() if fact.origin == "derived")
    weighed = rf"(favour|oppose)\s+({targets})\s+({'|'.join(knowledge.base.points)})"
    return rf"^(rule\s+out\s+({targets})|{weighed}|conclude\s+({derived})\s+is\s+\S+)$"


def _lenient(part: Any) -> Any:
    """The same schema for who reads `yes` as a word, and `1_000` too."""
    if isinstance(part, list):
        return [_lenient(item) for item in part]
    if not isinstance(part, dict):
        return part
    inner = {key: _lenient(value) for key, value in part.items()}
    if inner.get("type") == "boolean":
        return {**{k: v for k, v in inner.items() if k != "type"}, "enum": [True, False, "yes", "no"]}
    if inner.get("type") in ("integer", "number"):
        return number_or_words(inner)
    return inner
