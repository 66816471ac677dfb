"""A name whose own definition could not be read is not told of again where it is used."""

import pytest

from advisor.errors import fault
from advisor.knowledge.follow_ups import EVERY, without

UNKNOWN_FACT = fault("KB10", "rule.yaml", 4, 7, fact="rain", near=None)
UNKNOWN_SOURCE = fault("KB15", "rule.yaml", 8, 11, what="source", name="x01", near=None)
BAD_STYLE = fault("ST03", "rule.yaml", 2, 30)


@pytest.mark.parametrize(
    "broken", [{("fact", "rain")}, {("fact", EVERY)}, {("criterion", EVERY), ("fact", "rain"), ("fact", "sun")}]
)
def test_a_use_of_what_could_not_be_read_is_left_out(broken):
    assert without([UNKNOWN_FACT, BAD_STYLE], broken) == [BAD_STYLE]


@pytest.mark.parametrize("broken", [(), {("fact", "sun")}, {("criterion", "rain")}, {("source", EVERY)}])
def test_what_is_unknown_for_another_reason_is_told(broken):
    assert without([UNKNOWN_FACT], broken) == [UNKNOWN_FACT]


@pytest.mark.parametrize("kind", ["source", "claim", "counter_evidence"])
def test_what_a_rule_cites_may_be_of_three_kinds(kind):
    assert without([UNKNOWN_SOURCE], {(kind, "x01")}) == []
