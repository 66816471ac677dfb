"""The report as Markdown: headings, lists and tables that a renderer understands, and nothing typed becomes markup."""

import datetime as dt
import itertools
import re

import pytest

from advisor.dialogue import content, record
from advisor.dialogue.markdown import markdown
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.profile import Profile, Workload

DAY = dt.date(2026, 11, 25)
NASTY = "<script>x</script> [link](http://evil) | *bold* `code` # head \u202e ![i](x)"


@pytest.fixture
def written(mini):
    """The Markdown of a profile."""

    def write(language="en", **parts):
        profile = Profile(**{"organization": None, "use_case": None, "priorities": {}, "answers": {}, **parts})
        made = record.build(decide(profile, Engine(mini)), DAY, analysed=True)
        return markdown(content.report(made, mini, language))

    return write


ANSWERS = {"data_sensitivity": "regulated", "data_egress": "never", "has_staff": True, "monthly_tokens": 2_000_000}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_table_has_as_many_cells_in_each_row_as_its_head(written, language):
    lines = written(language, answers=ANSWERS, priorities={"privacy": "high"}).splitlines()
    tables = [line for line in lines if line.startswith("|")]
    cells = [len(re.findall(r"(?<!\\)\|", line)) for line in tables]

    assert tables
    for before, after, count, following in zip(tables, tables[1:], cells, cells[1:], strict=False):
        adjacent = lines.index(after) == lines.index(before) + 1
        assert not adjacent or count == following, (before, after)


def test_headings_go_down_one_level_at_a_time(written):
    levels = [len(line.split()[0]) for line in written(answers=ANSWERS).splitlines() if line.startswith("#")]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_a_workload_is_a_chapter_and_its_parts_lie_below(written):
    work = (Workload(name="letters", priorities={}, answers=ANSWERS),)
    text = written(workloads=work)

    assert "\n## " in text
    assert "letters" in text
    assert "\n### " in text


def test_what_was_typed_is_shown_as_typed(written):
    text = written(organization=NASTY, use_case=NASTY, answers=ANSWERS)

    assert "<script" not in text
    assert "](http://evil)" not in text.replace("\\]\\(", "")
    assert "\u202e" not in text
    assert r"\*bold\*" in text


def test_a_heading_or_table_is_preceded_by_an_empty_line(written):
    lines = written(answers=ANSWERS).splitlines()

    for before, line in itertools.pairwise(lines):
        if line.startswith("#") or (line.startswith("|") and not before.startswith("|")):
            assert before == "", line


def test_it_ends_with_what_knowledge_it_rests_on_and_one_line_end(written, mini):
    text = written(answers=ANSWERS)

    assert mini.sha256[:8] in text.splitlines()[-1]
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
