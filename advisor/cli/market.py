"""The commands about concrete models and what they cost: models, models sync, cost."""

import datetime as dt
from pathlib import Path

import click

from advisor.cli.options import PATH, Options, Rules
from advisor.cli.speaking import Group

_FORMATS = ("terminal", "json")
_PRICES = ("catalogue", "package")
_DEFAULT = "show"


class _WithDefault(Group):
    """A group whose first argument may be a profile: what is no command is handed to the default one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command in front, unless one is named."""
        named = args and args[0] in self.commands and args[0] != _DEFAULT
        return super().parse_args(ctx, list(args) if named else [_DEFAULT, *args])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command; the default one is not named in usage lines."""
        name, command, rest = super().resolve_command(ctx, args)
        return ("" if name == _DEFAULT else name), command, rest


def declare(advisor: click.Group, options: Options) -> None:
    """Add the commands to the program."""

    @advisor.group("models", cls=_WithDefault, add_help_option=False, **options.about("models"))
    def models() -> None:
        pass

    @models.command(_DEFAULT, hidden=True, help=options.told("models"))
    @options.based
    @click.argument("profile", type=PATH, required=False)
    @click.option("--strategy", metavar="STRATEGY", help=options.told("models_strategy"))
    @click.option("--why-not", metavar="MODEL", help=options.told("models_why_not"))
    @click.option("--all", "everything", is_flag=True, help=options.told("models_all"))
    @click.option("--format", "form", type=click.Choice(_FORMATS), default="terminal", help=options.told("format"))
    @options.as_of
    def show(
        rules: Rules,
        profile: Path | None,
        strategy: str | None,
        why_not: str | None,
        everything: bool,
        form: str,
        as_of: dt.date,
    ) -> int:
        from advisor.doors import models as door  # noqa: PLC0415

        return door.models(rules, profile, strategy, why_not, as_of, form, options.language, everything=everything)

    @models.command("sync", **options.about("models_sync"))
    @options.based
    @click.option("--from", "addresses", metavar="URL", multiple=True, help=options.told("sync_from"))
    @click.option("--write", is_flag=True, help=options.told("sync_write"))
    @options.as_of
    def sync(rules: Rules, addresses: tuple[str, ...], write: bool, as_of: dt.date) -> int:
        from advisor.doors import syncing as door  # noqa: PLC0415

        return door.sync(rules, addresses, as_of, options.language, write=write)

    @advisor.command("cost", **options.about("cost"))
    @options.based
    @click.argument("profile", type=PATH)
    @click.option("--format", "form", type=click.Choice(_FORMATS), default="terminal", help=options.told("format"))
    @click.option("--prices", type=click.Choice(_PRICES), default=_PRICES[0], help=options.told("cost_prices"))
    @options.as_of
    def cost(rules: Rules, profile: Path, form: str, prices: str, as_of: dt.date) -> int:
        from advisor.doors import cost as door  # noqa: PLC0415

        return door.cost(rules, profile, as_of, form, options.language, package=prices == _PRICES[1])
