"""The interview without a screen: what was said, in whatever order, and the journal that keeps it."""

import datetime as dt
import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from drawing import answers as drawn_answers
from drawing import priorities
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from advisor import profile
from advisor.dialogue import interview
from advisor.dialogue.canonical import digest
from advisor.dialogue.interview import Journal, State, questions, retold, to_profile
from advisor.dialogue.record import build
from advisor.dialogue.rehearsal import rehearse
from advisor.errors import InputError
from advisor.inference.decision import decide
from advisor.inference.rete import Engine
from advisor.knowledge.loader import load
from advisor.knowledge.model import Fact, KnowledgeBase
from advisor.profile import Profile, Workload

MINI_FILES = Path(__file__).parents[1] / "data" / "mini"


def _with_a_question_that_may_be_idle() -> KnowledgeBase:
    """The small knowledge; which laws apply is asked only of data that is not public."""
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "rules"
        shutil.copytree(MINI_FILES, rules)
        path = rules / "topics" / "privacy" / "facts.yaml"
        facts = yaml.safe_load(path.read_text(encoding="utf-8"))
        [laws] = [fact for fact in facts["facts"] if fact["id"] == "laws"]
        laws["ask_when"] = "data_sensitivity is at least internal"
        path.write_text(yaml.safe_dump(facts, allow_unicode=True), encoding="utf-8")
        return load(rules)


MINI = load(MINI_FILES)
PARKING = _with_a_question_that_may_be_idle()
ENGINE = Engine(PARKING)
DAY = dt.date(2026, 11, 25)
ASKED = [fact for fact in MINI.facts.values() if fact.origin == "asked"]
OF_A_WORKLOAD = [fact for fact in ASKED if fact.scope == "workload"]
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), max_size=12)


def answers(fact: Fact) -> st.SearchStrategy[Any]:
    """Whatever a person can answer to a question, as a journal holds it; not knowing too."""
    if fact.type == "number":
        return st.integers(0, 10**9) | st.just("unknown")
    if fact.type == "flag":
        return st.booleans() | st.just("unknown")
    if fact.type == "set":
        return st.lists(st.sampled_from(sorted(fact.by_id)), unique=True).map(sorted) | st.just("unknown")
    return st.sampled_from([*fact.by_id, "unknown"])


GIVEN = st.sampled_from(ASKED).flatmap(lambda fact: st.tuples(st.just(fact.id), answers(fact)))
GIVEN_OF_A_WORKLOAD = st.sampled_from(OF_A_WORKLOAD).flatmap(lambda fact: st.tuples(st.just(fact.id), answers(fact)))


class AnyPath(RuleBasedStateMachine):
    """Any path of answers, changes of mind and interruptions; only the last word on each question counts."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "profile.journal.jsonl"
        self.journal = Journal(self.path)
        self.last: dict[tuple[Any, ...], dict[str, Any]] = {}

    def teardown(self) -> None:
        self.folder.cleanup()

    def say(self, event: dict[str, Any], *key: Any) -> None:
        self.journal.add(event)
        self.last[key] = event

    @rule(words=WORDS)
    def name(self, words: str) -> None:
        self.say({"name": words}, "1 name")

    @rule(words=WORDS)
    def use_case(self, words: str) -> None:
        self.say({"use_case": words}, "1 use case")

    @rule(criterion=st.sampled_from(sorted(PARKING.criteria)), value=st.sampled_from(sorted(PARKING.base.importance)))
    def rate(self, criterion: str, value: str) -> None:
        self.say({"priority": criterion, "value": value}, "2 priority", criterion)

    @rule(given=GIVEN)
    def answer(self, given: tuple[str, Any]) -> None:
        self.say({"fact": given[0], "value": given[1]}, "3 answer", given[0])

    @rule(name=st.sampled_from(["letters", "网站"]))
    def add_workload(self, name: str) -> None:
        self.say({"first_name": "the first"}, "4 first")
        self.say({"workload": name}, "5 workload", name)

    @precondition(lambda self: ("5 workload", "letters") in self.last)
    @rule(given=GIVEN_OF_A_WORKLOAD)
    def answer_of_a_workload(self, given: tuple[str, Any]) -> None:
        self.say({"fact": given[0], "value": given[1], "of": "letters"}, "6 answer of letters", given[0])

    @rule(cut=st.binary(max_size=5))
    def interrupt_and_go_on(self, cut: bytes) -> None:
        with self.path.open("ab") as file:
            file.write(b'{"fact": ' + cut.hex().encode())
        self.journal = Journal(self.path, interview.resume(self.path, PARKING))

    @property
    def state(self) -> State:
        return retold(self.journal.events, PARKING)

    @invariant()
    def only_the_last_words_count(self) -> None:
        # Workloads stand in the order in which they were added; all else in an order that tells nothing of the way.
        order = {key: place for place, key in enumerate(self.last)}
        straight = [
            self.last[key]
            for key in sorted(self.last, key=lambda key: (key[0], order[key] if key[0] == "5 workload" else 0, key))
        ]
        added = [key for key in self.last if key[0] == "5 workload"]
        said, told = to_profile(self.state, PARKING), to_profile(retold(straight, PARKING), PARKING)

        assert said == told
        assert len(said.workloads) == (1 + len(added) if added else 0)
        assert _record(said) == _record(told)

    @invariant()
    def the_profile_says_of_each_workload_what_is_in_force_for_it(self) -> None:
        state = self.state
        given = to_profile(state, PARKING)
        for workload, scope in zip(given.workloads, state.scopes, strict=False):
            own, said = given.of(workload), state.said(scope)
            kept = {**own.answers, **workload.parked}

            assert (kept, own.unknown) == (said.answers, said.unknown)

    @invariant()
    def nothing_that_was_answered_is_lost(self) -> None:
        state, given = self.state, to_profile(self.state, PARKING)
        if not given.workloads:
            assert {**given.answers, **given.parked} == state.whole.answers
            assert given.parked == interview.parked(PARKING, state.whole)

    @invariant()
    def the_saved_profile_reads_back(self) -> None:
        said = to_profile(self.state, PARKING)
        path = Path(self.folder.name) / "profile.yaml"
        path.write_text(profile.dump(said), encoding="utf-8")

        assert profile.load(path, PARKING) == said
        assert to_profile(retold(interview.resume(path, PARKING), PARKING), PARKING) == said


def _record(given: Profile) -> str:
    """The digest of the record that a profile comes to."""
    return digest(json.loads(json.dumps(build(decide(given, ENGINE), DAY))))


TestAnyPath = AnyPath.TestCase
TestAnyPath.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)


def test_a_question_that_was_answered_is_not_put_again():
    state = retold([{"fact": "data_sensitivity", "value": "regulated"}], MINI)

    assert "data_sensitivity" in questions(MINI, State())
    assert "data_sensitivity" not in questions(MINI, state)


def test_a_question_whose_answer_is_not_known_is_not_put_again():
    state = retold([{"fact": "laws", "value": "unknown"}], MINI)

    assert "laws" in questions(MINI, State())
    assert "laws" not in questions(MINI, state)


def test_a_question_that_no_rule_waits_for_any_more_is_left_out():
    """The laws are asked for as the exception of a rule that cannot fire with regulated data that may go nowhere."""
    said = [{"fact": "data_sensitivity", "value": "regulated"}, {"fact": "data_egress", "value": "never"}]

    assert "laws" not in questions(MINI, retold(said, MINI))


def test_questions_a_gate_waits_for_come_first():
    assert list(questions(MINI, State())) == ["data_sensitivity", "data_egress", "has_staff", "laws", "monthly_tokens"]


def test_each_question_says_which_rules_wait():
    assert questions(MINI, State())["has_staff"] == ("no-self-hosting",)


def test_a_criterion_a_workload_ignores_asks_nothing_of_it():
    events = [{"workload": "letters"}, {"priority": "budget", "value": "ignore", "of": "letters"}]
    state = retold(events, MINI)

    assert "monthly_tokens" in questions(MINI, state)
    assert "monthly_tokens" not in questions(MINI, state, "letters")


def test_an_added_workload_is_asked_only_what_is_still_open_for_it():
    events = [
        {"fact": "data_sensitivity", "value": "regulated"},
        {"fact": "data_egress", "value": "never"},
        {"fact": "has_staff", "value": True},
        {"fact": "monthly_tokens", "value": 5},
        {"first_name": "records"},
        {"workload": "website"},
        {"fact": "data_sensitivity", "value": "public", "of": "website"},
    ]

    assert list(questions(MINI, retold(events, MINI), "website")) == ["laws"]


def test_only_what_belongs_to_a_workload_may_differ_for_it():
    state = retold([{"fact": "has_staff", "value": True}, {"fact": "laws", "value": []}], MINI)

    assert [fact.id for fact in interview.may_differ(MINI, state)] == ["laws"]


def test_what_holds_for_the_organisation_is_said_of_the_whole_even_when_a_workload_asked_for_it():
    events = [{"first_name": "a"}, {"workload": "b"}, {"fact": "has_staff", "value": False, "of": "b"}]
    said = to_profile(retold(events, MINI), MINI)

    assert said.answers == {"has_staff": False}
    assert [dict(workload.answers) for workload in said.workloads] == [{}, {}]


def test_an_empty_name_is_no_name():
    said = to_profile(retold([{"name": ""}, {"use_case": ""}], MINI), MINI)

    assert (said.organization, said.use_case) == (None, None)


@pytest.mark.parametrize(
    "event",
    [
        {"fact": "no_such_fact", "value": "x"},
        {"fact": "data_sensitivity", "value": "no such value"},
        {"fact": "self_hosting_feasible", "value": True},
        {"fact": ["laws"], "value": []},
        {"fact": "laws", "value": {"hipaa": 1}},
        {"priority": "no_such_criterion", "value": "high"},
        {"priority": "privacy", "value": ["high"]},
        {"name": 7},
        {"workload": ["a"]},
        {"from": "a later version"},
        {},
    ],
    ids=str,
)
def test_what_makes_no_sense_to_this_knowledge_is_passed_over(event):
    assert retold([event], MINI) == State()


def test_going_on_with_a_profile_keeps_all_that_its_workloads_say():
    given = Profile(
        organization="A Bank",
        priorities={"privacy": "high"},
        answers={"has_staff": True},
        workloads=(
            Workload("letters", "drafting letters", {"budget": "low"}, {"data_sensitivity": "regulated"}),
            Workload("website", answers={"laws": frozenset()}, unknown=frozenset({"data_egress"})),
        ),
    )

    assert to_profile(retold(interview._events_of(given), MINI), MINI) == given


def test_a_profile_with_workloads_is_completed_workload_by_workload(tmp_path):
    path = tmp_path / "bank.yaml"
    path.write_text("workloads: [{name: letters}, {name: website}]\n", encoding="utf-8")

    assert retold(interview.resume(path, MINI), MINI).scopes == ("letters", "website")


def test_a_journal_holds_every_event_as_it_is_added(tmp_path):
    path = tmp_path / "a.journal.jsonl"
    journal = Journal(path)
    events = [{"name": "Café 茶馆\u202e"}, {"fact": "laws", "value": ["dora"]}]
    for event in events:
        journal.add(event)

    assert interview.resume(path, MINI) == events
    assert "\u202e" not in path.read_text(encoding="utf-8")


def test_a_journal_whose_last_line_was_cut_off_goes_on_more_than_once(tmp_path):
    path = tmp_path / "a.journal.jsonl"
    Journal(path).add({"name": "A"})
    with path.open("a", encoding="utf-8") as file:
        file.write('{"fact": "la')

    Journal(path, interview.resume(path, MINI)).add({"use_case": "B"})

    assert interview.resume(path, MINI) == [{"name": "A"}, {"use_case": "B"}]


HEADER = json.dumps({"journal": interview.JOURNAL}, separators=(",", ":"))


@pytest.mark.parametrize(
    ("text", "diagnostic"),
    [
        ("", "JOURNAL: WR07: the file exists and is not a journal"),
        ('{"journal":"advi', "JOURNAL: WR07: the file exists and is not a journal"),
        ('{"journal":"advisor/journal/99"}\n', "JOURNAL: WR07: the file exists and is not a journal"),
        ('{"organization": "another table"}\n', "JOURNAL: WR07: the file exists and is not a journal"),
        (f'{HEADER}\n{{"name": "A"\n{{"use_case": "B"}}\n', "JOURNAL:2: JS01: this line is not JSON"),
        (f"{HEADER}\n{'[' * 100_000}\n{{}}\n", "JOURNAL:2: JS01: this line is not JSON: nested too deep"),
        (f"{HEADER}\n\x00\n", "JOURNAL:2: FI05: this is not UTF-8 text"),
    ],
    ids=["empty", "header cut off", "later version", "another file", "line cut off", "too deep", "binary"],
)
def test_a_damaged_journal_is_diagnosed(tmp_path, text, diagnostic):
    path = tmp_path / "a.journal.jsonl"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InputError) as caught:
        interview.resume(path, MINI)

    assert str(caught.value).replace(str(path), "JOURNAL").startswith(diagnostic)


def test_a_journal_says_where_it_cannot_be_written(tmp_path):
    with pytest.raises(InputError, match=re.escape(f"{tmp_path}/missing/a.jsonl: FI09: cannot write here: No such")):
        Journal(tmp_path / "missing" / "a.jsonl")


def test_a_journal_that_can_no_longer_be_written_says_so(tmp_path):
    path = tmp_path / "a.journal.jsonl"
    journal = Journal(path)
    path.unlink()
    path.mkdir()

    with pytest.raises(InputError, match="FI09: cannot write here: Is a directory"):
        journal.add({"name": "A"})


LAWS_KNOWN = [{"fact": "data_sensitivity", "value": "internal"}, {"fact": "laws", "value": ["hipaa"]}]
MADE_PUBLIC = {"fact": "data_sensitivity", "value": "public"}


def test_an_answer_whose_question_became_idle_is_parked_and_not_counted():
    said = to_profile(retold([*LAWS_KNOWN, MADE_PUBLIC], PARKING), PARKING)

    assert said.answers == {"data_sensitivity": "public"}
    assert said.parked == {"laws": frozenset({"hipaa"})}
    assert decide(said, ENGINE).verdict.openness == "closed"


def test_a_parked_answer_counts_again_when_its_question_does():
    events = [*LAWS_KNOWN, MADE_PUBLIC, {"fact": "data_sensitivity", "value": "internal"}]

    assert to_profile(retold(events, PARKING), PARKING) == to_profile(retold(LAWS_KNOWN, PARKING), PARKING)


def test_a_parked_answer_outlives_the_saved_profile(tmp_path):
    path = tmp_path / "tea.yaml"
    path.write_text(profile.dump(to_profile(retold([*LAWS_KNOWN, MADE_PUBLIC], PARKING), PARKING)), encoding="utf-8")
    events = [*interview.resume(path, PARKING), {"fact": "data_sensitivity", "value": "internal"}]

    assert "parked:\n  laws:\n  - hipaa\n" in path.read_text(encoding="utf-8")
    assert to_profile(retold(events, PARKING), PARKING).answers["laws"] == frozenset({"hipaa"})


def test_a_workload_parks_what_is_idle_for_it_alone():
    events = [*LAWS_KNOWN, {"first_name": "letters"}, {"workload": "website"}, {**MADE_PUBLIC, "of": "website"}]
    events += [{"fact": "laws", "value": ["dora"], "of": "website"}]
    letters, website = to_profile(retold(events, PARKING), PARKING).workloads

    assert (letters.answers["laws"], letters.parked) == (frozenset({"hipaa"}), {})
    assert (website.answers, website.parked) == ({"data_sensitivity": "public"}, {"laws": frozenset({"dora"})})


def test_the_record_shows_what_is_parked():
    said = to_profile(retold([*LAWS_KNOWN, MADE_PUBLIC], PARKING), PARKING)

    assert build(decide(said, ENGINE), DAY)["profile"]["parked"] == {"laws": ["hipaa"]}


@settings(max_examples=30)
@given(data=st.data())
def test_where_questions_may_be_idle_the_settled_answer_is_still_the_full_one(data):
    said = Profile(None, None, data.draw(priorities(PARKING)), data.draw(drawn_answers(PARKING)))
    held = rehearse(said, ENGINE)

    assert held.settled.openness == held.end.openness
    assert held.stable.asked <= held.settled.asked


def test_that_nothing_speaks_for_anything_yet_is_never_called_stable():
    events = [{"fact": fact.id, "value": "unknown"} for fact in ASKED[:-1]]
    lies_ahead = interview.ahead(MINI, retold(events, MINI))

    assert (lies_ahead.look.now, lies_ahead.look.stays > 0.8) == ("none", True)
    assert not lies_ahead.stable
