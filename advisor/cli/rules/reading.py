"""The commands that show the knowledge: list, read, schema, graph."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal

import click

from advisor.cli.options import Options, Rules

_KINDS: Final = ("gate", "evidence", "conclusion", "advice")
_STANDINGS: Final = (
    "supported",
    "partly",
    "contested",
    "outdated",
    "false",
    "unverifiable",
    "counter_evidence",
    "A",
    "B",
    "C",
)


def declare(group: click.Group, options: Options) -> None:
    """Add the commands to the group."""

    @group.command("list", **options.about("rules_list"))
    @options.based
    @_chosen(options)
    @click.option("--facts", is_flag=True, help=options.told("facts"))
    def rules_list(rules: Rules, facts: bool, **chosen: str | None) -> int:
        from advisor.analysis.selection import Wanted  # noqa: PLC0415
        from advisor.doors.rules import listing as door  # noqa: PLC0415

        if not facts:
            return door.list_rules(rules, Wanted(**chosen), options.language)  # type: ignore[arg-type]  # checked by click
        if any(value for name, value in chosen.items() if name != "topic"):
            raise click.UsageError(options.told("facts_by_topic"))
        return door.list_facts(rules, chosen["topic"], options.language)

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

    @group.command("graph", **options.about("rules_graph"))
    @options.based
    @_chosen(options)
    @click.argument("name", required=False, metavar="[RULE|FACT|STRATEGY|TOPIC]")
    @click.option("--steps", type=click.IntRange(1, 20), default=1, metavar="N", help=options.told("steps"))
    @click.option("--format", "form", type=click.Choice(["dot", "mermaid"]), default="dot", help=options.told("format"))
    @options.output
    def rules_graph(
        rules: Rules, name: str | None, steps: int, form: Literal["dot", "mermaid"], output: Path | None, **chosen: str
    ) -> int:
        from advisor.analysis.selection import Wanted  # noqa: PLC0415
        from advisor.doors.rules import graphing as door  # noqa: PLC0415

        wanted = Wanted(**chosen)  # type: ignore[arg-type]  # checked by click
        return door.graph(rules, name, wanted, steps, form, output, options.language)


def _chosen(options: Options) -> Callable[[Any], Any]:
    """The options that choose rules: by topic, strategy, standing, source, kind, fact and criterion."""

    def with_options(function: Any) -> Any:
        for option in (
            click.option("--criterion", metavar="CRITERION", help=options.told("rules_criterion")),
            click.option("--fact", metavar="FACT", help=options.told("rules_fact")),
            click.option("--kind", type=click.Choice(_KINDS), help=options.told("rules_kind")),
            click.option("--source", metavar="ID", help=options.told("rules_source")),
            click.option("--standing", type=click.Choice(_STANDINGS), help=options.told("rules_standing")),
            click.option("--strategy", metavar="STRATEGY", help=options.told("rules_strategy")),
            click.option("--topic", metavar="TOPIC", help=options.told("topic")),
        ):
            function = option(function)
        return function

    return with_options
