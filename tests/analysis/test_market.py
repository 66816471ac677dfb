"""What the catalogue says of a profile, and what of it the rules read."""

import datetime as dt

import pytest

from advisor.analysis.market import Market, faults
from advisor.inference import table
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.needs import Gpus, Needs
from advisor.profile import Profile, Workload

DAY = dt.date(2026, 11, 25)


@pytest.fixture(scope="session")
def market(catalogue):
    return Market(catalogue, DAY)


@pytest.fixture(scope="session")
def engine(whole):
    return Engine(whole)


def ruled_out(decision):
    return {one.strategy: set(one.ruled_out_by) for one in decision.ranking if one.ruled_out_by}


def test_the_facts_it_decides_are_those_the_knowledge_declares(market, whole):
    declared = {fact.id for fact in whole.facts.values() if fact.origin == "catalogue"}
    found = market.observed(Profile(answers={"monthly_tokens": 40_000_000}), whole)

    assert declared == {
        "models_open_self_hosted",
        "models_open_hosted",
        "models_closed_api",
        "models_closed_private",
        "cheapest_route",
    }
    assert set(found) <= declared


def test_every_value_it_can_give_is_a_value_of_its_fact(market, whole):
    profiles = [
        Profile(),
        Profile(answers={"licence_requirement": "open_weights", "customization_depth": "full_weights"}),
        Profile(needs=Needs(context_tokens=20_000_000)),
        Profile(answers={"monthly_tokens": 40_000_000}),
    ]
    for one in profiles:
        for fact, value in market.observed(one, whole).items():
            assert value in whole.facts[fact].by_id


def test_a_knowledge_base_that_asks_nothing_of_it_is_told_nothing(market, mini):
    assert market.observed(Profile(), mini) == {}


def test_a_strategy_without_a_model_is_ruled_out_and_the_trace_says_by_which_requirement(market, engine):
    without = decide(Profile(needs=Needs(context_tokens=20_000_000)), engine, market.observed)
    [gate] = [firing for firing in without.trace.firings if firing.rule == "no-open-model-to-run"]

    assert ruled_out(without) == {
        "open_self_hosted": {"no-open-model-to-run"},
        "open_hosted": {"no-open-model-to-host"},
        "closed_api": {"no-closed-model-on-offer"},
        "closed_private": {"no-closed-model-under-contract"},
        "hybrid": {"no-models-for-both-sides", "nothing-calls-for-two-models"},
    }
    assert [held.answer for held in gate.held] == ["none_context"]
    assert without.verdict.strategy is None


def test_what_the_catalogue_cannot_decide_rules_nothing_out(market, engine):
    one = Profile(answers={"region_required": True}, needs=Needs(hosting_regions=("NZ",)))

    assert not any(
        "no-" in rule for rules in ruled_out(decide(one, engine, market.observed)).values() for rule in rules
    )


def test_without_a_catalogue_the_rules_still_answer(engine):
    assert decide(Profile(needs=Needs(context_tokens=20_000_000)), engine).verdict.undecided


@pytest.mark.parametrize(
    ("route", "rule"),
    [
        ("open_hosted", "the-sum-favours-a-host"),
        ("too_close", "the-sum-is-too-close"),
        ("closed_api", "the-sum-favours-the-closed-interface"),
        ("self_hosted", "the-sum-favours-own-machines"),
    ],
)
def test_the_cheapest_way_is_read_by_the_budget_rules(engine, route, rule):
    decision = decide(Profile(), engine, lambda *_: {"cheapest_route": route})

    assert rule in {firing.rule for firing in decision.trace.firings}


def test_a_sum_takes_the_place_of_a_guess(engine):
    heavy = Profile(answers={"usage_volume": "heavy", "load_shape": "steady"})
    guessed, summed = (
        {firing.rule for firing in decide(heavy, engine, observe).trace.firings}
        for observe in (None, lambda *_: {"cheapest_route": "open_hosted"})
    )

    assert "an-even-heavy-load-keeps-machines-busy" in guessed - summed


def test_each_workload_is_looked_up_with_its_own_answers(market, engine):
    one = Profile(
        workloads=(
            Workload("tuned", answers={"customization_depth": "full_weights"}),
            Workload("plain", answers={"customization_depth": "none"}),
        )
    )
    tuned, plain = decide(one, engine, market.observed).workloads

    assert tuned.trace.answers["models_closed_api"] == "none_tuning"
    assert plain.trace.answers["models_closed_api"] == "some"


def test_both_engines_answer_alike_on_what_was_looked_up(market, engine, whole):
    polars = pytest.importorskip("polars")
    one = Profile(answers={"monthly_tokens": 40_000_000}, needs=Needs(context_tokens=20_000_000))
    answers = {**one.answers, **market.observed(one, whole)}
    trace = engine.run(answers, {})
    frame = polars.DataFrame([{name: table.cell(answer) for name, answer in answers.items()}])
    [row] = table.answers(whole, frame).to_dicts()

    assert {s.strategy: bool(s.ruled_out_by) for s in trace.ranking} == {
        name: row[f"ruled_out.{name}"] for name in whole.strategies
    }
    assert {s.strategy: round(s.score, 6) for s in trace.ranking} == {
        name: round(row[f"score.{name}"], 6) for name in whole.strategies
    }


def test_names_the_catalogue_does_not_know_are_faults(catalogue):
    needs = Needs(gpus=(Gpus(1, kind="h100-8"),), open_model="gpt-5", closed_model="gpt-oss-120b")

    assert [d.code for d in faults(needs, catalogue, "x")] == ["NE12", "NE13", "NE14"]
    assert [d.code for d in faults(Needs(open_model="gpt-oss"), catalogue, "x")] == ["MC04"]
    assert faults(Needs(open_model="gpt-oss-120b", closed_model="gpt-5"), catalogue, "x") == []


def test_what_would_help_is_what_was_not_said(market):
    assert "context_tokens" in market.findings(Profile()).would_help
    assert "context_tokens" not in market.findings(Profile(needs=Needs(context_tokens=5))).would_help
    tokens = market.findings(Profile(answers={"monthly_tokens": 5})).would_help
    assert not {"input_tokens", "output_tokens"} & set(tokens)


@pytest.mark.parametrize(("days", "old"), [(90, False), (91, True)])
def test_a_reader_is_warned_of_prices_past_ninety_days(catalogue, days, old):
    newest = dt.date.fromisoformat(catalogue.newest_price)
    market = Market(catalogue, newest + dt.timedelta(days=days))

    assert (market.price_age, market.prices_are_old) == (days, old)


def test_the_model_that_was_named_is_reckoned_with(market):
    needs = Needs(input_tokens=3e6, output_tokens=1e6, open_model="gpt-oss-120b", closed_model="gpt-6-luna")
    routes = market.findings(Profile(needs=needs)).estimate.routes

    assert {one.model.id for one in routes} == {"gpt-oss-120b", "gpt-6-luna"}
