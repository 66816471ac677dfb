"""A review walked through in a real terminal."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from pseudo_terminal import CTRL_C, Screen

MINI = Path(__file__).parents[1] / "data" / "mini"
PROFILE = {
    "organization": "Tea House",
    "answers": {"data_sensitivity": "regulated", "data_egress": "never", "has_staff": True},
}
WORDS = {
    "en": ("Your name", "Your role", "Who gave the answers?", "What do you make of it?", "Why?", "Your conclusion"),
    "zh": ("您的姓名", "您的职务", "问卷由谁作答？", "您怎么看？", "为什么？", "您的审阅结论"),
}


@pytest.fixture
def record(tmp_path, run):
    (tmp_path / "tea.yaml").write_text(yaml.safe_dump(PROFILE), encoding="utf-8")
    path = tmp_path / "tea.json"
    run("recommend", tmp_path / "tea.yaml", "--format", "json", "-o", path, "--as-of", "2026-01-02")
    return path


@pytest.fixture
def opened(record, tmp_path) -> Iterator[Callable[..., Screen]]:
    screens = []

    def start(*arguments: str) -> Screen:
        screens.append(Screen(["review", str(record), "--rules", str(MINI), *arguments], tmp_path))
        return screens[-1]

    yield start
    for screen in screens:
        screen.close()


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def introduce(screen, name="Ada", answered_by="Bo", language="en"):
    for question, words in zip(WORDS[language], (name, "Data protection", answered_by), strict=False):
        screen.type(question, words)


def conclude(screen):
    screen.choose("Your conclusion", "approved with reservations")
    screen.type("A last comment", "see you in a year")
    screen.choose("Sign as Ada, Data protection", "Sign")
    assert screen.exit_code() == 0


def test_a_dispute_shows_at_once_what_the_verdict_becomes_and_a_signature_ends_it(opened, record, run):
    before = read(record)
    screen = opened()
    introduce(screen)
    screen.choose("What do you make of it?", "Accept")
    screen.wait("2 of 2: a requirement that rules something out")
    screen.choose("What do you make of it?", "Dispute")
    screen.type("Why?", "the law was changed")
    screen.wait("The recommendation changes.")
    conclude(screen)

    assert screen.too_wide == []
    after = read(record)
    [review] = after.pop("reviews")
    assert after == before
    assert review["reviewer"] == {"name": "Ada", "role": "Data protection"}
    assert [one["judgement"] for one in review["judgements"]] == ["accepted", "disputed"]
    assert review["outcome"]["without_disputed"]["openness"] == "none"
    assert not list(record.parent.glob("*.jsonl"))
    done = run("explain", record)
    assert "Ada, Data protection" in done.out
    assert "Unchanged since it was signed." in " ".join(done.out.split())


def test_a_wrong_answer_is_corrected_and_shows_what_it_does(opened, record):
    screen = opened()
    introduce(screen)
    screen.choose("What do you make of it?", "Accept")
    screen.wait("2 of 2")
    screen.choose("What do you make of it?", "An answer it rests on is wrong")
    screen.choose("Which answer is wrong?", "where data may go")
    screen.choose("Where may data go?", "Anywhere")
    screen.type("Why?", "the officer said so")
    screen.wait("The recommendation changes.")
    screen.choose("What do you make of it?", "Accept")
    conclude(screen)

    [review] = read(record)["reviews"]
    assert review["corrections"] == [
        {"fact": "data_egress", "from": "never", "to": "anywhere", "comment": "the officer said so"}
    ]
    assert review["outcome"]["corrected"]["openness"] == "closed"


def test_an_interruption_loses_nothing(opened, record):
    before = read(record)
    screen = opened()
    introduce(screen)
    screen.choose("What do you make of it?", "Accept")
    screen.wait("2 of 2")
    screen.send(CTRL_C)
    assert screen.exit_code() == 130
    assert read(record) == before

    screen = opened()
    screen.wait("2 of 2")
    screen.choose("What do you make of it?", "Accept")
    conclude(screen)
    assert len(read(record)["reviews"][0]["judgements"]) == 2


def test_whoever_answered_cannot_review(opened):
    screen = opened()
    introduce(screen, name="Bo ", answered_by="bo")
    screen.wait("gave the answers and cannot review them")
    screen.wait_for_question("Your name")


def test_in_chinese(opened):
    screen = opened("--lang", "zh")
    introduce(screen, language="zh")
    screen.choose("您怎么看？", "接受这一项及其后所有内容")
    screen.choose("您的审阅结论", "同意")
    screen.type("最后的意见", "")
    screen.choose("以Ada", "签署")

    assert screen.exit_code() == 0
    assert screen.too_wide == []
    assert "已签署" in screen.words


@pytest.fixture
def numbers(tmp_path, run):
    """A record whose reasons rest on a number."""
    answers = {"data_sensitivity": "public", "laws": ["dora"], "monthly_tokens": 2_000_000}
    (tmp_path / "tea.yaml").write_text(yaml.safe_dump({"answers": answers}), encoding="utf-8")
    path = tmp_path / "tea.json"
    run("recommend", tmp_path / "tea.yaml", "--format", "json", "-o", path, "--as-of", "2026-01-02")
    return path


def test_a_number_is_corrected_from_what_was_given_or_left_as_it_is(opened, numbers):
    screen = opened()
    introduce(screen)
    screen.choose("What do you make of it?", "Accept")
    screen.wait("2 of ")
    screen.choose("What do you make of it?", "Accept")
    screen.wait("Compare the costs")
    for typed in ("<", "5"):
        screen.choose("What do you make of it?", "An answer it rests on is wrong")
        screen.choose("Which answer is wrong?", "tokens each month")
        screen.wait("2000000")
        screen.send("\x15", typed, "\r")
    screen.type("Why?", "the meter was off")
    screen.choose("What do you make of it?", "Accept this and everything")
    conclude(screen)

    [review] = read(numbers)["reviews"]
    assert review["corrections"] == [
        {"fact": "monthly_tokens", "from": 2_000_000, "to": 5, "comment": "the meter was off"}
    ]


def test_a_correction_can_be_taken_back_and_the_record_says_so(opened, record, run):
    screen = opened()
    introduce(screen)
    screen.choose("What do you make of it?", "Accept")
    screen.wait("2 of ")
    screen.choose("What do you make of it?", "An answer it rests on is wrong")
    screen.choose("Which answer is wrong?", "where data may go")
    screen.choose("Where may data go?", "Anywhere")
    screen.type("Why?", "asked again")
    screen.choose("What do you make of it?", "Take back a correction")
    screen.choose("Which correction do you take back?", "where data may go: Anywhere")
    screen.wait("taken back")
    screen.choose("What do you make of it?", "Accept this and everything")
    conclude(screen)

    [review] = read(record)["reviews"]
    assert review["corrections"] == []
    assert [one["fact"] for one in review["withdrawn"]] == ["data_egress"]
    assert run("review", record, "--verify").code == 0
    shown = " ".join(run("explain", record, "--all").out.split())
    assert "Corrected and taken back: where data may go, to Anywhere." in shown
