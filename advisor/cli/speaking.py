"""Help and complaints about usage in the language of the person, where click itself speaks English only."""

import re
from typing import Any

import click

from advisor.errors import nearest
from advisor.i18n import Language, joined, say

_QUOTED = re.compile(r"'([^']*)'")


class Command(click.Command):
    """A command whose help speaks the language kept in the context."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line that shows what can be typed."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, say("cli.usage", _language(ctx)))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options with their help."""
        records = [p.get_help_record(ctx) for p in self.get_params(ctx) if not isinstance(p, click.Argument)]
        if shown := [record for record in records if record is not None]:
            _section(formatter, say("cli.options", _language(ctx)), shown)


class Group(click.Group):
    """A group of commands whose help speaks the language kept in the context."""

    command_class = Command
    group_class = type
    format_usage = Command.format_usage

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands with a line of help each."""
        Command.format_options(self, ctx, formatter)  # type: ignore[arg-type]  # both are click's commands
        rows = [(name, self.commands[name].get_short_help_str(limit=200)) for name in self.list_commands(ctx)]
        if rows:
            _section(formatter, say("cli.commands", _language(ctx)), rows)


def _section(formatter: click.HelpFormatter, heading: str, rows: list[tuple[str, str]]) -> None:
    """A heading with rows below it; click's own puts an English colon behind every heading."""
    formatter.write_paragraph()
    formatter.write(f"{heading}\n")
    with formatter.indentation():
        formatter.write_dl(rows)


def _language(ctx: click.Context) -> Language:
    language: Language = ctx.find_root().obj or "en"
    return language


def complain(error: click.ClickException, language: Language) -> None:
    """Say on standard error what is wrong with how a command was called, and how it is called."""
    if language == "en":
        error.show()
        return
    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(context.get_usage(), err=True)
        click.echo(say("cli.try_help", language, command=context.command_path) + "\n", err=True)
    click.echo(say("cli.error", language, problem=_problem(error, language)), err=True)


def _problem(error: click.ClickException, language: Language) -> str:
    match error:
        case click.NoSuchOption():
            meant = [f"`{name}`" for name in error.possibilities or ()]
            said = say("cli.no_option", language, name=error.option_name)
            return f"{said}{say('cli.meant', language, names=joined(meant, language, 'or'))}" if meant else said
        case click.MissingParameter():
            return say("cli.missing", language, name=_name_of(error.param))
        case click.BadOptionUsage():
            return say("cli.bad_option", language, name=error.option_name)
        case click.BadParameter():
            return _bad_value(error, language)
        case _:
            return _other(error, language)


def _bad_value(error: click.BadParameter, language: Language) -> str:
    kind = getattr(error.param, "type", None)
    value = next(iter(_QUOTED.findall(error.message)), "")
    if isinstance(kind, click.Choice):
        choices = joined([f"`{choice}`" for choice in kind.choices], language, "or")
        return say("cli.bad_choice", language, name=_name_of(error.param), value=value, choices=choices)
    if isinstance(kind, click.DateTime):
        return say("cli.bad_date", language, name=_name_of(error.param), value=value)
    return say("cli.bad_value", language, name=_name_of(error.param), value=value or error.message)


def _other(error: click.ClickException, language: Language) -> str:
    context = getattr(error, "ctx", None)
    word = next(iter(_QUOTED.findall(error.message)), None)
    if context is not None and isinstance(context.command, click.Group) and word is not None:
        near = nearest(word, context.command.commands)
        said = say("cli.no_command", language, name=word)
        return f"{said}{say('cli.meant', language, names=f'`{near}`')}" if near else said
    if "extra argument" in error.message:
        return say("cli.extra", language, words=error.message.partition("(")[2].rstrip(")."))
    return error.format_message()


def _name_of(parameter: Any) -> str:
    if isinstance(parameter, click.Argument):
        return (
            str(parameter.make_metavar(click.Context(click.Command(""))))
            if parameter.metavar is None
            else str(parameter.metavar)
        )
    return str(max(parameter.opts, key=len)) if parameter is not None else ""
