"""Documented decisions: a folder of choices and of the situations they were made in."""

import pytest
from tests_root import ROOT

from advisor.errors import InputError
from advisor.knowledge import adoption

CHOICE = """\
  - id: {id}
    openness: {openness}
    strategy: {strategy}
    deployment: on_prem
    year: 2025
    confidence: high
    sources: [{{title: "How we built it", link: "https://example.org/how"}}]
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with one sound decision of a tea house."""
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "tea-2025.yaml").write_text("answers: {has_staff: yes}\n", encoding="utf-8")
    write(tmp_path, CHOICE.format(id="tea-2025", openness="open", strategy="open_self_hosted"))
    return tmp_path


def write(folder, *choices):
    (folder / "choices.yaml").write_text("choices:\n" + "".join(choices), encoding="utf-8")


def told(folder, knowledge):
    with pytest.raises(InputError) as raised:
        adoption.read(folder, "tea", knowledge)
    return [str(d.where) + ": " + d.code for d in raised.value.diagnostics]


def test_a_choice_is_read_with_the_situation_it_was_made_in(folder, mini):
    (one,) = adoption.read(folder, "tea", mini)

    assert (one.choice.id, one.choice.openness, one.choice.remark) == ("tea-2025", "open", None)
    assert dict(one.profile.answers) == {"has_staff": True}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"strategy": "open_hosting"}, "tea/choices.yaml:4:15: KB13"),
        ({"openness": "closed"}, "tea/choices.yaml:3:15: EX02"),
    ],
)
def test_a_choice_that_cannot_be_is_told_with_its_place(folder, mini, changed, fault):
    sound = {"id": "tea-2025", "openness": "open", "strategy": "open_self_hosted"}
    write(folder, CHOICE.format(**{**sound, **changed}))

    assert told(folder, mini) == [fault]


def test_choices_and_profiles_must_belong_together(folder, mini):
    write(folder, CHOICE.format(id="tea-2024", openness="open", strategy="open_self_hosted"))

    assert told(folder, mini) == ["tea/choices.yaml:2:9: AD02", "tea/profiles/tea-2025.yaml: AD03"]


def test_a_choice_stands_once(folder, mini):
    once = CHOICE.format(id="tea-2025", openness="open", strategy="open_self_hosted")
    write(folder, once, once)

    assert told(folder, mini) == ["tea/choices.yaml:9:9: KB17"]


def test_a_faulty_profile_is_told_where_it_stands(folder, mini):
    (folder / "profiles" / "tea-2025.yaml").write_text("answers: {has_stuff: yes}\n", encoding="utf-8")

    assert told(folder, mini) == ["tea/profiles/tea-2025.yaml:1:11: PR09"]


def test_a_folder_without_choices_says_so(tmp_path, mini):
    assert told(tmp_path, mini) == ["tea/choices.yaml: AD01"]


def test_the_shipped_decisions_are_sound_and_of_all_three_kinds(whole):
    adoptions = adoption.read(ROOT / "examples" / "adoption", "examples/adoption", whole)

    assert len(adoptions) == 22
    assert {one.choice.openness for one in adoptions} == {"open", "closed", "hybrid"}
    for one in adoptions:
        assert one.profile.organization
        assert len(one.profile.answers) >= 5
