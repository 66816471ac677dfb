"""The questionnaire over other knowledge: an organisation's overlay, and a base on another question."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import MINI
from pseudo_terminal import Screen
from tests_root import ROOT

DATABASE = ROOT / "examples" / "database"
GARDEN = "Is there a garden?"
OVERLAY = {
    "overlay.yaml": 'id: tea-house\nversion: "1"\ntitle: {en: "Our own", zh: "我们的"}\n',
    "topics/privacy/facts.yaml": """\
facts:
  - id: has_garden
    type: flag
    name: {en: "a garden", zh: "花园"}
    question: {en: "Is there a garden?", zh: "有花园吗？"}
    help: {en: "A courtyard counts.", zh: "院子也算。"}
    values:
      - {id: 'yes', label: {en: "Yes", zh: "有"}, says: {en: "There is a garden.", zh: "有花园。"}}
      - {id: 'no', label: {en: "No", zh: "没有"}, says: {en: "There is no garden.", zh: "没有花园。"}}
""",
    "topics/privacy/gardens-are-private.yaml": """\
id: gardens-are-private
title: {en: "Gardens are private", zh: "花园是私密的"}
criterion: privacy
when: has_garden is yes
then: [rule out hosted, favour open_self_hosted strongly]
because: {en: "A garden has a wall.", zh: "花园有围墙。"}
sources: [a-law]
basis: later
reviewed: 2026-11-25
examples:
  - {name: one, given: {has_garden: yes}, fires: yes}
  - {name: none, given: {has_garden: no}, fires: no}
""",
}


@pytest.fixture
def opened(tmp_path: Path) -> Iterator:
    screens = []

    def start(*arguments: str) -> Screen:
        screens.append(Screen(["ask", *arguments], tmp_path))
        return screens[-1]

    yield start
    for screen in screens:
        screen.close()


def test_an_overlay_is_named_and_its_question_is_put(opened, tmp_path):
    for name, text in OVERLAY.items():
        (tmp_path / "own" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "own" / name).write_text(text, encoding="utf-8")
    screen = opened("--rules", str(MINI), "--overlay", "own", "-o", "tea.yaml", "--full")
    screen.type("What is your organisation called?", "Tea House")
    screen.type("What is it to be used for?", "letters")
    for question in ("What is critical?", "What else matters much?", "What hardly matters?"):
        screen.mark(question)
    screen.choose("Is there staff to run servers?", "Yes")
    screen.choose(GARDEN, "Yes")
    screen.wait("Question 3")

    assert "tea-house" in screen.words
    assert "has_garden" in (tmp_path / "tea.journal.jsonl").read_text(encoding="utf-8")


def test_a_base_on_another_question_asks_its_own_and_speaks_of_nothing_else(opened):
    screen = opened("--rules", str(DATABASE))
    screen.wait_for_question("What is your organisation called?")

    assert "A managed or a self-run database" in screen.words
    assert "model" not in screen.words
