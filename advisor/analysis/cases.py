"""Do the rules do what their own examples say? An example gives every fact a rule reads, concluded ones included."""

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.inference.semantics import fires
from advisor.knowledge.answers import Answer, read_answer
from advisor.knowledge.model import Example, KnowledgeBase, Rule


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One example of a rule, and whether the rule did what it says."""

    rule: str
    position: int
    example: Example
    fired: bool

    @property
    def agrees(self) -> bool:
        """Whether the rule did what the example says."""
        return self.fired is self.example.fires


def run_examples(knowledge: KnowledgeBase) -> Iterator[ExampleResult]:
    """Every example of every rule, tried on the rule alone."""
    for rule in knowledge.rules.values():
        for position, example in enumerate(rule.examples):
            yield ExampleResult(rule.id, position, example, _fires(rule, example, knowledge))


def _fires(rule: Rule, example: Example, knowledge: KnowledgeBase) -> bool:
    known: dict[str, Answer] = {}
    for name, raw in example.given.items():
        answer, _ = read_answer(knowledge.facts[name], raw)
        if answer is not None:
            known[name] = answer
    return fires(rule, knowledge.facts, known)
