"""What is compared, in words: nothing a person typed becomes markup."""

from advisor.analysis.differing import Changes, Difference, Moved, Sampled, Shown
from advisor.dialogue.version_report import written

NOTHING = Changes((), (), {}, (), {}, {})


def told(mini, *, markdown, name="a", moved=(), kinds=()):
    sampled = Sampled(200, 1, 1, 0, 0, kinds, 2 if kinds else 0)
    found = Difference(NOTHING, (), moved, (), sampled, {"cases": 0, "examples": 3, "profiles": 0})
    return written(found, mini, mini, (name, None), "en", markdown=markdown)


def test_names_are_code_in_markdown_and_plain_in_a_terminal(mini):
    moved = (Moved("rule: a | b `c`", "fires", "silent"),)

    assert "| `` rule: a \\| b `c` `` | fires | silent |" in told(mini, markdown=True, moved=moved)
    assert "  rule: a | b `c`: fires → silent" in told(mini, markdown=False, moved=moved)


def test_control_characters_reach_no_terminal(mini):
    assert "\x1b" not in told(mini, markdown=False, name="a\x1b[31m")


def test_a_kind_of_change_has_its_profile_and_rules(mini):
    kind = Shown(
        "closed_api",
        None,
        1,
        {"has_staff": False, "laws": frozenset({"dora"})},
        {},
        ("x",),
        alone=False,
        confirmed=True,
    )
    text = told(mini, markdown=False, kinds=(kind,))

    assert "  closed model through its public API → no recommendation: 1 (0.50 %)" in text
    assert "    profile: has_staff: no; laws: [dora]" in text
    assert "    brought about together by: x" in text
    assert "  and 2 kinds more" in text


def test_where_nothing_changed_it_says_so(mini):
    assert "  nothing\n" in told(mini, markdown=False)
