"""A text in every language of the product; in a file of its own, so that what shows none starts without pydantic."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from advisor.documented import describe

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Text(BaseModel):
    """One text in every language of the product."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=describe)

    en: Sentence
    """The text in English."""
    zh: Sentence
    """The text in Chinese, written as Chinese."""

    def __getitem__(self, language: Literal["en", "zh"]) -> str:
        """The text in one language."""
        return self.zh if language == "zh" else self.en
