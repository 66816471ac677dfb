"""The commands that measure how well the knowledge is tried: coverage, mutate."""

import datetime as dt
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
    @click.option(
        "--propose", is_flag=False, flag_value="drafts", type=PATH, metavar="[DIR]", help=options.told("propose")
    )
    @click.option("--min-rules", type=_PERCENT, metavar="PERCENT", help=options.told("min_rules"))
    @click.option("--min-leaves", type=_PERCENT, metavar="PERCENT", help=options.told("min_leaves"))
    @click.option("--min-decisive", type=_PERCENT, metavar="PERCENT", help=options.told("min_decisive"))
    @click.option(
        "--format", "form", type=click.Choice(["terminal", "json"]), default="terminal", help=options.told("format")
    )
    @options.as_of
    def rules_coverage(
        rules: Rules,
        name: str | None,
        profiles: tuple[Path, ...],
        propose: Path | None,
        min_rules: float | None,
        min_leaves: float | None,
        min_decisive: float | None,
        form: str,
        as_of: dt.date,
        *,
        details: bool,
    ) -> int:
        from advisor.doors.rules import covering as door  # noqa: PLC0415

        wanted = {"fired": min_rules, "silent": min_rules, "held": min_leaves, "failed": min_leaves}
        asked = {share: least for share, least in {**wanted, "decides": min_decisive}.items() if least is not None}
        return door.cover(rules, name, profiles, asked, form, (propose, as_of), options.language, details=details)

    @group.command("mutate", **options.about("rules_mutate"))
    @options.based
    @click.argument("name", required=False, metavar="[RULE|TOPIC]")
    @click.option("--details", is_flag=True, help=options.told("mutate_details"))
    @click.option("--sample", type=click.IntRange(1), metavar="N", help=options.told("mutate_sample"))
    @click.option("--seed", type=int, default=0, metavar="N", help=options.told("mutate_seed"))
    @click.option("--min", "least", type=_PERCENT, metavar="PERCENT", help=options.told("mutate_min"))
    @click.option(
        "--format", "form", type=click.Choice(["terminal", "json"]), default="terminal", help=options.told("format")
    )
    def rules_mutate(
        rules: Rules,
        name: str | None,
        sample: int | None,
        seed: int,
        least: float | None,
        form: str,
        *,
        details: bool,
    ) -> int:
        from advisor.doors.rules import mutating as door  # noqa: PLC0415

        return door.mutate(rules, name, (sample, seed), least, form, options.language, details=details)
