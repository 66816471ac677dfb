"""What each command does, from its arguments to its exit code. A thin shell around pure functions."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text as Line
from rich.tree import Tree

from advisor import marked_yaml, profile
from advisor.analysis import cases
from advisor.analysis import explain as explaining
from advisor.cli import BAD_INPUT, DONE, FOUND_SOMETHING, SOME_FAILED
from advisor.dialogue import content, screen
from advisor.dialogue import record as records
from advisor.errors import Diagnostic, InputError, fault, nearest
from advisor.i18n import Language, say
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.knowledge import lint, loader, wording
from advisor.knowledge.model import KnowledgeBase, Rule
from advisor.untrusted import json_text, printable
from advisor.writing import write_text

_STDIN = Path("-")
_LONGEST_TEXT = 4000


def recommend(
    rules: Path | None,
    path: Path,
    form: str,
    output: Path | None,
    day: dt.date,
    language: Language,
    *,
    everything: bool,
) -> int:
    """One profile, explained."""
    knowledge = loader.load(rules)
    given = profile.load(None if path == _STDIN else path, knowledge, _stdin(path))
    record = records.build(decide(given, Engine(knowledge)), day)
    _deliver(record, knowledge, form, output, language, everything=everything)
    return DONE


def _stdin(path: Path) -> bytes | None:
    return sys.stdin.buffer.read(marked_yaml.MAX_BYTES + 1) if path == _STDIN else None


def _deliver(
    record: records.Record,
    knowledge: KnowledgeBase,
    form: str,
    output: Path | None,
    language: Language,
    *,
    everything: bool,
) -> None:
    if form == "json":
        _put(json_text(record, indent=2) + "\n", output)
        return
    report = content.report(record, knowledge, language)
    if form == "markdown":
        from advisor.dialogue.report import markdown  # noqa: PLC0415  # only this format needs it

        _put(markdown(report), output)
    elif output is not None and output != _STDIN:
        from rich.console import Console  # noqa: PLC0415

        shown = Console(
            markup=False, emoji=False, highlight=False, width=100, color_system=None, record=True, file=open_nowhere()
        )
        shown.print(screen.render(report, most=None if everything else 5))
        _put(shown.export_text(), output)
    else:
        screen.console().print(screen.render(report, most=None if everything else 5))


def open_nowhere() -> Any:
    """A stream that keeps nothing, for a console whose text is exported."""
    import io  # noqa: PLC0415

    return io.StringIO()


def _put(text: str, output: Path | None) -> None:
    if output is None or output == _STDIN:
        sys.stdout.write(text)
    else:
        write_text(output, text)


def ask(rules: Path | None, resume: Path | None, output: Path | None, day: dt.date, language: Language) -> int:
    """The guided questionnaire, and at its end the recommendation."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write(say("cli.no_terminal", language) + "\n")
        return BAD_INPUT
    from advisor.dialogue import terminal  # noqa: PLC0415  # questionary is needed only here

    knowledge = loader.load(rules)
    given = terminal.ask(knowledge, language, resume=resume, output=output)
    if given is None:
        return 130
    record = records.build(decide(given, Engine(knowledge)), day)
    _deliver(record, knowledge, "terminal", None, language, everything=False)
    return DONE


def batch(rules: Path | None, inputs: tuple[Path, ...], output: Path | None, day: dt.date, language: Language) -> int:
    """Many profiles: one record each, faults beside them, a summary at the end."""
    from advisor import batch as batches  # noqa: PLC0415

    knowledge = loader.load(rules)
    tally = batches.run(inputs, output, knowledge, Engine(knowledge), day, language)
    screen.console(stderr=True).print(batches.summary(tally, knowledge, language))
    return SOME_FAILED if tally.failed else DONE


def explain(
    rules: Path | None,
    path: Path,
    why: str | None,
    why_not: str | None,
    workload: str | None,
    language: Language,
    *,
    everything: bool,
) -> int:
    """Questions about a decision record; without a question, the record as a report."""
    record = _record(path)
    knowledge = loader.load(rules)
    part = _part(record, workload, str(path))
    said: list[Any] = []
    try:
        if why is not None:
            said.append(_why(part, why, knowledge, str(path), language))
        if why_not is not None:
            said += _why_not(part, why_not, knowledge, str(path), language)
        if why is None and why_not is None:
            report = content.report(record, knowledge, language)
            said.append(screen.render(report, most=None if everything else 5))
    except (LookupError, TypeError, AttributeError, ValueError):
        # A record is a file that anybody can edit; what does not fit together as one is none.
        raise InputError([fault("WR04", str(path))]) from None
    console = screen.console()
    for one in said:
        console.print(one)
    return DONE


def _why(part: Any, rule: str, knowledge: KnowledgeBase, shown: str, language: Language) -> Tree:
    node = explaining.why(part, rule)
    if node is None:
        raise InputError([_no_such_reason(rule, part, knowledge, shown)])
    return _tree(node, language)


def _why_not(part: Any, strategy: str, knowledge: KnowledgeBase, shown: str, language: Language) -> list[Any]:
    answer = explaining.why_not(part, strategy)
    if answer is None:
        known = [row["strategy"] for row in part["ranking"]]
        raise InputError(
            [fault("WR03", shown, strategy=strategy, known=", ".join(known), near=nearest(strategy, known))]
        )
    return _why_not_lines(answer, knowledge, language)


def _record(path: Path) -> records.Record:
    shown = str(path)
    raw = _stdin(path)
    limit = 16 * marked_yaml.MAX_BYTES
    text = marked_yaml.decode(raw, shown) if raw is not None else marked_yaml.read_bytes(path, shown, limit)
    try:
        return records.check(_safe(json.loads(text)), shown)
    except (ValueError, RecursionError):
        raise InputError([fault("WR04", shown)]) from None


def _safe(value: Any) -> Any:
    """A value read from JSON with every text in it made safe to print, wherever it will be shown."""
    if isinstance(value, dict):
        return {printable(key): _safe(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_safe(item) for item in value]
    return printable(value, longest=_LONGEST_TEXT) if isinstance(value, str) else value


def _part(record: records.Record, workload: str | None, shown: str) -> Any:
    if workload is None:
        return record
    listed = record.get("workloads", ())
    parts = {part["name"]: part for part in listed if isinstance(part, dict) and "name" in part}
    if workload not in parts:
        raise InputError([fault("WR08", shown, name=workload, near=nearest(workload, parts))])
    return parts[workload]


def _no_such_reason(rule: str, part: Any, knowledge: KnowledgeBase, shown: str) -> Diagnostic:
    if rule in knowledge.rules:
        return fault("WR02", shown, rule=rule)
    known = {*knowledge.rules, *(reason["rule"] for reason in part["reasons"])}
    return fault("WR01", shown, rule=rule, near=nearest(rule, known))


_STYLES = {"rule": "bold", "answer": "italic", "source": "dim", "warning": "yellow", "effect": "green"}


def _tree(node: explaining.Node, language: Language) -> Tree:
    tree = Tree(Line(printable(node.text[language], longest=2000), style=_STYLES.get(node.kind, "")), guide_style="dim")
    for below in node.below:
        tree.add(_tree(below, language))
    return tree


def _why_not_lines(answer: explaining.WhyNot, knowledge: KnowledgeBase, language: Language) -> list[Any]:
    name = (
        knowledge.strategies[answer.strategy].name[language]
        if answer.strategy in knowledge.strategies
        else answer.strategy
    )
    if answer.winner == answer.strategy:
        return [Line(say("explain.it_won", language, strategy=name))]
    if answer.ruled_out_by:
        head = Line(say("explain.is_ruled_out", language, strategy=name), style="bold")
        return [head, *(_tree(node, language) for node in answer.ruled_out_by)]
    if answer.winner is None or answer.winner_score is None:
        return [Line(say("explain.no_winner", language, strategy=name))]
    winner = knowledge.strategies[answer.winner].name[language]
    head = Line(
        say(
            "explain.outweighed",
            language,
            strategy=name,
            winner=winner,
            gap=f"{answer.winner_score - answer.score:.3f}",
        ),
        style="bold",
    )
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column(say("explain.column_gain", language), justify="right")
    table.add_column(say("explain.column_reason", language))
    for one in answer.outweighed:
        table.add_row(f"{one.gain:+.3f}".replace("-", "−"), f"{one.title[language]} ({one.rule})")
    total = sum(one.gain for one in answer.outweighed)
    table.add_row(f"{total:+.3f}".replace("-", "−"), say("explain.total", language), style="bold")
    return [head, table]


def claims(rules: Path | None, entity: str | None, verdict: str | None, language: Language) -> int:
    """The article's claims, their standing, and the rules that rest on them."""
    knowledge = loader.load(rules)
    chosen = list(knowledge.claims.values())
    console = screen.console()
    if entity is not None:
        wanted = entity.lower().replace(" ", "-")
        matches = [e for e in knowledge.entities.values() if wanted in e.id or entity.lower() in e.name.lower()]
        if not matches:
            names = {e.name: e.id for e in knowledge.entities.values()}
            raise InputError([fault("WR06", "--entity", name=entity, near=nearest(entity, {*names, *names.values()}))])
        for one in matches:
            console.print(
                Line(f"{one.name} ({one.id}): {say(f'claims.entity_{one.standing}', language)}", style="bold")
            )
            console.print(Line(say("claims.article_says", language, words=one.article_says)), style="dim")
            console.print(Line(say("claims.reality", language, words=one.reality)))
            console.print()
        ids = {e.id for e in matches}
        chosen = [claim for claim in chosen if ids & set(claim.entities)]
    if verdict is not None:
        chosen = [claim for claim in chosen if claim.verdict == verdict]
    resting = _rules_by_source(knowledge)
    for claim in chosen:
        words = claim.quote if language == "zh" else f"{claim.english} “{claim.quote}”"
        console.print(
            Line.assemble(
                (f"{claim.id} ", "bold"), (say(f"standing.{claim.verdict}", language), _claim_style(claim.verdict))
            )
        )
        console.print(Line(f"  {words}"))
        console.print(Line(f"  {claim.finding[language]}", style="dim"))
        for counter in claim.qualified_by:
            item = knowledge.counter_evidence[counter]
            console.print(Line(f"  {counter}: {item.title[language]}", style="dim"))
        used = ", ".join(resting.get(claim.id, ())) or say("claims.no_rules", language)
        console.print(Line(say("claims.rules", language, rules=used)))
        console.print()
    console.print(Line(say("claims.count", language, count=len(chosen), total=len(knowledge.claims))), style="dim")
    return DONE


def _claim_style(verdict: str) -> str:
    return {"supported": "green", "false": "red", "unverifiable": "red"}.get(verdict, "yellow")


def _rules_by_source(knowledge: KnowledgeBase) -> dict[str, list[str]]:
    resting: dict[str, list[str]] = {}
    for rule in knowledge.rules.values():
        for name in rule.sources:
            resting.setdefault(name, []).append(rule.id)
    return resting


def rules_list(rules: Path | None, topic: str | None, language: Language, *, facts: bool) -> int:
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


def rules_read(rules: Path | None, name: str | None, language: Language) -> int:
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


def rules_check(rules: Path | None, language: Language) -> int:
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


def rules_test(rules: Path | None, language: Language) -> int:
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
