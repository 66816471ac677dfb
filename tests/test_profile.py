"""Profiles as people write them, right and wrong."""

from pathlib import Path

import pytest
from drawing import answers as drawn_answers
from hypothesis import given
from hypothesis import strategies as st

from advisor import profile
from advisor.errors import InputError
from advisor.profile import Profile, Workload

BAD = Path(__file__).parent / "data" / "bad_profiles"


def diagnostics(path, knowledge):
    """What reading a bad profile says."""
    with pytest.raises(InputError) as error:
        profile.load(path, knowledge)
    return "".join(f"{d.render('en')}\n" for d in error.value.diagnostics).replace(f"{BAD}/", "")


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_bad_profile_is_diagnosed_exactly(mini, path):
    assert path.with_suffix(".expected").read_text(encoding="utf-8") == diagnostics(path, mini)


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_diagnosis_also_speaks_chinese(mini, path):
    with pytest.raises(InputError) as error:
        profile.load(path, mini)

    assert all(d.message("zh") != d.message("en") for d in error.value.diagnostics)


@st.composite
def profiles(draw, knowledge):
    """A profile with any answers, and sometimes workloads."""
    names = st.text("abc 中文#:'\"-", min_size=1, max_size=20).map(str.strip).filter(bool)
    importances = st.sampled_from(list(knowledge.base.importance))
    priorities = st.dictionaries(st.sampled_from(list(knowledge.criteria)), importances)
    own = {f: a for f, a in draw(drawn_answers(knowledge)).items() if knowledge.facts[f].scope == "workload"}
    workloads = [
        Workload(name, draw(st.none() | names), draw(priorities), own if index else {})
        for index, name in enumerate(draw(st.lists(names, max_size=3, unique=True)))
    ]
    return Profile(
        draw(st.none() | names),
        draw(st.none() | names),
        draw(priorities),
        draw(drawn_answers(knowledge)),
        workloads=tuple(workloads),
    )


@given(data=st.data())
def test_a_profile_that_is_written_reads_back_as_itself(mini, data):
    one = data.draw(profiles(mini))
    [entry] = profile.from_yaml(profile.dump(one, "a comment\nof two lines"), "x.yaml", mini)

    assert entry.diagnostics == ()
    assert entry.profile == one


def test_an_answer_may_be_said_not_to_be_known(mini, tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text("answers: {data_sensitivity: unknown, has_staff: yes}\n", encoding="utf-8")
    read = profile.load(path, mini)

    assert (read.answers, read.unknown) == ({"has_staff": True}, {"data_sensitivity"})


def test_a_workload_inherits_what_holds_for_all_and_may_know_less(mini):
    one = Profile(
        answers={"data_sensitivity": "public", "has_staff": True},
        priorities={"privacy": "low"},
        workloads=(Workload("tea", unknown=frozenset({"data_sensitivity"}), priorities={"privacy": "high"}),),
    )
    own = one.of(one.workloads[0])

    assert own.answers == {"has_staff": True}
    assert own.priorities == {"privacy": "high"}
    assert own.unknown == {"data_sensitivity"}


def test_a_table_names_its_columns_by_facts_and_priorities(mini):
    text = "organization,data_sensitivity,laws,has_staff,priority.privacy\nTea,public,hipaa;dora,no,high\n,unknown,,,\n"
    first, second = [entry.profile for entry in profile.from_csv(text, "t.csv", mini)]

    assert first.answers == {"data_sensitivity": "public", "laws": frozenset({"hipaa", "dora"}), "has_staff": False}
    assert first.priorities == {"privacy": "high"}
    assert (second.organization, second.answers, second.unknown) == (None, {}, {"data_sensitivity"})


@pytest.mark.parametrize(
    ("text", "diagnostic"),
    [
        ("", "t.csv: FI06: there is nothing in it"),
        ("data_sensitivty\npublic\n", "t.csv:1:1: CS01: no fact is called `data_sensitivty`"),
        ("laws,laws\nhipaa,dora\n", "t.csv:1:2: CS02: the column `laws` stands here a second time"),
    ],
)
def test_a_faulty_header_is_one_fault_for_the_whole_table(mini, text, diagnostic):
    with pytest.raises(InputError) as error:
        list(profile.from_csv(text, "t.csv", mini))

    assert error.value.diagnostics[0].render("en").splitlines()[0] == diagnostic


def test_a_faulty_row_leaves_its_neighbours_alone(mini):
    text = "organization,data_sensitivity\nA,public\nB,secret\nC,public,more\nD,internal\n"
    entries = list(profile.from_csv(text, "t.csv", mini))

    assert [entry.profile is not None for entry in entries] == [True, False, False, True]
    assert [str(d.where) for entry in entries for d in entry.diagnostics] == ["t.csv:3:2", "t.csv:4"]


def test_json_lines_are_read_line_by_line_with_their_numbers(mini):
    lines = [b'{"answers": {"has_staff": true}}\n', b"\n", b"{nonsense\n", b'{"answers": {"has_staff": 3}}\n']
    entries = list(profile.from_json_lines(lines, "p.jsonl", mini))

    assert [entry.profile is not None for entry in entries] == [True, False, False]
    assert [d.code for entry in entries for d in entry.diagnostics] == ["JS01", "AN01"]
    assert [entry.where.line for entry in entries] == [1, 3, 4]


def test_not_a_number_is_not_json(mini):
    [entry] = profile.from_json_lines([b'{"answers": {"monthly_tokens": NaN}}'], "p.jsonl", mini)

    assert [d.code for d in entry.diagnostics] == ["JS01"]


def test_names_keep_what_was_typed_and_only_showing_them_makes_them_safe(mini, tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text('organization: "[bold]Tea\\u202e[/bold]"\nanswers: {}\n', encoding="utf-8")

    assert profile.load(path, mini).organization == "[bold]Tea\u202e[/bold]"
