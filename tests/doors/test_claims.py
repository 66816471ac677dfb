"""`advisor claims`: what the article says, how it stands, and which rules rest on it."""

import re

import pytest

from advisor.cli import main


def said(capsys, *arguments):
    with pytest.raises(SystemExit) as left:
        main(["claims", *arguments])
    shown = capsys.readouterr()
    return left.value.code, shown.out, shown.err


def test_every_claim_is_shown_with_its_standing_and_the_rules_that_rest_on_it(capsys, whole):
    code, out, _ = said(capsys)

    assert code == 0
    assert [line.split()[0] for line in out.splitlines() if re.match(r"c\d{3} ", line)] == list(whole.claims)
    for rule in whole.rules.values():
        assert rule.id in out or not set(rule.sources) & whole.claims.keys()


def test_no_rule_rests_only_on_what_is_false_or_cannot_be_verified(whole):
    for rule in whole.rules.values():
        claims = [whole.claims[name].verdict for name in rule.sources if name in whole.claims]
        others = [name for name in rule.sources if name not in whole.claims]

        assert others or set(claims) - {"false", "unverifiable"}


def test_all_97_claims_and_35_entities_of_the_article_are_there(whole):
    assert (len(whole.claims), len(whole.entities), len(whole.counter_evidence)) == (97, 35, 24)


def test_an_entity_is_shown_as_the_article_has_it_and_as_it_is(capsys):
    code, out, _ = said(capsys, "--entity", "LLaMA")

    assert code == 0
    assert "LLaMA" in out


def test_false_claims_can_be_listed_in_chinese(capsys, whole):
    _, out, _ = said(capsys, "--verdict", "false", "--lang", "zh")
    shown = {line.split()[0] for line in out.splitlines() if re.match(r"c\d{3} ", line)}

    assert shown == {claim.id for claim in whole.claims.values() if claim.verdict == "false"}


def test_a_name_that_is_not_in_the_article_names_the_nearest(capsys):
    code, out, err = said(capsys, "--entity", "Lamaa")

    assert (code, out) == (2, "")
    assert "WR06" in err
