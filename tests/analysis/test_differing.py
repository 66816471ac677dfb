"""Two versions compared: what was changed, whose answer changes, and the smallest profile that shows it."""

import shutil
from pathlib import Path

import pytest

from advisor.analysis import differing
from advisor.knowledge.loader import load
from advisor.profile import Profile, Workload

MINI = Path(__file__).parent.parent / "data" / "mini"
PRIVACY = Path("topics") / "privacy"


@pytest.fixture
def changed(tmp_path, mini):
    """Compares the small knowledge with itself after some replacements."""

    def compare(*replacements, profiles=None):
        folder = tmp_path / "mini"
        shutil.copytree(MINI, folder)
        for name, old, new in replacements:
            path = folder / name
            text = path.read_text(encoding="utf-8")
            assert old in text
            path.write_text(text.replace(old, new), encoding="utf-8")
        return differing.compare(mini, load(folder), {}, profiles or {}, size=500, seed=1)

    return compare


def test_a_base_does_not_differ_from_itself(changed):
    found = changed()

    assert found.changes == differing.Changes(
        (), (), {}, (), {"added": (), "removed": (), "changed": (), "reworded": ()}, {}
    )
    assert (found.sampled.strategy, found.sampled.kinds, found.examples) == (0, (), ())


def test_the_smallest_profile_shows_a_change_and_the_rule_that_brings_it_about(changed):
    found = changed((PRIVACY / "public-data-goes-out.yaml", "favour closed clearly", "oppose closed clearly"))
    kind = next(one for one in found.sampled.kinds if one.answers.keys() == {"data_egress"})

    assert found.changes.changed == {"public-data-goes-out": ("then",)}
    assert all(isinstance(answer, str | int) for one in found.sampled.kinds for answer in one.answers.values())
    assert (kind.rules, kind.alone, kind.confirmed) == (("public-data-goes-out",), True, True)
    assert found.sampled.strategy >= kind.count > 0


def test_words_are_told_apart_from_what_decides(changed):
    found = changed(
        (PRIVACY / "compare-costs.yaml", "Much use costs much.", "Use costs."),
        (PRIVACY / "public-data-goes-out.yaml", "Read the terms.", "Read them."),
        (PRIVACY / "keep-data-in.yaml", "criterion: privacy", "criterion: budget"),
        (PRIVACY / "facts.yaml", "Think of the worst case.", "Think of the worst."),
    )

    assert found.changes.reworded == ("compare-costs", "public-data-goes-out")
    assert found.changes.changed == {"keep-data-in": ("criterion",)}
    assert found.changes.facts["reworded"] == ("data_sensitivity",)


def test_what_words_are_worth_is_told_as_a_setting(changed):
    found = changed(("base.yaml", "slightly: 1", "slightly: 3"))

    assert found.changes.settings == {"points.slightly": ("1", "3")}


def test_an_example_that_comes_out_otherwise_is_named(changed):
    found = changed(
        (PRIVACY / "compare-costs.yaml", "at least 1_000_000", "at least 999_999"),
        (PRIVACY / "compare-costs.yaml", "999_999}, fires: no", "999_998}, fires: no"),
    )

    assert [(one.name, one.before, one.after) for one in found.examples] == [
        ("compare-costs: one below", "silent", "fires")
    ]


def test_profiles_with_workloads_are_compared_as_a_whole(changed):
    both = Profile(
        workloads=(
            Workload("web", answers={"data_sensitivity": "public"}),
            Workload("letters", answers={"data_sensitivity": "regulated", "data_egress": "never"}),
        )
    )
    found = changed(
        (PRIVACY / "public-data-goes-out.yaml", "favour closed clearly", "favour open_hosted clearly"),
        profiles={"tea": both},
    )

    ((name, before, after),) = [(one.name, one.before, one.after) for one in found.profiles]
    assert (name, before != after, "web: open_hosted" in after) == ("tea", True, True)


def test_what_only_one_version_asks_is_left_out_of_the_other(changed):
    found = changed(
        (PRIVACY / "facts.yaml", "id: monthly_tokens", "id: yearly_tokens"),
        (PRIVACY / "compare-costs.yaml", "monthly_tokens", "yearly_tokens"),
    )

    assert found.changes.facts == {
        "added": ("yearly_tokens",),
        "removed": ("monthly_tokens",),
        "changed": (),
        "reworded": (),
    }
    assert found.changes.changed == {"compare-costs": ("when",)}
    assert all(kind.confirmed for kind in found.sampled.kinds)
