"""`advisor batch`: many profiles."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from advisor.analysis.market import Market
from advisor.dialogue import screen
from advisor.doors import DONE, SOME_FAILED
from advisor.doors.deciding import market
from advisor.errors import InputError, fault
from advisor.i18n import LANGUAGES, Language, say
from advisor.inference.rete import Engine
from advisor.knowledge import loader
from advisor.knowledge.model import KnowledgeBase

if TYPE_CHECKING:
    from advisor.batch import Tally


def batch(
    rules: loader.Rules,
    inputs: tuple[Path, ...],
    output: Path | None,
    day: dt.date,
    language: Language,
    *,
    form: str | None = None,
    bilingual: bool = False,
    how: "How | None" = None,
) -> int:
    """Many profiles: one record each, faults beside them, a summary at the end."""
    from advisor import batch as batches  # noqa: PLC0415

    knowledge = loader.load(rules)
    how = how or How()
    if _by_columns(how, inputs, output, form):
        found = market(rules, day) if how.catalogue else None
        tally = _table(knowledge, inputs, output, day, language, how, found)
        screen.console(stderr=True).print(batches.summary(tally, knowledge, language))
        _say_engine("table" if found is None else "table_catalogue", language)
        return SOME_FAILED if tally.failed else DONE
    if how.only_for_tables:
        raise InputError([fault("FI16", str(output or "-"), option=how.only_for_tables)])
    others = [other for other in LANGUAGES if other != language] if bilingual else []
    tally = batches.run(
        inputs,
        output,
        knowledge,
        Engine(knowledge),
        day,
        language,
        market(rules, day),
        form=form,
        languages=(language, *others),
    )
    screen.console(stderr=True).print(batches.summary(tally, knowledge, language))
    _say_engine("rete", language)
    return SOME_FAILED if tally.failed else DONE


@dataclass(frozen=True, slots=True)
class How:
    """What may be said about how a table is decided."""

    engine: Literal["rete", "table"] | None = None
    fired: bool = False
    explain: int | None = None
    where: str | None = None
    catalogue: bool = False
    """Whether a table decided over columns is looked up in the catalogue; profile by profile it always is."""

    @property
    def only_for_tables(self) -> str:
        """An option that was given and has a meaning for tables alone."""
        return "--fired" if self.fired else "--explain" if self.explain else "--where" if self.where else ""


_LARGE: Final = 4 * 1024 * 1024
"""Bytes of input above which deciding profile by profile would take minutes."""


def _by_columns(how: How, inputs: tuple[Path, ...], output: Path | None, form: str | None) -> bool:
    """Whether the engine for tables is to be used: where it is asked for, and where size or kind leave no other."""
    from advisor.doors.tables import KINDS  # noqa: PLC0415

    possible = (
        all(path.suffix in KINDS and path.is_file() for path in inputs)
        and output is not None
        and output.suffix in KINDS
        and form in {None, output.suffix.removeprefix(".")}
    )
    parquet = any(path.suffix == ".parquet" for path in (*inputs, *([output] if output else [])))
    if how.engine == "rete" and parquet:
        raise InputError([fault("FI17", str(output or inputs[0]))])
    if possible and how.engine != "rete":
        wanted = how.engine == "table" or parquet or bool(how.only_for_tables)
        return wanted or sum(path.stat().st_size for path in inputs) > _LARGE
    if how.engine == "table" or parquet:
        raise InputError(
            [fault("FI16", str(output or inputs[0]), option="--engine table" if how.engine else "Parquet")]
        )
    return False


def _table(
    knowledge: KnowledgeBase,
    inputs: tuple[Path, ...],
    output: Path | None,
    day: dt.date,
    language: Language,
    how: How,
    found: Market | None,
) -> "Tally":
    from advisor.doors import tables  # noqa: PLC0415
    from advisor.inference.table import answer_columns  # noqa: PLC0415

    assert output is not None  # noqa: S101  # tables are written to files
    for path in inputs:
        if output.exists() and path.samefile(output):
            raise InputError([fault("FI10", str(output))])
    explaining = None
    if how.explain or how.where:
        columns = ["row", "organization", "use_case", *answer_columns(knowledge)]
        chosen = tables.filter_of(how.where, columns) if how.where else (None, None)
        explaining = tables.Explaining(how.explain or _EXPLAINED, *chosen)
    return tables.run(inputs, output, knowledge, day, language, fired=how.fired, explaining=explaining, market=found)


_EXPLAINED: Final = 100
"""Full records written for a filter where nobody says how many."""


def _say_engine(engine: str, language: Language) -> None:
    screen.console(stderr=True).print(
        say(f"batch.engine_{engine}", language), style="dim", markup=False, soft_wrap=True
    )
