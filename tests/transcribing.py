"""Writes the transcripts in `examples/transcripts/`: an interview, a recommendation, a review and questions.

Run as `PYTHONPATH=tests python tests/transcribing.py`. Each is held in a real pseudo-terminal of 80 columns; the
answers of the interview are those of an example profile, given to whatever is asked.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from pseudo_terminal import Screen

from advisor import i18n, profile
from advisor.dialogue import interview
from advisor.dialogue.interview import State
from advisor.knowledge import loader, wording

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "offline-manufacturer.yaml"
DAY = "2026-11-25"


def interviewed(language: str, folder: Path) -> list[str]:
    """The interview up to where its answer is stable, and the recommendation below it."""
    knowledge = loader.load()
    given = profile.load(EXAMPLE, knowledge)
    screen = Screen(["ask", "-o", "profile.yaml", "--lang", language, "--as-of", DAY], folder, lines=60)

    def say(key: str) -> str:
        return i18n.say(f"ask.{key}", language)[:30]

    screen.type(say("organization"), given.organization or "")
    screen.type(say("use_case"), given.use_case or "")
    for importance in ("critical", "high", "low"):
        chosen = [name for name, word in given.priorities.items() if word == importance]
        screen.mark(say(f"which_{importance}"), *(knowledge.criteria[name].name[language] for name in chosen))
    state = State(priorities={name: word for name, word in given.priorities.items() if word != "medium"})
    while True:
        ahead = interview.ahead(knowledge, state)
        if ahead.stable or not ahead.waiting:
            break
        fact = knowledge.facts[next(iter(ahead.waiting))]
        question = (fact.question or fact.name)[language][:24].strip()
        answer = given.answers.get(fact.id)
        if fact.type == "number":
            screen.type(question, "" if answer is None else str(answer))
        elif fact.type == "set":
            labels = [
                value.label[language] for value in fact.values if isinstance(answer, frozenset) and value.id in answer
            ]
            screen.mark(question, *(labels if answer is not None else [say("turn_unknown")]))
        else:
            label = say("turn_unknown") if answer is None else wording.answer_label(fact, answer)[language]
            screen.choose(question, label[:24])
        state = interview.after(state, interview.answered(fact, answer), knowledge)
    if ahead.waiting:
        screen.choose(say("rest_pick"), say("rest_nothing"))
    screen.choose(say("review_pick"), say("finish"))
    screen.exit_code()
    return screen.everything


def recommended(language: str) -> list[str]:
    """The recommendation for the same profile."""
    command = [sys.executable, "-m", "advisor", "recommend", str(EXAMPLE), "--lang", language, "--as-of", DAY]
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout.splitlines()


def reviewed(language: str, folder: Path) -> list[str]:
    """A review that disputes one reason and signs."""
    record = folder / "record.json"
    command = [sys.executable, "-m", "advisor", "recommend", str(EXAMPLE), "--format", "json", "--as-of", DAY]
    subprocess.run([*command, "-o", str(record)], check=True)
    screen = Screen(["review", "record.json", "--lang", language, "--as-of", DAY], folder, lines=60)

    def say(key: str) -> str:
        return i18n.say(f"review.{key}", language)

    screen.type(say("name"), "Ada")
    screen.type(say("role"), "Data protection")
    screen.type(say("answered_by"), "Bo")
    screen.choose(say("pick"), say("turn_accept"))
    screen.wait("2 ")
    screen.choose(say("pick"), say("turn_dispute"))
    screen.type(say("comment"), "The line gets a connection next spring.")
    screen.choose(say("pick"), say("turn_accept_rest"))
    screen.choose(say("conclude"), say("conclusion_approved_with_reservations"))
    screen.type(say("last_comment")[:8], "")
    screen.choose(say("sign").split("{")[0].strip() or "Sign", say("sign_now"))
    screen.exit_code()
    assert json.loads(record.read_text(encoding="utf-8"))["reviews"]
    return screen.everything


def explained(language: str, folder: Path) -> list[str]:
    """Questions about a decision of several workloads, and about one that leaves nothing, each below its command."""
    lines: list[str] = []
    for name, questions in (
        (
            "insurer-four-workloads",
            (("--why-not", "open_self_hosted"), ("--why", "confidential-data-own-machines-or-contract")),
        ),
        ("ministry-classified", (("--why-not", "closed_api"),)),
    ):
        _told(["recommend", str(ROOT / "examples" / f"{name}.yaml"), "--format", "json", "-o", f"{name}.json"], folder)
        for question in questions:
            lines.append(f"$ advisor explain {name}.json {' '.join(question)}")
            lines += _told(["explain", f"{name}.json", *question, "--lang", language], folder)
            lines.append("")
    return lines


def _told(arguments: list[str], folder: Path) -> list[str]:
    """What a command prints on a terminal of 80 columns."""
    day = ["--as-of", DAY] if arguments[0] == "recommend" else []
    environment = {**os.environ, "COLUMNS": "80", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "advisor", *arguments, *day],
        check=True,
        capture_output=True,
        cwd=folder,
        encoding="utf-8",
        env=environment,
    )
    return done.stdout.splitlines()


def main() -> None:
    """Write all of them, in both languages."""
    target = ROOT / "examples" / "transcripts"
    target.mkdir(exist_ok=True)
    for language in ("en", "zh"):
        with tempfile.TemporaryDirectory() as folder:
            for name, lines in (
                ("recommendation", recommended(language)),
                ("review", reviewed(language, Path(folder))),
                ("interview", interviewed(language, Path(folder))),
                ("explanation", explained(language, Path(folder))),
            ):
                text = "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"
                (target / f"{name}.{language}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
