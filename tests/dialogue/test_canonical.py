"""One record, one sequence of bytes."""

import hashlib
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.dialogue.canonical import canonical, digest

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text('aé茶😀\\"\n'),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("ab茶😀", max_size=3), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_writing_reading_and_writing_again_changes_nothing(value):
    assert canonical(json.loads(canonical(value))) == canonical(value)


@given(st.dictionaries(st.text("ab茶😀", max_size=3), st.integers(-9, 9)), st.randoms())
def test_the_order_in_which_keys_were_set_is_nobodys(value, chance):
    keys = list(value)
    chance.shuffle(keys)

    assert canonical({key: value[key] for key in keys}) == canonical(value)


def test_the_example_of_the_standard_is_written_as_there():
    """RFC 8785, section 3.2.3 and its numbers of section 3.2.2."""
    given = json.loads(
        '{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],'
        ' "string": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/", "literals": [null, true, false]}'
    )

    assert (
        canonical(given)
        == (
            '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
            '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
        ).encode()
    )


def test_a_whole_number_beyond_what_json_holds_exactly_is_a_double():
    assert canonical(2**60) == canonical(float(2**60))


@pytest.mark.parametrize("value", [math.nan, math.inf, {1: "a"}, {"a": object()}])
def test_what_json_cannot_hold_is_refused(value):
    with pytest.raises((ValueError, TypeError)):
        canonical(value)


def test_a_digest_is_that_of_the_bytes():
    assert digest({"b": 1, "a": []}) == hashlib.sha256(b'{"a":[],"b":1}').hexdigest()
    assert digest({"a": 1}) != digest({"a": "1"})
