"""A tape: noted once, played on any rows."""

import numpy as np

from advisor.inference.tape import TRUTH, Tape, parts


def test_the_same_is_noted_once_and_what_nobody_wants_is_not_played():
    tape = Tape()
    one, other = tape.take("one", TRUTH), tape.take("other", TRUTH)
    tape.give("both", (one & other) | (one & other))
    _ = ~one
    assert tape.length == 2


def test_rows_are_played_part_by_part():
    tape = Tape()
    number = tape.take("number", np.dtype(np.int32))
    tape.give("more", number * 3 + 1)
    player, columns = tape.player(4), {"number": np.arange(10, dtype=np.int32)}
    results = {"more": np.empty(10, np.int32)}
    for part in parts(10, 4):
        player.play(columns, results, part)
    assert results["more"].tolist() == [n * 3 + 1 for n in range(10)]
