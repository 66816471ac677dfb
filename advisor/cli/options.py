"""Options that several commands share, and their help in one language."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from advisor.i18n import LANGUAGES, Language, say

PATH = click.Path(path_type=Path)


@dataclass(frozen=True, slots=True)
class Options:
    """The shared options as decorators, speaking one language."""

    language: Language

    def told(self, key: str) -> str:
        """The help of an option or argument."""
        return say(f"cli.{key}", self.language)

    def about(self, key: str) -> dict[str, str]:
        """The help of a command, as it takes it."""
        return {"help": self.told(key), "short_help": self.told(key)}

    def spoken(self, function: Any) -> Any:
        """`--lang`: it is read before the commands are made, and stands here to be found in help."""
        return click.option("--lang", type=click.Choice(LANGUAGES), help=self.told("lang"), expose_value=False)(
            function
        )

    def based(self, function: Any) -> Any:
        """`--lang`, and `--rules` for another knowledge base: what every command takes."""
        return self.spoken(click.option("--rules", type=PATH, metavar="DIR", help=self.told("rules_dir"))(function))

    @property
    def output(self) -> Callable[[Any], Any]:
        """`-o FILE`."""
        return click.option("-o", "--output", type=PATH, metavar="FILE", help=self.told("output"))

    @property
    def as_of(self) -> Callable[[Any], Any]:
        """`--as-of DATE`: the day everything that depends on a day is reckoned from."""
        return click.option(
            "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help=self.told("as_of"), callback=_day
        )

    @property
    def show_all(self) -> Callable[[Any], Any]:
        """`--all`."""
        return click.option("--all", "everything", is_flag=True, help=self.told("everything"))


def _day(_: click.Context, __: click.Parameter, given: dt.datetime | None) -> dt.date:
    return given.date() if given else dt.datetime.now(tz=dt.UTC).astimezone().date()
