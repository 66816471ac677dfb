"""Licences held against an organisation's own numbers."""

import pytest

from advisor.knowledge.catalogue import Clause, Condition, Licence
from advisor.knowledge.licensing import Party, holds, judge

COMPANY = {"commercial": True, "redistributes": False, "resells": False, "internal_only": False, "defence": False}
EU = Party(**COMPANY, seat="DE", revenue=5_000_000, monthly_users=10_000)
US = Party(**COMPANY, seat="US", revenue=5_000_000, monthly_users=10_000)
SCHOOL = Party(commercial=False, redistributes=False, resells=False, internal_only=True, defence=False, seat="DE")
HOST = Party(**(COMPANY | {"resells": True}), seat="US", revenue=30_000_000, monthly_users=10_000)
SMALL_HOST = Party(**(COMPANY | {"resells": True}), seat="US", revenue=3_000_000, monthly_users=10_000)
PLATFORM = Party(**COMPANY, seat="US", revenue=9e10, monthly_users=900_000_000)
IN_HOUSE = Party(**(COMPANY | {"internal_only": True}), seat="US", revenue=5e9, monthly_users=2_000)
LARGE = Party(**COMPANY, seat="US", revenue=5e9, monthly_users=2_000)
ARMY = Party(commercial=False, redistributes=False, resells=False, internal_only=True, defence=True, seat="US")
NOBODY = Party()


@pytest.mark.parametrize(
    ("model", "party", "answer", "clause"),
    [
        pytest.param("llama-4-scout", EU, "no", "eu-multimodal", id="Llama 4 and a company in the Union"),
        pytest.param("llama-4-scout", US, "yes", None, id="Llama 4 and the same company in the United States"),
        pytest.param("llama-4-maverick", ARMY, "no", "military", id="Llama 4 and an army"),
        pytest.param(
            "llama-3.2-3b-instruct", EU, "yes", None, id="the text model Llama 3.2 3B and a company in the Union"
        ),
        pytest.param("llama-3.3-70b-instruct", EU, "yes", None, id="Llama 3.3 and a company in the Union"),
        pytest.param("llama-3.3-70b-instruct", PLATFORM, "no", "users-700m", id="Llama 3.3 and 900 million users"),
        pytest.param("kimi-k3", HOST, "no", "resale-20m", id="Kimi K3 and a reseller above 20 million dollars"),
        pytest.param("kimi-k3", SMALL_HOST, "yes", None, id="Kimi K3 and a reseller below 20 million dollars"),
        pytest.param("kimi-k3", IN_HOUSE, "yes", None, id="Kimi K3 in the house of a large company"),
        pytest.param("kimi-k2.6", PLATFORM, "yes", None, id="Kimi K2.6 and a platform, which has to show its name"),
        pytest.param("command-r-35b", US, "no", "non-commercial", id="Command R and a commercial product"),
        pytest.param("command-r-35b", SCHOOL, "yes", None, id="Command R and a school"),
        pytest.param("mistral-large-2411", IN_HOUSE, "no", "research-only", id="Mistral Large 2411 within a company"),
        pytest.param("qwen2.5-72b-instruct", PLATFORM, "no", "users-100m", id="Qwen 2.5 72B and 900 million users"),
        pytest.param("qwen2.5-72b-instruct", US, "yes", None, id="Qwen 2.5 72B and a small company"),
        pytest.param("minimax-m2.7", US, "no", "authorisation", id="MiniMax M2.7 and any commercial use"),
        pytest.param("minimax-m3", US, "yes", None, id="MiniMax M3 and a company below 20 million dollars"),
        pytest.param(
            "minimax-m3", LARGE, "check", "revenue-20m", id="MiniMax M3 and a company whose product may exceed it"
        ),
        pytest.param(
            "mistral-medium-3.5-128b", LARGE, "check", "revenue-20m", id="Mistral Medium 3.5, not read itself"
        ),
        pytest.param(
            "hunyuan-a13b-instruct", EU, "check", "territory", id="Hunyuan A13B and the Union, from a sister's text"
        ),
        pytest.param("exaone-4.0-32b", US, "no", "non-commercial", id="EXAONE 4.0 and a commercial product"),
        pytest.param("gpt-oss-120b", HOST, "yes", None, id="Apache-2.0 and a reseller"),
        pytest.param("gpt-oss-120b", PLATFORM, "yes", None, id="Apache-2.0 and a platform"),
        pytest.param("gpt-oss-120b", ARMY, "yes", None, id="Apache-2.0 and an army"),
        pytest.param("deepseek-v3-0324", EU, "yes", None, id="MIT and a company in the Union"),
    ],
)
def test_a_licence_and_an_organisation(catalogue, model, party, answer, clause):
    verdict = judge(catalogue.models[model], party, catalogue)

    assert (verdict.answer, [one.id for one in verdict.decisive][:1]) == (answer, [clause] if clause else [])


@pytest.mark.parametrize("model", ["gpt-oss-120b", "glm-5.2", "qwen3-32b"])
def test_a_permissive_licence_says_yes_even_where_nothing_is_known(catalogue, model):
    assert judge(catalogue.models[model], NOBODY, catalogue).answer == "yes"


@pytest.mark.parametrize("model", ["llama-3.3-70b-instruct", "kimi-k3", "command-r-35b", "qwen2.5-72b-instruct"])
def test_what_a_clause_asks_and_nobody_said_is_something_to_check(catalogue, model):
    verdict = judge(catalogue.models[model], NOBODY, catalogue)

    assert verdict.answer == "check"
    assert verdict.decisive


def test_no_licence_that_was_not_read_says_yes_or_no(catalogue):
    unread = {licence.id for licence in catalogue.licences.values() if licence.read in {"summary", "none"}}
    cards = [card for card in catalogue.models.values() if card.licence in unread]
    parties = (EU, US, SCHOOL, HOST, PLATFORM, ARMY, NOBODY)

    assert cards
    assert {judge(card, party, catalogue).answer for card in cards for party in parties} == {"check"}


def test_at_the_limit_a_clause_does_not_hold_and_one_above_it_does(catalogue):
    card = catalogue.models["llama-3.3-70b-instruct"]
    at, above = (Party(**COMPANY, seat="US", monthly_users=users) for users in (700_000_000, 700_000_001))

    assert (judge(card, at, catalogue).answer, judge(card, above, catalogue).answer) == ("yes", "no")


def test_a_duty_does_not_forbid_and_is_told(catalogue):
    verdict = judge(catalogue.models["kimi-k2.6"], PLATFORM, catalogue)

    assert [one.id for one in verdict.duties] == ["display"]


def test_an_unknown_licence_is_something_to_check(catalogue):
    assert judge(catalogue.models["kimi-k3.1-pro"], US, catalogue).answer == "check"


def test_one_of_several_conditions_is_enough_and_a_known_failure_beats_an_unknown(catalogue):
    card = catalogue.models["gpt-oss-120b"]
    clause = Clause(
        id="x",
        effect="duty",
        when=(Condition(users_above=10, commercial=True), Condition(revenue_above=10)),
        text=catalogue.licences["mit"].clauses[0].text,
    )

    def held(**known):
        return holds(clause, card, Party(**known), catalogue)

    assert held(monthly_users=11, commercial=True) is True
    assert held(commercial=False, revenue=5) is False
    assert held(commercial=False) is None
    assert held(monthly_users=9, revenue=11) is True


def test_every_licence_that_restricts_says_where_it_was_read(catalogue):
    for licence in catalogue.licences.values():
        assert isinstance(licence, Licence)
        assert set(licence.sources) <= catalogue.sources.keys()
