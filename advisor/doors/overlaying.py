"""What an overlay changes, told before anything else, so that nobody takes its answer for that of the base."""

import sys
from collections.abc import Iterator

from advisor.i18n import Language, say
from advisor.knowledge import loader
from advisor.knowledge.model import Overlay
from advisor.knowledge.overlay import Layers


def announce(layers: Layers, language: Language) -> None:
    """A line for each overlay, and one for each thing it changes, on standard error; faults are told by the command."""
    loaded = loader.read(layers)
    if loaded.knowledge is not None and not loaded.diagnostics:
        for one in loaded.knowledge.overlays:
            sys.stderr.write("\n".join(lines(one, language)) + "\n")


def lines(one: Overlay, language: Language) -> Iterator[str]:
    """What an overlay is and changes, a line each."""
    yield say("overlay.named", language, id=one.id, version=one.version, title=one.title)
    for key, names in (("facts", one.adds_facts), ("rules", one.adds_rules), ("sources", one.adds_sources)):
        if names:
            yield "  " + say(f"overlay.{key}", language, names=", ".join(names))
    for criterion, (before, after) in one.importance.items():
        words = (say(f"importance.{word}", language) for word in (before, after))
        yield "  " + say(
            "overlay.importance", language, criterion=criterion, **dict(zip(("old", "new"), words, strict=True))
        )
    for rule, because in one.switches_off.items():
        yield "  " + say("overlay.switched_off", language, rule=rule, because=because)
