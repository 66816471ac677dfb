"""Where the package and its tests lie, for tests that look at the files themselves."""

from pathlib import Path

import advisor

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
PACKAGE = Path(advisor.__file__).resolve().parent


def modules() -> dict[str, Path]:
    """Dotted name below `advisor` to file, for every module that is not a package's front; sorted."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        if not name.endswith("__init__"):
            found[name] = path
    return found
