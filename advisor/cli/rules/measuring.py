"""The commands that measure how well the knowledge is tried: coverage, mutate."""

from pathlib import Path

import click

from advisor.cli.options import PATH, Options, Rules

_PERCENT = click.FloatRange(0, 100)


def declare(group: click.Group, options: Options) -> None:
    """Add the commands to the group."""

    @group.command("coverage", **options.about("rules_coverage"))
    @options.based
    @click.argument("name", required=False, metavar="[RULE|TOPIC]")
    @click.option("--details", is_flag=True, help=options.told("coverage_details"))
    @click.option("--with", "profiles", type=PATH, multiple=True, metavar="PROFILE", help=options.told("coverage_with"))
    @click.option("--min-rules", type=_PERCENT, metavar="PERCENT", help=options.told("min_rules"))
    @click.option("--min-leaves", type=_PERCENT, metavar="PERCENT", help=options.told("min_leaves"))
    @click.option("--min-decisive", type=_PERCENT, metavar="PERCENT", help=options.told("min_decisive"))
    @click.option(
        "--format", "form", type=click.Choice(["terminal", "json"]), default="terminal", help=options.told("format")
    )
    def rules_coverage(
        rules: Rules,
        name: str | None,
        profiles: tuple[Path, ...],
        min_rules: float | None,
        min_leaves: float | None,
        min_decisive: float | None,
        form: str,
        *,
        details: bool,
    ) -> int:
        from advisor.doors.rules import covering as door  # noqa: PLC0415

        wanted = {"fired": min_rules, "silent": min_rules, "held": min_leaves, "failed": min_leaves}
        asked = {share: least for share, least in {**wanted, "decides": min_decisive}.items() if least is not None}
        return door.cover(rules, name, profiles, asked, form, options.language, details=details)
