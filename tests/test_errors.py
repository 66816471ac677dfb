"""Faults: where, what is wrong, and how to mend it."""

import pytest

from advisor.errors import Diagnostic, InputError, Location, fault, nearest


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Location("a.yaml", 3, 7), "a.yaml:3:7"),
        (Location("a.yaml", 3), "a.yaml:3"),
        (Location("a.yaml"), "a.yaml"),
        (Location("\x1b[2Ja.yaml", 1, 1), "\\u001b[2Ja.yaml:1:1"),
    ],
)
def test_a_place_is_shown_as_far_as_it_is_known(place, shown):
    assert str(place) == shown


def test_a_fault_reads_as_place_code_and_sentence_with_its_hint_below():
    one = fault("PR09", "p.yaml", 4, 3, name="data_sensitivty", near="data_sensitivity")

    assert one.render("en") == (
        "p.yaml:4:3: PR09: no fact is called `data_sensitivty`\n    did you mean `data_sensitivity`?"
    )
    assert one.render("zh").startswith("p.yaml:4:3: PR09: ")


def test_a_hint_that_has_nothing_to_offer_is_left_out():
    assert fault("PR09", "p.yaml", 4, 3, name="qqq", near=None).hint("en") is None


def test_what_was_typed_never_steers_the_terminal_that_shows_the_fault():
    assert "\x1b" not in fault("PR09", "p.yaml", 1, 1, name="\x1b[2J", near=None).render("en")


def test_faults_are_sorted_by_place():
    late, early = fault("YA01", "b.yaml", 9, 1, problem="x"), fault("YA01", "a.yaml", 1, 1, problem="x")

    assert InputError([late, early]).diagnostics == (early, late)


@pytest.mark.parametrize(
    ("word", "meant"),
    [("data_sensitivty", "data_sensitivity"), ("Data-Egress", "data_egress"), ("never", None), ("", None)],
)
def test_the_nearest_name_is_the_one_that_was_meant_or_none(word, meant):
    assert nearest(word, ["data_sensitivity", "data_egress", "org_type"]) == meant


def test_two_faults_at_one_place_stand_in_the_order_of_their_codes():
    place = Location("a.yaml", 1, 1)
    one, two = Diagnostic("KB10", place, {"fact": "x"}), Diagnostic("ST02", place, {"fact": "x"})

    assert InputError([two, one]).diagnostics == (one, two)
