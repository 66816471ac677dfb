"""The commands for the people who keep the knowledge: `advisor rules ...`."""

from pathlib import Path

import click

from advisor.cli.options import Options


def declare(advisor: click.Group, options: Options) -> None:
    """Add the group of commands to the program."""

    @advisor.group("rules", **options.about("rules"))
    @options.spoken
    def rules_group() -> None:
        pass

    @rules_group.command("list", **options.about("rules_list"))
    @options.based
    @click.option("--topic", metavar="TOPIC", help=options.told("topic"))
    @click.option("--facts", is_flag=True, help=options.told("facts"))
    def rules_list(rules: Path | None, topic: str | None, facts: bool) -> int:
        from advisor.doors import rules as door  # noqa: PLC0415

        return door.list_rules(rules, topic, options.language, facts=facts)

    @rules_group.command("read", **options.about("rules_read"))
    @options.based
    @click.argument("name", required=False, metavar="[RULE|TOPIC]")
    def rules_read(rules: Path | None, name: str | None) -> int:
        from advisor.doors import rules as door  # noqa: PLC0415

        return door.read(rules, name, options.language)

    @rules_group.command("check", **options.about("rules_check"))
    @options.based
    def rules_check(rules: Path | None) -> int:
        from advisor.doors import rules as door  # noqa: PLC0415

        return door.check(rules, options.language)

    @rules_group.command("test", **options.about("rules_test"))
    @options.based
    def rules_test(rules: Path | None) -> int:
        from advisor.doors import rules as door  # noqa: PLC0415

        return door.test(rules, options.language)
