"""The command that compares two versions of the knowledge: diff."""

from pathlib import Path

import click

from advisor.cli.options import PATH, Options, Rules


def declare(group: click.Group, options: Options) -> None:
    """Add the command to the group."""

    @group.command("diff", **options.about("rules_diff"))
    @options.based
    @click.argument("old", metavar="OLD")
    @click.argument("new", required=False, metavar="[NEW]")
    @click.option("--with", "profiles", type=PATH, multiple=True, metavar="PROFILE", help=options.told("diff_with"))
    @click.option("--samples", type=click.IntRange(100, 1_000_000), default=20_000, help=options.told("diff_samples"))
    @click.option("--seed", type=click.IntRange(0), default=20_261_125, metavar="N", help=options.told("mutate_seed"))
    @click.option(
        "--format",
        "form",
        type=click.Choice(["terminal", "markdown", "json"]),
        default="terminal",
        help=options.told("format"),
    )
    @options.output
    def rules_diff(
        rules: Rules,
        old: str,
        new: str | None,
        profiles: tuple[Path, ...],
        samples: int,
        seed: int,
        form: str,
        output: Path | None,
    ) -> int:
        from advisor.doors.rules import differing as door  # noqa: PLC0415

        return door.differ(rules, (old, new), profiles, (samples, seed), form, output, options.language)
