"""`advisor rules test`: the examples inside the rules, and whole profiles on both engines."""

import sys
from pathlib import Path

from advisor.analysis import cases as trying
from advisor.analysis import examples
from advisor.doors import DONE, FOUND_SOMETHING
from advisor.doors.rules import junit
from advisor.doors.rules.junit import Outcome
from advisor.errors import InputError
from advisor.i18n import Language, say
from advisor.knowledge import cases, loader
from advisor.writing import write_text


def test(rules: loader.Rules, report: Path | None, language: Language) -> int:
    """Every example on its rule and every case on both engines; what differs, each at its place."""
    loaded = loader.read(rules)
    if loaded.diagnostics or loaded.knowledge is None:
        raise InputError(loaded.diagnostics)
    suites = {"examples": _examples(loaded), "cases": _cases(loaded)}
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


def _cases(loaded: loader.Loaded) -> list[Outcome]:
    """The cases that can be tried, and for each fault in a case file one that failed."""
    assert loaded.knowledge is not None  # noqa: S101  # `test` has looked
    found, faults = cases.read(loaded.folders, loaded.knowledge)
    faulty = [Outcome("cases", str(one.where), (one,)) for one in faults]
    results = trying.run_cases(loaded.knowledge, found.values())
    return faulty + [Outcome("cases", result.case.id, result.differences) for result in results]
