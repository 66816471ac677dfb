"""A page for each kind of fault: what it means, an example that has it, and the cure.

The sentence of a fault must be short, since it stands beside its place; who meets it for the first time wants to know
why it matters. The pages are data in `diagnostics/`, a file a family of codes; their examples are run by the tests, so
that a page never shows what the program would not say.
"""

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Any

import yaml
from pydantic import Field, model_validator

from advisor import i18n
from advisor.errors import Diagnostic, Location, nearest
from advisor.i18n import Language, Text
from advisor.knowledge.model import Model


class Page(Model):
    """What is told of one code."""

    means: Text
    """What happened, and why it is not let pass."""
    cure: Text
    """What to do."""
    file: str | None = None
    """The file in which the example stands."""
    replace: str | None = None
    """What stands there in a file that is sound, where that is not `right`."""
    wrong: str | None = None
    """What brings the fault about."""
    right: str | None = None
    """What takes its place."""
    beside: dict[str, str] = Field(default_factory=dict)
    """Other files of the example."""
    first: str | None = None
    """A command that goes before."""
    run: str | None = None
    """The command that tells the fault."""
    whole: bool = False
    """Whether the example speaks of the knowledge that is shipped, not of any small base."""
    slots: dict[str, Any] = Field(default_factory=dict)
    """What fills the fault's sentence in the example."""
    arises: Text | None = None
    """When it arises, where an example would be no help."""

    @model_validator(mode="after")
    def _shows_something(self) -> "Page":
        if self.arises is None and self.command is None:
            message = "a page needs an example or says when the fault arises"
            raise ValueError(message)
        return self

    @property
    def command(self) -> str | None:
        """What is typed to meet the fault."""
        if self.run is not None or self.file is None:
            return self.run
        if self.file.startswith("rules/"):
            return "advisor rules check"
        return f"advisor {'recommend' if self.file.endswith('.yaml') else 'batch'} {self.file}"


class Family(Model):
    """One file of pages."""

    about: Text
    """What its codes are about."""
    codes: dict[str, Page]


@functools.cache
def families() -> Mapping[str, Family]:
    """All pages, by the letters their codes begin with, sorted."""
    folder = resources.files("advisor").joinpath("diagnostics")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            # The package's own file, as those of the locale.
            raw = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
            found[file.name.removesuffix(".yaml")] = Family.model_validate(raw)
    return found


def pages() -> Mapping[str, Page]:
    """Every code with its page, sorted by code."""
    return {code: page for family in families().values() for code, page in sorted(family.codes.items())}


def meant(code: str) -> str | None:
    """The code that is known and most like one that is not: a letter and a digit that look alike are taken as equal."""
    plain = code.strip().upper()
    letters, digits = plain[:2], plain[2:].translate(str.maketrans("OILSB", "01158"))
    return letters + digits if letters + digits in pages() else nearest(plain, pages())


def title(code: str, language: Language) -> str:
    """The sentence of a fault with the names of its slots in the place of what fills them."""
    key = f"fault.{code}.message"
    return i18n.say(key, language, **{name: f"‹{name.removesuffix('_name')}›" for name in i18n.slots(key)})


def told(code: str, page: Page, language: Language) -> tuple[str, str | None]:
    """The sentence and the hint of the example."""
    shown = Diagnostic(code, Location(""), {name: _slot(value) for name, value in page.slots.items()})
    return shown.message(language), shown.hint(language)


def _slot(value: Any) -> Any:
    return Text.model_validate(value) if isinstance(value, dict) else value
