"""The commands that show the knowledge: list, read, schema."""

import click

from advisor.cli.options import Options, Rules


def declare(group: click.Group, options: Options) -> None:
    """Add the commands to the group."""

    @group.command("list", **options.about("rules_list"))
    @options.based
    @click.option("--topic", metavar="TOPIC", help=options.told("topic"))
    @click.option("--facts", is_flag=True, help=options.told("facts"))
    def rules_list(rules: Rules, topic: str | None, facts: bool) -> int:
        from advisor.doors.rules import listing as door  # noqa: PLC0415

        return door.list_rules(rules, topic, options.language, facts=facts)

    @group.command("read", **options.about("rules_read"))
    @options.based
    @click.argument("name", required=False, metavar="[RULE|TOPIC]")
    def rules_read(rules: Rules, name: str | None) -> int:
        from advisor.doors.rules import reading as door  # noqa: PLC0415

        return door.read(rules, name, options.language)

    @group.command("schema", **options.about("rules_schema"))
    @options.based
    @click.argument("kind", required=False, metavar="[KIND]")
    @click.option("--write", is_flag=True, help=options.told("schema_write"))
    def rules_schema(rules: Rules, kind: str | None, write: bool) -> int:
        if write and kind:
            raise click.UsageError(options.told("schema_write_all"))
        from advisor.doors.rules import schemas as door  # noqa: PLC0415

        return door.schema(rules, kind, options.language, write=write)
