"""An organisation's own knowledge reaches every command, and every output names it."""

import json
import re

import pytest

from advisor.cli import main

FILES = {
    "overlay.yaml": """\
id: tea-house
version: '1'
title: {en: "The tea house's own rules", zh: "茶馆自己的规则"}
importance: {privacy: critical}
switch_off:
  - {rule: in-use-within-days, because: {en: "We have time.", zh: "我们不赶时间。"}}
""",
    "sources.yaml": "sources:\n  - {id: garden-book, title: Gardens, grade: B, checked_on: 2026-11-25}\n",
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
then: [favour open_self_hosted clearly]
because: {en: "A garden has a wall.", zh: "花园有围墙。"}
sources: [garden-book]
basis: later
reviewed: 2026-11-25
examples:
  - {name: one, given: {has_garden: yes}, fires: yes}
  - {name: none, given: {has_garden: no}, fires: no}
""",
}
PROFILE = "organization: Tea House\nanswers: {has_garden: yes, data_sensitivity: confidential}\n"
TABLE = (
    "organization,has_garden,data_sensitivity,compute_access\na,yes,public,owned_gpus\nb,no,confidential,none\nc,,,\n"
)


@pytest.fixture
def house(tmp_path):
    """The overlay, a profile and a table that answer its question."""
    for name, text in FILES.items():
        path = tmp_path / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "tea.yaml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "tea.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def asked(house, capsys):
    def command(words, *more):
        arguments = words.format(tea=house / "tea.yaml", table=house / "tea.csv", own=house / "own").split()
        with pytest.raises(SystemExit) as left:
            main([*arguments, *map(str, more), "--overlay", str(house / "own")])
        return left.value.code, *capsys.readouterr()

    return command


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("recommend {tea}", "gardens-are-private"),
        ("recommend {tea} --format markdown --lang zh", "花园是私密的"),
        ("recommend {tea} --format html", "Gardens are private"),
        ("models {tea}", "open model on own machines"),
        ("cost {tea}", "What each way costs"),
        ("batch {tea}", "gardens-are-private"),
        ("rules list --topic privacy", "gardens-are-private"),
        ("rules list --facts", "has_garden"),
        ("rules read gardens-are-private", "garden-book"),
        ("rules check", "The knowledge is sound"),
        ("rules coverage gardens-are-private", "decides alone: fires in gardens-are-private 1"),
        ("rules mutate gardens-are-private", "are noticed"),
        ("claims --verdict false", "false"),
    ],
)
def test_every_command_takes_it_and_tells_what_it_changes(asked, command, expected):
    code, out, told = asked(command)

    assert code == 0, told
    assert expected in out
    assert re.search(r"tea-house", told)


def test_a_table_is_decided_alike_by_both_engines(asked, house):
    asked("batch {table} --engine rete", "-o", house / "rete.jsonl")
    asked("batch {table} --engine table", "-o", house / "table.jsonl")
    rete, table = (
        [json.loads(line) for line in (house / name).read_text(encoding="utf-8").splitlines()]
        for name in ("rete.jsonl", "table.jsonl")
    )

    assert [one["verdict"]["strategy"] for one in rete] == [one["strategy"] for one in table]
    assert rete[0]["reasons"][0]["rule"] in {one["rule"] for one in rete[0]["reasons"]}
    assert any(reason["rule"] == "gardens-are-private" for reason in rete[0]["reasons"])


def test_a_record_names_it_and_comes_out_the_same_only_with_it(asked, house, capsys):
    asked("recommend {tea} --format json", "-o", house / "record.json")
    assert asked("replay", house / "record.json")[0] == 0
    assert asked("explain", house / "record.json", "--what-if", "has_garden=no")[0] == 0
    assert "tea-house" in asked("explain", house / "record.json")[1]

    with pytest.raises(SystemExit) as left:
        main(["replay", str(house / "record.json")])

    assert left.value.code == 4
    assert "tea-house" in capsys.readouterr().out


def test_a_page_of_many_profiles_names_it(asked, house):
    code, _, told = asked("batch {table}", "-o", house / "portfolio.html")

    assert code == 0, told
    assert "tea-house" in (house / "portfolio.html").read_text(encoding="utf-8")


def test_a_case_that_rests_on_a_rule_switched_off_says_so(asked):
    code, out, _ = asked("rules test")

    assert code == 4
    assert (
        "EX05: the case expects the rule `in-use-within-days` to fire, and the overlay `tea-house` switches it" in out
    )
