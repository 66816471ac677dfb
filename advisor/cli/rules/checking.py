"""The commands that judge the knowledge: check, explain, test."""

import datetime as dt
from pathlib import Path

import click

from advisor.cli.options import PATH, Options, Rules


def declare(group: click.Group, options: Options) -> None:
    """Add the commands to the group."""

    @group.command("check", **options.about("rules_check"))
    @options.based
    @options.as_of
    @click.option("--strict", is_flag=True, help=options.told("strict"))
    @click.option("--all", "everything", is_flag=True, help=options.told("all_warnings"))
    def rules_check(rules: Rules, as_of: dt.date, strict: bool, everything: bool) -> int:
        from advisor.doors.rules import checking as door  # noqa: PLC0415

        return door.check(rules, as_of, options.language, strict=strict, everything=everything)

    @group.command("explain", **options.about("rules_explain"))
    @options.spoken
    @click.argument("code", required=False, metavar="[CODE]")
    def rules_explain(code: str | None) -> int:
        from advisor.doors.rules import explaining as door  # noqa: PLC0415

        return door.explain(code, options.language)

    @group.command("test", **options.about("rules_test"))
    @options.based
    @click.option("--junit", type=PATH, metavar="FILE", help=options.told("junit"))
    @click.option("--adoption", is_flag=False, flag_value="", metavar="[FOLDER]", help=options.told("adoption"))
    @click.option("--accept", is_flag=True, help=options.told("accept"))
    @options.as_of
    def rules_test(rules: Rules, junit: Path | None, adoption: str | None, as_of: dt.date, *, accept: bool) -> int:
        if adoption is not None:
            from advisor.doors.rules import adopting  # noqa: PLC0415

            return adopting.adopt(rules, adoption, as_of, options.language)
        from advisor.doors.rules import testing as door  # noqa: PLC0415

        return door.test(rules, junit, options.language, accept=accept)
