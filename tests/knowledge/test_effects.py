"""The effect language: what a rule does."""

import pytest

from advisor.i18n import Text
from advisor.knowledge.effects import Advise, Conclude, RuleOut, Weigh, parse_effect

WORDS = {"en": "Ask.", "zh": "请询问。"}


@pytest.mark.parametrize(
    ("raw", "effect"),
    [
        ("rule out hosted", RuleOut("hosted")),
        ("favour open strongly", Weigh(1, "open", "strongly")),
        ("oppose closed_api slightly", Weigh(-1, "closed_api", "slightly")),
        ("conclude feasible is no", Conclude("feasible", value=False)),
        ({"next_step for any": WORDS}, Advise("next_step", "any", Text(**WORDS))),
        ({"caveat for open": WORDS}, Advise("caveat", "open", Text(**WORDS))),
    ],
)
def test_an_effect_is_read_as_it_sounds_and_written_as_it_was_read(raw, effect):
    assert parse_effect(raw, ()) == (effect, [])
    assert str(effect) == (raw if isinstance(raw, str) else next(iter(raw)))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("exclude hosted", "EF01"),
        ("favour open", "EF01"),
        (["rule out hosted"], "EF01"),
        ({"warning for open": WORDS}, "EF01"),
        ({"caveat for open": WORDS, "condition for open": WORDS}, "EF01"),
        ("favour open very", "EF02"),
        ("conclude feasible is at least 3", "EF03"),
        ("conclude feasible", "EF03"),
        ({"caveat for open": {"en": "Ask."}}, "KB03"),
        ({"caveat for open": "Ask."}, "KB03"),
    ],
)
def test_what_is_no_effect_says_why(raw, code):
    effect, faults = parse_effect(raw, ("then", 0))

    assert effect is None
    assert [fault.code for fault in faults] == [code]
