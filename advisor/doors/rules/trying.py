"""The knowledge with everything it is tried on, for the commands that measure it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from advisor import profile
from advisor.analysis import trials
from advisor.analysis.trials import Trial
from advisor.errors import InputError
from advisor.inference.rete import Engine
from advisor.knowledge import cases, loader
from advisor.knowledge import kept_scores as reading_scores
from advisor.knowledge.cases import Case
from advisor.knowledge.kept_scores import Kept
from advisor.knowledge.model import KnowledgeBase
from advisor.knowledge.overlay import Layers


@dataclass(frozen=True, slots=True)
class Tried:
    """A sound base, its cases, and everything its rules are tried on."""

    knowledge: KnowledgeBase
    cases: tuple[Case, ...]
    trials: tuple[Trial, ...]


def sound(rules: loader.Rules) -> tuple[KnowledgeBase, dict[str, Case]]:
    """The knowledge and its cases. Raises `InputError` with every fault in either."""
    loaded = loader.read(rules)
    if loaded.diagnostics or loaded.knowledge is None:
        raise InputError(loaded.diagnostics)
    found, faults = cases.read(loaded.folders, loaded.knowledge)
    if faults:
        raise InputError(faults)
    return loaded.knowledge, found


def tried(rules: loader.Rules, profiles: Sequence[Path] = ()) -> Tried:
    """The knowledge with its examples, its cases, and some profiles. Raises `InputError`."""
    knowledge, found = sound(rules)
    engine = Engine(knowledge)
    given = {str(path): profile.load(path, knowledge) for path in profiles}
    listed = (
        *trials.of_examples(knowledge),
        *trials.of_cases(found.values(), engine),
        *trials.of_profiles(given, engine),
    )
    return Tried(knowledge, tuple(found.values()), listed)


def kept_scores(rules: loader.Rules) -> Kept | None:
    """The scores that were kept of the cases of a base; none of what an overlay makes of it. Raises `InputError`."""
    if isinstance(rules, Layers) and rules.overlays:
        return None
    folder = loader.directory_of(rules)
    shown = folder.name if folder == loader.default_directory() else str(folder)
    kept, faults = reading_scores.read(folder, shown)
    if faults:
        raise InputError(faults)
    return kept
