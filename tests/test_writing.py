"""Results are written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from advisor.errors import InputError
from advisor.writing import whole_file, write_text


def test_a_result_appears_only_when_everything_was_written(tmp_path):
    target = tmp_path / "out.txt"

    with whole_file(target) as file:
        file.write("half")
        assert not target.exists()

    assert target.read_text(encoding="utf-8") == "half"
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]


def test_what_fails_half_way_leaves_the_old_result_as_it_was(tmp_path):
    target = tmp_path / "out.txt"
    target.write_text("old", encoding="utf-8")

    def fail():
        with whole_file(target) as file:
            file.write("new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]


@pytest.mark.parametrize("place", ["missing/out.txt", ".", "file/out.txt"])
def test_a_place_that_cannot_be_written_is_a_diagnosis(tmp_path, place):
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(InputError) as error:
        write_text(tmp_path / place, "x")

    assert [d.code for d in error.value.diagnostics] == ["FI09"]


def test_a_result_has_the_rights_of_any_new_file(tmp_path):
    old = os.umask(0o027)
    try:
        write_text(tmp_path / "out.txt", "x")
    finally:
        os.umask(old)

    assert stat.S_IMODE((tmp_path / "out.txt").stat().st_mode) == 0o640


def test_a_pipe_or_device_is_written_to_and_not_replaced(tmp_path):
    write_text(Path("/dev/null"), "x")

    assert Path("/dev/null").is_char_device()
