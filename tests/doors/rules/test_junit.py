"""Test results in the form that build servers read."""

from xml.etree import ElementTree as ET

from advisor.doors.rules.junit import Outcome, document
from advisor.errors import fault

WRONG = fault("KB13", 'rules/<b>&"x', target="te\x1ba", near="tea")


def read(suites, language="en"):
    return ET.fromstring(document(suites, language))


def test_tests_and_failures_are_counted_suite_by_suite():
    root = read({"examples": [Outcome("a", "one", ()), Outcome("a", "two", (WRONG,))], "cases": []})

    assert [(s.get("name"), s.get("tests"), s.get("failures")) for s in root] == [
        ("examples", "2", "1"),
        ("cases", "0", "0"),
    ]


def test_a_difference_is_a_failure_with_its_code_its_message_and_its_place():
    (failure,) = read({"cases": [Outcome("a", "b", (WRONG,))]}).iter("failure")

    assert failure.get("type") == "KB13"
    assert "no strategy or group is called" in failure.get("message")
    assert failure.text.startswith('rules/<b>&"x')


def test_names_with_markup_and_control_characters_are_shown_and_the_file_stays_xml():
    (case,) = read({"cases": [Outcome("<g>", "a\x1b[31m\x00b", ())]}).iter("testcase")

    assert case.get("classname") == "<g>"
    assert "\x1b" not in case.get("name")


def test_equal_results_are_equal_files():
    suites = {"cases": [Outcome("a", "b", (WRONG,))]}

    assert document(suites, "zh") == document(suites, "zh")
    assert document(suites, "zh") != document(suites, "en")
