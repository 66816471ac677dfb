"""Options that several commands share, and their help in one language."""

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from advisor.i18n import LANGUAGES, Language, say

PATH = click.Path(path_type=Path)

if TYPE_CHECKING:
    from advisor.knowledge.overlay import Layers

    Rules = Path | Layers | None
else:
    Rules = Any  # the loader is imported only when a command runs


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
        """`--lang`, `--rules` for another knowledge base and `--overlay` for what is laid over it: for every command.

        The two come to the command as its one argument `rules`, and what an overlay changes is told first.
        """

        @functools.wraps(function)
        def laid(*arguments: Any, rules: Path | None, overlay: tuple[Path, ...], **named: Any) -> Any:
            if not overlay:
                return function(*arguments, rules=rules, **named)
            from advisor.doors import overlaying  # noqa: PLC0415  # only where something is laid over the base
            from advisor.knowledge.overlay import Layers  # noqa: PLC0415

            layers = Layers(rules, overlay)
            overlaying.announce(layers, self.language)
            return function(*arguments, rules=layers, **named)

        over = click.option("--overlay", type=PATH, metavar="DIR", multiple=True, help=self.told("overlay"), default=())
        return self.spoken(click.option("--rules", type=PATH, metavar="DIR", help=self.told("rules_dir"))(over(laid)))

    @property
    def output(self) -> Callable[[Any], Any]:
        """`-o FILE`."""
        return click.option("-o", "--output", type=PATH, metavar="FILE", help=self.told("output"))

    @property
    def bilingual(self) -> Callable[[Any], Any]:
        """`--bilingual`."""
        return click.option("--bilingual", is_flag=True, help=self.told("bilingual"))

    def only_for(self, given: object, option: str, form: str, wanted: str) -> None:
        """An option that has a meaning for one format alone is refused with the others."""
        if given and form != wanted:
            raise click.UsageError(say("cli.only_for", self.language, option=option, form=wanted))

    def only_alone(self, given: object, options: str, question: object, questions: str) -> None:
        """What shapes the whole report is refused beside a question that is answered in the terminal."""
        if given and question:
            raise click.UsageError(say("cli.only_alone", self.language, options=options, questions=questions))

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
