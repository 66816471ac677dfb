"""What an engine hands back."""

from dataclasses import FrozenInstanceError

import pytest

from advisor.inference.rete import Engine
from advisor.inference.trace import Standing, Verdict


def test_what_is_known_at_the_end_is_what_was_said_and_what_was_concluded(mini):
    trace = Engine(mini).run({"has_staff": False}, {})

    assert trace.known == {**trace.answers, **trace.concluded}


@pytest.mark.parametrize("value", [Standing("a", "open", 0.5), Verdict("a", "open")])
def test_a_result_cannot_be_changed_after_the_fact(value):
    with pytest.raises(FrozenInstanceError):
        value.strategy = "b"
