"""`advisor rules verify`: what can be proved of the knowledge, and what speaks against it with a profile in hand."""

import sys

from advisor.analysis import verify as proving
from advisor.analysis.verify import Finding
from advisor.doors import DONE, FOUND_SOMETHING
from advisor.i18n import Language, say
from advisor.knowledge import loader
from advisor.knowledge.answers import Answer, write_answer
from advisor.untrusted import printable


def verify(rules: loader.Rules, samples: int, language: Language, *, moves: bool = False) -> int:
    """Every finding with its profile, then what was proved; faults fail, what may be meant does not."""
    found = proving.verify(loader.load(rules), samples=samples)
    for finding in found.findings:
        sys.stdout.write("\n".join(_lines(finding, language)) + "\n")
    for (fact, sign, _), shown in found.moves.items() if moves else ():
        for nearer, further in shown.proved:
            slots = {"answer_moves": say("verify.up" if sign > 0 else "verify.down", language)}
            sys.stdout.write(
                say("verify.never_moves", language, fact=fact, nearer=nearer, further=further, **slots) + "\n"
            )
    for question, count in found.proved.items():
        sys.stdout.write(say(f"verify.proved_{question}", language, count=count) + "\n")
    faults = sum(finding.is_fault for finding in found.findings)
    undecided = sum(finding.kind == "undecided" for finding in found.findings)
    sys.stdout.write(say("verify.total", language, faults=faults, undecided=undecided) + "\n")
    return FOUND_SOMETHING if faults else DONE


def _lines(finding: Finding, language: Language) -> list[str]:
    slots = {name: printable(_shown(value)) for name, value in finding.slots.items()}
    if finding.kind == "undecided" and "open" in finding.slots:
        slots["way"] = say("verify.up" if finding.slots["sign"] > 0 else "verify.down", language)
        return [say("verify.undecided_moves", language, **slots)]
    if finding.kind == "undecided":
        slots["question"] = say(f"verify.question_{finding.slots['question']}", language)
    lines = [say(f"verify.{finding.kind}", language, **slots)]
    if finding.answers is not None:
        said = "; ".join(f"{fact}: {printable(_shown(answer))}" for fact, answer in sorted(finding.answers.items()))
        lines.append("    " + say("verify.profile", language, answers=said))
        if finding.priorities:
            said = "; ".join(f"{name}: {word}" for name, word in sorted(finding.priorities.items()))
            lines.append("    " + say("verify.priorities", language, priorities=said))
        lines.append("    " + say("verify.confirmed" if finding.confirmed else "verify.not_confirmed", language))
    return lines


def _shown(value: Answer | None) -> str:
    plain = write_answer(value)
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    return f"[{', '.join(plain)}]" if isinstance(plain, list) else str(plain)
