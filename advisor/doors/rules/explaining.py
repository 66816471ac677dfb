"""`advisor rules explain`: the page of a diagnostic code, or the list of all codes."""

from rich.console import ConsoleRenderable
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from advisor.dialogue import fault_pages, screen
from advisor.dialogue.fault_pages import Page
from advisor.doors import DONE
from advisor.errors import InputError, fault
from advisor.i18n import Language, say

_INDENT = (0, 2)
_SET_IN = (0, 0, 0, 2)


def explain(code: str | None, language: Language) -> int:
    """The page of a code, or all codes with what they say."""
    console = screen.console()
    if code is None:
        for part in _contents(language):
            console.print(part)
        return DONE
    known = fault_pages.pages()
    found = code.strip().upper()
    if found not in known:
        raise InputError([fault("WR20", "rules explain", code=code, near=fault_pages.meant(code))])
    for part in _page(found, known[found], language):
        console.print(part)
    return DONE


def _contents(language: Language) -> list[ConsoleRenderable]:
    parts: list[ConsoleRenderable] = []
    for letters, family in fault_pages.families().items():
        parts.append(Line(f"{letters}  {family.about[language]}", style="bold"))
        table = Table(box=None, show_header=False, padding=_INDENT)
        for code in sorted(family.codes):
            table.add_row(Line(code, style="cyan"), Line(fault_pages.title(code, language)))
        parts += [table, Line("")]
    return [*parts, Line(say("diagnostics.more", language), style="dim")]


def _page(code: str, page: Page, language: Language) -> list[ConsoleRenderable]:
    parts: list[ConsoleRenderable] = [
        Line.assemble((code, "bold cyan"), ("  " + fault_pages.title(code, language), "bold")),
        Line(""),
        Line(say("diagnostics.means", language), style="dim"),
        _indented(page.means[language]),
        Line(""),
    ]
    if page.command is not None:
        parts += [*_example(code, page, language), Line("")]
    if page.arises is not None:
        parts += [Line(say("diagnostics.arises", language), style="dim"), _indented(page.arises[language]), Line("")]
    parts += [Line(say("diagnostics.cure", language), style="dim"), _indented(page.cure[language])]
    if page.right is not None:
        parts += [Line(""), *_snippet("✓ ", page.right, "green")]
    return parts


def _example(code: str, page: Page, language: Language) -> list[ConsoleRenderable]:
    parts: list[ConsoleRenderable] = [Line(say("diagnostics.example", language), style="dim")]
    for name, text in page.beside.items():
        if name != page.file:
            parts += [_indented(name), *_snippet("  ", text, "")]
    if page.file is not None and page.wrong is not None:
        before, after = _around(page)
        parts += [_indented(page.file), *before, *_snippet("× ", page.wrong, "red"), *after]
    parts += [_indented(f"$ {command}") for command in (page.first, page.command) if command]
    message, hint = fault_pages.told(code, page, language)
    parts.append(Padding(Line.assemble((f"{code}: ", "cyan"), message), _SET_IN, expand=False))
    if hint is not None:
        parts.append(Padding(Line(hint), (0, 0, 0, 6), expand=False))
    return parts


def _around(page: Page) -> tuple[list[ConsoleRenderable], list[ConsoleRenderable]]:
    """What stands before and after the slip, where the page gives the whole file."""
    before, _, after = page.beside.get(page.file or "", "").partition(page.replace or page.right or "")
    shown = [_snippet("  ", part.strip("\n"), "") if part.strip() else [] for part in (before, after)]
    return shown[0], shown[1]


def _snippet(mark: str, text: str, style: str) -> list[ConsoleRenderable]:
    lines = text.rstrip("\n").split("\n")
    least = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), default=0)
    # The first line begins where the text does; those below it are set in as they stand in the file.
    plain = [lines[0], *(line[max(0, least - _within(lines[0])) :] for line in lines[1:])]
    return [Padding(Line(mark + line, style=style), (0, 0, 0, 4), expand=False) for line in plain]


def _within(first: str) -> int:
    return 2 if first.rstrip().endswith(":") else 0


def _indented(text: str) -> ConsoleRenderable:
    return Padding(Line(text), _SET_IN, expand=False)
