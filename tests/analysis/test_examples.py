"""The examples inside the rules, tried on the rule alone."""

import shutil

import pytest
from conftest import MINI

from advisor.analysis import examples
from advisor.knowledge.loader import read

RULE = "topics/privacy/keep-data-in.yaml"


def test_every_example_is_tried_in_the_order_of_the_rules(mini):
    tried = [(one.rule, one.position) for one in examples.run_examples(mini)]

    assert tried == [(rule.id, at) for rule in mini.rules.values() for at in range(len(rule.examples))]
    assert all(one.agrees for one in examples.run_examples(mini))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "data_egress: never}, fires: yes",
            "data_egress: anywhere}, fires: yes",
            "says fires: yes, and the rule says no",
        ),
        (
            "internal, data_egress: never}, fires: no",
            "regulated, data_egress: never}, fires: no",
            "says fires: no, and",
        ),
    ],
)
def test_an_example_that_its_rule_does_not_meet_is_told_at_its_place(tmp_path, old, new, said):
    folder = shutil.copytree(MINI, tmp_path / "rules")
    text = (folder / RULE).read_text(encoding="utf-8")
    assert old in text
    (folder / RULE).write_text(text.replace(old, new), encoding="utf-8")
    loaded = read(folder, "rules")

    told = [one.fault(loaded.where).render("en") for one in examples.run_examples(loaded.knowledge) if not one.agrees]

    assert len(told) == 1
    assert told[0].startswith(f"rules/{RULE}:")
    assert ": ST09: " in told[0]
    assert said in told[0]


def test_what_an_example_says_is_unknown_counts_as_not_answered(mini):
    rule = mini.rules["keep-data-in"]
    given = rule.examples[0].model_copy(update={"given": {"data_sensitivity": "unknown", "data_egress": "never"}})

    assert examples.known_in(given, mini) == {"data_egress": "never"}
