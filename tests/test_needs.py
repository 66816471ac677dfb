"""What an organisation needs of a model, right and wrong."""

import pytest

from advisor import needs, profile
from advisor.errors import Location
from advisor.needs import NOTHING, Currency, Gpus, Needs


def read(raw):
    return needs.read(raw, lambda path: Location("x", 1, len(path)))


def test_everything_that_can_be_said_reads_back_as_itself():
    said = {
        "context_tokens": 32_000,
        "languages": ["de", "zh"],
        "input": ["image"],
        "tool_calling": True,
        "parallel_users": 8,
        "gpus": [{"kind": "h100-80", "count": 2}, {"memory_gb": 48, "count": 1}],
        "seat": "DE",
        "hosting_regions": ["EU", "CH"],
        "banned_origins": ["CN"],
        "annual_revenue": 5_000_000,
        "resells_model_access": False,
        "internal_only": True,
        "input_tokens": 3e9,
        "output_tokens": 1e9,
        "cached_share": 0.5,
        "batch_share": 0.25,
        "reasoning_share": 0.5,
        "utilisation": 0.4,
        "staff_fte": 0.5,
        "staff_cost": 90_000,
        "energy_kwh": 0.25,
        "gpu_rent": 2.5,
        "gpu_price": 30_000,
        "horizon_months": 36,
        "open_model": "gpt-oss-120b",
        "closed_model": "gpt-5",
        "currency": {"code": "EUR", "per_usd": 0.86},
    }
    found, faults = read(said)

    assert faults == []
    assert set(said) == set(needs.NAMES)
    assert needs.to_plain(found) == said
    assert read(needs.to_plain(found))[0] == found


def test_what_is_left_out_or_said_to_be_unknown_is_unknown():
    assert read(None) == (NOTHING, [])
    assert read({"seat": "unknown", "annual_revenue": None, "languages": ""}) == (NOTHING, [])
    assert needs.to_plain(NOTHING) == {}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ([], "PR06"),
        ("h100", "PR06"),
        ({"contxt_tokens": 5}, "NE01"),
        ({"context_tokens": "many"}, "NE02"),
        ({"context_tokens": True}, "NE02"),
        ({"context_tokens": float("inf")}, "NE02"),
        ({"context_tokens": 1.5}, "NE03"),
        ({"context_tokens": 0}, "NE04"),
        ({"cached_share": 1.1}, "NE04"),
        ({"reasoning_share": 1}, "NE04"),
        ({"utilisation": 0}, "NE04"),
        ({"annual_revenue": -1}, "NE04"),
        ({"tool_calling": "perhaps"}, "NE05"),
        ({"seat": "Germany"}, "NE06"),
        ({"seat": ["DE", "FR"]}, "NE06"),
        ({"hosting_regions": ["EU", 5]}, "NE06"),
        ({"languages": ["German"]}, "NE07"),
        ({"input": ["smell"]}, "NE08"),
        ({"open_model": {"a": 1}}, "NE09"),
        ({"gpus": "?"}, "NE10"),
        ({"gpus": []}, "NE10"),
        ({"gpus": [{"kind": "h100-80", "memory_gb": 80}]}, "NE10"),
        ({"gpus": [{"count": 2}]}, "NE10"),
        ({"gpus": [{"kind": "h100-80", "count": 0}]}, "NE04"),
        ({"gpus": [{"memory_gb": "big"}]}, "NE02"),
        ({"currency": "EUR"}, "NE11"),
        ({"currency": {"code": "EURO", "per_usd": 1}}, "NE11"),
        ({"currency": {"code": "EUR", "per_usd": 0}}, "NE04"),
    ],
)
def test_what_cannot_be_a_need_is_named(raw, code):
    found, faults = read(raw)

    assert [fault.code for fault in faults] == [code]
    assert found == NOTHING


def test_norway_and_norwegian_are_not_a_no():
    """YAML reads NO and no as false."""
    found, faults = read({"seat": False, "languages": [False, "en"], "hosting_regions": [False]})

    assert faults == []
    assert (found.seat, found.languages, found.hosting_regions) == ("NO", ("no", "en"), ("NO",))


def test_processors_in_a_cell_of_a_table():
    found, faults = read({"gpus": "h100-80 x2; a100-80; 3x l4"})

    assert faults == []
    assert found.gpus == (Gpus(2, kind="h100-80"), Gpus(1, kind="a100-80"), Gpus(3, kind="l4"))


def test_a_sum_is_turned_into_dollars():
    assert Needs(currency=Currency("EUR", 0.5)).in_dollars(100) == 200
    assert Needs().in_dollars(None) is None


def test_a_profile_keeps_its_needs_for_each_workload_and_writes_them_back(mini):
    text = "needs: {seat: DE, gpus: [{kind: h100-80}]}\nworkloads: [{name: a}]\n"
    [entry] = profile.from_yaml(text, "x.yaml", mini)
    one = entry.profile

    assert one.of(one.workloads[0]).needs == one.needs
    [again] = profile.from_yaml(profile.dump(one), "y.yaml", mini)
    assert again.profile == one


def test_a_table_has_a_column_for_a_need_and_names_what_is_wrong_with_its_place(mini):
    text = "organization,needs.seat,needs.languages\nA,DE,de;fr\nB,Germany,de\n"
    good, bad = profile.from_csv(text, "x.csv", mini)

    assert (good.profile.needs.seat, good.profile.needs.languages) == ("DE", ("de", "fr"))
    assert [str(d.where) for d in bad.diagnostics] == ["x.csv:3:2"]
    assert [d.code for d in bad.diagnostics] == ["NE06"]
