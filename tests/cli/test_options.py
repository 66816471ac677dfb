"""What several commands share: the day, what is laid over the base, and what cannot be said together."""

import datetime as dt

import click
import pytest
from click.testing import CliRunner

from advisor.cli.options import Options


@pytest.fixture
def asked():
    """A command with every shared option; gives what came to it."""

    def command(*arguments, language="en"):
        options, came = Options(language), {}

        @click.command()
        @options.based
        @options.as_of
        @options.output
        @options.show_all
        def shared(**named):
            came.update(named)

        result = CliRunner().invoke(shared, arguments)
        return came, result

    return command


def test_without_a_day_it_is_today(asked):
    came, _ = asked()

    assert isinstance(came["as_of"], dt.date)
    assert came["rules"] is None


def test_a_day_is_read_and_a_wrong_one_refused(asked):
    assert asked("--as-of", "2026-02-28")[0]["as_of"] == dt.date(2026, 2, 28)
    assert asked("--as-of", "2026-02-30")[1].exit_code == 2


def test_base_and_overlays_come_as_one(asked, tmp_path):
    came, result = asked("--rules", str(tmp_path), "--overlay", str(tmp_path / "a"), "--overlay", str(tmp_path / "b"))

    assert result.exit_code == 0
    assert came["rules"].base == tmp_path
    assert came["rules"].overlays == (tmp_path / "a", tmp_path / "b")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_option_of_one_format_is_refused_with_another(language):
    options = Options(language)

    options.only_for(given=False, option="--bilingual", form="json", wanted="html")
    with pytest.raises(click.UsageError, match="--bilingual"):
        options.only_for(given=True, option="--bilingual", form="json", wanted="html")


def test_what_shapes_a_report_is_refused_beside_a_question():
    with pytest.raises(click.UsageError, match="--why"):
        Options("en").only_alone("html", "--format", "a-rule", "--why")
