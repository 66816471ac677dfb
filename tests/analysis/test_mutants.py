"""The slips an author makes, each made once."""

from collections import Counter

from advisor.analysis import mutants


def of(rule, mini):
    return [(one.kind, one.before, one.after) for one in mutants.of_rule(mini.rules[rule], mini)]


def test_every_kind_of_slip_is_made_in_a_rule_with_a_gate_and_evidence(mini):
    assert of("keep-data-in", mini) == [
        ("rule_dropped", "keep-data-in", "-"),
        ("junction", "all", "any"),
        ("leaf_dropped", "data_sensitivity is at least regulated", "-"),
        ("comparator", "data_sensitivity is at least regulated", "data_sensitivity is at most regulated"),
        ("value", "data_sensitivity is at least regulated", "data_sensitivity is at least internal"),
        ("leaf_dropped", "data_egress is never", "-"),
        ("comparator", "data_egress is never", "data_egress is not never"),
        ("value", "data_egress is never", "data_egress is anywhere"),
        ("effect_dropped", "rule out hosted", "-"),
        ("target", "rule out hosted", "rule out any"),
        ("effect_dropped", "favour open_self_hosted strongly", "-"),
        ("target", "favour open_self_hosted strongly", "favour hybrid strongly"),
        ("adverb", "favour open_self_hosted strongly", "favour open_self_hosted clearly"),
        ("sign", "favour open_self_hosted strongly", "oppose open_self_hosted strongly"),
    ]


def test_exceptions_are_dropped_and_got_wrong(mini):
    made = of("public-data-goes-out", mini)

    assert ("exception_dropped", "all: [laws includes hipaa]", "-") in made
    assert ("value", "unless laws includes hipaa", "laws includes dora") in made
    assert ("comparator", "unless laws includes hipaa", "none: [laws includes hipaa]") in made
    assert ("junction", "any", "all") in made


def test_numbers_are_doubled_and_halved_and_conclusions_turned_round(mini):
    assert ("value", "monthly_tokens is at least 1_000_000", "monthly_tokens is at least 500_000") in of(
        "compare-costs", mini
    )
    assert ("conclusion", "conclude self_hosting_feasible is no", "conclude self_hosting_feasible is yes") in of(
        "no-staff", mini
    )


def test_slips_that_come_to_the_same_are_made_once_and_always_in_the_same_order(whole):
    made = list(mutants.of_base(whole))

    assert Counter(
        Counter((one.rule, one.changed.when, one.changed.unless, one.changed.then) for one in made).values()
    )[1] == len(made)
    assert made == list(mutants.of_base(whole))


def test_advice_alone_is_left_alone(whole):
    advising = [rule.id for rule in whole.rules.values() if rule.only_advises]

    assert not [one for one in mutants.of_base(whole) if one.rule in advising and not one.in_condition]
