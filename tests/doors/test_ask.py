"""`advisor ask` without a terminal, and with nothing begun; the dialogue itself is tested in a terminal of its own."""

import pytest

from advisor.doors import BAD_INPUT


@pytest.mark.parametrize(("language", "words"), [("en", "terminal"), ("zh", "终端")])
def test_without_a_terminal_it_says_what_to_do_instead(run, tmp_path, language, words):
    done = run("ask", "-o", tmp_path / "profile.yaml", "--lang", language)

    assert done.code == BAD_INPUT
    assert words in done.err
    assert "advisor recommend" in done.err
    assert list(tmp_path.iterdir()) == []
