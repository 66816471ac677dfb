"""YAML read safely, each value with its place."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import i18n, marked_yaml
from advisor.errors import InputError


def found(text, read=marked_yaml.read_document):
    """The faults of a text, as they are shown."""
    with pytest.raises(InputError) as error:
        read(text, "x.yaml")
    return [diagnostic.render("en") for diagnostic in error.value.diagnostics]


NESTED = "a: " + "[" * 10_000
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)

BAD = {
    "syntax": (
        "a: [1\n",
        ["x.yaml:2:1: YA01: this is not YAML: a comma or the closing ] is missing before this place"],
    ),
    "the same key twice": (
        "a: 1\nb: 2\na: 3\n",
        [
            (
                "x.yaml:3:1: YA02: the key `a` stands here a second time\n"
                "    it stood first at line 1, column 1; keep one of the two"
            )
        ],
    ),
    "nesting 10,000 deep": (NESTED, ["x.yaml:1:1003: YA03: nested more than 40 levels deep"]),
    "an alias to nothing": (
        "a: *nothing\n",
        [
            (
                "x.yaml:1:4: YA05: no anchor `&nothing` stands before this alias\n"
                "    text that begins with `*` must be in quotes"
            )
        ],
    ),
    "two documents": (
        "a: 1\n---\nb: 2\n",
        [
            (
                "x.yaml:3:1: YA07: a second document begins here (2 in all), and one is expected\n"
                "    `advisor batch` reads several documents in one file"
            )
        ],
    ),
    "a tab": (
        "a:\n\tb: 1\n",
        [("x.yaml:2:1: YA08: a tab stands where YAML wants spaces\n    indent with spaces")],
    ),
    "a list as a key": (
        "[a, b]: 1\n",
        ["x.yaml:1:6: YA09: a list or map cannot be a key\n    is a quotation mark or a colon missing?"],
    ),
    "a merge key": (
        "a: &a {b: 1}\nc: {<<: *a}\n",
        ["x.yaml:2:5: YA10: merge keys (`<<`) are not read\n    write the values out"],
    ),
    "a tag that would run a program": (
        "a: !!python/object/apply:os.system [ls]\n",
        [
            (
                "x.yaml:1:4: YA11: the tag `tag:yaml.org,2002:python/object/apply:os.system` is not read\n"
                "    take the tag away; plain YAML is enough"
            )
        ],
    ),
    "nothing": ("", ["x.yaml: FI06: there is nothing in it"]),
    "only a comment": ("# nothing\n", ["x.yaml: FI06: there is nothing in it"]),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_text_is_diagnosed_with_its_place_and_a_cure(name):
    text, diagnostics = BAD[name]

    assert found(text) == diagnostics


def test_nesting_by_indentation_is_bounded_too():
    text = "".join(f"{' ' * depth}a:\n" for depth in range(10_000))

    assert found(text) == ["x.yaml:41:41: YA03: nested more than 40 levels deep"]


def test_an_alias_bomb_is_refused_before_it_grows():
    assert found(BOMB)[0].split(": ")[1] in {"YA04", "YA06"}


def test_more_values_than_anybody_types_are_refused_while_reading():
    assert found("[" + "1, " * 200_001 + "]")[0].startswith("x.yaml:1:")


def test_a_file_that_is_too_large_is_refused_without_reading_all_of_it(tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    with pytest.raises(InputError) as error:
        marked_yaml.read_bytes(path, "large.yaml")

    assert [d.code for d in error.value.diagnostics] == ["FI04"]


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\x00\x00", b"a: \xff\xfe", b"PK\x03\x04\x00"])
def test_a_binary_file_is_no_text(raw):
    with pytest.raises(InputError) as error:
        marked_yaml.decode(raw, "x.yaml")

    assert [d.code for d in error.value.diagnostics] == ["FI05"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12:30", "12:30"),
        ("017", "017"),
        (".inf", ".inf"),
        ("1e6", "1e6"),
        ("2026-02-30", "2026-02-30"),
        ("yes", True),
        ("off", False),
        ("~", None),
        ("1_000", 1000),
        ("-3", -3),
        ("1.5", 1.5),
        ("'1'", "1"),
    ],
)
def test_plain_words_are_read_as_a_person_means_them(written, read):
    assert marked_yaml.read_document(f"a: {written}\n", "x.yaml").plain() == {"a": read}


def test_a_place_is_that_of_the_value_or_of_its_key():
    document = marked_yaml.read_document("a:\n  - b: 1\n    c: 2\n", "x.yaml")

    assert str(document.where(("a", 0, "c"))) == "x.yaml:3:8"
    assert str(document.where(("a", 0, "c"), key=True)) == "x.yaml:3:5"
    assert str(document.where(("a", 0, "missing"))) == "x.yaml:2:5"


def test_several_documents_are_read_where_several_are_meant():
    documents = marked_yaml.read_documents("a: 1\n---\n---\nb: 2\n", "x.yaml")

    assert [document.plain() for document in documents] == [{"a": 1}, {"b": 2}]


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text("abc: -#'\"\n中文", max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcxyz", min_size=1, max_size=5), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.text("abcxyz", min_size=1, max_size=5), values, min_size=1))
def test_what_is_written_is_what_is_read(value):
    text = yaml.safe_dump(value, allow_unicode=True)

    assert marked_yaml.read_document(text, "x.yaml").plain() == value


def test_an_alias_stands_for_the_value_it_names():
    assert marked_yaml.read_document("a: &one {b: 1}\nc: *one\n", "x.yaml").plain() == {"a": {"b": 1}, "c": {"b": 1}}


def test_what_the_parser_says_is_told_in_words_of_both_languages():
    with pytest.raises(InputError) as refused:
        marked_yaml.read_document("a: {b: 1", "x.yaml")
    [fault] = refused.value.diagnostics

    assert fault.message("en") == "this is not YAML: a comma or the closing } is missing before this place"
    assert fault.message("zh") == "这不是合法的 YAML：此处之前缺少逗号或右花括号 }"


@pytest.mark.parametrize("name", sorted(set(marked_yaml._PROBLEMS.values())))
def test_every_problem_has_its_words(name):
    assert i18n.has_sentence(f"syntax.{name}")


@settings(max_examples=400)
@given(st.text(alphabet="ab:-[]{}'\"#&*!|>%@ \n", max_size=40))
def test_no_broken_text_is_told_in_the_words_of_the_parser(text):
    try:
        marked_yaml.read_documents(text, "x.yaml")
    except InputError as error:
        told = [d for d in error.diagnostics if d.code == "YA01"]
        assert [d for d in told if isinstance(d.slots["problem"], str)] == []
