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


@pytest.mark.parametrize(
    ("options", "listed"),
    [
        (["--kind", "gate"], {"keep-data-in", "no-self-hosting"}),
        (["--kind", "gate", "--strategy", "closed_api"], {"keep-data-in"}),
        (["--standing", "supported"], {"keep-data-in", "public-data-goes-out"}),
        (["--source", "c001", "--fact", "laws"], {"public-data-goes-out"}),
        (["--criterion", "budget", "--kind", "conclusion"], {"no-staff"}),
        (["--standing", "false"], set()),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_rules_are_chosen_by_all_that_is_asked_for(run, mini, options, listed, language):
    done = run("rules", "list", *options, "--lang", language)

    assert done.code == DONE
    assert {rule for rule in mini.rules if rule in done.out} == listed
    assert {"en": f"{len(listed)} of 6 rules.", "zh": f"6 条规则中的 {len(listed)} 条。"}[language] in done.out


@pytest.mark.parametrize(
    ("options", "code", "near"),
    [
        (["--strategy", "open_hostd"], "WR03", "open_hosted"),
        (["--source", "a-lwa"], "WR22", "a-law"),
        (["--fact", "data_egres"], "PR09", "data_egress"),
        (["--criterion", "privcy"], "PR07", "privacy"),
    ],
)
def test_what_is_unknown_names_the_nearest(run, options, code, near):
    done = run("rules", "list", *options)

    assert (done.code, done.out) == (BAD_INPUT, "")
    assert code in done.err
    assert f"`{near}`" in done.err


def test_all_that_is_unknown_is_told_at_once(run):
    err = run("rules", "list", "--strategy", "opn", "--source", "a-lwa").err

    assert "WR03" in err
    assert "WR22" in err


def test_questions_are_chosen_by_topic_alone(run):
    done = run("rules", "list", "--facts", "--kind", "gate")

    assert (done.code, done.out) == (BAD_INPUT, "")
    assert "--topic" in done.err


@pytest.mark.parametrize(("columns", "shown"), [("80", False), ("140", True)])
def test_a_wide_screen_shows_what_a_rule_does(run, monkeypatch, columns, shown):
    monkeypatch.setenv("COLUMNS", columns)

    assert ("gate and evidence" in run("rules", "list").out) is shown


def test_a_chinese_title_is_folded_and_not_cut_off(run):
    assert "…" not in run("rules", "list", "--lang", "zh").out
