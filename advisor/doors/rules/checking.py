"""`advisor rules check`: every fault of the knowledge, of form, sense and style."""

import sys

from advisor.analysis import examples
from advisor.doors import DONE, FOUND_SOMETHING
from advisor.errors import InputError
from advisor.i18n import Language, say
from advisor.knowledge import cases, catalogue_loader, lint, loader


def check(rules: loader.Rules, language: Language) -> int:
    """Every fault of the knowledge, of form, sense and style, and every example that a rule does not meet."""
    loaded = loader.read(rules)
    found = list(loaded.diagnostics)
    if loaded.knowledge is not None and not found:
        found = lint.check(loaded.knowledge, loaded.where)
        found += catalogue_loader.check(rules)[1]
        found += cases.read(loaded.folders, loaded.knowledge)[1]
        results = examples.run_examples(loaded.knowledge)
        found += [result.fault(loaded.where) for result in results if not result.agrees]
    if any(diagnostic.code == "LO01" for diagnostic in found):
        raise InputError(found)
    for diagnostic in sorted(found, key=lambda d: d.sort_key):
        sys.stdout.write(diagnostic.render(language) + "\n")
    if found or loaded.knowledge is None:
        sys.stdout.write(say("check.found", language, count=len(found)) + "\n")
        sys.stdout.write(say("check.explain", language, code=found[0].code) + "\n")
        return FOUND_SOMETHING
    base = loaded.knowledge
    sys.stdout.write(
        say(
            "check.sound",
            language,
            rules=len(base.rules),
            facts=len(base.facts),
            sources=len(base.sources),
            claims=len(base.claims),
        )
        + "\n"
    )
    return DONE
