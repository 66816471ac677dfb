"""From a profile to its record: the rules, and what is looked up in the catalogue for them."""

import datetime as dt

from advisor.analysis.market import Market, faults
from advisor.dialogue import record as records
from advisor.errors import InputError
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.knowledge import catalogue_loader, loader
from advisor.profile import Profile


def market(rules: loader.Rules, day: dt.date) -> Market | None:
    """The catalogue of a knowledge base on a day; None where it has none."""
    catalogue = catalogue_loader.load(rules)
    return None if catalogue is None else Market(catalogue, day)


def decided(profile: Profile, engine: Engine, found: Market | None, day: dt.date, *, analysed: bool) -> records.Record:
    """The record of a profile. Raises `InputError` where the profile names what the catalogue does not know."""
    if found is not None:
        wrong = faults(profile.needs, found.catalogue, "-")
        if wrong:
            raise InputError(wrong)
    decision = decide(profile, engine, found.observed if found else None)
    return records.build(decision, day, found, analysed=analysed)
