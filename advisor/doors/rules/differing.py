"""`advisor rules diff`: what a change of the knowledge does, as a reviewer wants to see it."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from advisor import profile
from advisor.analysis import differing as comparing
from advisor.analysis.differing import Difference
from advisor.dialogue import version_report
from advisor.doors import DONE
from advisor.doors.rules.revisions import Version, version
from advisor.errors import InputError
from advisor.i18n import Language
from advisor.knowledge import cases, loader
from advisor.knowledge.answers import write_answer
from advisor.knowledge.cases import Case
from advisor.knowledge.model import KnowledgeBase
from advisor.knowledge.overlay import Layers
from advisor.writing import write_text

SCHEMA = "advisor/difference/1"


def differ(
    rules: loader.Rules,
    names: tuple[str, str | None],
    profiles: Sequence[Path],
    sample: tuple[int, int],
    form: str,
    output: Path | None,
    language: Language,
) -> int:
    """Two versions compared, as text, Markdown or JSON; without a second one, the rules as they lie here."""
    base = loader.directory_of(rules)
    overlays = rules.overlays if isinstance(rules, Layers) else ()
    old_name, new_name = names
    with version(old_name, base) as old, version(new_name or str(base), base) as new:
        before, old_cases = _read(old, overlays)
        after, new_cases = _read(new, overlays)
    given = {str(path): profile.load(path, after) for path in profiles}
    size, seed = sample
    found = comparing.compare(before, after, {**old_cases, **new_cases}, given, size=size, seed=seed)
    if form == "json":
        text = json.dumps(_plain(found, before, after, names), ensure_ascii=False, indent=1) + "\n"
    else:
        told = (old.name, new.name if new_name else None)
        text = version_report.written(found, before, after, told, language, markdown=form == "markdown")
    if output is not None and str(output) != "-":
        write_text(output, text)
    else:
        sys.stdout.write(text)
    return DONE


def _read(one: Version, overlays: tuple[Path, ...]) -> tuple[KnowledgeBase, dict[str, Case]]:
    """The knowledge and the cases of a version. A case with a fault counts for nothing here; `check` tells it."""
    loaded = loader.read(Layers(one.folder, overlays), one.name)
    if loaded.diagnostics or loaded.knowledge is None:
        raise InputError(loaded.diagnostics)
    found, _ = cases.read(loaded.folders, loaded.knowledge)
    return loaded.knowledge, found


def _plain(
    found: Difference, before: KnowledgeBase, after: KnowledgeBase, names: tuple[str, str | None]
) -> dict[str, Any]:
    made, sampled = found.changes, found.sampled
    moved = {"cases": found.cases, "examples": found.examples, "profiles": found.profiles}
    return {
        "schema": SCHEMA,
        "old": {"name": names[0], "id": before.base.id, "version": before.base.version, "sha256": before.sha256},
        "new": {"name": names[1], "id": after.base.id, "version": after.base.version, "sha256": after.sha256},
        "rules": {
            "added": list(made.added),
            "removed": list(made.removed),
            "changed": {name: list(parts) for name, parts in made.changed.items()},
            "reworded": list(made.reworded),
        },
        "facts": {kind: list(names) for kind, names in made.facts.items()},
        "settings": {name: list(values) for name, values in made.settings.items()},
        "compared": dict(found.compared),
        **{
            kind: [{"name": one.name, "before": one.before, "after": one.after} for one in each]
            for kind, each in moved.items()
        },
        "sample": {
            "size": sampled.size,
            "openness": sampled.openness,
            "strategy": sampled.strategy,
            "close_call": sampled.close_call,
            "ruled_out": sampled.ruled_out,
            "kinds": [
                {
                    "before": one.before,
                    "after": one.after,
                    "count": one.count,
                    "answers": {name: write_answer(answer) for name, answer in one.answers.items()},
                    "priorities": dict(one.priorities),
                    "rules": list(one.rules),
                    "each_alone": one.alone,
                    "confirmed": one.confirmed,
                }
                for one in sampled.kinds
            ],
            "more_kinds": sampled.more,
        },
    }
