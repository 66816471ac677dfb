"""Where a result goes, and in what form."""

import json

import pytest

PROFILE = "organization: Test house\nanswers: {data_sensitivity: regulated, data_egress: never, has_staff: yes}\n"
FORMS = ("terminal", "json", "markdown", "html")


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "profile.yaml"
    made.write_text(PROFILE, encoding="utf-8")
    return made


@pytest.mark.parametrize("form", FORMS)
def test_a_file_holds_the_whole_result_and_standard_output_stays_empty(run, path, tmp_path, form):
    target = tmp_path / "out"
    done = run("recommend", path, "--format", form, "-o", target)

    assert (done.code, done.out, done.err) == (0, "", "")
    text = target.read_text(encoding="utf-8")
    assert "Test house" in text
    assert "\x1b" not in text
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "profile.yaml"]


@pytest.mark.parametrize("form", FORMS)
def test_a_dash_is_standard_output(run, path, form):
    assert run("recommend", path, "--format", form, "-o", "-").out == run("recommend", path, "--format", form).out


def test_json_is_the_record(run, path):
    assert json.loads(run("recommend", path, "--format", "json").out)["schema"] == "advisor/decision/1"


def test_a_missing_folder_is_told_and_nothing_is_written(run, path, tmp_path):
    done = run("recommend", path, "-o", tmp_path / "nowhere" / "out.md", "--format", "markdown")

    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err
    assert "nowhere" in done.err
    assert [p.name for p in tmp_path.iterdir()] == ["profile.yaml"]


def test_a_result_that_cannot_be_written_leaves_the_former_one(run, path, tmp_path):
    target = tmp_path / "folder"
    target.mkdir()
    (target / "kept").write_text("former", encoding="utf-8")
    done = run("recommend", path, "--format", "json", "-o", target)

    assert done.code == 2
    assert (target / "kept").read_text(encoding="utf-8") == "former"
