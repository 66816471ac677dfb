"""A decision record from a file: as it stands there, and made safe to show."""

import contextlib
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from advisor import marked_yaml
from advisor.dialogue import record as records
from advisor.dialogue import review_shape, reviewing
from advisor.dialogue.again import Decide
from advisor.dialogue.record import Record
from advisor.doors.deciding import decided, market
from advisor.doors.delivering import standard_input
from advisor.errors import InputError, fault
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.knowledge.loader import Rules
from advisor.knowledge.model import KnowledgeBase
from advisor.profile import Profile
from advisor.untrusted import printable

_LONGEST_TEXT: Final = 4000
_LIMIT: Final = 16 * marked_yaml.MAX_BYTES


def raw_record(path: Path) -> Record:
    """The record in a file or on standard input, as it stands there. Raises `InputError`."""
    shown, given = str(path), standard_input(path)
    text = marked_yaml.decode(given, shown) if given is not None else marked_yaml.read_bytes(path, shown, _LIMIT)
    try:
        record = records.check(json.loads(text), shown)
    except (ValueError, RecursionError):
        raise InputError([fault("WR04", shown)]) from None
    review_shape.check(record.get("reviews"), shown)
    return record


def read_record(path: Path) -> Record:
    """The record in a file or on standard input, every text in it made safe to print. Raises `InputError`.

    Whether it is still what was signed is looked at before, since that is a matter of bytes.
    """
    record = raw_record(path)
    with sound(path):
        shown: Record = safe({**record, "reviews": reviewing.stated(record)} if record.get("reviews") else record)
        return shown


def safe(value: Any) -> Any:
    """A value read from JSON with every text in it made safe to print, wherever it will be shown."""
    if isinstance(value, dict):
        return {printable(key): safe(item) for key, item in value.items()}
    if isinstance(value, list):
        return [safe(item) for item in value]
    return printable(value, longest=_LONGEST_TEXT) if isinstance(value, str) else value


@contextlib.contextmanager
def sound(path: Path) -> Iterator[None]:
    """What a record that does not fit together as one runs into, as the fault of the file: anybody can edit it."""
    try:
        yield
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError):
        raise InputError([fault("WR04", str(path))]) from None


def as_it_was(rules: Rules, record: Record) -> Decide:
    """The way a record was decided: with the catalogue where it names one, or has models and costs."""

    def with_market(given: Profile, knowledge: KnowledgeBase, day: dt.date, analysed: bool) -> Record:
        return decided(given, Engine(knowledge), market(rules, day), day, analysed=analysed)

    def plainly(given: Profile, knowledge: KnowledgeBase, day: dt.date, analysed: bool) -> Record:
        return records.build(decide(given, Engine(knowledge)), day, analysed=analysed)

    parts = (record, *record.get("workloads", ()))
    named = "catalogue_sha256" in record["knowledge"]
    return with_market if named or any("models" in part or "cost" in part for part in parts) else plainly
