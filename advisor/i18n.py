"""Texts in two languages, and the sentences the interface speaks.

Sentences are whole templates with named slots, in `locale/<language>/<section>.yaml`: fragments glued together read
badly in Chinese. A section is read when one of its sentences is first said, so that help and short answers start
quickly. A `Text` holds both languages, so that a record can be read in either later.
"""

import functools
import os
import string
import sys
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal, get_args

import yaml

if TYPE_CHECKING:
    from advisor.texts import Text as Text  # noqa: PLC0414  # it is part of this module for all who import it

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def __getattr__(name: str) -> Any:
    """`Text`, when it is first asked for: pydantic takes longer to start than help does to print."""
    if name == "Text":
        from advisor.texts import Text  # noqa: PLC0415

        globals()["Text"] = Text
        return Text
    raise AttributeError(name)


def same(text: str) -> "Text":
    """A name or number that reads alike in both languages."""
    from advisor.texts import Text  # noqa: PLC0415

    return Text(en=text, zh=text)


def chosen_language(wanted: str | None = None, environment: Mapping[str, str] | None = None) -> Language:
    """The language to speak: what was asked for, else ADVISOR_LANG, else the locale of the system, else English."""
    env = os.environ if environment is None else environment
    for candidate in (wanted, env.get("ADVISOR_LANG"), env.get("LC_ALL"), env.get("LC_MESSAGES"), env.get("LANG")):
        if candidate:
            return "zh" if candidate.lower().startswith("zh") else "en"
    return "en"


@functools.cache
def _section(language: Language, name: str) -> Mapping[str, str]:
    place = resources.files("advisor").joinpath("locale", language, f"{name}.yaml")
    if not place.is_file():
        return {}
    # The interface's own file, shipped with the package: the fast C loader, and only plain strings in it.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded = yaml.load(place.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  # a safe loader, chosen above
    return dict(_flatten(loaded, f"{name}."))


def _sentence(key: str, language: Language) -> str:
    return _section(language, key.partition(".")[0])[key]


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def sections(language: Language) -> tuple[str, ...]:
    """The names of a language's sections, sorted."""
    folder = resources.files("advisor").joinpath("locale", language)
    return tuple(sorted(file.name.removesuffix(".yaml") for file in folder.iterdir()))


def sentence_keys(language: Language) -> frozenset[str]:
    """All keys of one language's sentences; the tests hold the two languages to the same ones."""
    return frozenset(key for name in sections(language) for key in _section(language, name))


def has_sentence(key: str) -> bool:
    """Whether the interface knows a sentence of that key."""
    return key in _section("en", key.partition(".")[0])


def slots(key: str) -> frozenset[str]:
    """The names of the slots in a sentence."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(_sentence(key, "en")) if name)


def say(key: str, language: Language, /, **values: Any) -> str:
    """One sentence of the interface in one language, its slots filled.

    A slot may be given a `Text`, a list (joined as the language joins lists) or anything with a string form.
    """
    filled = {name: _in(language, value) for name, value in values.items()}
    sentence = _sentence(key, language)
    # Braces that are meant as such are doubled, also in a sentence without slots.
    return sentence.format_map(filled) if filled or "{{" in sentence or "}}" in sentence else sentence


def text(key: str, /, **values: Any) -> "Text":
    """One sentence of the interface in both languages, its slots filled."""
    from advisor.texts import Text  # noqa: PLC0415

    return Text(en=say(key, "en", **values), zh=say(key, "zh", **values))


def _is_text(value: Any) -> bool:
    made = sys.modules.get("advisor.texts")  # where it was never imported, nothing is one
    return made is not None and isinstance(value, made.Text)


def _in(language: Language, value: Any) -> str:
    if _is_text(value):
        return str(value[language])
    if isinstance(value, list | tuple):
        return joined([_in(language, item) for item in value], language)
    return str(value)


def joined(items: Iterable[str], language: Language, last: Literal["and", "or"] = "and") -> str:
    """A list as a sentence says it: `a, b and c`, `a、b 和 c`."""
    parts = list(items)
    if len(parts) < 2:  # noqa: PLR2004  # nothing to join
        return "".join(parts)
    comma, word = ("、", {"and": "和", "or": "或"}[last]) if language == "zh" else (", ", f" {last} ")
    return f"{comma.join(parts[:-1])}{word}{parts[-1]}"


def together(texts: Iterable["Text"], last: Literal["and", "or"] = "and") -> "Text":
    """Several texts as one enumeration, in both languages."""
    from advisor.texts import Text  # noqa: PLC0415

    listed = list(texts)
    return Text(en=joined([t.en for t in listed], "en", last), zh=joined([t.zh for t in listed], "zh", last))
