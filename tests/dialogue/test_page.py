"""The HTML page: whole, self-contained, linked within itself, and deaf to whatever a person typed."""

import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from advisor import profile
from advisor.dialogue import page
from advisor.dialogue import record as records
from advisor.inference.decision import decide
from advisor.inference.rete import Engine

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = dt.date(2026, 11, 25)
VOID = {"meta", "input", "br", "hr", "img", "link"}


class Reader(HTMLParser):
    """What stands in a page: its elements, its text, and whether every element is closed in its turn."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.words, self.open = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in {"style", "script"}:
            self.words.append(data)

    def attributes(self, name):
        return [attributes[name] for _, attributes in self.elements if name in attributes]

    @property
    def text(self):
        return " ".join("".join(self.words).split())


@pytest.fixture(scope="module")
def hospital(whole):
    return record_of(EXAMPLES / "regional-hospital.yaml", whole)


@pytest.fixture(scope="module")
def insurer(whole):
    return record_of(EXAMPLES / "insurer-four-workloads.yaml", whole)


def record_of(path, knowledge):
    return records.build(decide(profile.load(path, knowledge, None), Engine(knowledge)), DAY, analysed=True)


def page_of(record, knowledge, language="en", *, bilingual=False):
    return page.html(page.editions(record, knowledge, language, bilingual=bilingual))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["hospital", "insurer"])
def test_every_element_is_closed_and_every_inner_link_leads_somewhere(name, language, whole, request):
    read = Reader(page_of(request.getfixturevalue(name), whole, language))
    ids = read.attributes("id")
    links = [link[1:] for link in read.attributes("href") if link.startswith("#")]

    assert read.open == []
    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)
    assert {target for label in read.attributes("aria-labelledby") for target in label.split()} <= set(ids)


def test_both_languages_share_a_page_without_sharing_a_name(hospital, whole):
    read = Reader(page_of(hospital, whole, bilingual=True))
    ids = read.attributes("id")

    assert len(ids) == len(set(ids))
    assert [attributes["lang"] for tag, attributes in read.elements if attributes.get("class") == "edition"] == [
        "en",
        "zh-Hans",
    ]


def test_nothing_in_the_page_needs_a_network_or_a_script(insurer, whole):
    text = page_of(insurer, whole, bilingual=True)
    read = Reader(text)

    assert not {"script", "link", "img", "iframe", "object", "embed", "base"} & {tag for tag, _ in read.elements}
    assert not read.attributes("src")
    assert not re.search(r"url\(|@import", text)
    assert "default-src 'none'" in text


def test_no_element_carries_a_style_or_a_handler_of_its_own(insurer, whole):
    read = Reader(page_of(insurer, whole))

    assert not [name for _, attributes in read.elements for name in attributes if name == "style" or name[:2] == "on"]


def test_the_same_record_gives_the_same_page(hospital, whole):
    assert page_of(hospital, whole) == page_of(hospital, whole)


HOSTILE = {
    "script": '<script>document.title="owned"</script>',
    "closing": "</title></style></main><h1 onclick=alert(1)>x</h1>",
    "attribute": "\"' onmouseover='alert(1)",
    "template": "{{ 7 * 7 }}{% for x in y %}",
    "link": "[x](javascript:alert(1)) https://example.org/<x>",
    "turned": "abc\u202egnp.exe\u2066\u200b\x07",
    "entity": "&lt;b&gt; &#60;script&#62;",
    "long": "W" * 200,
}


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
def test_what_a_person_typed_is_shown_and_never_obeyed(typed, whole, insurer):
    named = {**insurer, "profile": {**insurer["profile"], "organization": typed, "use_case": typed}}
    named["workloads"] = [{**insurer["workloads"][0], "name": typed}]
    named["verdict"] = {**insurer["verdict"], "split": {typed: "hybrid"}}
    plain = Reader(page_of({**named, "profile": {**named["profile"], "organization": "x"}}, whole))
    read = Reader(page_of(named, whole))

    assert [tag for tag, _ in read.elements] == [tag for tag, _ in plain.elements]
    assert {name for _, attributes in read.elements for name in attributes} == {
        name for _, attributes in plain.elements for name in attributes
    }
    assert " ".join(page.printable(typed).split()) in read.text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x00-\x08]", "".join(read.words))
