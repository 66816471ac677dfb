"""Which models remain, why the others do not, and in which order."""

import datetime as dt

import pytest

from advisor.analysis import shortlist as lists
from advisor.analysis.shortlist import STRATEGIES, shortlist
from advisor.knowledge.situation import situation
from advisor.needs import Gpus, Needs

DAY = dt.date(2026, 11, 25)
NO_MORE = {"hardware_purchase": False, "compute_access": frozenset({"owned_gpus"})}


@pytest.fixture
def listed(catalogue):
    def find(strategy, answers=None, **needs):
        return shortlist(strategy, situation(answers or {}, Needs(**needs), DAY), catalogue)

    return find


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_model_of_the_kind_is_either_in_or_out_and_those_that_are_out_say_why(catalogue, listed, strategy):
    one = listed(strategy, {"commercial_use": True}, context_tokens=100_000, languages=("de",))
    pool = {card.id for card in catalogue.models.values() if lists.of_kind(card, strategy)}

    assert {c.card.id for c in (*one.remaining, *one.rejected)} == pool
    assert all(not c.failed for c in one.remaining)
    assert all(c.failed for c in one.rejected)


def test_nobody_can_choose_what_is_withdrawn_writes_no_text_or_is_of_another_kind(catalogue):
    kinds = {name: [s for s in STRATEGIES if lists.of_kind(card, s)] for name, card in catalogue.models.items()}

    assert kinds["gpt-4"] == kinds["bert-large"] == kinds["gopher-280b"] == []
    assert kinds["gpt-oss-120b"] == ["open_self_hosted", "open_hosted"]
    assert kinds["gpt-6.1-sol"] == ["closed_api", "closed_private"]
    assert kinds["kimi-k3.1-pro"] == ["closed_api", "closed_private"], "weights that may not be out cannot be run"


def test_what_fails_on_several_grounds_is_out_for_the_first_of_them(listed):
    one = listed("open_self_hosted", {"commercial_use": True}, context_tokens=200_000)
    [command_r] = [c for c in one.rejected if c.card.id == "command-r-35b"]

    assert [check.requirement for check in command_r.failed] == ["licence", "context"]


def test_an_open_question_of_law_or_policy_weighs_more_than_any_other(listed):
    one = listed("open_self_hosted", {"commercial_use": True}, languages=("de",))
    grave = [sum(check.requirement == "licence" for check in c.open) for c in one.remaining]

    assert grave == sorted(grave)
    assert one.remaining[0].card.status == "current"


def test_what_fits_stands_before_what_needs_more_machines(listed):
    one = listed("open_self_hosted", {"commercial_use": True}, gpus=(Gpus(1, kind="h100-80"),))
    fits = [c.fit.fits is False for c in one.remaining if not any(k.requirement == "licence" for k in c.open)]

    assert fits == sorted(fits)


def test_on_own_machines_each_size_has_its_turn_among_those_that_are_alike(catalogue, listed):
    one = listed("open_self_hosted", {"commercial_use": True, "redistributes_weights": False, "regimes": frozenset()})

    assert [lists.size(c, catalogue) for c in one.remaining[:4]] == [0, 1, 2, 3]


def test_routine_work_has_the_cheaper_model_first_and_demanding_work_the_newer(listed):
    def first(difficulty):
        return listed("closed_api", {"task_difficulty": difficulty}).remaining[0].card.id

    assert (first("routine"), first("frontier")) != (first("frontier"), first("routine"))
    cheap = listed("closed_api", {"task_difficulty": "routine"}).remaining[0].price
    assert 3 * cheap.read + cheap.write < 2


def test_the_order_says_by_what_it_was_made(listed):
    routine = [text.en for text in listed("closed_api", {"task_difficulty": "routine"}).order]

    assert routine == [
        "nothing left to check in licence, policy, region and fit",
        "current ones of the last months first",
        "fewest other things to check",
        "fewest duties in the licence",
        "lowest price",
        "newest",
    ]


@pytest.mark.parametrize(
    ("strategy", "answers", "needs", "state"),
    [
        ("open_self_hosted", {}, {}, "some"),
        ("closed_api", {"customization_depth": "full_weights"}, {}, "none_tuning"),
        ("open_self_hosted", {}, {"context_tokens": 20_000_000}, "none_context"),
        # A model whose size nobody published keeps this open.
        ("open_self_hosted", NO_MORE, {"gpus": (Gpus(1, memory_gb=1),)}, None),
        # Whether the weights of one model came out is not settled.
        ("closed_api", {"licence_requirement": "open_weights"}, {}, None),
        ("open_self_hosted", {}, {"gpus": (Gpus(1, memory_gb=1),)}, None),
        ("closed_private", {"region_required": True}, {"hosting_regions": ("NZ",)}, None),
    ],
)
def test_what_the_rules_may_read_is_known_only_where_it_is_decided(listed, strategy, answers, needs, state):
    assert listed(strategy, answers, **needs).state == state


def test_where_no_single_requirement_is_to_blame_it_is_all_of_them_together(listed):
    one = listed("open_self_hosted", {"commercial_use": True}, context_tokens=200_000)
    several = tuple(c for c in one.rejected if len(c.failed) > 1)

    assert several
    assert lists.Shortlist(one.strategy, (), several, ()).state == "none_together"


def test_the_smallest_card_of_which_the_fewest_are_needed(catalogue, listed):
    remaining = {c.card.id: c for c in listed("open_self_hosted").remaining}

    def machine(model):
        return lists.smallest_machine(remaining[model], ("a100-80", "h200-141", "rtx-5090"), catalogue)

    assert machine("granite-4.2-8b") == ("rtx-5090", 1)
    assert machine("gpt-oss-120b") == ("h200-141", 1)
    assert machine("kimi-k3") == ("h200-141", 14)
