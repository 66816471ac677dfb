"""`advisor explain`: questions about a decision record."""

import pytest

from advisor.cli import main

PROFILE = "organization: Test house\nanswers: {data_sensitivity: regulated, data_egress: never, has_staff: yes}\n"


@pytest.fixture
def record(run, tmp_path):
    profile, made = tmp_path / "profile.yaml", tmp_path / "record.json"
    profile.write_text(PROFILE, encoding="utf-8")
    assert run("recommend", profile, "--format", "json", "-o", made).code == 0
    return made


def flat(text):
    return " ".join(text.split())


def test_why_leads_from_the_rule_to_the_answers_and_to_the_sources(run, record):
    done = run("explain", record, "--why", "keep-data-in")

    assert done.code == 0
    said = flat(done.out)
    for words in ("rule keep-data-in", "The data is regulated.", "Data may not leave.", "c001", "a-law"):
        assert words in said


def test_why_not_names_the_rule_that_ruled_a_strategy_out(run, record):
    done = run("explain", record, "--why-not", "closed_api")

    assert done.code == 0
    assert "is ruled out by:" in flat(done.out)
    assert "keep-data-in" in flat(done.out)


def test_why_not_of_the_recommendation_says_that_it_won(run, record):
    assert "is the recommendation." in flat(run("explain", record, "--why-not", "open_self_hosted").out)


def test_it_answers_in_chinese(run, record):
    assert "规则 keep-data-in" in flat(run("explain", record, "--why", "keep-data-in", "--lang", "zh").out)


def test_without_a_question_it_is_the_report(run, record):
    assert "Use an open model and run it on machines you control." in flat(run("explain", record).out)


@pytest.mark.parametrize(
    ("question", "code", "near"),
    [
        (("--why", "keep-data-inn"), "WR01", "keep-data-in"),
        (("--why", "public-data-goes-out"), "WR02", ""),
        (("--why-not", "closed_apo"), "WR03", "closed_api"),
        (("--workload", "letters"), "WR08", ""),
    ],
)
def test_what_the_record_does_not_hold_is_told_with_what_may_have_been_meant(run, record, question, code, near):
    done = run("explain", record, *question)

    assert (done.code, done.out) == (2, "")
    assert f"{code}: " in done.err
    assert near in done.err


@pytest.mark.parametrize("text", ["", "[]", "{}", "{", "[" * 10_000, '{"schema": "advisor/decision/1"}'])
def test_what_is_no_record_is_refused_without_a_traceback(run, tmp_path, text):
    path = tmp_path / "record.json"
    path.write_text(text, encoding="utf-8")
    done = run("explain", path)

    assert (done.code, done.out) == (2, "")
    assert "record.json" in done.err
    assert "Traceback" not in done.err


@pytest.fixture
def split(run, tmp_path):
    profile, made = tmp_path / "profile.yaml", tmp_path / "split.json"
    profile.write_text(
        "workloads:\n"
        "  - {name: files, answers: {data_sensitivity: regulated, data_egress: never}}\n"
        "  - {name: website, answers: {data_sensitivity: public, data_egress: anywhere}}\n",
        encoding="utf-8",
    )
    assert run("recommend", profile, "--format", "json", "-o", made).code == 0
    return made


def test_why_not_of_the_whole_adds_up_the_workloads_and_names_the_nearest_change(run, split):
    said = flat(run("explain", split, "--why-not", "open_self_hosted").out)

    assert "This is the sum of:" in said
    assert "website" in said
    assert "were “Nowhere” instead of “Anywhere”" in said
    assert "the recommendation would be: open model on own machines." in said


def test_where_everything_is_ruled_out_why_not_says_what_would_have_to_give_way(tmp_path, capsys):
    profile, made = tmp_path / "profile.yaml", tmp_path / "none.json"
    answers = "{data_sensitivity: regulated, data_egress: never, inference_staff: none, closed_model_on_site: no}"
    profile.write_text(f"answers: {answers}\n", encoding="utf-8")
    for arguments in (
        ("recommend", str(profile), "--format", "json", "-o", str(made)),
        ("explain", str(made), "--why-not", "open_self_hosted"),
    ):
        with pytest.raises(SystemExit):
            main(arguments)
    said = flat(capsys.readouterr().out)

    assert "Without “It cannot be run in house”, there would be: open model on own machines." in said
    assert "The nearest change that would make it the recommendation:" in said
