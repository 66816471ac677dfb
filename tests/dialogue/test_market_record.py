"""What a record says of models and costs."""

import datetime as dt
import json

import pytest

from advisor.analysis.market import Market
from advisor.dialogue import record as records
from advisor.doors.deciding import decided
from advisor.errors import InputError
from advisor.inference.rete import Engine
from advisor.needs import Gpus, Needs
from advisor.profile import Profile, Workload
from advisor.untrusted import json_text

DAY = dt.date(2026, 11, 25)
HOSPITAL = Profile(
    answers={
        "data_egress": "never",
        "commercial_use": True,
        "inference_staff": "dedicated",
        "compute_access": frozenset({"owned_gpus"}),
        "monthly_tokens": 40_000_000,
    },
    needs=Needs(seat="DE", languages=("de",), gpus=(Gpus(2, kind="h100-80"),)),
)


@pytest.fixture(scope="session")
def engine(whole):
    return Engine(whole)


@pytest.fixture(scope="session")
def market(catalogue):
    return Market(catalogue, DAY)


@pytest.fixture(scope="session")
def made(engine, market):
    return decided(HOSPITAL, engine, market, DAY, analysed=True)


def test_the_models_are_those_of_the_recommended_strategy(made):
    models = made["models"]

    assert made["verdict"]["strategy"] == models["strategy"] == "open_self_hosted"
    assert models["remaining"] + len(models["rejected"]) == models["of_kind"]
    assert len(models["shortlist"]) == 10


def test_the_catalogue_has_a_digest_of_its_own_in_the_record(made, catalogue):
    assert made["knowledge"]["catalogue_sha256"] == catalogue.sha256
    assert made["models"]["catalogue"]["prices_as_of"] == catalogue.newest_price


def test_every_model_says_its_licence_its_checks_and_its_machine(made):
    for model in made["models"]["shortlist"]:
        assert model["licence"]["answer"] in {"yes", "check"}
        assert {check["outcome"] for check in model["checks"]} <= {"yes", "check"}
        assert model["machine"]["gpu"] == "h100-80"


def test_the_cost_of_each_way_stands_there_with_what_it_assumes(made):
    cost = made["cost"]

    assert {route["route"] for route in cost["routes"]} == {"closed_api", "open_hosted", "rented", "owned"}
    assert all(row["sources"] for row in cost["assumptions"])
    closed = {route["route"]: route["ruled_out"] for route in cost["routes"]}
    assert closed["open_hosted"] == {"rules": ["data-must-not-leave"], "answers": []}
    assert closed["rented"] == {"rules": [], "answers": ["compute_access"]}
    assert closed["owned"] is None
    assert cost["routes"][0]["route"] == "owned"
    assert cost["cheapest"] is None


def test_it_is_plain_json_and_the_same_in_every_reckoning(made, engine, catalogue):
    again = decided(HOSPITAL, engine, Market(catalogue, DAY), DAY, analysed=True)

    assert json_text(again) == json_text(made)
    assert json.loads(json_text(made)) == made


def test_a_missing_catalogue_leaves_the_recommendation_and_says_what_is_missing(engine):
    made = decided(HOSPITAL, engine, None, DAY, analysed=True)

    assert made["verdict"]["strategy"] == "open_self_hosted"
    assert made["models"] == {"catalogue": None}
    assert made["cost"] is None


def test_a_hybrid_names_models_of_both_kinds(engine, market):
    wanted = {"work_variety": "wide", "work_differs_in": frozenset({"sensitivity", "difficulty"})}
    decision = decided(Profile(answers=wanted), engine, market, DAY, analysed=True)
    lists = [decision["models"], *decision["models"].get("also", ())]
    kinds = {one["strategy"].partition("_")[0] for one in lists if one["strategy"]}

    assert decision["verdict"]["openness"] != "hybrid" or kinds == {"open", "closed"}


def test_each_workload_has_its_own_models_and_cost(engine, market):
    one = Profile(
        answers={"commercial_use": True},
        workloads=(
            Workload("letters", answers={"data_egress": "never", "monthly_tokens": 1_000_000}),
            Workload("mail", answers={"data_egress": "anywhere"}),
        ),
    )
    letters, mail = decided(one, engine, market, DAY, analysed=True)["workloads"]

    assert letters["cost"] is not None
    assert mail["cost"] is None
    assert "models" in mail


def test_a_batch_carries_the_verdict_without_the_lists(engine, market):
    made = decided(HOSPITAL, engine, market, DAY, analysed=False)

    assert "shortlist" not in made.get("models", {})
    assert made["knowledge"]["catalogue_sha256"]


def test_a_name_the_catalogue_does_not_know_ends_in_a_diagnostic(engine, market):
    with pytest.raises(InputError):
        decided(Profile(needs=Needs(open_model="no-such-model")), engine, market, DAY, analysed=True)


def test_the_record_passes_its_own_check(made):
    assert records.check(made, "x") == made
