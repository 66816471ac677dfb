"""The questionnaire as a person meets it: in a real pseudo-terminal of 80 columns and 24 lines."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from pseudo_terminal import CTRL_C, ENTER, Screen
from rich.cells import cell_len

MINI = Path(__file__).parents[1] / "data" / "mini"
ORGANISATION, USE_CASE = "What is your organisation called?", "What is it to be used for?"
CRITICAL, HIGH, LOW = "What is critical?", "What else matters much?", "What hardly matters?"
SENSITIVITY, EGRESS, STAFF = "How sensitive is the data?", "Where may data go?", "Is there staff to run servers?"
LAWS, TOKENS = "Which laws apply?", "How many tokens each month?"
REST = "Stop asking, or go on?"
REVIEW = "Change something, or finish?"

Open = Callable[..., Screen]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Opens the questionnaire on the small knowledge, as often as a test likes."""
    screens = []

    def start(*arguments: str, rules: Path = MINI, lines: int = 24, full: bool = True) -> Screen:
        whole = ["--full"] if full else []
        screens.append(Screen(["ask", "--rules", str(rules), *whole, *arguments], tmp_path, lines=lines))
        return screens[-1]

    yield start
    for screen in screens:
        screen.close()


def introduce(screen: Screen) -> None:
    """Answer what comes before the questions."""
    screen.type(ORGANISATION, "Tea House")
    screen.type(USE_CASE, "letters")
    for question in (CRITICAL, HIGH, LOW):
        screen.mark(question)


def answer_all(screen: Screen) -> None:
    """Answer every question, up to the review."""
    screen.choose(EGRESS, "Nowhere")
    screen.choose(SENSITIVITY, "Regulated")
    screen.choose(STAFF, "Yes")
    screen.type(TOKENS, "2_000_000")
    screen.wait_for_question(REVIEW)


def finish(screen: Screen) -> str:
    """Finish at the review; all that was shown."""
    screen.choose(REVIEW, "Finish")
    assert screen.exit_code() == 0
    return screen.words


def recommended(profile: Path) -> dict:
    """What `recommend` makes of a saved profile."""
    command = [sys.executable, "-m", "advisor", "recommend", "--rules", str(MINI), "--format", "json", str(profile)]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def test_it_opens_with_what_it_can_and_cannot_decide(opened):
    screen = opened()
    screen.wait_for_question(ORGANISATION)

    assert "It weighs the alternatives from what you say of your organisation." in screen.words
    assert "It does not test products, give legal advice or take the decision for you." in screen.words


def test_from_the_first_question_to_a_profile_that_recommend_reads(opened, tmp_path):
    screen = opened("-o", "tea.yaml")
    screen.type(ORGANISATION, "Tea House")
    screen.type(USE_CASE, "letters")
    screen.mark(CRITICAL, "privacy")
    screen.mark(HIGH)
    screen.mark(LOW, "budget")
    answer_all(screen)
    shown = finish(screen)

    assert "Use an open model and run it on machines you control." in shown
    assert "Profile saved in tea.yaml" in shown
    assert yaml.safe_load((tmp_path / "tea.yaml").read_text(encoding="utf-8")) == {
        "organization": "Tea House",
        "use_case": "letters",
        "priorities": {"privacy": "critical", "budget": "low"},
        "answers": {
            "data_sensitivity": "regulated",
            "data_egress": "never",
            "has_staff": True,
            "monthly_tokens": 2_000_000,
        },
    }
    assert recommended(tmp_path / "tea.yaml")["verdict"]["strategy"] == "open_self_hosted"
    assert [path.name for path in tmp_path.iterdir()] == ["tea.yaml"]


@pytest.fixture
def stable_early(tmp_path: Path) -> Path:
    """The small knowledge, with an answer called stable soon, staff in most places, and costs as advice only."""
    folder = tmp_path / "rules"
    shutil.copytree(MINI, folder)
    with (folder / "base.yaml").open("a", encoding="utf-8") as file:
        file.write("stable_at: 0.7\n")
    path = folder / "topics" / "privacy" / "facts.yaml"
    facts = yaml.safe_load(path.read_text(encoding="utf-8"))
    [staff] = [fact for fact in facts["facts"] if fact["id"] == "has_staff"]
    staff["values"][1]["seldom"] = True
    path.write_text(yaml.safe_dump(facts, allow_unicode=True), encoding="utf-8")
    costs = folder / "topics" / "privacy" / "compare-costs.yaml"
    advice = 'next_step for any: {en: "Compare.", zh: "比较。"}'
    costs.write_text(costs.read_text(encoding="utf-8").replace("oppose closed_api slightly", advice), encoding="utf-8")
    return folder


def test_it_rests_where_no_answer_can_change_the_openness_and_the_person_may_go_on(opened):
    screen = opened("-o", "tea.yaml", full=False)
    introduce(screen)
    screen.choose(EGRESS, "Nowhere")
    screen.wait("Still possible: open, closed, hybrid or no recommendation. It is too early to tell")
    screen.choose(SENSITIVITY, "Regulated")
    screen.wait("Still possible: open, hybrid or no recommendation. As it stands: open, and it stays so in")
    screen.choose(STAFF, "Yes")
    screen.wait("No remaining answer can change the openness any more: open.")
    screen.choose(REST, "Go on with all")
    screen.wait("The openness is settled: open.")
    screen.type(TOKENS, "")
    screen.wait_for_question(REVIEW)


def test_stopped_early_it_comes_to_the_review(opened):
    screen = opened("-o", "tea.yaml", full=False)
    introduce(screen)
    screen.choose(EGRESS, "Nowhere")
    screen.choose(SENSITIVITY, "Regulated")
    screen.choose(STAFF, "Yes")
    screen.choose(REST, "Stop here")
    assert "Use an open model and run it on machines you control." in finish(screen)


def test_a_stable_answer_is_told_apart_from_a_settled_one_and_the_person_may_go_on_to_that(opened, stable_early):
    screen = opened("-o", "tea.yaml", rules=stable_early, full=False)
    introduce(screen)
    screen.choose(EGRESS, "Nowhere")
    screen.choose(SENSITIVITY, "Regulated")
    screen.wait("The answer is now stable: open.")
    screen.wait(
        "of 100 imagined ways to answer the rest it stays. Nothing is proven yet: questions that bear on it: 1."
    )
    screen.choose(REST, "Go on until nothing")
    screen.choose(STAFF, "Yes")
    screen.wait("No remaining answer can change the openness any more: open.")


def test_stopped_where_it_is_stable_nothing_more_is_asked_until_a_change_unsettles_it(opened, stable_early):
    screen = opened("-o", "tea.yaml", rules=stable_early, full=False)
    introduce(screen)
    screen.choose(EGRESS, "Nowhere")
    screen.choose(SENSITIVITY, "Regulated")
    screen.choose(REST, "Stop here")
    screen.choose(REVIEW, "where data may go")
    screen.choose(EGRESS, "I don't know")
    screen.wait_for_question(STAFF)


def test_the_questions_that_only_sharpen_the_advice_can_be_answered_alone(opened, stable_early):
    screen = opened("-o", "tea.yaml", rules=stable_early, full=False)
    introduce(screen)
    screen.choose(EGRESS, "Nowhere")
    screen.choose(SENSITIVITY, "Regulated")
    screen.choose(REST, "Only the questions that sharpen the advice (1)")
    screen.type(TOKENS, "5")
    screen.wait_for_question(REVIEW)


def test_a_criterion_is_rated_once_and_nothing_is_asked_when_all_are(opened):
    screen = opened()
    screen.type(ORGANISATION, "")
    screen.type(USE_CASE, "")
    screen.mark(CRITICAL, "privacy")
    screen.wait_for_question(HIGH)
    screen.wait("○ budget")
    assert not any(line.endswith("○ privacy") for line in screen.lines)

    screen.mark(HIGH, "budget")
    screen.wait_for_question(EGRESS)
    assert LOW not in screen.words


def test_what_is_not_known_is_not_asked_again_and_stands_in_the_profile(opened, tmp_path):
    screen = opened("-o", "tea.yaml")
    introduce(screen)
    screen.choose(EGRESS, "I don't know")
    screen.choose(SENSITIVITY, "I don't know")
    screen.choose(STAFF, "I don't know")
    screen.mark(LAWS, "I don't know")
    screen.type(TOKENS, "")
    finish(screen)

    answers = yaml.safe_load((tmp_path / "tea.yaml").read_text(encoding="utf-8"))["answers"]
    assert set(answers.values()) == {"unknown"}
    assert len(answers) == 5


def test_why_shows_the_rules_that_wait_and_their_sources(opened):
    screen = opened()
    introduce(screen)
    screen.choose(EGRESS, "Why do you ask?")
    screen.wait("Rules that wait for this answer: 2.")
    screen.wait_for_question(EGRESS)

    assert "Keep regulated data in house (keep-data-in) Nothing may leave." in screen.words
    assert "“Data kept in house is safer.” [c001, supported] and A law [a-law]" in screen.words


def test_going_back_puts_the_questions_before_once_more_with_their_answers(opened, tmp_path):
    screen = opened("-o", "tea.yaml")
    introduce(screen)
    screen.choose(EGRESS, "Nowhere")
    screen.choose(SENSITIVITY, "Regulated")
    screen.choose(STAFF, "Back")
    screen.choose(SENSITIVITY, "Back")
    screen.wait_for_question(EGRESS)
    screen.wait("› Nowhere")

    screen.choose(EGRESS, "Anywhere")
    screen.mark(LAWS)
    screen.choose(STAFF, "No")
    screen.type(TOKENS, "5")
    finish(screen)

    answers = yaml.safe_load((tmp_path / "tea.yaml").read_text(encoding="utf-8"))["answers"]
    assert (answers["data_sensitivity"], answers["data_egress"]) == ("regulated", "anywhere")


def test_the_first_question_has_nothing_to_go_back_to(opened):
    screen = opened()
    introduce(screen)
    screen.wait_for_question(EGRESS)

    assert "Back to" not in screen.words


def test_a_number_is_checked_as_it_is_typed(opened):
    screen = opened()
    introduce(screen)
    screen.choose(EGRESS, "Nowhere")
    screen.choose(SENSITIVITY, "Regulated")
    screen.choose(STAFF, "Yes")
    screen.type(TOKENS, "40M")

    screen.wait("`40M` is not a plain number")


def test_a_number_can_be_asked_about_and_gone_back_from(opened):
    screen = opened()
    introduce(screen)
    screen.choose(EGRESS, "Nowhere")
    screen.choose(SENSITIVITY, "Regulated")
    screen.choose(STAFF, "Yes")
    screen.type(TOKENS, "?")
    screen.wait("Compare the costs (compare-costs)")
    screen.type(TOKENS, "<")

    screen.wait_for_question(STAFF)


def test_answers_and_not_knowing_are_not_marked_together(opened):
    screen = opened()
    introduce(screen)
    screen.choose(EGRESS, "Anywhere")
    screen.mark(LAWS, "HIPAA", "I don't know")

    screen.wait("Mark either answers or one of the last lines, not both.")


def test_an_answer_is_changed_at_the_review_and_the_questions_it_opens_are_put(opened, tmp_path):
    screen = opened("-o", "tea.yaml")
    introduce(screen)
    answer_all(screen)
    screen.choose(REVIEW, "where data may go")
    screen.choose(EGRESS, "Anywhere")
    screen.mark(LAWS, "HIPAA")
    screen.choose(REVIEW, "Importance: privacy")
    screen.choose("Privacy?", "high")
    finish(screen)

    saved = yaml.safe_load((tmp_path / "tea.yaml").read_text(encoding="utf-8"))
    assert saved["priorities"] == {"privacy": "high"}
    assert saved["answers"]["data_egress"] == "anywhere"
    assert saved["answers"]["laws"] == ["hipaa"]


def test_after_an_interruption_it_goes_on_where_it_stopped(opened, tmp_path):
    screen = opened("-o", "tea.yaml")
    screen.type(ORGANISATION, "Tea House")
    screen.type(USE_CASE, "letters")
    screen.mark(CRITICAL, "privacy")
    screen.wait_for_question(HIGH)
    screen.send(CTRL_C)
    assert screen.exit_code() == 130
    assert "go on with: advisor ask --resume tea.journal.jsonl" in screen.words
    assert not (tmp_path / "tea.yaml").exists()

    screen = opened("--resume", "tea.journal.jsonl")
    screen.mark(CRITICAL)
    screen.mark(HIGH, "budget")
    screen.choose(EGRESS, "Nowhere")
    screen.wait_for_question(SENSITIVITY)
    screen.send(CTRL_C)
    assert screen.exit_code() == 130

    screen = opened("--resume", "tea.journal.jsonl")
    screen.choose(SENSITIVITY, "Regulated")
    screen.choose(STAFF, "No")
    screen.type(TOKENS, "5")
    finish(screen)

    assert yaml.safe_load((tmp_path / "tea.yaml").read_text(encoding="utf-8")) == {
        "organization": "Tea House",
        "use_case": "letters",
        "priorities": {"privacy": "critical", "budget": "high"},
        "answers": {"data_sensitivity": "regulated", "data_egress": "never", "has_staff": False, "monthly_tokens": 5},
    }
    assert [path.name for path in tmp_path.iterdir()] == ["tea.yaml"]


def test_interrupted_at_every_single_point_nothing_is_lost(opened, tmp_path):
    steps = [
        (ORGANISATION, lambda screen: screen.type(ORGANISATION, "Tea House")),
        (USE_CASE, lambda screen: screen.type(USE_CASE, "letters")),
        (CRITICAL, lambda screen: screen.mark(CRITICAL, "privacy")),
        (EGRESS, lambda screen: [screen.mark(HIGH), screen.mark(LOW), screen.choose(EGRESS, "Nowhere")]),
        (SENSITIVITY, lambda screen: screen.choose(SENSITIVITY, "Regulated")),
        (STAFF, lambda screen: screen.choose(STAFF, "Yes")),
        (TOKENS, lambda screen: screen.type(TOKENS, "5")),
    ]
    following = [*(question for question, _ in steps[1:]), REVIEW]
    following[2] = HIGH  # what is critical is told; how much the rest matters is not
    arguments = ("-o", "tea.yaml")
    for (_, answer), after in zip(steps, following, strict=True):
        screen = opened(*arguments)
        if after == SENSITIVITY:
            screen.mark(CRITICAL)
        answer(screen)
        screen.wait_for_question(after)
        screen.send(CTRL_C)
        assert screen.exit_code() == 130
        arguments = ("--resume", "tea.journal.jsonl")
    finish(opened(*arguments))

    assert yaml.safe_load((tmp_path / "tea.yaml").read_text(encoding="utf-8")) == {
        "organization": "Tea House",
        "use_case": "letters",
        "priorities": {"privacy": "critical"},
        "answers": {"data_sensitivity": "regulated", "data_egress": "never", "has_staff": True, "monthly_tokens": 5},
    }


def test_after_an_interruption_one_can_still_go_back(opened):
    screen = opened("-o", "tea.yaml")
    introduce(screen)
    screen.choose(EGRESS, "Nowhere")
    screen.wait_for_question(SENSITIVITY)
    screen.send(CTRL_C)
    assert screen.exit_code() == 130

    screen = opened("--resume", "tea.journal.jsonl")
    screen.choose(SENSITIVITY, "Back")
    screen.wait_for_question(EGRESS)
    screen.wait("› Nowhere")


def test_a_closed_terminal_loses_nothing_either(opened, tmp_path):
    screen = opened("-o", "tea.yaml")
    introduce(screen)
    screen.choose(EGRESS, "Nowhere")
    screen.wait_for_question(SENSITIVITY)
    screen.close()

    assert opened("--resume", "tea.journal.jsonl").wait_for_question(SENSITIVITY) is None


def test_an_interrupted_questionnaire_is_not_overwritten(opened, tmp_path):
    (tmp_path / "tea.journal.jsonl").write_text('{"journal":"advisor/journal/1"}\n{"name":"A"}\n', encoding="utf-8")
    screen = opened("-o", "tea.yaml")

    assert screen.exit_code() == 2
    assert "tea.journal.jsonl: WR10: an interrupted questionnaire lies here" in screen.words


def test_a_place_that_cannot_be_written_is_known_before_the_first_question(opened):
    screen = opened("-o", "missing/tea.yaml")

    assert screen.exit_code() == 2
    assert "FI09: cannot write here: No such file or directory" in screen.words
    assert ORGANISATION not in screen.words


def test_another_workload_is_asked_only_what_differs(opened, tmp_path):
    screen = opened("-o", "tea.yaml")
    introduce(screen)
    answer_all(screen)
    screen.choose(REVIEW, "Add another task")
    screen.type("What shall the task", "")
    screen.type("What is the other task called?", "website")
    screen.mark("What is different for website?", "how sensitive", "where data may go")
    screen.choose(SENSITIVITY, "Public")
    screen.choose(EGRESS, "Anywhere")
    screen.mark(LAWS)
    shown = finish(screen)

    saved = yaml.safe_load((tmp_path / "tea.yaml").read_text(encoding="utf-8"))
    assert saved["answers"] == {"has_staff": True, "monthly_tokens": 2_000_000}
    assert saved["workloads"] == [
        {"name": "letters", "answers": {"data_sensitivity": "regulated", "data_egress": "never"}},
        {"name": "website", "answers": {"data_sensitivity": "public", "data_egress": "anywhere", "laws": []}},
    ]
    assert "Workload: website" in shown
    split = recommended(tmp_path / "tea.yaml")["verdict"]["split"]
    assert split["letters"] == "open_self_hosted"
    assert split["website"] != "open_self_hosted"


def test_an_interruption_within_another_workload_goes_on_there(opened):
    screen = opened("-o", "tea.yaml")
    introduce(screen)
    answer_all(screen)
    screen.choose(REVIEW, "Add another task")
    screen.type("What shall the task", "")
    screen.type("What is the other task called?", "website")
    screen.mark("What is different for website?", "how sensitive")
    screen.choose(SENSITIVITY, "Public")
    screen.wait_for_question(LAWS)
    screen.send(CTRL_C)
    assert screen.exit_code() == 130

    screen = opened("--resume", "tea.journal.jsonl")
    screen.wait_for_question(LAWS)
    assert "(website)" in screen.words


def test_a_workload_takes_no_name_that_is_taken(opened):
    screen = opened()
    screen.type(ORGANISATION, "")
    screen.type(USE_CASE, "")
    for question in (CRITICAL, HIGH, LOW):
        screen.mark(question)
    answer_all(screen)
    screen.choose(REVIEW, "Add another task")
    screen.type("What shall the task", "letters")
    screen.type("What is the other task called?", "letters")

    screen.wait("Another task needs a name of its own.")


def test_chinese_stays_within_80_columns_and_lines_up(opened, tmp_path):
    screen = opened("--lang", "zh")
    screen.type("您的组织叫什么？", "茶馆")
    screen.type("打算用来做什么？", "回信")
    screen.mark("哪些是关键？", "隐私")
    screen.mark("还有哪些很重要？")
    screen.mark("哪些几乎不重要？")
    screen.choose("数据可以去哪里？", "为什么问这个？")
    screen.wait("受监管数据留在内部")
    screen.choose("数据可以去哪里？", "不外流")
    screen.choose("数据有多敏感？", "受监管")
    screen.choose("有人能运行服务器吗？", "有")
    screen.type("每月多少 token？", "2000000")
    screen.wait_for_question("修改某一项，还是完成？")

    values = {"关键", "中", "受监管", "不外流", "2000000"}
    rows = [line for line in screen.lines if line.split()[-1:] and line.split()[-1] in values and "  " in line.strip()]
    assert len(rows) >= 4
    assert len({cell_len(line[: line.rindex(" ")]) for line in rows}) == 1

    screen.choose("修改某一项，还是完成？", "完成")
    assert screen.exit_code() == 0
    assert "使用开放模型，并在自己掌控的机器上运行。" in screen.words.replace(" ", "")
    assert screen.too_wide == []


def test_nothing_goes_beyond_80_columns_in_english(opened):
    screen = opened()
    screen.type(ORGANISATION, "A " + "very " * 30 + "long name")
    screen.type(USE_CASE, "w" * 200)
    for question in (CRITICAL, HIGH, LOW):
        screen.mark(question)
    screen.choose(EGRESS, "Why do you ask?")
    screen.wait("Rules that wait for this answer: 2.")
    answer_all(screen)
    finish(screen)

    assert screen.too_wide == []


def test_words_that_are_too_long_are_not_taken(opened):
    screen = opened()
    screen.type(ORGANISATION, "w" * 201)

    screen.wait("That is too long (at most 200 characters).")


@pytest.fixture
def long_question(tmp_path: Path) -> Path:
    """The small knowledge, with a question whose text and choices need more lines than the screen has."""
    folder = tmp_path / "rules"
    shutil.copytree(MINI, folder)
    path = folder / "topics" / "privacy" / "facts.yaml"
    facts = yaml.safe_load(path.read_text(encoding="utf-8"))
    first = facts["facts"][0]
    first["question"] = {
        "en": "How sensitive is the data? " + "Take your time over it. " * 5,
        "zh": "数据有多敏感？" * 9,
    }
    for number in range(8):
        words = {"en": f"Level {number} of sensitivity.", "zh": f"第 {number} 级。"}
        first["values"].insert(1 + number, {"id": f"level_{number}", "label": words, "says": words})
    for value in first["values"]:
        value["meaning"] = {"en": "This means much for the decision. " * 6, "zh": "这对决定影响很大。" * 15}
    path.write_text(yaml.safe_dump(facts, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.mark.parametrize("lines", [24, 16])
def test_a_question_longer_than_the_screen_still_shows_the_choice_pointed_at(opened, long_question, lines):
    screen = opened(rules=long_question, lines=lines)
    introduce(screen)
    screen.choose(EGRESS, "Nowhere")
    screen.wait_for_question(SENSITIVITY)
    for label in ("Public", "Level 0", "Level 7", "Regulated", "I don't know", "Why do you ask?"):
        screen.point(label)
        assert label in screen.pointed
        assert "(arrow keys, Enter)" in " ".join(screen.lines)
    screen.send(ENTER)
    screen.wait("Rules that wait for this answer: 2.")
    screen.choose(SENSITIVITY, "Regulated")

    screen.wait_for_question(STAFF)
    assert screen.too_wide == []


def test_what_a_person_typed_reaches_the_terminal_only_as_text(opened, tmp_path):
    (tmp_path / "p.yaml").write_text(
        r'{organization: "Evil\e]0;owned\a [red]Corp", answers: {data_sensitivity: public}, '
        r'workloads: [{name: "\e[2Jone"}, {name: "two\u202e"}]}',
        encoding="utf-8",
    )
    screen = opened("--resume", "p.yaml", "-o", "q.yaml")
    screen.type(USE_CASE, "")
    screen.mark(CRITICAL)
    screen.mark(HIGH)
    screen.mark(LOW)
    screen.wait_for_question(LAWS)
    assert "(\\u001b[2Jone)" in screen.words

    assert b"\x1b]0;owned" not in screen.sent
    assert b"\x1b[2Jone" not in screen.sent
    assert "\u202e".encode() not in screen.sent


@pytest.mark.parametrize(
    ("language", "message"),
    [("en", "The questionnaire needs a terminal."), ("zh", "问卷需要终端。")],
)
def test_without_a_terminal_it_says_what_to_do_instead(tmp_path, language, message):
    done = subprocess.run(
        [sys.executable, "-m", "advisor", "ask", "--lang", language],
        check=False,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        cwd=tmp_path,
        env={**os.environ},
    )

    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode().startswith(message)
    assert list(tmp_path.iterdir()) == []
