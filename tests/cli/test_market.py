"""How `advisor models` tells a profile from one of its commands."""

import pytest

from advisor.cli import commands


@pytest.mark.parametrize(
    ("arguments", "name"),
    [([], ""), (["profile.yaml"], ""), (["--all"], ""), (["sync"], "sync"), (["show"], "")],
)
def test_what_is_no_command_is_a_profile(arguments, name):
    group = commands("en").commands["models"]
    with group.make_context("models", list(arguments), resilient_parsing=True) as context:
        rest = [*context._protected_args, *context.args]
        found, command, _ = group.resolve_command(context, rest)

    assert (found, command.name) == (name, name or "show")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_command_has_help_in_both_languages(language):
    for name in ("models", "cost"):
        assert commands(language).commands[name].help
