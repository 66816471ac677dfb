"""Where the interview stops, the answer is the one that all questions lead to."""

from pathlib import Path

import pytest
from drawing import answers, priorities
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import profile
from advisor.dialogue.rehearsal import rehearse
from advisor.inference.rete import Engine
from advisor.profile import Profile

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml")) + sorted((ROOT / "examples/adoption/profiles").glob("*.yaml"))


@pytest.fixture(scope="module")
def engines(mini, whole):
    return Engine(mini), Engine(whole)


@settings(max_examples=30)
@given(data=st.data())
def test_on_any_profile_the_early_answer_is_the_full_one(engines, data):
    small = engines[0]
    said = Profile(None, None, data.draw(priorities(small.knowledge)), data.draw(answers(small.knowledge)))
    held = rehearse(said, small)
    assert held.settled.openness == held.end.openness
    assert held.stable.asked <= held.settled.asked <= held.end.asked == len(held.asked)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_on_every_example_the_early_answer_is_the_full_one(engines, path):
    knowledge = engines[1].knowledge
    given = profile.load(path, knowledge)
    for one in [given.of(workload) for workload in given.workloads] or [given]:
        held = rehearse(one, engines[1])
        assert held.settled.openness == held.end.openness
        assert held.stable.asked <= held.settled.asked <= held.end.asked
