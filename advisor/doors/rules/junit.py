"""Test results as JUnit XML, the form in which build servers read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from advisor.errors import Diagnostic
from advisor.i18n import Language
from advisor.untrusted import printable


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test: what it belongs to, what it is called, and what is wrong, if anything."""

    group: str
    name: str
    differences: tuple[Diagnostic, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.differences


def document(suites: Mapping[str, Sequence[Outcome]], language: Language) -> str:
    """The suites, each with its tests; a difference is a failure. No times, so that equal results are equal files."""
    root = ET.Element("testsuites")
    for name, outcomes in suites.items():
        failed = sum(not outcome.passed for outcome in outcomes)
        suite = ET.SubElement(
            root, "testsuite", name=name, tests=str(len(outcomes)), failures=str(failed), errors="0", skipped="0"
        )
        for outcome in outcomes:
            case = ET.SubElement(suite, "testcase", classname=printable(outcome.group), name=printable(outcome.name))
            for difference in outcome.differences:
                failure = ET.SubElement(case, "failure", type=difference.code, message=difference.message(language))
                failure.text = difference.render(language)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
