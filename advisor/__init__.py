"""Choose between an open and a closed language model, and where to run it.

The few names a program needs; they are imported when first used, so that `advisor --help` stays quick.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.dialogue.record import build as build_record
    from advisor.errors import AdvisorError, InputError
    from advisor.inference.decision import Decision, decide
    from advisor.inference.rete import Engine
    from advisor.inference.table import recommend_table
    from advisor.knowledge.loader import load as load_knowledge
    from advisor.knowledge.model import KnowledgeBase
    from advisor.profile import Profile
    from advisor.profile import load as load_profile

__version__ = "0.1.0"

__all__ = [
    "AdvisorError",
    "Decision",
    "Engine",
    "InputError",
    "KnowledgeBase",
    "Profile",
    "build_record",
    "decide",
    "load_knowledge",
    "load_profile",
    "recommend_table",
]

_WHERE = {
    "AdvisorError": ("advisor.errors", "AdvisorError"),
    "Decision": ("advisor.inference.decision", "Decision"),
    "Engine": ("advisor.inference.rete", "Engine"),
    "InputError": ("advisor.errors", "InputError"),
    "KnowledgeBase": ("advisor.knowledge.model", "KnowledgeBase"),
    "Profile": ("advisor.profile", "Profile"),
    "build_record": ("advisor.dialogue.record", "build"),
    "decide": ("advisor.inference.decision", "decide"),
    "load_knowledge": ("advisor.knowledge.loader", "load"),
    "load_profile": ("advisor.profile", "load"),
    "recommend_table": ("advisor.inference.table", "recommend_table"),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _WHERE:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415  # only when a name is asked for

    module, attribute = _WHERE[name]
    return getattr(import_module(module), attribute)
