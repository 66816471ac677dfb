"""`advisor cost`: what each way costs."""

import json

import pytest

from advisor.cli import main

PROFILE = """
answers: {planning_horizon: one_to_three_years, load_shape: steady}
needs:
  input_tokens: 2_400_000_000
  output_tokens: 800_000_000
  open_model: llama-3.3-70b-instruct
  closed_model: claude-opus-5-5
  gpus: [{kind: h100-80, count: 2}]
"""


@pytest.fixture
def cost(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "240")

    def command(text, *arguments):
        path = tmp_path / "p.yaml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(SystemExit) as left:
            main(["cost", str(path), "--as-of", "2026-11-25", *arguments])
        shown = capsys.readouterr()
        return left.value.code, " ".join(shown.out.split()), shown.err

    return command


def test_it_shows_every_way_with_its_band_the_break_even_and_the_assumptions(cost):
    code, out, err = cost(PROFILE)

    assert (code, err) == (0, "")
    assert "For 3,200,000,000 tokens a month, in USD; a plan of 24 months." in out
    for way in ("closed model, interface", "at a host", "rented machines", "of your own"):
        assert way in out
    assert "From when own machines pay" in out
    assert "What the sum assumes" in out
    assert "Formulas and defaults: rules/catalogue/cost.yaml, each with its source." in out


def test_it_speaks_chinese(cost):
    assert "自有机器何时划算" in cost(PROFILE, "--lang", "zh")[1]


def test_numbers_are_there_for_machines_too(cost):
    made = json.loads(cost(PROFILE, "--format", "json")[1])

    closed = next(route for route in made["routes"] if route["route"] == "closed_api")
    assert closed["month"]["likely"] == 25_600
    assert closed["horizon"]["likely"] == 614_400
    assert made["formulas"]["break_even"]


def test_sums_are_shown_in_the_money_of_the_profile(cost):
    text = PROFILE + "  currency: {code: EUR, per_usd: 0.5}\n"
    made = json.loads(cost(text, "--format", "json")[1])

    assert made["currency"] == "EUR"
    closed = next(route for route in made["routes"] if route["route"] == "closed_api")
    assert closed["month"]["likely"] == 12_800


def test_without_the_months_tokens_it_says_what_is_missing(cost):
    assert "the tokens of a month must be known" in cost("answers: {}\n")[1]


def test_each_workload_has_its_own_sum(cost):
    text = "answers: {}\nworkloads:\n  - {name: letters, answers: {monthly_tokens: 1000000}}\n  - {name: mail}\n"
    _, out, _ = cost(text)

    assert "Workload: letters" in out
    assert "For 1,000,000 tokens a month" in out
    assert "the tokens of a month must be known" in out


def test_old_prices_are_warned_about(cost):
    assert "is 122 days old" in cost(PROFILE, "--as-of", "2027-03-14")[1]


def test_machines_that_do_not_suffice_are_named(cost):
    text = PROFILE.replace("2_400_000_000", "240_000_000_000").replace("800_000_000", "80_000_000_000")

    assert "The machines at hand (2 × NVIDIA H100 80 GB) do not suffice" in cost(text)[1]


def test_prices_may_come_from_the_package(cost):
    pytest.importorskip("genai_prices")

    assert json.loads(cost(PROFILE, "--format", "json", "--prices", "package")[1])["routes"]
