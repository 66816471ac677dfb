"""What many tests need: the small knowledge base, and the whole one."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from advisor.cli import main
from advisor.knowledge.catalogue import Catalogue
from advisor.knowledge.catalogue_loader import load as load_catalogue
from advisor.knowledge.loader import load
from advisor.knowledge.model import KnowledgeBase

HERE = Path(__file__).parent
MINI = HERE / "data" / "mini"

# Machines differ in speed: a property is right or wrong, never late.
settings.register_profile("advisor", deadline=None, max_examples=60)
settings.load_profile("advisor")


@pytest.fixture(scope="session")
def mini() -> KnowledgeBase:
    """A complete base that is small enough to know by heart."""
    return load(MINI)


@pytest.fixture(scope="session")
def whole() -> KnowledgeBase:
    """The knowledge that is shipped."""
    return load()


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person who runs the tests reaches them: English, no colour."""
    for name in ("ADVISOR_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("NO_COLOR", "1")


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code, its output, its messages."""

    code: int | str | None
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Runs a command in this process, on the small knowledge."""

    def command(*arguments: object) -> Done:
        with pytest.raises(SystemExit) as left:
            main([*(str(argument) for argument in arguments), "--rules", str(MINI)])
        shown = capsys.readouterr()
        return Done(left.value.code, shown.out, shown.err)

    return command


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The catalogue that is shipped."""
    found = load_catalogue()
    assert found is not None
    return found
