"""What is worked out about a knowledge base before the first row."""

import dataclasses

from advisor.inference import table
from advisor.inference.plan import plan


def test_a_plan_is_made_once_for_each_knowledge_base(mini):
    assert plan(mini) is plan(mini)
    assert plan(dataclasses.replace(mini)) is not plan(mini)


def test_points_are_whole_numbers(whole):
    ready = plan(whole)
    assert ready.whole
    assert all(isinstance(worth, int) for worth in (ready.full, *ready.importance.values()))


def test_amounts_that_are_not_whole_stay_floats_and_mean_the_same(mini):
    from drawing import drawn  # noqa: PLC0415

    frame = drawn(mini, 500, seed=3)
    odd = mini.base.model_copy(update={"full_at": mini.base.full_at + 1e-7})
    almost = table.answers(dataclasses.replace(mini, base=odd), frame)
    exact = table.answers(mini, frame)
    assert not plan(dataclasses.replace(mini, base=odd)).whole
    assert almost["ruled_out.hybrid"].equals(exact["ruled_out.hybrid"])
    assert (almost["score.open_hosted"] - exact["score.open_hosted"]).abs().max() < 1e-6
