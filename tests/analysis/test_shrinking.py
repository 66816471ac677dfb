"""What is not needed is taken out of a profile."""

from hypothesis import given
from hypothesis import strategies as st

from advisor.analysis.shrinking import smallest


def test_only_what_still_shows_it_is_left():
    said, rated = smallest(
        {"a": True, "b": 3.0000001, "c": "x"}, {"p": "high"}, lambda answers, _: answers.get("b", 0) >= 3
    )

    assert (said, rated) == ({"b": 3}, {})


@given(st.dictionaries(st.sampled_from("abcdef"), st.booleans()), st.sets(st.sampled_from("abcdef")))
def test_nothing_that_is_left_can_be_taken_out(answers, needed):
    wanted = needed & answers.keys()

    said, _ = smallest(answers, {}, lambda some, _: wanted <= some.keys())

    assert said.keys() == wanted
