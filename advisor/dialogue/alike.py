"""What several models have in common, said once: the terms of a licence, the reason that puts them out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from advisor.dialogue.document import Item
from advisor.i18n import Language, say

Part = Mapping[str, Any]


def terms(shortlist: Sequence[Part], language: Language) -> Iterator[Item]:
    """The duties and restrictions of each licence, with the models that stand under it."""
    under: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for model in shortlist:
        asks = tuple(_asks(model, language))
        if asks:
            name = model["licence"]["name"]
            licence = name[language] if name else say("models.unknown", language)
            under.setdefault((licence, asks), []).append(model["name"])
    for (licence, asks), names in under.items():
        yield Item(say("models.terms_of", language, licence=licence, names=_joined(names, language)), below=asks)


def _asks(model: Part, language: Language) -> Iterator[str]:
    for duty in model["duties"]:
        yield say("models.duty", language, text=duty[language])
    for restriction in model["restrictions"]:
        yield say("models.restriction", language, text=restriction[language])


def rejected(models: Sequence[Part], language: Language) -> Iterator[Item]:
    """The reasons that put models out, the commonest first, each with the models it puts out."""
    out: dict[str, list[str]] = {}
    for model in models:
        out.setdefault(model["text"][language], []).append(model["name"])
    for text, names in sorted(out.items(), key=lambda group: -len(group[1])):
        if len(names) == 1:
            yield Item(say("models.rejected_line", language, name=names[0], text=text))
        else:
            words = say("models.rejected_several", language, count=len(names), text=text)
            yield Item(words, below=(_joined(names, language),))


def _joined(names: Sequence[str], language: Language) -> str:
    return say("report.title_joint", language).join(names)
