"""The house: floors, walls, and a test for every room."""

import ast
from pathlib import Path

import pytest
from tests_root import PACKAGE, modules

FLOORS = (
    ("documented", "errors", "i18n", "texts", "untrusted", "marked_yaml", "writing"),
    ("knowledge", "needs", "profile"),
    ("inference",),
    ("analysis",),
    ("dialogue",),
    ("batch", "doors", "cli", "__main__"),
)
"""Top-level parts of the package from the ground up; a part imports from its own floor or a lower one."""


def floor(module: str) -> int:
    """The floor a module of the package stands on, from its dotted name below `advisor`."""
    top = module.split(".", maxsplit=1)[0]
    return next(number for number, parts in enumerate(FLOORS) if top in parts)


def imports(path: Path) -> set[str]:
    """Everything a file imports, wherever in it, by dotted name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def at_start(path: Path) -> set[str]:
    """What a file imports while it is being imported itself: not within functions, not for types only."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


INSIDE = {name: path for name, path in modules().items() if name}


@pytest.mark.parametrize("module", INSIDE)
def test_an_import_points_to_its_own_floor_or_a_lower_one(module):
    below = {name.removeprefix("advisor.") for name in imports(INSIDE[module]) if name.startswith("advisor.")}
    upward = {name for name in below if name in INSIDE and floor(name) > floor(module)}

    assert set() == upward


def test_no_module_waits_for_itself_to_be_imported():
    edges = {
        name: {n.removeprefix("advisor.") for n in at_start(path)} & INSIDE.keys() - {name}
        for name, path in INSIDE.items()
    }
    walked: set[str] = set()

    def walk(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " -> ".join((*way[way.index(module) :], module))
        if module not in walked:
            for other in sorted(edges[module]):
                walk(other, (*way, module))
            walked.add(module)

    for module in edges:
        walk(module, ())


@pytest.mark.parametrize(
    ("package", "room"), [("experta", "inference.rete"), ("questionary", "dialogue.terminal"), ("z3", "analysis")]
)
def test_what_may_be_replaced_is_imported_in_one_room_only(package, room):
    users = {name for name, path in INSIDE.items() if any(n.split(".")[0] == package for n in imports(path))}

    assert {name for name in users if not name.startswith(room)} == set()


def test_the_analyses_of_one_question_do_not_lean_on_the_screen():
    lower = [path for name, path in INSIDE.items() if floor(name) < floor("dialogue")]

    assert [p.name for p in lower if {n.split(".")[0] for n in imports(p)} & {"rich", "click", "questionary"}] == []


@pytest.mark.parametrize("module", INSIDE)
def test_every_module_says_what_it_is_for(module):
    assert ast.get_docstring(ast.parse(INSIDE[module].read_text(encoding="utf-8")))


def test_no_module_hides_its_decision_behind_an_empty_name():
    empty = {"utils", "helpers", "common", "base", "core", "misc"}

    assert [name for name in INSIDE if empty & set(name.split("."))] == []


def test_the_package_is_where_the_tests_think_it_is():
    assert (PACKAGE / "__init__.py").is_file()


def test_every_module_has_a_test_of_its_own():
    """Declarations of what a package holds have nothing to test; what is walked through has a file of the same name."""
    tests = Path(__file__).parent
    untested = [
        name
        for name, path in INSIDE.items()
        if path.name not in {"__init__.py", "__main__.py"}
        and not (tests / Path(*name.split(".")).with_name(f"test_{path.name}")).is_file()
    ]

    assert untested == []
