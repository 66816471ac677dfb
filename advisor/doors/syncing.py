"""`advisor models sync`: a proposal from public price data, for a person to review; only this command goes online."""

import datetime as dt
import json
import urllib.error
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from advisor.dialogue import screen
from advisor.dialogue.document import Item, Listing
from advisor.doors import DONE
from advisor.doors.models import required
from advisor.errors import InputError, fault
from advisor.i18n import Language, say
from advisor.knowledge import catalogue_loader, loader, public_prices
from advisor.knowledge.catalogue import Catalogue
from advisor.knowledge.public_prices import Offer, Proposal
from advisor.untrusted import printable
from advisor.writing import write_text

ADDRESSES: Final = (
    "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json",
    "https://models.dev/api.json",
)
_SECONDS: Final = 20
_MOST_BYTES: Final = 32 * 1024 * 1024


def sync(rules: loader.Rules, addresses: tuple[str, ...], day: dt.date, language: Language, *, write: bool) -> int:
    """What public data says otherwise; taken over only where that was asked for."""
    found = required(rules, day)
    said: dict[str, list[Offer]] = {}
    skipped = 0
    for address in addresses or ADDRESSES:
        offers, unread = _read(address, found.catalogue)
        skipped += unread
        for name, listed in offers.items():
            said.setdefault(name, []).extend(listed)
    proposals = public_prices.proposals(found.catalogue, said, day)
    console = screen.console()
    title = say("models.sync_head" if proposals else "models.sync_none", language)
    items = tuple(Item(_line(one, language)) for one in proposals)
    for drawn in screen.chapters([Listing("sync", title, items)], language, brief=False):
        console.print(drawn)
    if skipped:
        console.print(screen.plain(say("models.sync_skipped", language, count=skipped)))
    if proposals:
        key, count = "models.sync_not_written", 0
        if write:
            key, count = "models.sync_written", _write(rules, found.catalogue, proposals, day)
        console.print(screen.plain(say(key, language, count=count)))
    return DONE


def _line(one: Proposal, language: Language) -> str:
    return say(
        "models.sync_line",
        language,
        model=one.card,
        what=say(f"models.sync_{one.kind}", language),
        old=one.old or say("models.sync_nothing", language),
        new=one.new,
        source=printable(f"{one.offer.source} {one.offer.ref}"),
    )


def _read(address: str, catalogue: Catalogue) -> tuple[dict[str, list[Offer]], int]:
    try:
        return public_prices.offers(_fetched(address), catalogue)
    except ValueError as error:
        raise InputError([fault("MC08", address, reason=str(error))]) from None


def _fetched(address: str) -> Any:
    """The JSON at an address. Raises `InputError` where it cannot be had, is too large or takes too long."""
    if urlsplit(address).scheme not in {"http", "https"}:
        raise InputError([fault("MC07", address, reason=say("models.sync_scheme", "en"))])
    request = urllib.request.Request(address, headers={"Accept": "application/json", "User-Agent": "advisor"})  # noqa: S310  # the scheme was looked at
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310  # as above
            raw = answer.read(_MOST_BYTES + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise InputError([fault("MC07", address, reason=str(reason))]) from None
    if len(raw) > _MOST_BYTES:
        raise InputError([fault("MC08", address, reason=f"> {_MOST_BYTES // 1024 // 1024} MiB")])
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InputError([fault("MC08", address, reason=type(error).__name__)]) from None


def _write(rules: loader.Rules, catalogue: Catalogue, proposals: Iterable[Proposal], day: dt.date) -> int:
    """Take proposals over, card by card; a card that would not stay sound is left alone."""
    by_card: dict[str, list[Proposal]] = {}
    for proposal in proposals:
        by_card.setdefault(proposal.card, []).append(proposal)
    folder = catalogue_loader.place(rules)[0]
    files = {path.stem: path for path in sorted(folder.rglob("*.yaml"))}
    changed = 0
    for name, listed in by_card.items():
        path: Path = files[name]
        made = public_prices.edited(path.read_text(encoding="utf-8"), catalogue.models[name], listed, day)
        if made is not None:
            write_text(path, made)
            changed += 1
    return changed
