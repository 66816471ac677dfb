"""A report as one HTML file: no network, no script needed to read it, nothing a person typed read as markup.

The templates in `templates/` say how things look and choose no words: the words are those of the report, and of the
interface. Three walls keep what people typed from becoming markup: every value is escaped by the template engine, every
character that steers is written out before that, and the page's own policy lets a browser run and load nothing that is
not named in it by its digest.
"""

import base64
import functools
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import jinja2
from markupsafe import Markup

from advisor.dialogue import charts
from advisor.dialogue.appendix import Appendix, appendix
from advisor.dialogue.content import report
from advisor.dialogue.document import Grid, Report, Typed, percent, signed
from advisor.dialogue.portfolio import Portfolio
from advisor.dialogue.record import Record
from advisor.i18n import LANGUAGES, Language, say
from advisor.knowledge.model import KnowledgeBase
from advisor.untrusted import printable

_LONGEST = 20_000
"""Texts are cut beyond this; the longest of a rule is far shorter."""
_TAGS: dict[Language, str] = {"en": "en", "zh": "zh-Hans"}


@dataclass(frozen=True, slots=True)
class Edition:
    """A report in one language, with what stands behind it."""

    report: Report
    appendix: Appendix

    @property
    def language(self) -> Language:
        """The language it is written in."""
        return self.report.language


def editions(
    record: Record, knowledge: KnowledgeBase, language: Language, *, bilingual: bool = False
) -> tuple[Edition, ...]:
    """The report in the language asked for, and in the others too where a switch is wanted."""
    others = [other for other in LANGUAGES if other != language] if bilingual else []
    return tuple(
        Edition(report(record, knowledge, one), appendix(record, knowledge, one)) for one in (language, *others)
    )


def html(shown: Sequence[Edition]) -> str:
    """One page for one record; the first edition is the one that is open."""
    first = shown[0]
    names = [printable(words) for words in (first.report.organization, first.report.use_case) if words]
    title = " · ".join([*names, first.report.title])
    return render("report.html.jinja", first.language, title=title, editions=shown)


def portfolio(shown: Sequence[Portfolio]) -> str:
    """One page for many records, in the languages given; the first is open."""
    first = shown[0]
    title = f"{say('portfolio.title', first.language)} · {first.title}"
    return render("portfolio.html.jinja", first.language, title=title, editions=shown)


def render(template: str, language: Language, **values: Any) -> str:
    """A whole page from a template; its style, and the script where it has one, stand in it under their digests."""
    text = _environment().get_template(template).render(lang=language, **values)
    return text if text.endswith("\n") else f"{text}\n"


@functools.cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("advisor.dialogue", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        say=say,
        tag=_TAGS.__getitem__,
        other_name=lambda language: say("page.language_name", language),
        bars=charts.bars,
        waterfall=charts.waterfall,
        pieces=charts.pieces,
        lane=charts.lane,
        asset=asset,
        digest=digest,
    )
    made.filters.update(signed=signed, anchor=anchor, percent=percent, typed=_typed)
    made.tests.update(grid=lambda chapter: isinstance(chapter, Grid), typed=lambda words: isinstance(words, Typed))
    return made


def _shown(value: Any) -> Any:
    """Whatever a template prints: its own markup as it is, everything else with nothing in it that steers."""
    if value is None:
        return ""
    if hasattr(value, "__html__") or isinstance(value, int | float):
        return value
    return printable(value, longest=_LONGEST)


def _typed(words: str) -> Markup:
    """Words a person typed, fenced off so that their writing direction turns nothing around them."""
    return Markup('<bdi class="typed">{}</bdi>').format(printable(words))


def anchor(name: object) -> str:
    """A name as part of an address inside the page."""
    return re.sub(r"[^a-z0-9]+", "-", str(name).lower()).strip("-") or "x"


@functools.cache
def asset(name: str) -> Markup:
    """A style or script of our own, as it stands in the page."""
    text = resources.files("advisor.dialogue").joinpath("templates", name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704  # shipped with the package, not from outside


def digest(name: str) -> str:
    """The digest under which a page's policy lets a style or script stand in it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(str(asset(name)).encode()).digest()).decode()}"
