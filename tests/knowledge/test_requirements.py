"""Requirements held against single models."""

import datetime as dt

import pytest

from advisor.analysis.shortlist import candidate
from advisor.i18n import has_sentence
from advisor.knowledge.requirements import REQUIREMENTS
from advisor.knowledge.situation import situation
from advisor.needs import Gpus, Needs

DAY = dt.date(2026, 11, 25)


@pytest.fixture
def outcome(catalogue):
    """The outcome of one requirement for a model under a strategy."""

    def find(requirement, model, strategy, answers=None, **needs):
        one = candidate(catalogue.models[model], strategy, situation(answers or {}, Needs(**needs), DAY), catalogue)
        found = [check for check in one.checks if check.requirement == requirement]
        assert all(has_sentence(f"models.{check.key}") for check in one.checks)
        assert all(check.text.zh for check in one.checks)
        return found[0].outcome if found else None

    return find


@pytest.mark.parametrize("requirement", [one for one in REQUIREMENTS if one != "licence"])
def test_what_nobody_asked_for_is_not_held_against_a_model(outcome, requirement):
    assert outcome(requirement, "gpt-oss-120b", "open_self_hosted") is None


@pytest.mark.parametrize(
    ("model", "strategy", "policy", "banned", "expected"),
    [
        ("qwen3-32b", "open_self_hosted", "bans_services_and_weights", ("CN",), "no"),
        ("qwen3-32b", "open_self_hosted", "bans_services", ("CN",), None),
        ("qwen3-max", "closed_api", "bans_services", ("CN",), "no"),
        ("mistral-small-4-119b", "open_self_hosted", "bans_services_and_weights", ("CN",), "yes"),
        ("qwen3-32b", "open_self_hosted", "bans_services_and_weights", (), "check"),
        ("qwen3-32b", "open_self_hosted", "no_ban", ("CN",), None),
        ("starcoder2-15b", "open_self_hosted", "bans_services_and_weights", ("CN",), "check"),
    ],
)
def test_a_policy_on_origin(outcome, model, strategy, policy, banned, expected):
    assert outcome("origin", model, strategy, {"origin_policy": policy}, banned_origins=banned) == expected


@pytest.mark.parametrize(
    ("model", "wanted", "expected"),
    [
        ("gpt-5", "open_weights", "no"),
        ("llama-3.3-70b-instruct", "open_weights", "yes"),
        ("llama-3.3-70b-instruct", "osi_licensed", "no"),
        ("gpt-oss-120b", "osi_licensed", "yes"),
        ("nemotron-3-super-120b-a12b", "osi_licensed", "check"),
        ("gpt-oss-120b", "open_source_ai", "no"),
        ("olmo-3.1-32b-instruct", "open_source_ai", "yes"),
    ],
)
def test_a_policy_on_openness_looks_at_more_than_the_licence(outcome, model, wanted, expected):
    strategy = "closed_api" if model == "gpt-5" else "open_self_hosted"

    assert outcome("openness", model, strategy, {"licence_requirement": wanted}) == expected


@pytest.mark.parametrize(("wanted", "expected"), [(40_960, "yes"), (40_961, "no")])
def test_a_context_at_the_limit_is_enough_and_one_token_more_is_not(outcome, wanted, expected):
    assert outcome("context", "qwen3-32b", "open_self_hosted", context_tokens=wanted) == expected


def test_an_unknown_context_is_something_to_check(catalogue):
    card = catalogue.models["apertus-v1.5-70b"].model_copy(update={"context": None})
    one = candidate(card, "open_self_hosted", situation({}, Needs(context_tokens=1000), DAY), catalogue)

    assert [check.outcome for check in one.checks if check.requirement == "context"] == ["check"]


@pytest.mark.parametrize(
    ("model", "languages", "expected"),
    [
        ("llama-3.3-70b-instruct", ("de",), "yes"),
        ("llama-3.3-70b-instruct", ("de", "zh"), "no"),
        ("qwen3-32b", ("zh",), "check"),
        ("teuken-7b-instruct", ("et", "mt"), "yes"),
    ],
)
def test_languages_a_vendor_names_and_a_claim_without_a_list(outcome, model, languages, expected):
    assert outcome("languages", model, "open_self_hosted", languages=languages) == expected


@pytest.mark.parametrize(
    ("model", "kinds", "expected"), [("gemma-4-31b-it", ("image",), "yes"), ("qwen3-32b", ("image",), "no")]
)
def test_what_a_model_reads(outcome, model, kinds, expected):
    assert outcome("input", model, "open_self_hosted", input=kinds) == expected


def test_tool_calling_that_no_source_names_is_something_to_check_and_never_a_no(outcome, catalogue):
    found = {
        outcome("tools", name, "open_self_hosted", tool_calling=True)
        for name, card in catalogue.models.items()
        if card.level != "closed"
    }

    assert found == {"yes", "check"}


@pytest.mark.parametrize(
    ("model", "strategy", "depth", "expected"),
    [
        ("gpt-oss-120b", "open_self_hosted", "full_weights", "yes"),
        ("nova-lite", "closed_api", "adapter", "yes"),
        ("nova-lite", "closed_api", "full_weights", "no"),
        ("claude-sonnet-5-5", "closed_api", "adapter", "no"),
        ("gpt-4.1", "closed_api", "adapter", "check"),
        ("gpt-4.1", "closed_api", "prompting", None),
    ],
)
def test_tuning(outcome, model, strategy, depth, expected):
    assert outcome("tuning", model, strategy, {"customization_depth": depth}) == expected


@pytest.mark.parametrize(
    ("horizon", "expected"),
    [("under_a_year", "check"), ("one_to_three_years", "no"), ("over_three_years", "no"), (None, "check")],
)
def test_a_model_that_ends_before_the_plan_does(outcome, horizon, expected):
    """GPT-5 ends on 2026-12-11, sixteen days from here."""
    answers = {"planning_horizon": horizon} if horizon else {}

    assert outcome("retirement", "gpt-5", "closed_api", answers) == expected


@pytest.mark.parametrize(
    ("count", "answers", "expected"),
    [
        (1, {}, "yes"),
        (0, {"hardware_purchase": False, "compute_access": frozenset({"owned_gpus"})}, "no"),
        (0, {"hardware_purchase": True}, "check"),
        (0, {}, "check"),
    ],
)
def test_memory_of_the_machines_at_hand(outcome, count, answers, expected):
    gpus = (Gpus(1, kind="h100-80" if count else "l4"),)

    assert outcome("memory", "qwen3-32b", "open_self_hosted", answers, gpus=gpus, context_tokens=20_000) == expected


def test_a_host_in_the_region_is_a_yes_and_none_known_is_no_no(outcome):
    needs = {"hosting_regions": ("EU",)}

    assert outcome("region", "gpt-oss-120b", "open_hosted", **needs) == "yes"
    assert outcome("region", "mistral-large-4", "open_hosted", **needs) == "check"
    assert outcome("region", "gpt-5", "closed_api", **needs) == "yes"
    assert outcome("region", "gpt-oss-120b", "open_self_hosted", **needs) is None
    assert outcome("region", "gpt-oss-120b", "open_hosted", {"region_required": True}) == "check"
