"""`advisor rules read`: a rule as one would say it."""

import pytest

from advisor.doors import BAD_INPUT, DONE


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Public data may go out", "The data is public", "Data may go anywhere", "HIPAA", "Read the terms."]),
        ("zh", ["公开数据可以外出", "数据是公开的", "数据可以去任何地方", "HIPAA 法", "请阅读条款。"]),
    ],
)
def test_a_rule_is_read_with_its_conditions_effects_reason_and_sources(run, language, words):
    done = run("rules", "read", "public-data-goes-out", "--lang", language)

    assert done.code == DONE
    for one in (*words, "c001"):
        assert one in done.out


def test_a_topic_is_read_rule_by_rule_and_nothing_is_everything(run, mini):
    topic = run("rules", "read", "privacy").out

    assert all(rule in topic for rule in mini.rules)
    assert run("rules", "read").out == topic


def test_a_source_is_read_with_its_standing(run):
    out = run("rules", "read", "keep-data-in").out

    assert "“Data kept in house is safer.” (supported)" in out
    assert "A law" in out


def test_a_name_that_is_none_names_the_nearest(run):
    done = run("rules", "read", "no-staf")

    assert done.code == BAD_INPUT
    assert "WR01" in done.err
    assert "`no-staff`" in done.err
