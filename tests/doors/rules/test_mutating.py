"""`advisor rules mutate`: what nobody notices, by name; samples that repeat; a threshold that fails."""

import json

import pytest


def test_what_is_not_noticed_is_counted_by_kind_and_listed(run):
    done = run("rules", "mutate")

    assert done.code == 0
    assert "rule dropped 6 6 - - -" in " ".join(done.out.split())
    assert "  keep-data-in: data_egress is never -> -  (leaf dropped)\n" in done.out


def test_a_rule_alone_can_be_asked_for_and_everything_is_there_as_json(run):
    found = json.loads(run("rules", "mutate", "compare-costs", "--format", "json").out)

    assert found["schema"] == "advisor/mutants/1"
    assert {one["rule"] for one in found["mutants"]} == {"compare-costs"}
    assert {"by_example", "unnoticed"} == {one["outcome"] for one in found["mutants"]}


def test_the_same_seed_draws_the_same(run):
    def drawn(seed):
        done = run("rules", "mutate", "--sample", 5, "--seed", seed, "--format", "json")
        return [one["rule"] + one["after"] for one in json.loads(done.out)["mutants"]]

    assert drawn(1) == drawn(1)
    assert len(drawn(1)) == 5
    assert drawn(1) != drawn(2)


@pytest.mark.parametrize(("least", "code"), [("10", 0), ("95", 4)])
def test_a_threshold_that_is_not_reached_fails(run, least, code):
    done = run("rules", "mutate", "--min", least)

    assert done.code == code
    assert ("too few are noticed: " in done.err) is (code == 4)


def test_an_unknown_rule_is_told(run):
    done = run("rules", "mutate", "compare-cost")

    assert done.code == 2
    assert "compare-costs" in done.err
