"""`advisor rules ...`: for the people who keep the knowledge."""

import sys
from pathlib import Path

from rich.table import Table
from rich.text import Text as Line

from advisor.analysis import cases
from advisor.dialogue import screen
from advisor.doors import DONE, FOUND_SOMETHING
from advisor.errors import Diagnostic, InputError, fault, nearest
from advisor.i18n import Language, say
from advisor.knowledge import lint, loader, wording
from advisor.knowledge.model import KnowledgeBase, Rule


def list_rules(rules: Path | None, topic: str | None, language: Language, *, facts: bool) -> int:
    """The rules, or the facts, a line each."""
    knowledge = loader.load(rules)
    _known_topic(topic, knowledge)
    table = Table(box=None, padding=(0, 2, 0, 0))
    if facts:
        for key in ("id", "type", "name", "values"):
            table.add_column(say(f"list.{key}", language))
        for fact in knowledge.facts.values():
            if topic in {None, knowledge.fact_topics[fact.id]}:
                values = ", ".join(fact.by_id) or (fact.unit[language] if fact.unit else "")
                kind = fact.type if fact.origin == "asked" else f"{fact.type} ({fact.origin})"
                table.add_row(fact.id, kind, fact.name[language], values)
    else:
        for key in ("id", "topic", "title"):
            table.add_column(say(f"list.{key}", language))
        for rule in knowledge.rules.values():
            if topic in {None, rule.topic}:
                table.add_row(rule.id, rule.topic, rule.title[language])
    screen.console().print(table)
    return DONE


def _known_topic(topic: str | None, knowledge: KnowledgeBase) -> None:
    if topic is not None and topic not in knowledge.base.topics:
        known = knowledge.base.topics
        raise InputError([fault("WR09", "--topic", topic=topic, known=", ".join(known), near=nearest(topic, known))])


def read(rules: Path | None, name: str | None, language: Language) -> int:
    """A rule, a topic or everything, read aloud."""
    knowledge = loader.load(rules)
    chosen = [rule for rule in knowledge.rules.values() if name in {None, rule.id, rule.topic}]
    if not chosen:
        known = {*knowledge.rules, *knowledge.base.topics}
        raise InputError([fault("WR01", "rules read", rule=name, near=nearest(name or "", known))])
    console = screen.console()
    for rule in chosen:
        for line in _aloud(rule, knowledge, language):
            console.print(line)
        console.print()
    return DONE


def _aloud(rule: Rule, knowledge: KnowledgeBase, language: Language) -> list[Line]:
    lines = [Line.assemble((rule.title[language], "bold"), (f"  {rule.id}", "dim"))]
    for key, condition in (("when", rule.when), ("unless", rule.unless)):
        if condition is not None:
            lines.append(Line(say(f"aloud.{key}", language), style="dim"))
            said = wording.condition_lines(condition, knowledge)
            lines.extend(Line("  " * (line.depth + 1) + line.text[language]) for line in said)
    lines.append(Line(say("aloud.then", language), style="dim"))
    lines += [Line(f"  {wording.effect_sentence(effect, knowledge)[language]}") for effect in rule.then]
    lines.append(Line.assemble((say("aloud.because", language), "dim"), "\n  ", rule.because[language]))
    lines.append(Line(say("aloud.rests_on", language), style="dim"))
    for name in rule.sources:
        lines.append(Line(f"  {name}: {_source_words(name, knowledge, language)}"))
    lines.append(Line(f"  {say(f'basis.{rule.basis}', language)}; {rule.reviewed}", style="dim"))
    return lines


def _source_words(name: str, knowledge: KnowledgeBase, language: Language) -> str:
    if name in knowledge.claims:
        claim = knowledge.claims[name]
        words = claim.quote if language == "zh" else claim.english
        return f"“{words}” ({say(f'standing.{claim.verdict}', language)})"
    if name in knowledge.counter_evidence:
        return knowledge.counter_evidence[name].title[language]
    source = knowledge.sources[name]
    return f"{source.title} ({say(f'standing.{source.grade}', language)})"


def check(rules: Path | None, language: Language) -> int:
    """Every fault of the knowledge, of form, sense and style, and every example that a rule does not meet."""
    loaded = loader.read(rules)
    found = list(loaded.diagnostics)
    if loaded.knowledge is not None and not found:
        found = lint.check(loaded.knowledge, loaded.where)
        found += [
            _example_fault(result, loaded) for result in cases.run_examples(loaded.knowledge) if not result.agrees
        ]
    if any(diagnostic.code == "LO01" for diagnostic in found):
        raise InputError(found)
    for diagnostic in sorted(found, key=lambda d: d.sort_key):
        sys.stdout.write(diagnostic.render(language) + "\n")
    if found or loaded.knowledge is None:
        sys.stdout.write(say("check.found", language, count=len(found)) + "\n")
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


def _example_fault(result: cases.ExampleResult, loaded: loader.Loaded) -> Diagnostic:
    place = loaded.where("rule", result.rule, ("examples", result.position))
    words = {True: "yes", False: "no"}
    return Diagnostic(
        "ST09",
        place,
        {"example": result.example.name, "expected": words[result.example.fires], "found": words[result.fired]},
    )


def test(rules: Path | None, language: Language) -> int:
    """The examples inside the rules, each tried on its rule."""
    loaded = loader.read(rules)
    if loaded.diagnostics or loaded.knowledge is None:
        raise InputError(loaded.diagnostics)
    results = list(cases.run_examples(loaded.knowledge))
    failed = [result for result in results if not result.agrees]
    for result in failed:
        sys.stdout.write(_example_fault(result, loaded).render(language) + "\n")
    sys.stdout.write(say("check.tested", language, passed=len(results) - len(failed), failed=len(failed)) + "\n")
    return FOUND_SOMETHING if failed else DONE
