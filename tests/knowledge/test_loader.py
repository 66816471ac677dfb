"""A directory of YAML becomes knowledge, or all its faults at once."""

import re
import shutil

import pytest
from conftest import MINI

from advisor.errors import InputError
from advisor.knowledge.loader import load, read


@pytest.fixture
def copied(tmp_path):
    return shutil.copytree(MINI, tmp_path / "rules")


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def faults(directory):
    return [diagnostic.render("en") for diagnostic in read(directory, "rules").diagnostics]


def codes(directory):
    return [diagnostic.code for diagnostic in read(directory, "rules").diagnostics]


def test_a_sound_directory_is_read_without_a_fault(copied):
    assert faults(copied) == []


def test_the_digest_is_that_of_the_content_wherever_it_lies(copied, tmp_path):
    elsewhere = shutil.copytree(copied, tmp_path / "elsewhere")
    first = load(copied).sha256

    assert re.fullmatch(r"[0-9a-f]{64}", first)
    assert load(elsewhere).sha256 == first

    change(elsewhere / "topics/privacy/keep-data-in.yaml", "Nothing may leave.", "Nothing may ever leave.")
    assert load(elsewhere).sha256 != first


def test_what_is_hidden_is_not_read(copied):
    before = load(copied).sha256
    (copied / ".notes").mkdir()
    (copied / ".notes/draft.yaml").write_text("[", encoding="utf-8")

    assert faults(copied) == []
    assert read(copied).knowledge.sha256 == before


def test_all_faults_of_all_files_are_told_at_once_in_order_of_place(copied):
    topics = copied / "topics/privacy"
    change(topics / "keep-data-in.yaml", "data_egress is never\n", "data_egres is never\n")
    change(topics / "no-staff.yaml", "id: no-staff", "id: another-name")
    change(topics / "public-data-goes-out.yaml", "reviewed:", "reviewedd:")
    told = faults(copied)

    places = [fault.split(": ")[0] for fault in told]
    assert {place.split(":")[0] for place in places} >= {
        "rules/topics/privacy/keep-data-in.yaml",
        "rules/topics/privacy/no-staff.yaml",
        "rules/topics/privacy/public-data-goes-out.yaml",
    }
    files = [place.split(":")[0] for place in places]
    assert files == sorted(files)
    assert any("data_egres" in fault and "data_egress" in fault.splitlines()[-1] for fault in told)


def test_a_file_that_is_no_text_is_told_beside_the_faults_of_others(copied):
    (copied / "criteria.yaml").write_bytes(b"\xff\xfe")
    change(copied / "topics/privacy/public-data-goes-out.yaml", "reviewed:", "reviewedd:")

    assert "FI05" in codes(copied)
    assert any("reviewedd" in fault for fault in faults(copied))


def test_loading_refuses_with_the_same_faults_as_reading(copied):
    change(copied / "topics/privacy/keep-data-in.yaml", "rule out hosted", "rule out hostd")
    with pytest.raises(InputError) as refused:
        load(copied)

    assert refused.value.diagnostics == read(copied).diagnostics


def test_a_missing_folder_and_each_missing_file_are_named(copied, tmp_path):
    assert codes(tmp_path / "nowhere") == ["LO01"]

    for name in ("base.yaml", "sources.yaml"):
        (copied / name).unlink()
    assert [fault for fault in faults(copied) if "LO02" in fault and "base.yaml" in fault]
    assert [fault for fault in faults(copied) if "LO02" in fault and "sources.yaml" in fault]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("id: keep-data-in", "id: keep-data-in\nid: keep-data-in", "stood first at line 1"),
        (', zh: "受监管数据留在内部"', "", "zh"),
        ("[c001, a-law]", "[c001, a-lw]", "a-lw"),
        ("favour open_self_hosted strongly", "favour open_self_hosted hugely", "hugely"),
        ("data_egress is never\nthen", "data_egress is sometimes\nthen", "sometimes"),
        ("data_egress is never\nthen", "data_egress equals never\nthen", "equals"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_at_its_place(copied, old, new, words):
    path = copied / "topics/privacy/keep-data-in.yaml"
    change(path, old, new)
    told = [fault for fault in faults(copied) if fault.startswith("rules/topics/privacy/keep-data-in.yaml:")]

    assert told
    assert re.match(r"rules/topics/privacy/keep-data-in\.yaml:\d+:\d+: [A-Z]{2}\d\d: ", told[0])
    assert any(words in fault for fault in told)
