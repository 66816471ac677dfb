"""Reading the catalogue: two readers with one result, and faults with their places."""

import shutil

import pytest

from advisor.errors import InputError
from advisor.knowledge import catalogue_loader
from advisor.knowledge.loader import default_directory

CARD = """\
id: tea-1
name: Tea 1
family: Tea
developer: Tea Ltd
status: current
openness: {level: open_weights}
licence: mit
parameters: {total: 10, active: 2, source: llmfit}
prices:
  - {in: 1, out: 2, cached: 0.1, by: tea, kind: vendor, as_of: 2026-11-10, source: genai-prices, ref: tea/tea-1}
"""


@pytest.fixture
def rules(tmp_path):
    """A rules directory with the shipped catalogue's tables and one card."""
    shipped = default_directory() / "catalogue"
    folder = tmp_path / "catalogue"
    (folder / "models" / "tea").mkdir(parents=True)
    for name in ("cost.yaml", "hardware.yaml", "licences.yaml", "sources.yaml"):
        shutil.copy(shipped / name, folder / name)
    (folder / "models" / "tea" / "tea-1.yaml").write_text(CARD, encoding="utf-8")
    return tmp_path


def faults(rules):
    """What is wrong with a catalogue, without the long way to it."""
    found = catalogue_loader.check(rules)[1]
    return [d.render("en").partition("\n")[0].replace(f"{rules}/catalogue/", "") for d in found]


def test_the_fast_reader_and_the_marked_one_agree():
    marked, found = catalogue_loader.check()

    assert found == []
    assert marked == catalogue_loader.load()


def test_a_missing_catalogue_is_none_and_no_fault(tmp_path):
    assert catalogue_loader.load(tmp_path) is None
    assert catalogue_loader.check(tmp_path) == (None, [])


def test_a_sound_catalogue_has_no_faults(rules):
    assert faults(rules) == []
    assert list(catalogue_loader.load(rules).models) == ["tea-1"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("licence: mit", "licence: mitt", "tea-1.yaml:7:10: KB15: no licence is called `mitt`"),
        ("source: llmfit", "source: llmfitt", "tea-1.yaml:8:44: KB15: no source is called `llmfitt`"),
        ("active: 2", "active: 20", "tea-1.yaml:8:33: MC03: more parameters are active (20.0) than there are (10.0)"),
        (
            "cached: 0.1",
            "cached: 3",
            "tea-1.yaml:10:29: MC02: cached input cannot cost more (3.0) than new input (1.0)",
        ),
        ("ref: tea/tea-1", "ref: x, from: 2026-12-01, until: 2026-11-01", "tea-1.yaml:10:131: MC01: the price ends"),
        ("as_of: 2026-11-10", "as_of: 2026-11", "tea-1.yaml:10:64: KB05"),
        ("as_of: 2026-11-10", "as_of: 2026-13-45", "tea-1.yaml:10:64: KB06: `as_of`: Value error, month must be"),
        ("{in: 1", "{in: .inf", "tea-1.yaml:10:10: KB06"),
        ("total: 10", "total: .inf", "tea-1.yaml:8:21: KB06"),
        ("name: Tea 1", 'name: "Tea \\e[31m"', "tea-1.yaml:2:7: KB05: `Tea \\u001b[31m` does not have the form"),
        (
            "status: current",
            "status: fresh",
            "tea-1.yaml:5:9: KB04: `fresh` is not one of current, legacy or withdrawn",
        ),
        ("level: open_weights", "level: open", "tea-1.yaml:6:19: KB04: `open` is not one of"),
        ("developer: Tea Ltd\n", "", "tea-1.yaml:1:1: KB01: `developer` is missing"),
        ("family: Tea", "family: Tea\nfamly: Tea", "tea-1.yaml:4:1: KB02: `famly` is not known here"),
        ("name: Tea 1", "name: Tea 1\nname: Tea 2", "tea-1.yaml:3:1: YA02: the key `name` stands here a second time"),
        ("id: tea-1", "id: tea-2", "tea-1.yaml:1:5: KB16: the id `tea-2` is not the name of the file, `tea-1`"),
        ("in: 1,", "in: cheap,", "tea-1.yaml:10:10: KB0"),
        ("id: tea-1", "id: [tea-1", "tea-1.yaml:2:5: YA01"),
    ],
)
def test_a_bad_card_is_diagnosed_with_its_place(rules, old, new, said):
    path = rules / "catalogue" / "models" / "tea" / "tea-1.yaml"
    path.write_text(CARD.replace(old, new), encoding="utf-8")

    [first, *_] = faults(rules)
    assert first.removeprefix("models/tea/").startswith(said)
    with pytest.raises(InputError):
        catalogue_loader.load(rules)


def test_a_model_that_stands_twice_is_named(rules):
    other = rules / "catalogue" / "models" / "coffee"
    other.mkdir()
    (other / "tea-1.yaml").write_text(CARD, encoding="utf-8")

    assert faults(rules) == [
        "models/tea/tea-1.yaml:1:5: KB17: the model `tea-1` is defined a second time",
    ]


def test_a_table_that_is_missing_is_named(rules):
    (rules / "catalogue" / "hardware.yaml").unlink()

    assert faults(rules) == ["hardware.yaml: LO02: this file is missing from the knowledge"]


def test_a_fault_in_a_table_is_diagnosed_with_its_place(rules):
    path = rules / "catalogue" / "hardware.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("memory_gb: 24,", "memory_gb: -24,", 1), encoding="utf-8")

    [first] = faults(rules)
    assert first.startswith("hardware.yaml:6:42: KB06: `memory_gb`")


def test_every_fault_of_every_file_is_told_at_once(rules):
    (rules / "catalogue" / "hardware.yaml").unlink()
    path = rules / "catalogue" / "models" / "tea" / "tea-1.yaml"
    path.write_text(CARD.replace("status: current", "status: fresh"), encoding="utf-8")

    assert len(faults(rules)) == 2


def test_the_digest_changes_with_any_file(rules):
    before = catalogue_loader.load(rules).sha256
    path = rules / "catalogue" / "models" / "tea" / "tea-1.yaml"
    path.write_text(CARD + "# a remark\n", encoding="utf-8")

    assert catalogue_loader.load(rules).sha256 != before
