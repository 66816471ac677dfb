"""The names a program imports from `advisor`."""

import subprocess
import sys

import polars as pl
import pytest

import advisor


def test_the_public_names_are_sorted_and_all_there():
    assert sorted(advisor.__all__) == advisor.__all__
    assert all(getattr(advisor, name) is not None for name in advisor.__all__)
    assert set(advisor.__all__) == advisor._WHERE.keys()


def test_a_name_that_is_not_there_is_missed_as_in_any_module():
    with pytest.raises(AttributeError, match="module 'advisor' has no attribute 'nonsense'"):
        advisor.nonsense  # noqa: B018  # asking is the test


def test_importing_it_loads_neither_the_engine_nor_the_prompts():
    code = "import sys, advisor; print([m for m in ('experta', 'questionary', 'rich', 'pydantic') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout == "[]\n"


def test_help_loads_neither_the_engine_nor_the_prompts():
    code = (
        "import sys\nfrom advisor.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n"
        "    print([m for m in ('experta', 'questionary', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout.splitlines()[-1] == "[]"


def test_a_program_decides_in_four_lines(tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text("answers: {}\n", encoding="utf-8")

    with pytest.raises(advisor.InputError):
        advisor.load_knowledge(tmp_path / "missing")
    assert issubclass(advisor.InputError, advisor.AdvisorError)


def test_profile_in_record_out(mini, tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text("answers: {data_sensitivity: regulated, data_egress: never}\n", encoding="utf-8")
    decision = advisor.decide(advisor.load_profile(path, mini), advisor.Engine(mini))

    assert decision.verdict.strategy == "open_self_hosted"


def test_a_table_in_the_same_kind_of_table_out(mini):
    frame = pl.DataFrame({"id": [1, 2], "data_egress": ["never", "nevr"], "data_sensitivity": ["regulated", None]})
    found = advisor.recommend_table(frame, mini)
    assert found.select("id", "strategy", "invalid").rows() == [(1, "open_self_hosted", None), (2, None, "data_egress")]
    assert advisor.recommend_table(frame.lazy(), mini).select(found.columns).collect().equals(found)
