"""`advisor recommend`: one profile, explained."""

import datetime as dt
from pathlib import Path

from advisor import profile
from advisor.doors import DONE
from advisor.doors.deciding import decided, market
from advisor.doors.delivering import STANDARD, deliver, standard_input
from advisor.i18n import Language
from advisor.inference.rete import Engine
from advisor.knowledge import loader


def recommend(
    rules: loader.Rules,
    path: Path,
    form: str,
    output: Path | None,
    day: dt.date,
    language: Language,
    *,
    everything: bool,
    bilingual: bool = False,
) -> int:
    """One profile, explained."""
    knowledge = loader.load(rules)
    given = profile.load(None if path == STANDARD else path, knowledge, standard_input(path))
    record = decided(given, Engine(knowledge), market(rules, day), day, analysed=True)
    deliver(record, knowledge, form, output, language, everything=everything, bilingual=bilingual)
    return DONE
