"""JSON Schemas: fresh, named by every file, kept by what is shipped, and refusing what the checks would refuse."""

import datetime as dt
import json
import re
from pathlib import Path

import jsonschema
import pytest
from tests_root import ROOT

from advisor import marked_yaml
from advisor.knowledge import loader, schemas

BASES = ("rules", "examples/database")
DATABASE = ROOT / "examples" / "database"
PROFILES = sorted(
    path
    for folder in ("examples", "examples/adoption/profiles")
    for path in (ROOT / folder).glob("*.yaml")
    if path.parts[-2] != "database"
)


def shipped():
    """Every file of knowledge and every example, with its kind."""
    for base in BASES:
        yield from schemas.files(ROOT / base)
    yield from ((path, "profile") for path in PROFILES)
    yield ROOT / "examples" / "adoption" / "choices.yaml", "choices"


SHIPPED = list(shipped())


def plain(node, *, version):
    """A value as a reader of YAML 1.1 or 1.2 hands it to a validator; a date is text in JSON."""
    if isinstance(node.value, dict):
        return {key: plain(below, version=version) for key, below in node.value.items()}
    if isinstance(node.value, list):
        return [plain(below, version=version) for below in node.value]
    if isinstance(node.value, dt.date):
        return node.text
    if version == "1.2" and not isinstance(node.value, str) and not _same_in_1_2(node.text):
        return node.text
    return node.value


def _same_in_1_2(text):
    return text in {"true", "false", "null", "~", ""} or re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?", text)


def read(path, version):
    return plain(marked_yaml.read_document(path.read_text(encoding="utf-8"), path.name).root, version=version)


@pytest.fixture(scope="module")
def validators():
    """A validator for each schema file that is named."""
    found = {}
    for base in BASES:
        for path in sorted((ROOT / base / schemas.FOLDER).glob("*.json")):
            made = json.loads(path.read_text(encoding="utf-8"))
            jsonschema.Draft202012Validator.check_schema(made)
            found[path.resolve()] = jsonschema.Draft202012Validator(made)
    return found


@pytest.fixture(scope="module")
def of_mini(mini):
    """A validator of a kind of file, with the words of the small knowledge."""
    return lambda kind: jsonschema.Draft202012Validator(schemas.schema(kind, mini))


@pytest.mark.parametrize("base", BASES)
def test_the_schemas_in_the_tree_are_those_of_the_program_and_the_knowledge(base):
    made = schemas.documents(ROOT / base, loader.load(ROOT / base))
    found = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / base / schemas.FOLDER).iterdir()}

    stale = sorted(name for name in made.keys() | found.keys() if made.get(name) != found.get(name))
    assert stale == [], f"run: advisor rules schema --write --rules {base}"


def test_every_file_that_is_shipped_has_a_kind():
    known = {path for path, _ in SHIPPED}
    every = {path for base in BASES for path in (ROOT / base).rglob("*.yaml")}

    assert every - known == set()
    assert len(known) > 400


def test_every_file_names_the_schema_of_its_kind_in_its_first_line():
    wrong = []
    for path, kind in SHIPPED:
        named = schemas.named_in(path.read_text(encoding="utf-8"))
        root = DATABASE if DATABASE in path.parents else ROOT / "rules"
        if named is None or (path.parent / named).resolve() != root / schemas.FOLDER / f"{kind}.json":
            wrong.append(f"{path.relative_to(ROOT)}: {named}")

    assert wrong == [], "run: advisor rules schema --write"


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_every_file_that_is_shipped_keeps_to_its_schema(validators, version):
    """For a reader of YAML 1.1, and for one of 1.2, to whom `yes` and `1_000` are words."""
    wrong = [
        f"{path.relative_to(ROOT)}: {'/'.join(map(str, error.absolute_path))}: {error.message[:120]}"
        for path, _ in SHIPPED
        for error in validators[
            (path.parent / schemas.named_in(path.read_text(encoding="utf-8"))).resolve()
        ].iter_errors(read(path, version))
    ]

    assert wrong == []


RULE = Path(__file__).parent.parent / "data" / "mini" / "topics" / "privacy" / "keep-data-in.yaml"
FACTS = RULE.parent / "facts.yaml"


@pytest.mark.parametrize(
    ("file", "kind", "old", "new"),
    [
        (RULE, "rule", "data_egress is never\nthen", "data_egres is never\nthen"),
        (RULE, "rule", "data_egress is never\nthen", "data_egress equals never\nthen"),
        (RULE, "rule", "when:", "whenever:"),
        (RULE, "rule", "  all:", "  both:"),
        (RULE, "rule", "rule out hosted", "rule out hostd"),
        (RULE, "rule", "strongly", "hugely"),
        (RULE, "rule", "criterion: privacy", "criterion: privcy"),
        (RULE, "rule", "basis: article", "basis: gossip"),
        (RULE, "rule", "reviewed: 2026-11-23", "reviewed: last week"),
        (RULE, "rule", ', zh: "受监管数据留在内部"', ""),
        (RULE, "rule", "data_sensitivity: regulated,", "data_sensitivity: regulatd,"),
        (RULE, "rule", "fires: yes", "fires: perhaps"),
        (FACTS, "facts", "type: scale", "type: scales"),
        (FACTS, "facts", "minimum: 0", "minimum: none"),
        (FACTS, "facts", "    type: choice\n", ""),
    ],
)
def test_a_slip_is_refused_while_typing(of_mini, file, kind, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    sound, slipped = (
        plain(marked_yaml.read_document(one, "x").root, version="1.2") for one in (text, text.replace(old, new, 1))
    )

    assert of_mini(kind).is_valid(sound)
    assert not of_mini(kind).is_valid(slipped)


def test_an_editor_shows_what_a_part_of_a_rule_is(mini):
    own = schemas.schema("rule", mini)["properties"]

    assert own["when"]["description"].startswith("Condition under which it fires")
    assert own["criterion"]["enum"] == ["privacy", "budget"]


def test_an_editor_offers_every_comparison_that_makes_sense(mini):
    offered = schemas.schema("rule", mini)["$defs"]["leaf"]["examples"]

    assert {"data_sensitivity is at least internal", "data_egress is never", "laws includes dora"} <= set(offered)
    assert not {"data_egress is at least never", "laws is dora", "has_staff is not no"} & set(offered)


def test_the_line_that_names_the_schema_is_set_once(tmp_path):
    once = schemas.headed("id: a\n", tmp_path / "topics" / "t" / "a.yaml", tmp_path / "schema" / "rule.json")

    assert once == "# yaml-language-server: $schema=../../schema/rule.json\nid: a\n"
    assert schemas.headed(once, tmp_path / "a.yaml", tmp_path / "rule.json").count("# yaml-language-server") == 1
