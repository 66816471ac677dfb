"""The shell is tied to no question: a base with other strategies, headlines and criteria works with every command."""

import json
import re
from pathlib import Path

import pytest

from advisor.cli import main
from advisor.knowledge.loader import load, read

DATABASE = Path(__file__).parent.parent / "examples" / "database"
LIBRARY = DATABASE / "profiles" / "town-library.yaml"
PUBLISHER = DATABASE / "profiles" / "publisher-two-databases.yaml"
PACKAGE = Path(__file__).parent.parent / "advisor"


@pytest.fixture
def asked(capsys):
    """Runs a command on the other base."""

    def command(*arguments):
        with pytest.raises(SystemExit) as left:
            main([*(str(argument) for argument in arguments), "--rules", str(DATABASE)])
        return left.value.code, *capsys.readouterr()

    return command


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "command",
    [
        "rules check",
        "rules test",
        "rules list",
        "rules list --facts",
        "rules read",
        f"recommend {LIBRARY}",
        f"recommend {PUBLISHER}",
        f"recommend {PUBLISHER} --format markdown",
        f"batch {DATABASE / 'profiles'}",
        "claims",
    ],
)
def test_every_command_takes_it_and_speaks_of_nothing_else(asked, command, language):
    code, out, err = asked(*command.split(), "--lang", language)

    assert code == 0, err
    assert not re.search(
        r"\bopen (an?|model|weights)|\bclosed (an?|model)|\bclosed\b|language model|开放模型|封闭|语言模型",
        out,
        re.IGNORECASE,
    )


def test_its_headlines_are_its_own(asked):
    _, out, _ = asked("recommend", LIBRARY, "--format", "json")
    record = json.loads(out)

    assert (record["verdict"]["openness"], record["verdict"]["strategy"]) == ("managed", "managed_service")
    assert {row["openness"] for row in record["ranking"]} == {"managed", "self_run"}


def test_where_no_headline_is_a_mixture_workloads_that_differ_are_split_within_one(asked):
    _, out, _ = asked("recommend", PUBLISHER, "--format", "json")
    verdict = json.loads(out)["verdict"]

    assert load(DATABASE).mixed is None
    assert (verdict["openness"], verdict["strategy"]) == ("managed", None)
    assert verdict["split"] == {"web shop": "managed_service", "manuscripts": "managed_here"}


def test_a_record_can_be_asked_about(asked, tmp_path):
    asked("recommend", LIBRARY, "--format", "json", "-o", tmp_path / "record.json")

    code, out, _ = asked("explain", tmp_path / "record.json", "--why-not", "self_run_rented")

    assert code == 0
    assert "without-people-no-own-database" in out


def test_a_strategy_of_no_headline_is_told(tmp_path):
    for path in DATABASE.rglob("*.yaml"):
        copy = tmp_path / path.relative_to(DATABASE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    file = tmp_path / "strategies.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("openness: managed", "openness: manged", 1), "utf-8")

    (found,) = read(tmp_path, "db").diagnostics

    assert found.render("en").startswith("db/strategies.yaml:11:15: KB15: no openness is called `manged`")


def test_no_code_names_a_strategy_or_headline_of_the_shipped_base():
    named = re.compile(r"""["'](open_hosted|open_self_hosted|closed_api|closed_private|hybrid)["']""")
    found = {path.name for path in PACKAGE.rglob("*.py") if named.search(path.read_text(encoding="utf-8"))}

    # The headlines a base has that names none, what a claim of the article leans to, and the market of language models,
    # which speaks of nothing else.
    market = {"cost.py", "market.py", "market_record.py", "requirements.py", "shortlist.py"}
    assert found <= {"loader.py", "model.py", *market}
