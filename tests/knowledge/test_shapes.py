"""What pydantic finds is told in our words, in both languages."""

from typing import Annotated, Literal

import pytest
from pydantic import Field, ValidationError

from advisor import i18n, marked_yaml
from advisor.i18n import Text
from advisor.knowledge.model import Date, Model, Name
from advisor.knowledge.shapes import shape_faults


class Cup(Model):
    """A cup, with a field of every kind that files have."""

    id: Name = "cup"
    title: Text | None = None
    note: str = ""
    size: Annotated[float, Field(gt=0, le=9)] = 1
    sugar: int = 0
    hot: bool = False
    kind: Literal["tea", "coffee"] = "tea"
    drunk: Date = "2026"
    leaves: Annotated[tuple[str, ...], Field(min_length=1)] = ("green",)
    prices: dict[str, float] = {}  # noqa: RUF012  # pydantic copies a default


def told(text, language="en"):
    document = marked_yaml.read_document(text, "x.yaml")
    with pytest.raises(ValidationError) as refused:
        Cup.model_validate(document.plain())
    return [one.render(language).splitlines()[0] for one in shape_faults(refused.value, document, Cup)]


CASES = [
    ("size: 0", "1:7: KB06: `size`: it must be greater than 0", "`size`：必须大于 0"),
    ("size: 9.5", "1:7: KB06: `size`: it must be at most 9", "`size`：不得大于 9"),
    ("size: big", "1:7: KB06: `size`: a number is wanted", "`size`：此处应为数字"),
    ("sugar: 1.5", "1:8: KB06: `sugar`: a whole number is wanted", "`sugar`：此处应为整数"),
    ("hot: perhaps", "1:6: KB06: `hot`: yes or no is wanted", "`hot`：此处应为 yes 或 no"),
    ("leaves: green", "1:9: KB06: `leaves`: a list is wanted; begin each entry with `- `", "`leaves`：此处应为列表"),
    ("leaves: []", "1:9: KB06: `leaves`: the list has 0 entries and needs at least 1", "`leaves`：列表有 0 项"),
    ("prices: 3", "1:9: KB06: `prices`: a map of `name: value` is wanted", "`prices`：此处应为“名称: 值”的映射"),
    ("kind: te", "1:7: KB04: `te` is not one of tea or coffee", "`te` 不在 tea、coffee 之中"),
    ("id: My Cup", "1:5: KB05: `My Cup` does not have the form ^[a-z][a-z0-9_]*$", "`My Cup` 不符合"),
    ("drunk: today", "1:8: KB05: `today` does not have the form", "`today` 不符合"),
    ("note: 5", "1:7: KB07: `note` must be a text, not `5`", "`note` 必须是文字"),
    ("sise: 5", "1:1: KB02: `sise` is not known here", "`sise`"),
    ("title: {en: Cup}", "1:8: KB03: the text is missing in a language: zh", "zh"),
    ("title: {en: '', zh: 杯}", "1:13: KB03: the text is missing in a language: en", "en"),
]


@pytest.mark.parametrize(("text", "english", "chinese"), CASES, ids=[case[0] for case in CASES])
def test_a_finding_is_told_at_its_place_in_our_words(text, english, chinese):
    [one], [other] = told(text), told(text, "zh")

    assert one.startswith(f"x.yaml:{english}")
    assert chinese in other
    assert "Input should" not in one + other


def test_a_finding_without_words_of_ours_keeps_its_own():
    document = marked_yaml.read_document("size: 1", "x.yaml")
    error = ValidationError.from_exception_data(
        "Cup", [{"type": "value_error", "loc": ("size",), "input": 1, "ctx": {"error": ValueError("too small")}}]
    )

    [one] = shape_faults(error, document, Cup)
    assert one.message("en") == "`size`: Value error, too small"


def test_every_sentence_of_a_finding_stands_in_both_languages():
    assert {key for key in i18n.sentence_keys("en") if key.startswith("shape.")} == {
        key for key in i18n.sentence_keys("zh") if key.startswith("shape.")
    }
