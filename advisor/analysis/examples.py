"""Do the rules do what their own examples say? An example gives every fact a rule reads, concluded ones included."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from advisor.errors import Diagnostic, Location
from advisor.inference.semantics import fires
from advisor.knowledge.answers import Answer, read_answer
from advisor.knowledge.model import Example, KnowledgeBase


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

    def fault(self, where: Callable[..., Location]) -> Diagnostic:
        """The disagreement, at the place of the example."""
        words = {True: "yes", False: "no"}
        slots = {"example": self.example.name, "expected": words[self.example.fires], "found": words[self.fired]}
        return Diagnostic("ST09", where("rule", self.rule, ("examples", self.position)), slots)


def run_examples(knowledge: KnowledgeBase) -> Iterator[ExampleResult]:
    """Every example of every rule, tried on the rule alone."""
    for rule in knowledge.rules.values():
        for position, example in enumerate(rule.examples):
            known = known_in(example, knowledge)
            yield ExampleResult(rule.id, position, example, fires(rule, knowledge.facts, known))


def known_in(example: Example, knowledge: KnowledgeBase) -> dict[str, Answer]:
    """The answers an example gives, without those it says are unknown."""
    known: dict[str, Answer] = {}
    for name, raw in example.given.items():
        answer, _ = read_answer(knowledge.facts[name], raw)
        if answer is not None:
            known[name] = answer
    return known
