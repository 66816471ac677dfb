"""From a profile to its record."""

import datetime as dt

from advisor.doors.deciding import decided, market
from advisor.inference.rete import Engine
from advisor.profile import Profile

DAY = dt.date(2026, 11, 25)


def test_a_knowledge_base_without_a_catalogue_has_no_market(tmp_path):
    assert market(tmp_path, DAY) is None


def test_the_shipped_one_has(catalogue):
    assert market(None, DAY).catalogue == catalogue


def test_the_small_base_is_decided_without_one(mini):
    made = decided(Profile(answers={"has_staff": False}), Engine(mini), None, DAY, analysed=True)

    assert made["models"] == {"catalogue": None}
