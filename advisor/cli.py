"""Commands and options; no logic. Each command imports what it needs when it runs, so that help stays quick.

Results go to standard output, messages and progress to standard error. Exit codes: 0 done, 2 bad usage or input, 3 a
batch finished and some profiles failed, 4 a check found something, 130 interrupted.
"""

import contextlib
import datetime as dt
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from advisor import __version__
from advisor.i18n import LANGUAGES, Language, chosen_language, say

DONE, BAD_INPUT, SOME_FAILED, FOUND_SOMETHING, INTERRUPTED = 0, 2, 3, 4, 130

_PATH = click.Path(path_type=Path)
_FORMATS = ("terminal", "json", "markdown")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code; a person's mistake never ends in a traceback."""
    argv = list(sys.argv[1:] if arguments is None else arguments)
    language = chosen_language(_language_in(argv))
    _speak_utf8()
    sys.exit(_guarded(argv, language))


def _guarded(argv: list[str], language: Language) -> int:
    from advisor.errors import InputError  # noqa: PLC0415

    try:
        code = commands(language).main(argv, prog_name="advisor", standalone_mode=False)
        sys.stdout.flush()
    except InputError as error:
        for diagnostic in error.diagnostics:
            click.echo(diagnostic.render(language), err=True)
        return BAD_INPUT
    except click.ClickException as error:
        error.show()
        return BAD_INPUT
    except (KeyboardInterrupt, click.Abort, EOFError):
        click.echo(err=True)
        return INTERRUPTED
    except OSError as error:
        return _output_failed(error, language)
    return code if isinstance(code, int) else DONE


def _output_failed(error: OSError, language: Language) -> int:
    """Standard output is gone: quietly where the reader closed it (`| head`), else with the reason."""
    # What is still buffered must not be tried again when the interpreter closes the stream.
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno == errno.EPIPE:
        return DONE
    click.echo(say("cli.output_failed", language, reason=error.strerror or type(error).__name__), err=True)
    return BAD_INPUT


def _speak_utf8() -> None:
    """Chinese reaches a terminal whose locale does not say UTF-8; what a console cannot show is replaced, not fatal."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _language_in(argv: Sequence[str]) -> str | None:
    for position, argument in enumerate(argv):
        if argument == "--lang" and position + 1 < len(argv):
            return argv[position + 1]
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
    return None


def commands(language: Language) -> click.Group:  # noqa: C901  # one list of small commands, read from top to bottom
    """All commands, with their help in one language."""

    def told(key: str) -> str:
        return say(f"cli.{key}", language)

    def about(key: str) -> dict[str, str]:
        return {"help": told(key), "short_help": told(key)}

    spoken = click.option("--lang", type=click.Choice(LANGUAGES), help=told("lang"), expose_value=False)
    based = click.option("--rules", type=_PATH, metavar="DIR", help=told("rules_dir"))
    helped = click.help_option("-h", "--help", help=told("help"))
    output = click.option("-o", "--output", type=_PATH, metavar="FILE", help=told("output"))
    as_of = click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help=told("as_of"))
    show_all = click.option("--all", "everything", is_flag=True, help=told("everything"))

    def shared(function: Any) -> Any:
        return spoken(based(function))

    @click.group(help=told("about"), context_settings={"max_content_width": 100})
    @spoken
    @click.version_option(__version__, prog_name="advisor", message="%(prog)s %(version)s", help=told("version"))
    def advisor() -> None:
        pass

    @advisor.command(**about("ask"))
    @shared
    @click.option("--resume", type=_PATH, metavar="FILE", help=told("resume"))
    @click.option("-o", "--output", type=_PATH, metavar="PROFILE", help=told("ask_output"))
    @as_of
    def ask(rules: Path | None, resume: Path | None, output: Path | None, as_of: dt.datetime | None) -> int:
        from advisor import doors  # noqa: PLC0415

        return doors.ask(rules, resume, output, _day(as_of), language)

    @advisor.command(**about("recommend"))
    @shared
    @click.argument("profile", type=_PATH)
    @click.option("--format", "form", type=click.Choice(_FORMATS), default="terminal", help=told("format"))
    @output
    @as_of
    @show_all
    def recommend(
        rules: Path | None,
        profile: Path,
        form: str,
        output: Path | None,
        as_of: dt.datetime | None,
        everything: bool,
    ) -> int:
        from advisor import doors  # noqa: PLC0415

        return doors.recommend(rules, profile, form, output, _day(as_of), language, everything=everything)

    @advisor.command(**about("batch"))
    @shared
    @click.argument("inputs", type=_PATH, nargs=-1, required=True, metavar="INPUT...")
    @click.option("-o", "--output", type=_PATH, metavar="OUT", help=told("batch_output"))
    @as_of
    def batch(rules: Path | None, inputs: tuple[Path, ...], output: Path | None, as_of: dt.datetime | None) -> int:
        from advisor import doors  # noqa: PLC0415

        return doors.batch(rules, inputs, output, _day(as_of), language)

    @advisor.command(**about("explain"))
    @shared
    @click.argument("record", type=_PATH)
    @click.option("--why", metavar="RULE", help=told("why"))
    @click.option("--why-not", metavar="STRATEGY", help=told("why_not"))
    @click.option("--workload", metavar="NAME", help=told("workload"))
    @show_all
    def explain(
        rules: Path | None, record: Path, why: str | None, why_not: str | None, workload: str | None, everything: bool
    ) -> int:
        from advisor import doors  # noqa: PLC0415

        return doors.explain(rules, record, why, why_not, workload, language, everything=everything)

    @advisor.command(**about("claims"))
    @shared
    @click.option("--entity", metavar="NAME", help=told("entity"))
    @click.option(
        "--verdict",
        type=click.Choice(["supported", "partly", "contested", "outdated", "false", "unverifiable"]),
        help=told("verdict"),
    )
    def claims(rules: Path | None, entity: str | None, verdict: str | None) -> int:
        from advisor import doors  # noqa: PLC0415

        return doors.claims(rules, entity, verdict, language)

    @advisor.group("rules", **about("rules"))
    @spoken
    def rules_group() -> None:
        pass

    @rules_group.command("list", **about("rules_list"))
    @shared
    @click.option("--topic", metavar="TOPIC", help=told("topic"))
    @click.option("--facts", is_flag=True, help=told("facts"))
    def rules_list(rules: Path | None, topic: str | None, facts: bool) -> int:
        from advisor import doors  # noqa: PLC0415

        return doors.rules_list(rules, topic, language, facts=facts)

    @rules_group.command("read", **about("rules_read"))
    @shared
    @click.argument("name", required=False, metavar="[RULE|TOPIC]")
    def rules_read(rules: Path | None, name: str | None) -> int:
        from advisor import doors  # noqa: PLC0415

        return doors.rules_read(rules, name, language)

    @rules_group.command("check", **about("rules_check"))
    @shared
    def rules_check(rules: Path | None) -> int:
        from advisor import doors  # noqa: PLC0415

        return doors.rules_check(rules, language)

    @rules_group.command("test", **about("rules_test"))
    @shared
    def rules_test(rules: Path | None) -> int:
        from advisor import doors  # noqa: PLC0415

        return doors.rules_test(rules, language)

    for command in (advisor, *advisor.commands.values(), *rules_group.commands.values()):
        helped(command)
    return advisor


def _day(given: dt.datetime | None) -> dt.date:
    return given.date() if given else dt.datetime.now(tz=dt.UTC).astimezone().date()
