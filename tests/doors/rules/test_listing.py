"""`advisor rules list`: rules and questions, a line each."""

import pytest

from advisor.doors import BAD_INPUT, DONE


@pytest.mark.parametrize(("language", "title"), [("en", "Keep regulated data in house"), ("zh", "受监管数据留在内部")])
def test_every_rule_has_a_line(run, mini, language, title):
    done = run("rules", "list", "--lang", language)

    assert done.code == DONE
    assert all(rule in done.out for rule in mini.rules)
    assert title in done.out


def test_every_question_is_listed_with_the_answers_it_takes(run, mini):
    out = run("rules", "list", "--facts").out

    assert all(fact in out for fact in mini.facts)
    assert "public, internal" in out
    assert "tokens per month" in out
    assert "derived" in out


def test_a_topic_that_is_none_names_the_nearest(run):
    done = run("rules", "list", "--topic", "privcy")

    assert done.code == BAD_INPUT
    assert "WR09" in done.err
    assert "`privacy`" in done.err
