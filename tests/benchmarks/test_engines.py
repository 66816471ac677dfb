"""Every engine that the benchmark runs is told the same rules: ours or generated, it gives the same answers."""

import importlib.util
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
LIBRARIES = {"zen": "zen", "clips": "clips", "duckdb": "duckdb"}
PROFILES = 40


@pytest.fixture(scope="module")
def benchmarks():
    """The scripts as they are run: from their own folder."""
    sys.path.insert(0, str(BENCHMARKS))
    yield importlib.import_module("engines"), importlib.import_module("task")
    sys.path.remove(str(BENCHMARKS))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("rules", [0, 30])
@pytest.mark.parametrize("name", ["arrays", "polars-lazy", "plain", "zen", "clips", "experta"])
def test_an_engine_of_the_benchmark_answers_as_the_table_engine_does(benchmarks, name, rules):
    engines, task = benchmarks
    if name in LIBRARIES and importlib.util.find_spec(LIBRARIES[name]) is None:
        pytest.skip(f"{name} is not installed: pip install 'advisor[bench]'")
    knowledge = task.knowledge(rules)
    frame = task.profiles(knowledge, PROFILES, priorities=True)

    def rows(of):
        engine = engines.load(of)(knowledge)
        return engine.rows(engine.decide(engine.take(frame)))

    assert rows(name) == rows("polars")
