"""`advisor models`: which models would do, why one would not, and the whole catalogue."""

import json

import pytest

from advisor.cli import main

HOSPITAL = """
answers:
  commercial_use: yes
  data_egress: never
  inference_staff: dedicated
  compute_access: [owned_gpus]
  hardware_purchase: no
  redistributes_weights: no
  task_difficulty: expert
needs: {seat: DE, languages: [de], context_tokens: 32000, gpus: [{kind: h100-80, count: 2}]}
"""


@pytest.fixture
def shipped(capsys):
    """Runs a command in this process, on the shipped knowledge."""

    def command(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        return left.value.code, " ".join(shown.out.split()), shown.err

    return command


@pytest.fixture
def hospital(tmp_path):
    path = tmp_path / "hospital.yaml"
    path.write_text(HOSPITAL, encoding="utf-8")
    return path


def test_without_a_profile_it_lists_the_whole_catalogue(shipped):
    code, out, err = shipped("models")

    assert (code, err) == (0, "")
    assert "Catalogue of 188 models and 42 licences; prices looked up on 2026-11-12." in out


def test_with_a_profile_it_lists_those_of_the_recommended_strategy_and_why_others_are_out(shipped, hospital):
    code, out, err = shipped("models", hospital, "--as-of", "2026-11-25")

    assert (code, err) == (0, "")
    assert "Models for: open model on own machines" in out
    assert "By the first requirement each is known to fail." in out
    assert "None is ranked by quality" in out
    assert "Granite 4.2 30B" in out


def test_a_model_says_what_is_known_of_it_and_which_requirement_it_fails(shipped, hospital):
    _, out, _ = shipped("models", hospital, "--why-not", "llama-4-scout", "--strategy", "open_self_hosted")

    assert "Llama 4 Scout 17Bx16E is out for open model on own machines." in out
    assert "fails: Llama 4 Community License does not allow it: Rights in the models that take images" in out
    assert "[licensedb]" in out
    assert "European Open Source AI Index: 2 criteria open, 4 partly, 6 closed [european-index]" in out


def test_it_speaks_chinese(shipped, hospital):
    _, out, _ = shipped("models", hospital, "--why-not", "llama-4-scout", "--lang", "zh")

    assert "Llama 4 Scout 17Bx16E 不适用于：自行部署的开放模型。" in out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--why-not", "lama-4-scout"], "MC04"),
        (["--strategy", "open"], "MC06"),
        (["no-such-file.yaml"], "FI01"),
        (["--rules", "tests/data/mini"], "MC05"),
    ],
)
def test_a_mistake_is_diagnosed(shipped, arguments, code, monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)
    status, out, err = shipped("models", *arguments)

    assert (status, out) == (2, "")
    assert f": {code}: " in err


def test_a_name_in_the_needs_that_the_catalogue_does_not_know_is_diagnosed_with_its_place(shipped, hospital):
    hospital.write_text("needs:\n  gpus: [{kind: h200, count: 2}]\n", encoding="utf-8")
    status, _, err = shipped("recommend", hospital)

    assert status == 2
    assert err.startswith(f"{hospital}:2:9: NE12: no processor is called `h200`")
    assert "did you mean `h200-141`?" in err


def test_a_model_may_be_withdrawn_or_of_another_kind(shipped):
    assert "GPT-4 (0314/0613) can no longer be had." in shipped("models", "--why-not", "gpt-4")[1]
    other = shipped("models", "--why-not", "gpt-oss-120b", "--strategy", "closed_api")[1]
    assert "is no model for closed model through its public API: it is open weights" in other


def test_the_list_is_there_for_machines_too(shipped, hospital, capsys):
    with pytest.raises(SystemExit):
        main(["models", str(hospital), "--format", "json", "--as-of", "2026-11-25"])
    made = json.loads(capsys.readouterr().out)

    assert made["strategy"] == "open_self_hosted"
    assert made["shortlist"][0]["licence"]["answer"] == "yes"
    assert {"model", "name", "requirement", "text"} <= made["rejected"][0].keys()


def test_help_of_the_group_is_that_of_the_list(shipped):
    code, out, _ = shipped("models", "--help")

    assert code == 0
    assert "Usage: advisor models [OPTIONS] [PROFILE]" in out
    assert "advisor models sync" in out
