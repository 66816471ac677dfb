"""Whole-profile cases as files: what can be read, and every fault in one at its place."""

import pytest

from advisor.knowledge import cases

CASE = """\
id: hospital
title: {en: "A hospital", zh: "一家医院"}
profile:
  organization: Hospital
  priorities: {privacy: high}
  answers: {data_sensitivity: regulated, data_egress: never}
expect:
  openness: [open]
  strategy: [open_self_hosted]
  fires: [keep-data-in]
  silent: [no-staff]
  ruled_out:
    closed_api: [keep-data-in]
because: {en: "Nothing may leave.", zh: "数据不得外流。"}
sources: [a-law]
reviewed: 2026-11-25
"""


@pytest.fixture
def reading(tmp_path, mini):
    """Writes case files and reads them."""
    folder = tmp_path / "rules" / "cases"
    folder.mkdir(parents=True)

    def write_and_read(**texts):
        for name, text in texts.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        found, faults = cases.read([(folder.parent, "rules")], mini)
        return found, [one.render("en").splitlines()[0] for one in faults]

    return write_and_read


def test_a_sound_case_is_read_with_its_profile_and_its_places(reading):
    found, faults = reading(hospital=CASE)

    assert faults == []
    assert found["hospital"].profile.answers["data_egress"] == "never"
    assert str(found["hospital"].where("expect", "openness")) == "rules/cases/hospital.yaml:8:13"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: hospital", "id: clinic", "1:5: KB16: the id `clinic` is not the name of the file, `hospital`"),
        ("fires: [keep-data-in]", "fires: [keep-data]", "10:11: KB15: no rule is called `keep-data`"),
        ("silent: [no-staff]", "silent: [keep-data-in]", "11:12: EX01: the rule `keep-data-in` is expected to fire"),
        ("[open_self_hosted]", "[closed_api]", "9:14: EX02: `closed_api` is closed, and that is not among"),
        ("[open_self_hosted]", "[open_self]", "9:14: KB13: no strategy or group is called `open_self`"),
        ("closed_api: [keep", "open_self_hosted: [keep", "13:24: EX03: the rule `keep-data-in` does not rule out"),
        ("closed_api: [keep", "closed: [keep", "13:5: KB13: no strategy or group is called `closed`"),
        ("sources: [a-law]", "sources: [a-low]", "15:11: KB15: no source is called `a-low`"),
        ("data_egress: never", "data_egress: nevr", "6:55: AN02: `nevr` is no answer to `data_egress`"),
        ("openness: [open]", "openness: [opened]", "8:14: KB15: no openness is called `opened`"),
        ("reviewed: 2026-11-25", "reviewed: 2026-11-25\npair: other", "17:7: KB15: no case is called `other`"),
        ("reviewed:", "revewed:", "1:1: KB01: `reviewed` is missing"),
        ("id: hospital", "id: hospital\nid: hospital", "2:1: YA0"),
    ],
)
def test_a_fault_is_told_where_it_is_and_the_case_is_left_out(reading, old, new, expected):
    _, faults = reading(hospital=CASE.replace(old, new, 1))

    assert any(line.startswith(f"rules/cases/hospital.yaml:{expected}") for line in faults), faults


def test_a_pair_is_one_answer_apart_also_within_a_workload(reading):
    plain = "answers: {data_sensitivity: regulated, data_egress: never}"
    split = "workloads:\n    - {name: letters, answers: {data_sensitivity: regulated, data_egress: never}}"
    other = CASE.replace("id: hospital", "id: clinic").replace("reviewed", "pair: hospital\nreviewed")

    apart = other.replace("data_sensitivity: regulated, data_egress: never", "data_sensitivity: internal")
    _, faults = reading(hospital=CASE.replace(plain, split), clinic=apart.replace(plain, split))
    assert len(faults) == 1
    assert "EX04" in faults[0]

    near = other.replace(plain, split).replace("sensitivity: regulated", "sensitivity: internal")
    _, faults = reading(hospital=CASE.replace(plain, split), clinic=near)
    assert faults == []


def test_a_case_defined_twice_names_the_first(reading, tmp_path):
    reading(hospital=CASE)
    below = tmp_path / "rules" / "cases" / "more"
    below.mkdir()
    (below / "hospital.yaml").write_text(CASE, encoding="utf-8")

    _, faults = reading()

    assert [fault.split(": ")[1] for fault in faults] == ["KB17"]


def test_what_is_no_yaml_is_told_and_what_is_hidden_passed_over(reading, tmp_path):
    folder = tmp_path / "rules" / "cases"
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    (folder / ".draft.yaml").write_text("[", encoding="utf-8")

    assert [fault.split(": ")[1] for fault in reading()[1]] == ["LO04"]
