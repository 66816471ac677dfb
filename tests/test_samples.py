"""The sample reports are what the program makes of the examples now."""

import os
import re
import subprocess
import sys

import pytest
from tests_root import ROOT

SAMPLES = ROOT / "examples" / "reports"
PAGES = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in {".html", ".md"} and path.name != "README.md")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    environment = {**os.environ, "ADVISOR": f"{sys.executable} -m advisor", "PYTHONPATH": str(ROOT)}
    subprocess.run([SAMPLES / "make.sh", "--pages", folder], check=True, env=environment)
    return folder


def undated(path):
    """A page without the digest of the knowledge, which any change of a rule moves."""
    return re.sub(r"[(（][0-9a-f]{12}[)）]", "()", path.read_text(encoding="utf-8"))


def test_make_sh_makes_every_sample(made):
    assert sorted(path.name for path in made.iterdir()) == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_sample_is_fresh(made, name):
    fresh = undated(made / name) == undated(SAMPLES / name)

    assert fresh, f"{name} is not what is made now: run `ADVISOR='python -m advisor' examples/reports/make.sh --pages`"


def test_the_samples_are_described():
    described = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in sorted(SAMPLES.iterdir()) if path.name not in described] == ["README.md"]
