"""`advisor rules check`: every fault of the knowledge, of form, sense and style, and what is old."""

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

from advisor.analysis import examples
from advisor.doors import DONE, FOUND_SOMETHING
from advisor.errors import Diagnostic, InputError, fault
from advisor.i18n import Language, say
from advisor.knowledge import ageing, cases, catalogue_loader, follow_ups, lint, loader, schemas
from advisor.knowledge.loader import Loaded
from advisor.knowledge.model import KnowledgeBase, Rule

_MOST = 10
"""How many warnings of a kind are shown unless all are asked for; prices tend to age together."""


def check(
    rules: loader.Rules, day: dt.date, language: Language, *, strict: bool = False, everything: bool = False
) -> int:
    """Every fault of the knowledge, of form, sense and style; every example that fails; and what is old."""
    loaded = loader.read(rules)
    if any(diagnostic.code == "LO01" for diagnostic in loaded.diagnostics):
        raise InputError(loaded.diagnostics)
    catalogue = catalogue_loader.read(rules)
    faults = [*loaded.diagnostics, *catalogue.diagnostics, *_beyond_loading(loaded)]
    warnings = [*_old(loaded, catalogue, day), *([] if faults else _stale(loaded))]
    _tell(faults, warnings, language, everything=everything)
    if faults or loaded.knowledge is None or (strict and warnings):
        return FOUND_SOMETHING
    base = loaded.knowledge
    counts = {
        "rules": len(base.rules),
        "facts": len(base.facts),
        "sources": len(base.sources),
        "claims": len(base.claims),
    }
    sys.stdout.write(say("check.sound", language, **counts) + "\n")
    return DONE


def _tell(
    faults: Sequence[Diagnostic], warnings: Sequence[Diagnostic], language: Language, *, everything: bool
) -> None:
    """Faults and warnings in order of their places; of many warnings of a kind, the first few."""
    shown, left = (list(warnings), {}) if everything else _first(warnings)
    for diagnostic in sorted((*faults, *shown), key=lambda d: d.sort_key):
        sys.stdout.write(diagnostic.render(language) + "\n")
    for code, count in left.items():
        sys.stdout.write(say("check.more", language, code=code, count=count) + "\n")
    if faults:
        sys.stdout.write(say("check.found", language, count=len(faults)) + "\n")
    if warnings:
        sys.stdout.write(say("check.warned", language, count=len(warnings)) + "\n")
    if faults or warnings:
        code = min((*faults, *warnings), key=lambda d: d.sort_key).code
        sys.stdout.write(say("check.explain", language, code=code) + "\n")


def _first(warnings: Sequence[Diagnostic]) -> tuple[list[Diagnostic], dict[str, int]]:
    """The first warnings of each kind, and how many of it are left."""
    shown, left = [], {}
    for code in sorted({warning.code for warning in warnings}):
        of_code = sorted((one for one in warnings if one.code == code), key=lambda d: d.sort_key)
        shown += of_code[:_MOST]
        if len(of_code) > _MOST:
            left[code] = len(of_code) - _MOST
    return shown, left


def _old(loaded: Loaded, catalogue: catalogue_loader.Read, day: dt.date) -> Iterator[Diagnostic]:
    if loaded.sketch is not None:
        yield from ageing.of_knowledge(loaded.sketch, loaded.where, day)
    if catalogue.catalogue is not None:
        yield from ageing.of_catalogue(catalogue.catalogue, catalogue.where, day)


def _stale(loaded: Loaded) -> Iterator[Diagnostic]:
    """Schemas that say something else than the knowledge they were made from; an overlay has its own."""
    if loaded.knowledge is None or len(loaded.folders) > 1:
        return
    [(root, shown)] = loaded.folders
    for name in schemas.stale(root, loaded.knowledge):
        yield fault("WA05", f"{shown}/{schemas.FOLDER}/{name}")


def _beyond_loading(loaded: Loaded) -> Iterator[Diagnostic]:
    """What loading does not look at. A faulty part hides no fault of another, and is not told of twice."""
    sketch = loaded.sketch
    if sketch is None:
        return
    yield from lint.check(sketch, loaded.where, whole=not loaded.diagnostics)
    sound = _sound(loaded, sketch)
    broken = {*loaded.broken, *((follow_ups.PART_OF_A_RULE, rule) for rule in sketch.rules.keys() - sound.keys())}
    yield from follow_ups.without(cases.read(loaded.folders, sketch)[1], broken)
    for result in examples.run_examples(replace(sketch, rules=sound)):
        if not result.agrees:
            yield result.fault(loaded.where)


def _sound(loaded: Loaded, sketch: KnowledgeBase) -> dict[str, Rule]:
    """The rules in whose files and facts nothing is wrong, so that their examples can be tried."""
    faulty = {diagnostic.where.path for diagnostic in loaded.diagnostics}
    return {
        name: rule
        for name, rule in sketch.rules.items()
        if loaded.where("rule", name).path not in faulty
        and rule.reads.union(*(example.given for example in rule.examples)) <= sketch.facts.keys()
    }
