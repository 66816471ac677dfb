"""The commands about one organisation or many: ask, recommend, batch, explain, claims."""

import datetime as dt
from pathlib import Path
from typing import Any

import click

from advisor.cli.options import PATH, Options, Rules

_CONCLUSIONS = ("approved", "approved_with_reservations", "rejected")
_FORMATS = ("terminal", "json", "markdown", "html")
_TABLES = ("jsonl", "csv", "html", "parquet")
_REPORTS = ("terminal", "markdown", "html")


def declare(advisor: click.Group, options: Options) -> None:
    """Add the commands to the program."""

    @advisor.command(**options.about("ask"))
    @options.based
    @click.option("--resume", type=PATH, metavar="FILE", help=options.told("resume"))
    @click.option("-o", "--output", type=PATH, metavar="PROFILE", help=options.told("ask_output"))
    @click.option("--full", is_flag=True, help=options.told("full"))
    @options.as_of
    def ask(rules: Rules, resume: Path | None, output: Path | None, full: bool, as_of: dt.date) -> int:
        from advisor.doors import ask as door  # noqa: PLC0415

        return door.ask(rules, resume, output, as_of, options.language, full=full)

    @advisor.command(**options.about("recommend"))
    @options.based
    @click.argument("profile", type=PATH)
    @click.option("--format", "form", type=click.Choice(_FORMATS), default="terminal", help=options.told("format"))
    @options.output
    @options.bilingual
    @options.as_of
    @options.show_all
    def recommend(
        rules: Rules,
        profile: Path,
        form: str,
        output: Path | None,
        bilingual: bool,
        as_of: dt.date,
        everything: bool,
    ) -> int:
        from advisor.doors import recommend as door  # noqa: PLC0415

        options.only_for(bilingual, "--bilingual", form, "html")
        return door.recommend(
            rules, profile, form, output, as_of, options.language, everything=everything, bilingual=bilingual
        )

    @advisor.command(**options.about("batch"))
    @options.based
    @click.argument("inputs", type=PATH, nargs=-1, required=True, metavar="INPUT...")
    @click.option("-o", "--output", type=PATH, metavar="OUT", help=options.told("batch_output"))
    @click.option("--format", "form", type=click.Choice(_TABLES), help=options.told("batch_format"))
    @click.option("--engine", type=click.Choice(["rete", "table"]), help=options.told("engine"))
    @click.option("--fired", is_flag=True, help=options.told("batch_fired"))
    @click.option("--explain", type=click.IntRange(min=1), metavar="N", help=options.told("batch_explain"))
    @click.option("--where", metavar="COLUMN=VALUE", help=options.told("batch_where"))
    @click.option("--catalogue", is_flag=True, help=options.told("batch_catalogue"))
    @options.bilingual
    @options.as_of
    def batch(
        rules: Rules,
        inputs: tuple[Path, ...],
        output: Path | None,
        form: str | None,
        bilingual: bool,
        as_of: dt.date,
        **how: Any,
    ) -> int:
        from advisor.doors import batch as door  # noqa: PLC0415

        kind = form or (output.suffix.removeprefix(".") if output else "jsonl")
        options.only_for(bilingual, "--bilingual", kind, "html")
        chosen = door.How(**how)
        return door.batch(rules, inputs, output, as_of, options.language, form=form, bilingual=bilingual, how=chosen)

    @advisor.command(**options.about("explain"))
    @options.based
    @click.argument("record", type=PATH)
    @click.option("--why", metavar="RULE", help=options.told("why"))
    @click.option("--why-not", metavar="STRATEGY", help=options.told("why_not"))
    @click.option("--what-if", metavar="QUESTION=ANSWER", multiple=True, help=options.told("what_if"))
    @click.option("--workload", metavar="NAME", help=options.told("workload"))
    @click.option("--format", "form", type=click.Choice(_REPORTS), default="terminal", help=options.told("format"))
    @options.output
    @options.bilingual
    @options.show_all
    def explain(
        rules: Rules,
        record: Path,
        why: str | None,
        why_not: str | None,
        what_if: tuple[str, ...],
        workload: str | None,
        form: str,
        output: Path | None,
        bilingual: bool,
        everything: bool,
    ) -> int:
        from advisor.doors import explain as door  # noqa: PLC0415

        options.only_for(bilingual, "--bilingual", form, "html")
        options.only_alone(
            form != "terminal" or output is not None,
            "--format, --output",
            bool(why or why_not or what_if),
            "--why, --why-not, --what-if",
        )
        return door.explain(
            rules,
            record,
            why,
            why_not,
            what_if,
            workload,
            options.language,
            everything=everything,
            form=form,
            output=output,
            bilingual=bilingual,
        )

    @advisor.command(**options.about("record_schema"), name="schema")
    @options.spoken
    def schema() -> int:
        from advisor.doors import schema as door  # noqa: PLC0415

        return door.schema()

    @advisor.command(**options.about("review"))
    @options.based
    @click.argument("record", type=PATH)
    @click.option("-o", "--output", type=PATH, metavar="FILE", help=options.told("review_output"))
    @click.option("--verify", is_flag=True, help=options.told("verify"))
    @click.option("--sign", metavar="NAME", help=options.told("sign"))
    @click.option("--role", metavar="ROLE", help=options.told("role"))
    @click.option("--answered-by", metavar="NAME", help=options.told("answered_by"))
    @click.option("--conclusion", type=click.Choice(_CONCLUSIONS), help=options.told("conclusion"))
    @click.option("--dispute", metavar="RULE=COMMENT", multiple=True, help=options.told("dispute"))
    @click.option("--correct", metavar="QUESTION=ANSWER", multiple=True, help=options.told("correct"))
    @click.option("--comment", metavar="TEXT", help=options.told("comment"))
    @options.as_of
    def review(
        rules: Rules,
        record: Path,
        output: Path | None,
        verify: bool,
        sign: str | None,
        role: str | None,
        answered_by: str | None,
        conclusion: str | None,
        dispute: tuple[str, ...],
        correct: tuple[str, ...],
        comment: str | None,
        as_of: dt.date,
    ) -> int:
        from advisor.doors import review as door  # noqa: PLC0415

        if verify:
            return door.verify(record, options.language)
        signature = door.Signature(sign, role, answered_by, conclusion, dispute, correct, comment) if sign else None
        return door.review(rules, record, output, as_of.isoformat(), options.language, signature)

    @advisor.command(**options.about("replay"))
    @options.based
    @click.argument("record", type=PATH)
    @options.show_all
    def replay(rules: Rules, record: Path, everything: bool) -> int:
        from advisor.doors import replay as door  # noqa: PLC0415

        return door.replay(rules, record, options.language, everything=everything)

    @advisor.command(**options.about("claims"))
    @options.based
    @click.option("--entity", metavar="NAME", help=options.told("entity"))
    @click.option(
        "--verdict",
        type=click.Choice(["supported", "partly", "contested", "outdated", "false", "unverifiable"]),
        help=options.told("verdict"),
    )
    def claims(rules: Rules, entity: str | None, verdict: str | None) -> int:
        from advisor.doors import claims as door  # noqa: PLC0415

        return door.claims(rules, entity, verdict, options.language)
