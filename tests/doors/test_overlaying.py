"""What an overlay changes is said before anything else."""

import pytest

from advisor.doors.overlaying import announce, lines
from advisor.knowledge.model import Overlay
from advisor.knowledge.overlay import Layers
from advisor.texts import Text

HOUSE = Overlay(
    id="our-house",
    version="3",
    title=Text(en="Our house", zh="本单位"),
    sha256="0" * 64,
    adds_facts=("our_fact",),
    adds_rules=("our-rule", "our-other-rule"),
    adds_sources=(),
    importance={"privacy": ("medium", "critical")},
    switches_off={"no-staff": Text(en="We have a contractor.", zh="我们有外包团队。")},
)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["our-house", "our_fact", "our-rule, our-other-rule", "medium", "critical", "no-staff", "a contractor"]),
        ("zh", ["our-house", "our_fact", "our-rule, our-other-rule", "本单位", "no-staff", "外包团队"]),
    ],
)
def test_everything_it_adds_changes_and_switches_off_has_its_line(language, words):
    told = "\n".join(lines(HOUSE, language))

    assert all(word in told for word in words)
    assert len(told.splitlines()) == 5


def test_an_overlay_that_cannot_be_read_is_left_to_the_command(tmp_path, capsys):
    announce(Layers(None, (tmp_path / "nowhere",)), "en")

    assert capsys.readouterr().err == ""
