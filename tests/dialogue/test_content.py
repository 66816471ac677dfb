"""What a report says is said alike in the terminal, in Markdown and in HTML."""

import dataclasses
import datetime as dt
import html
import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from advisor import profile
from advisor.analysis.market import Market
from advisor.dialogue import content, page, record, reviewing, screen
from advisor.dialogue.document import Step, Sum, signed
from advisor.dialogue.markdown import markdown
from advisor.inference.decision import decide
from advisor.inference.rete import Engine

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = dt.date(2026, 11, 25)
NOT_WORDS = {
    "language",
    "openness",
    "strategy",
    "key",
    "more",
    "grade",
    "level",
    "firm",
    "link",
    "glance",
    "runs",
    "note",
}
"""Fields that name things for the renderer, or stand where there is room for them only."""
PROFILES = ("regional-hospital", "insurer-four-workloads", "ministry-classified", "chinese-public-service")
REVIEW = (
    {"name": "Ada | Lovelace", "role": "*Data* protection", "answered_by": "Bo"},
    {"item": "verdict/1", "disputed": True, "comment": "Not before <spring>"},
    {"conclusion": "approved_with_reservations", "comment": "See [minutes](https://example.org)"},
)


@pytest.fixture(scope="module", params=[*PROFILES, "reviewed"])
def made(request, whole, catalogue):
    market = Market(catalogue, DAY)
    name = "first-conversation" if request.param == "reviewed" else request.param
    given = profile.load(EXAMPLES / f"{name}.yaml", whole, None)
    built = record.build(decide(given, Engine(whole), market.observed), DAY, market, analysed=True)
    if request.param != "reviewed":
        return built
    signed = reviewing.signed(
        built, reviewing.retold(REVIEW), "2026-11-26", {"without_disputed": None, "corrected": None}
    )
    return {**signed, "reviews": reviewing.stated(signed)}


def words_in(value, name=""):
    """Every text a report holds, wherever in it."""
    if isinstance(value, str):
        if value and name not in NOT_WORDS:
            yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            place = field.name in {"effects", "criterion"} and hasattr(value, "because")
            if not (field.name == "chain" or place or (field.name == "rule" and isinstance(value, Step))):
                yield from words_in(getattr(value, field.name), field.name)
    elif isinstance(value, dict):
        for one in value.values():
            yield from words_in(one, name)
    elif isinstance(value, tuple):
        # A strategy or rule comes with its id, by which a page names its place.
        for one in value:
            yield from words_in(one[1:] if name in {"strategies", "ruled_out_by"} else one, name)


def bare(text):
    """A text without what only lays it out: spaces, line breaks, the marks of Markdown and what stands for them."""
    return re.sub(r"[\s\\*|`─]+", "", html.unescape(text))


def drawn(report):
    console = Console(file=io.StringIO(), width=4000, color_system=None, markup=False, highlight=False, emoji=False)
    console.print(screen.render(report))
    return console.file.getvalue()


def text_of(page_text):
    return re.sub(r"<[^>]+>", "", re.sub(r"<(style|title)\b.*?</\1>", "", page_text, flags=re.DOTALL))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_terminal_markdown_and_page_say_every_word_of_the_report(made, whole, language):
    report = content.report(made, whole, language)
    shown = {
        "terminal": bare(drawn(report)),
        "markdown": bare(markdown(report)),
        "html": bare(text_of(page.html(page.editions(made, whole, language)))),
    }
    words = {bare(one) for one in words_in(report)}

    assert len(words) > 50
    for medium, text in shown.items():
        missing = sorted(word for word in words if word not in text)
        assert missing == [], medium


def test_the_steps_of_a_score_add_up_to_it(made, whole):
    report = content.report(made, whole, "en")
    sums = [part.total for part in (report.whole, *report.workloads) if isinstance(part.total, Sum)]

    for one in sums:
        assert sum(step.amount for step in one.steps) == pytest.approx(one.total, abs=1e-4)


def test_a_column_of_the_comparison_adds_up_to_the_score(made, whole):
    report = content.report(made, whole, "en")
    for part in (report.whole, *report.workloads):
        table = part.comparison
        for strategy, _ in table.strategies if table else ():
            column = sum(row.amounts.get(strategy, 0.0) for row in table.rows)
            assert column == pytest.approx(table.totals[strategy], abs=1e-4)


def test_a_number_that_rounds_to_nothing_has_no_sign():
    assert [signed(value, 2) for value in (0.104, -0.104, 0.001, -0.001)] == ["+0.10", "−0.10", "0.00", "0.00"]


def test_where_no_strategy_is_ever_first_nothing_is_said_of_how_often_it_stays_so(made, whole):
    noughts = [{**row, "stability": 0.0} for row in made["ranking"]]
    report = content.report({**made, "ranking": noughts}, whole, "en")

    assert {rank.stability for rank in report.whole.ranking} == {None}
