"""The knowledge with all it is tried on: faults are told, and an overlay keeps no scores."""

import shutil

import pytest
from tests_root import PACKAGE

from advisor.doors.rules import trying
from advisor.errors import InputError
from advisor.knowledge.overlay import Layers

MINI = PACKAGE.parent / "tests" / "data" / "mini"


def test_a_faulty_case_stops_the_measuring(tmp_path):
    shutil.copytree(MINI, tmp_path / "mini")
    (tmp_path / "mini" / "cases").mkdir()
    (tmp_path / "mini" / "cases" / "x.yaml").write_text("id: x\n", encoding="utf-8")

    with pytest.raises(InputError):
        trying.tried(tmp_path / "mini")


def test_examples_and_profiles_are_all_there(tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text("answers: {}\n", encoding="utf-8")

    assert {trial.kind for trial in trying.tried(MINI, [path]).trials} == {"example", "profile"}


def test_scores_are_those_of_the_base_alone(tmp_path):
    shutil.copytree(MINI, tmp_path / "mini")
    (tmp_path / "mini" / "scores.csv").write_text("case,workload,a\n", encoding="utf-8")

    assert trying.kept_scores(tmp_path / "mini").rows == {}
    assert trying.kept_scores(Layers(tmp_path / "mini", (tmp_path,))) is None
