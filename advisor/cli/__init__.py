"""Commands and options; no logic. Each command imports what it needs when it runs, so that help stays quick.

Results go to standard output, messages and progress to standard error; the exit codes stand in `advisor.doors`.
"""

import contextlib
import errno
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from typing import NoReturn

import click

from advisor import __version__
from advisor.doors import BAD_INPUT, DONE, INTERRUPTED
from advisor.i18n import Language, chosen_language, say


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code; a person's mistake never ends in a traceback."""
    quicken()
    argv = list(sys.argv[1:] if arguments is None else arguments)
    language = chosen_language(_language_in(argv))
    _speak_utf8()
    code = _guarded(argv, language)
    # Python would look through everything once more before it ends, a fifth of the time of a recommendation.
    gc.freeze()
    sys.exit(code)


def quicken() -> None:
    """Leave out work that does nothing for a process that answers and ends."""
    # What a command reads and builds lives until it ends; looking through it for cycles again and again took a sixth of
    # the time of a recommendation. A batch that runs for minutes is still looked through.
    gc.set_threshold(100_000, 20, 20)
    # pydantic would look through every package that is installed for something that watches our models.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def _guarded(argv: list[str], language: Language) -> int:
    from advisor.errors import InputError  # noqa: PLC0415

    try:
        code = commands(language).main(argv, prog_name="advisor", standalone_mode=False, obj=language)
        sys.stdout.flush()
    except InputError as error:
        for diagnostic in error.diagnostics:
            click.echo(diagnostic.render(language), err=True)
        return BAD_INPUT
    except click.ClickException as error:
        from advisor.cli.speaking import complain  # noqa: PLC0415

        complain(error, language)
        return BAD_INPUT
    except (KeyboardInterrupt, click.Abort, EOFError):
        click.echo(err=True)
        return INTERRUPTED
    except SystemExit:  # click's own answer to a reader that closed the pipe
        return _output_failed(OSError(errno.EPIPE, ""), language)
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


def commands(language: Language) -> click.Group:
    """All commands, with their help in one language."""
    from advisor.cli import decisions, market, rules  # noqa: PLC0415  # they import this package's exit codes
    from advisor.cli.options import Options  # noqa: PLC0415
    from advisor.cli.speaking import Group  # noqa: PLC0415

    options = Options(language)

    @click.group(cls=Group, help=options.told("about"), context_settings={"max_content_width": 100})
    @options.spoken
    @click.version_option(
        __version__, prog_name="advisor", message="%(prog)s %(version)s", help=options.told("version")
    )
    def advisor() -> None:
        pass

    for chapter in (decisions, market, rules):
        chapter.declare(advisor, options)
    for command in _every_command(advisor):
        click.help_option("-h", "--help", help=options.told("help"))(command)
    return advisor


def _every_command(command: click.Command) -> Iterator[click.Command]:
    yield command
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        yield from _every_command(below)
