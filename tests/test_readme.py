"""What the README says is so."""

import re

import pytest
import yaml
from tests_root import ROOT

from advisor.cli import commands

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def command_names(group, above=()):
    """Every command as it is typed."""
    for name, command in group.commands.items():
        if command.hidden:
            continue
        below = getattr(command, "commands", None)
        if below is None:
            yield " ".join((*above, name))
        else:
            yield from command_names(command, (*above, name))


def test_the_first_two_blocks_are_the_main_job_and_the_tests_each_complete_on_a_fresh_machine():
    (first, job), (second, tests) = BLOCKS[:2]

    assert (first, second) == ("sh", "sh")
    assert len(job.strip().splitlines()) == len(tests.strip().splitlines()) == 1
    assert "python3 -m venv" in job
    assert "advisor recommend examples/" in job
    assert "python3 -m venv" in tests
    assert "pytest" in tests


def test_ci_calls_the_readmes_own_commands():
    assert "readme_block 2" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(command_names(commands("en"))))
def test_every_command_is_mentioned(name):
    *above, last = name.split()
    rows = [line for line in README.splitlines() if "`advisor " in line]

    assert any(re.search(rf"advisor {' '.join(above)}.*\b{re.escape(last)}\b", row) for row in rows)


def test_the_profile_shown_is_one_that_can_be_read(whole):
    from advisor import marked_yaml, profile  # noqa: PLC0415

    shown = next(text for kind, text in BLOCKS if kind == "yaml")
    read, faults = profile.read(marked_yaml.read_document(shown, "README.md"), whole)

    assert faults == []
    assert read is not None
    assert yaml.safe_load(shown)["organization"] == read.organization


@pytest.mark.parametrize(
    "name", ["LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", ".pre-commit-config.yaml", ".editorconfig"]
)
def test_what_a_contributor_looks_for_is_there(name):
    assert (ROOT / name).is_file()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_a_link_within_the_project_leads_somewhere(target):
    assert (ROOT / target).exists()
