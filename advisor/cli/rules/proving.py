"""The commands that prove and measure the knowledge: verify."""

import click

from advisor.cli.options import Options, Rules


def declare(group: click.Group, options: Options) -> None:
    """Add the commands to the group."""

    @group.command("verify", **options.about("rules_verify"))
    @options.based
    @click.option("--samples", type=click.IntRange(1_000), default=20_000, help=options.told("samples"))
    @click.option("--moves", is_flag=True, help=options.told("verify_moves"))
    def rules_verify(rules: Rules, samples: int, *, moves: bool) -> int:
        from advisor.doors.rules import verifying as door  # noqa: PLC0415

        return door.verify(rules, samples, options.language, moves=moves)
