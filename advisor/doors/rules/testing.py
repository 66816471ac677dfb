"""`advisor rules test`: the examples inside the rules, and whole profiles on both engines."""

import sys
from collections.abc import Mapping
from pathlib import Path

from advisor.analysis import cases as trying
from advisor.analysis import examples, scores
from advisor.doors import DONE, FOUND_SOMETHING
from advisor.doors.rules import junit
from advisor.doors.rules.junit import Outcome
from advisor.doors.rules.trying import kept_scores
from advisor.errors import InputError, fault
from advisor.i18n import Language, say
from advisor.knowledge import cases, loader
from advisor.knowledge.kept_scores import FILE, Kept, Key, Row, document
from advisor.knowledge.model import KnowledgeBase
from advisor.knowledge.overlay import Layers
from advisor.writing import write_text


def test(rules: loader.Rules, report: Path | None, language: Language, *, accept: bool) -> int:
    """Every example on its rule, every case on both engines, and the scores that were kept; each difference."""
    loaded = loader.read(rules)
    if loaded.diagnostics or loaded.knowledge is None:
        raise InputError(loaded.diagnostics)
    suites = {"examples": _examples(loaded)}
    suites["cases"], scored = _cases(loaded)
    if accept:
        _accept(rules, loaded.knowledge, scored, language)
    kept = kept_scores(rules)
    if kept is not None:
        suites["scores"] = _scores(kept, scored)
    for outcomes in suites.values():
        for outcome in outcomes:
            for difference in outcome.differences:
                sys.stdout.write(difference.render(language) + "\n")
    for name, outcomes in suites.items():
        failed = sum(not outcome.passed for outcome in outcomes)
        passed = len(outcomes) - failed
        sys.stdout.write(say(f"check.{name}_tested", language, passed=passed, failed=failed) + "\n")
    if report is not None:
        write_text(report, junit.document(suites, language))
    return DONE if all(outcome.passed for each in suites.values() for outcome in each) else FOUND_SOMETHING


def _examples(loaded: loader.Loaded) -> list[Outcome]:
    assert loaded.knowledge is not None  # noqa: S101  # `test` has looked
    return [
        Outcome(
            f"examples.{loaded.knowledge.rules[result.rule].topic}.{result.rule}",
            result.example.name,
            () if result.agrees else (result.fault(loaded.where),),
        )
        for result in examples.run_examples(loaded.knowledge)
    ]


def _cases(loaded: loader.Loaded) -> tuple[list[Outcome], dict[Key, Row]]:
    """The cases that can be tried, for each fault in a case file one that failed, and what strategies score."""
    assert loaded.knowledge is not None  # noqa: S101  # `test` has looked
    found, faults = cases.read(loaded.folders, loaded.knowledge)
    faulty = [Outcome("cases", str(one.where), (one,)) for one in faults]
    results = trying.run_cases(loaded.knowledge, found.values())
    scored: dict[Key, Row] = {}
    for result in results:
        scored |= scores.of_decision(result.case.id, result.decision)
    return faulty + [Outcome("cases", result.case.id, result.differences) for result in results], scored


def _scores(kept: Kept, scored: Mapping[Key, Row]) -> list[Outcome]:
    """The kept scores, case by case; those of a case that cannot be read are left alone."""
    moved = {str(one.slots["case"]): one for one in scores.moved(kept, scored)}
    names = dict.fromkeys([*(scores.named(key) for key in scored), *moved])
    return [Outcome("scores", name, (moved[name],) if name in moved else ()) for name in names]


def _accept(rules: loader.Rules, knowledge: KnowledgeBase, scored: Mapping[Key, Row], language: Language) -> None:
    """Keep the scores as they are now, and say where, so that the difference is looked at."""
    if isinstance(rules, Layers) and rules.overlays:
        raise InputError([fault("SC06", "rules test --accept")])
    path = loader.directory_of(rules) / FILE
    write_text(path, document(scored, knowledge.strategies))
    sys.stderr.write(say("check.accepted", language, path=str(path)) + "\n")
