"""`advisor batch`: many profiles."""

import datetime as dt
from pathlib import Path

from advisor.dialogue import screen
from advisor.doors import DONE, SOME_FAILED
from advisor.doors.deciding import market
from advisor.i18n import LANGUAGES, Language
from advisor.inference.rete import Engine
from advisor.knowledge import loader


def batch(
    rules: loader.Rules,
    inputs: tuple[Path, ...],
    output: Path | None,
    day: dt.date,
    language: Language,
    *,
    form: str | None = None,
    bilingual: bool = False,
) -> int:
    """Many profiles: one record each, faults beside them, a summary at the end."""
    from advisor import batch as batches  # noqa: PLC0415

    knowledge = loader.load(rules)
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
    return SOME_FAILED if tally.failed else DONE
