"""The commands for the people who keep the knowledge: `advisor rules ...`, a file a group of them."""

import click

from advisor.cli.options import Options
from advisor.cli.rules import checking, comparing, measuring, proving, reading


def declare(advisor: click.Group, options: Options) -> None:
    """Add the group of commands to the program."""

    @advisor.group("rules", **options.about("rules"))
    @options.spoken
    def rules_group() -> None:
        pass

    for chapter in (reading, checking, measuring, comparing, proving):
        chapter.declare(rules_group, options)
