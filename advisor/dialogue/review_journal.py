"""A review being written: each word of it stands on disk before the next thing is judged."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from advisor import marked_yaml
from advisor.dialogue.reviewing import JOURNAL, Event
from advisor.errors import InputError, fault
from advisor.untrusted import json_text
from advisor.writing import write_text

_KEY: Final = "journal"


def beside(record: Path) -> Path:
    """Where the journal of a record's review lies."""
    return record.with_name(f"{record.stem}.review.jsonl")


class ReviewJournal:
    """The events of one review of one decision, named by its digest."""

    def __init__(self, path: Path, decision: str, events: Iterable[Event] = ()) -> None:
        """Begin a journal, or go on with one. Raises `InputError` where nothing can be written."""
        self.path = path
        self.events = list(events)
        head = {_KEY: JOURNAL, "decision_sha256": decision}
        write_text(path, "".join(f"{json_text(line)}\n" for line in (head, *self.events)))

    def add(self, event: Event) -> None:
        """Write an event down. Raises `InputError` where that is no longer possible."""
        self.events.append(event)
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json_text(event) + "\n")
        except OSError as error:
            raise InputError([fault("FI09", str(self.path), reason=error.strerror or type(error).__name__)]) from None

    def remove(self) -> None:
        """The review is signed and stands in the record."""
        self.path.unlink(missing_ok=True)


def resumed(path: Path, decision: str) -> list[Event]:
    """The events of an unfinished review; none where there is no journal.

    Raises `InputError` where what lies there is none, or is of another decision. A last line cut off in the middle is
    left out.
    """
    if not path.exists() or not path.stat().st_size:
        return []
    lines = marked_yaml.read_bytes(path, str(path)).split("\n")
    read = []
    for line in lines:
        try:
            read.append(json.loads(line))
        except (ValueError, RecursionError):
            break
    head, *events = read or [None]
    if not isinstance(head, dict) or head.get(_KEY) != JOURNAL or head.get("decision_sha256") != decision:
        raise InputError([fault("WR14", str(path), path=str(path))])
    return [event for event in events if isinstance(event, dict)]
