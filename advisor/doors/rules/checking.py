"""`advisor rules check`: every fault of the knowledge, of form, sense and style."""

import sys
from collections.abc import Iterator
from dataclasses import replace

from advisor.analysis import examples
from advisor.doors import DONE, FOUND_SOMETHING
from advisor.errors import Diagnostic, InputError
from advisor.i18n import Language, say
from advisor.knowledge import cases, catalogue_loader, follow_ups, lint, loader
from advisor.knowledge.loader import Loaded
from advisor.knowledge.model import KnowledgeBase, Rule


def check(rules: loader.Rules, language: Language) -> int:
    """Every fault of the knowledge, of form, sense and style, and every example that a rule does not meet."""
    loaded = loader.read(rules)
    if any(diagnostic.code == "LO01" for diagnostic in loaded.diagnostics):
        raise InputError(loaded.diagnostics)
    found = [*loaded.diagnostics, *_beyond_loading(rules, loaded)]
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


def _beyond_loading(rules: loader.Rules, loaded: Loaded) -> Iterator[Diagnostic]:
    """What loading does not look at. A faulty part hides no fault of another, and is not told of twice."""
    yield from catalogue_loader.check(rules)[1]
    sketch = loaded.sketch
    if sketch is None:
        return
    yield from lint.check(sketch, loaded.where, whole=not loaded.diagnostics)
    yield from follow_ups.without(cases.read(loaded.folders, sketch)[1], loaded.broken)
    for result in examples.run_examples(replace(sketch, rules=_sound(loaded, sketch))):
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
