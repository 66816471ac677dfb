"""Where sources disagree: what the loader and the lint ask of a conflict."""

import shutil

import pytest
from conftest import MINI

from advisor.knowledge import lint, loader

CONFLICT = """\
conflicts:
  - id: cost-of-tea
    title: {{en: "What tea costs", zh: "茶的价格"}}
    sides:
      - says: {{en: "Tea is cheap.", zh: "茶便宜。"}}
        sources: [{first}]
      - says: {{en: "Tea is dear.", zh: "茶昂贵。"}}
        sources: [a-law]
    settled: {{en: "It is weighed.", zh: "称一称。"}}
    rules: [{rules}]
"""


@pytest.fixture
def base(tmp_path):
    """A copy of the small knowledge, to which a conflict is added."""
    folder = tmp_path / "rules"
    shutil.copytree(MINI, folder)

    def with_conflict(text):
        (folder / "conflicts.yaml").write_text(text, encoding="utf-8")
        return loader.read(folder, "rules")

    return with_conflict


def told(diagnostics):
    return [diagnostic.render("en").splitlines()[0] for diagnostic in diagnostics]


def test_a_conflict_is_found_from_the_rules_it_touches(base):
    knowledge = base(CONFLICT.format(first="a-law", rules="compare-costs")).knowledge

    assert dict(knowledge.disputes) == {"compare-costs": ("cost-of-tea",)}
    assert knowledge.conflicts["cost-of-tea"].sides[1].says.zh == "茶昂贵。"


@pytest.mark.parametrize(
    ("first", "rules", "fault"),
    [
        ("a-lawn", "compare-costs", "rules/conflicts.yaml:6:19: KB15: no source is called `a-lawn`"),
        ("a-law", "compare-cost", "rules/conflicts.yaml:10:13: KB15: no rule is called `compare-cost`"),
    ],
)
def test_an_unknown_name_is_told_with_its_place(base, first, rules, fault):
    assert told(base(CONFLICT.format(first=first, rules=rules)).diagnostics) == [fault]


def test_a_conflict_needs_two_sides(base):
    text = "conflicts:\n  - id: one-sided\n    title: {en: A, zh: 甲}\n    sides: []\n    settled: {en: B., zh: 乙。}\n"
    codes = [diagnostic.code for diagnostic in base(text).diagnostics]

    assert codes == ["KB01", "KB06"]


def test_a_conflict_that_touches_no_rule_is_a_lapse(base):
    loaded = base(CONFLICT.format(first="a-law", rules=""))

    assert [d.code for d in lint.check(loaded.knowledge, loaded.where) if d.code == "ST11"] == ["ST11"]


def test_a_base_without_conflicts_is_sound(mini):
    assert mini.conflicts == {}


def test_every_conflict_of_the_shipped_base_has_two_sides_that_cite_different_sources(whole):
    assert len(whole.conflicts) == 19
    for conflict in whole.conflicts.values():
        cited = [set(side.sources) for side in conflict.sides]
        assert not set.intersection(*cited), conflict.id
