"""The knowledge read aloud, in both languages. A negation that is read the wrong way round is worse than none."""

import pytest

from advisor.knowledge.conditions import parse, parse_leaf
from advisor.knowledge.effects import parse_effect
from advisor.knowledge.wording import answer_label, answer_sentence, condition_lines, effect_sentence, leaf_sentence


@pytest.mark.parametrize(
    ("leaf", "english", "chinese"),
    [
        ("data_sensitivity is regulated", "The data is regulated", "数据受监管"),
        ("has_staff is no", "There is no staff", "没有人手"),
        ("has_staff is not no", "There is staff", "有人手"),
        ("has_staff is not yes", "There is no staff", "没有人手"),
        ("laws includes dora", "DORA applies", "适用 DORA 条例"),
        ("data_sensitivity is not public", "how sensitive the data is: anything but “Public”", "“公开”"),
        ("data_sensitivity is at least internal", "how sensitive the data is: “Internal” or more", "“内部”"),
        ("data_sensitivity is at most internal", "how sensitive the data is: “Internal” or less", "“内部”"),
        ("data_sensitivity is one of public, internal", "how sensitive the data is: Public or Internal", "公开或内部"),
        (
            "monthly_tokens is at least 1_000_000",
            "tokens each month: “1,000,000 tokens per month” or more",
            "1,000,000",
        ),
        ("laws is known", "it is known: laws that apply", "适用的法规"),
        ("laws is unknown", "it is not known: laws that apply", "适用的法规"),
    ],
)
def test_a_leaf_reads_as_a_person_would_say_it(mini, leaf, english, chinese):
    parsed, _ = parse_leaf(leaf)
    assert parsed is not None
    said = leaf_sentence(parsed, mini.facts[parsed.fact])

    assert said.en == english
    assert chinese.replace(" ", "") in said.zh.replace(" ", "")


@pytest.mark.parametrize(
    ("fact", "answer", "sentence", "label"),
    [
        ("has_staff", True, "There is staff.", "Yes"),
        ("data_egress", "never", "Data may not leave.", "Nowhere"),
        ("laws", frozenset({"dora", "hipaa"}), "HIPAA applies. DORA applies.", "HIPAA and DORA"),
        ("laws", frozenset(), "No special law applies.", "none of them"),
        ("monthly_tokens", 40_000_000, "About 40,000,000 tokens each month.", "40,000,000 tokens per month"),
        ("laws", None, "Not answered: laws that apply.", "not known"),
    ],
)
def test_an_answer_reads_as_a_sentence_and_as_a_label(mini, fact, answer, sentence, label):
    assert answer_sentence(mini.facts[fact], answer).en == sentence
    assert answer_label(mini.facts[fact], answer).en == label


def test_a_condition_reads_line_by_line_with_what_joins_the_lines(mini):
    condition, _ = parse({"all": ["has_staff is yes", {"none": ["laws includes dora", "laws includes hipaa"]}]})
    lines = [(line.depth, line.text.en) for line in condition_lines(condition, mini)]

    assert lines == [
        (0, "all of these hold:"),
        (1, "There is staff"),
        (1, "none of these holds:"),
        (2, "DORA applies"),
        (2, "HIPAA applies"),
    ]


@pytest.mark.parametrize(
    ("raw", "english"),
    [
        ("rule out hosted", "Rules out anything a third party runs."),
        ("favour open strongly", "Speaks strongly for an open model."),
        ("oppose closed_api slightly", "Speaks slightly against closed model through its public API."),
        ("conclude self_hosting_feasible is no", "Conclude: It cannot run a model itself."),
    ],
)
def test_an_effect_reads_as_a_sentence(mini, raw, english):
    effect, _ = parse_effect(raw, ())
    assert effect is not None

    assert effect_sentence(effect, mini).en == english


def test_every_rule_that_is_shipped_reads_aloud_in_both_languages(whole):
    for rule in whole.rules.values():
        lines = list(condition_lines(rule.when, whole))
        said = [effect_sentence(effect, whole) for effect in rule.then]

        assert all(line.text.en and line.text.zh for line in lines)
        assert all(one.en and one.zh for one in said)
