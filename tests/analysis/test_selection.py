"""Which rules are meant by a topic, strategy, standing, source, kind, fact or criterion."""

import pytest

from advisor.analysis.selection import KINDS, Wanted, kinds, select, standings, touched


def ids(knowledge, **wanted):
    return {rule.id for rule in select(knowledge, Wanted(**wanted))}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"topic": "privacy", "kind": "gate"}, {"keep-data-in", "no-self-hosting"}),
        ({"kind": "conclusion"}, {"no-staff"}),
        ({"kind": "advice"}, {"close-means-pilot", "public-data-goes-out"}),
        ({"criterion": "privacy"}, {"keep-data-in", "public-data-goes-out"}),
        ({"source": "c001"}, {"keep-data-in", "public-data-goes-out"}),
        ({"standing": "supported"}, {"keep-data-in", "public-data-goes-out"}),
        ({"standing": "A", "criterion": "privacy"}, {"keep-data-in"}),
        ({"standing": "false"}, set()),
        ({"fact": "self_hosting_feasible"}, {"no-staff", "no-self-hosting"}),
        ({"strategy": "hosted"}, {"keep-data-in"}),
        ({"strategy": "closed_private", "kind": "evidence"}, {"keep-data-in", "public-data-goes-out"}),
    ],
)
def test_a_rule_must_meet_all_that_is_asked_for(mini, wanted, expected):
    assert ids(mini, **wanted) == expected


def test_without_a_wish_every_rule_is_meant(whole):
    assert ids(whole) == set(whole.rules)


def test_a_strategy_is_spoken_of_by_whatever_group_names_it(mini):
    assert touched(mini.rules["keep-data-in"], mini) == {
        "hosted",
        "open_hosted",
        "closed_private",
        "closed_api",
        "hybrid",
        "open_self_hosted",
    }


def test_every_rule_does_something_and_every_kind_is_done(whole):
    done = [kinds(rule) for rule in whole.rules.values()]

    assert all(done)
    assert set().union(*done) == set(KINDS)


def test_a_standing_is_that_of_the_claim_the_grade_or_being_later(whole):
    found = {standing for rule in whole.rules.values() for standing in standings(rule, whole).values()}

    assert {"supported", "partly", "counter_evidence", "A", "B"} <= found
