"""Knowledge kept from one start to the next: never older than its files, and never anything but knowledge."""

import os
import pickle
import shutil

import pytest
from conftest import MINI

from advisor.knowledge import kept, loader


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """A cache of one's own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("ADVISOR_CACHE", str(folder))
    return folder


@pytest.fixture
def rules(tmp_path):
    """A knowledge base that may be changed."""
    return shutil.copytree(MINI, tmp_path / "rules")


class Spy:
    """What a wicked file would want to have made."""

    made = False

    def __reduce__(self):
        return (Spy.make, ())

    @staticmethod
    def make():
        Spy.made = True


def test_what_was_read_once_is_found_again(cache, rules):
    first = loader.load(rules)
    (kept_file,) = cache.glob("*.pickle")

    again = kept.find(kept.key([rules]))

    assert kept_file.stat().st_mode & 0o077 == 0
    assert again == first
    assert loader.load(rules) == first


@pytest.mark.parametrize("change", ["a word", "a file more", "a file less"])
def test_a_change_of_the_files_is_never_missed(cache, rules, change):
    before = kept.key([rules])
    rule = rules / "topics/privacy/keep-data-in.yaml"
    if change == "a word":
        rule.write_text(rule.read_text(encoding="utf-8").replace("Nothing", "None"), encoding="utf-8")
    elif change == "a file more":
        (rules / "topics/privacy/notes.yaml").write_text("", encoding="utf-8")
    else:
        rule.unlink()

    assert kept.key([rules]) != before


def test_one_set_of_files_below_another_is_another_knowledge(rules, tmp_path):
    over = tmp_path / "over"
    over.mkdir()

    assert len({kept.key([rules]), kept.key([rules, over]), kept.key([over, rules])}) == 3


def test_a_file_of_somebody_elses_making_makes_nothing(cache, rules):
    cache.mkdir(mode=0o700)
    name = kept.key([rules])
    (cache / f"{name}.pickle").write_bytes(pickle.dumps(Spy()))

    assert kept.find(name) is None
    assert not Spy.made
    assert loader.load(rules).base.id == "mini"


@pytest.mark.parametrize("content", [b"", b"\x80", b"no pickle at all"])
def test_a_broken_file_is_passed_over(cache, rules, content):
    cache.mkdir(mode=0o700)
    (cache / f"{kept.key([rules])}.pickle").write_bytes(content)

    assert loader.load(rules).base.id == "mini"


def test_a_folder_that_others_may_write_to_is_not_trusted(cache, rules):
    loader.load(rules)
    cache.chmod(0o777)

    assert kept.find(kept.key([rules])) is None


def test_only_the_latest_few_are_kept(cache):
    cache.mkdir(mode=0o700)
    for number in range(12):
        kept.keep(f"k{number}", frozenset({number}))
        os.utime(cache / f"k{number}.pickle", (number, number))

    assert len(list(cache.glob("*.pickle"))) == 8
    assert kept.find("k11") == frozenset({11})
    assert kept.find("k0") is None


def test_with_an_empty_name_nothing_is_kept(monkeypatch, rules):
    monkeypatch.setenv("ADVISOR_CACHE", "")

    assert kept.key([rules]) is None
    kept.keep(None, "x")
    assert kept.find(None) is None


def test_a_place_that_cannot_be_written_to_harms_nothing(monkeypatch, rules, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("ADVISOR_CACHE", str(tmp_path / "file" / "below"))

    assert loader.load(rules).base.id == "mini"
