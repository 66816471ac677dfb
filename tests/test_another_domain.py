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
        "rules coverage --details",
        "rules mutate",
        "rules verify --samples 1000",
        f"rules diff {DATABASE} {DATABASE} --samples 200",
        "rules schema",
        f"recommend {PUBLISHER} --format html",
        f"recommend {LIBRARY} --all",
        "rules read without-people-no-own-database",
    ],
)
def test_every_command_takes_it_and_speaks_of_nothing_else(asked, command, language):
    code, out, err = asked(*command.split(), "--lang", language)

    assert code == 0, err
    out = re.sub(r"<style>.*?</style>", "", out, flags=re.DOTALL)
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


@pytest.mark.parametrize("command", ["models", f"models {LIBRARY}", f"cost {LIBRARY}"])
def test_what_speaks_of_language_models_alone_says_that_this_base_has_no_catalogue(asked, command):
    code, _, told = asked(*command.split())

    assert code == 2
    assert "MC05: this knowledge base has no catalogue of models" in told


def test_its_own_documented_choices_are_looked_for_beside_it(asked):
    code, _, told = asked("rules", "test", "--adoption")

    assert code == 2
    assert told.startswith(f"{DATABASE}/adoption/choices.yaml: AD01")


def test_a_table_is_decided_alike_by_both_engines(asked, tmp_path):
    base = load(DATABASE)
    asked_facts = [fact for fact in base.facts.values() if fact.origin == "asked" and fact.values]
    rows = [
        {fact.id: [*fact.by_id][row % len(fact.values)] for n, fact in enumerate(asked_facts) if (row + n) % 3}
        for row in range(12)
    ]
    head = [fact.id for fact in asked_facts]
    text = "\n".join([",".join(head), *(",".join(row.get(name, "") for name in head) for row in rows)]) + "\n"
    (tmp_path / "many.csv").write_text(text, encoding="utf-8")
    found = {}
    for engine in ("rete", "table"):
        code, _, told = asked("batch", tmp_path / "many.csv", "--engine", engine, "-o", tmp_path / f"{engine}.jsonl")
        assert code == 0, told
        lines = (tmp_path / f"{engine}.jsonl").read_text(encoding="utf-8").splitlines()
        found[engine] = [json.loads(line) for line in lines]

    assert [one["verdict"]["strategy"] for one in found["rete"]] == [one["strategy"] for one in found["table"]]
    assert len({one["strategy"] for one in found["table"]}) > 1


def test_a_page_of_many_profiles_speaks_of_nothing_else(asked, tmp_path):
    code, _, told = asked("batch", DATABASE / "profiles", "-o", tmp_path / "all.html")
    pages = [tmp_path / "all.html", *tmp_path.rglob("*.html")]
    text = "".join(re.sub(r"<style>.*?</style>", "", page.read_text("utf-8"), flags=re.DOTALL) for page in pages)

    assert code == 0, told
    assert not re.search(r"\bopen (an?|model|weights)|\bclosed (an?|model)|language model|open_self_hosted", text)


def test_a_strategy_of_no_headline_is_told(tmp_path):
    for path in DATABASE.rglob("*.yaml"):
        copy = tmp_path / path.relative_to(DATABASE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    file = tmp_path / "strategies.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("openness: managed", "openness: manged", 1), "utf-8")

    (found,) = read(tmp_path, "db").diagnostics

    assert found.render("en").startswith("db/strategies.yaml:12:15: KB15: no openness is called `manged`")


def test_no_code_names_a_strategy_or_headline_of_the_shipped_base():
    named = re.compile(r"""["'](open_hosted|open_self_hosted|closed_api|closed_private|hybrid)["']""")
    found = {path.name for path in PACKAGE.rglob("*.py") if named.search(path.read_text(encoding="utf-8"))}

    # The headlines a base has that names none, what a claim of the article leans to, and the market of language models,
    # which speaks of nothing else.
    market = {"cost.py", "market.py", "market_record.py", "requirements.py", "shortlist.py"}
    assert found <= {"loader.py", "model.py", *market}
