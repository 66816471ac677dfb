"""Sentences under fields, as descriptions of a schema."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from advisor.documented import describe


class Parent(BaseModel):
    model_config = ConfigDict(json_schema_extra=describe)

    inherited: int
    """Told by the
    class above."""
    bare: int


class Child(Parent):
    renamed: Annotated[int, Field(alias="from")]
    """Shown under its other name."""
    spoken: int = Field(description="As it says itself.")
    """Not this."""
    inner: Parent
    """A value with fields of its own."""


def test_every_property_is_described_by_the_sentence_under_its_field():
    schema = Child.model_json_schema()
    told = {name: shown.get("description") for name, shown in schema["properties"].items()}

    assert told == {
        "inherited": "Told by the\nclass above.",
        "bare": None,
        "from": "Shown under its other name.",
        "spoken": "As it says itself.",
        "inner": "A value with fields of its own.",
    }
    assert schema["$defs"]["Parent"]["properties"]["inherited"]["description"] == told["inherited"]
