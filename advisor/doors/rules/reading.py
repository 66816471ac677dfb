"""`advisor rules read`: a rule, a topic or everything, read aloud."""

from rich.text import Text

from advisor.dialogue import screen
from advisor.dialogue.lines import Line
from advisor.doors import DONE
from advisor.errors import InputError, fault, nearest
from advisor.i18n import Language, say
from advisor.knowledge import loader, wording
from advisor.knowledge.model import KnowledgeBase, Rule


def read(rules: loader.Rules, name: str | None, language: Language) -> int:
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


def _aloud(rule: Rule, knowledge: KnowledgeBase, language: Language) -> list[Text]:
    lines: list[Text] = [Line.assemble((rule.title[language], "bold"), (f"  {rule.id}", "dim"))]
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
    if rule.id in knowledge.disputes:
        lines.append(Line(say("conflicts.aloud", language), style="dim"))
    for conflict in (knowledge.conflicts[name] for name in knowledge.disputes.get(rule.id, ())):
        lines.append(Line(f"  {conflict.title[language]} ({conflict.id})"))
        lines += [Line(f"    – {side.says[language]} [{', '.join(side.sources)}]") for side in conflict.sides]
        lines.append(Line(f"    {say('conflicts.settled', language, settled=conflict.settled[language])}"))
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
