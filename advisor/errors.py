"""Faults in what people wrote: values that say where, what is wrong and how to mend it.

Faults in data are collected and shown all at once; only a fault in the program is an exception of its own. The words
stand in `locale/` under `fault.<CODE>`, so that a fault reads naturally in either language.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from advisor import i18n
from advisor.i18n import Language
from advisor.untrusted import printable


@dataclass(frozen=True, order=True, slots=True)
class Location:
    """A place in a text: path, line and column, both counted from 1; 0 where the whole file is meant."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """`path:line:column`, without the parts that are not known."""
        parts = [printable(self.path)] + [str(n) for n in (self.line, self.column) if n]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault: its code, its place, and what fills the slots of its sentence.

    A hint is said only where its code has one and all its slots are filled, so that "did you mean" never ends in
    nothing.
    """

    code: str
    where: Location
    slots: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def sort_key(self) -> tuple[Location, str, str]:
        """Place first, then code, then words: the order a person reads a file in."""
        return (self.where, self.code, self.message("en"))

    def message(self, language: Language) -> str:
        """What is wrong, in one sentence."""
        return i18n.say(f"fault.{self.code}.message", language, **self._shown())

    def hint(self, language: Language) -> str | None:
        """How to mend it, where there is something to say."""
        key = f"fault.{self.code}.hint"
        if not i18n.has_sentence(key):
            return None
        shown = self._shown()
        if any(not shown.get(name) for name in i18n.slots(key)):
            return None
        return i18n.say(key, language, **shown)

    def render(self, language: Language) -> str:
        """`place: CODE: what is wrong`, and the hint indented below."""
        line = f"{self.where}: {self.code}: {self.message(language)}"
        hint = self.hint(language)
        return f"{line}\n    {hint}" if hint else line

    def _shown(self) -> dict[str, Any]:
        return {name: _safe(_thing(value) if name in _THINGS else value) for name, value in self.slots.items()}


_THINGS = frozenset({"what", "kind"})
"""Slots that hold what sort of thing is meant, as the knowledge calls it."""


def _thing(value: Any) -> Any:
    """What a sort of thing is called in a sentence, in both languages."""
    key = f"thing.{value}"
    return i18n.text(key) if isinstance(value, str) and i18n.has_sentence(key) else value


def _safe(value: Any) -> Any:
    if isinstance(value, i18n.Text):
        return value
    if isinstance(value, list | tuple):
        return [_safe(item) for item in value]
    return "" if value is None else printable(value, longest=160)


class AdvisorError(Exception):
    """Root of every error this package raises on purpose."""


class InputError(AdvisorError):
    """What somebody gave cannot be used; carries all its faults, sorted by place."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep the faults in the order a person reads them."""
        self.diagnostics: tuple[Diagnostic, ...] = tuple(sorted(diagnostics, key=lambda d: d.sort_key))
        super().__init__("\n".join(d.render("en") for d in self.diagnostics))


def fault(code: str, path: str, line: int = 0, column: int = 0, /, **slots: Any) -> Diagnostic:
    """A fault at a place, in the fewest words at the place that finds it."""
    return Diagnostic(code, Location(path, line, column), slots)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like a misspelt one, or None where nothing is near."""
    options = sorted(known)
    simple = {option.replace("-", "_").lower(): option for option in options}
    wanted = word.strip().replace("-", "_").replace(" ", "_").lower()
    found = difflib.get_close_matches(wanted, simple, n=1, cutoff=0.6)
    return simple[found[0]] if found else None
