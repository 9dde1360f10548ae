"""A person is wanted: the queue, callbacks and leaving, against a real database."""

import dataclasses
from datetime import datetime, timezone

import pytest

from actions import handoff
from actions.calculate import ActionCalculate, ActionChoose
from actions.small_talk import ActionSmallTalk
from store import conversations, engine, migrate, queue, tickets, vault
from store.engine import dispose, session
from store.settings import settings
from tests.actions.talk import Conversation

TALK = "c" * 32
IN_HOURS = datetime(2026, 11, 23, 6, 0, tzinfo=timezone.utc)  # Monday 11:30 in India
AFTER_HOURS = datetime(2026, 11, 21, 13, 0, tzinfo=timezone.utc)  # Saturday 18:30
MOBILE = "6000000001"


@pytest.fixture
def clock(monkeypatch):
    def set_to(moment):
        monkeypatch.setattr(handoff, "_now", lambda: moment)

    set_to(IN_HOURS)
    return set_to


@pytest.fixture(autouse=True)
def database(tmp_path, monkeypatch, clock):
    url = f"sqlite:///{tmp_path / 'store.db'}"
    changed = dataclasses.replace(settings, database_url=url)
    for module in (engine, migrate):
        monkeypatch.setattr(module, "settings", changed)
    migrate.migrate(url)
    on_channel("widget")
    yield url
    dispose(url)


def on_channel(channel):
    with session() as db:
        conversations.remember(db, TALK, channel=channel, now=IN_HOURS)


def ask(talk):
    return talk.say(ActionSmallTalk(), "talk to a person", "human")


def press(talk, value):
    entity = {"entity": "value", "value": value, "start": 0, "end": 0}
    return talk.say(ActionChoose(), "/choose", "choose", extra=[entity])


def live():
    with session() as db:
        return tickets.fetch_live(db, TALK)


def state(talk):
    return talk.replies[-1]["custom"]["handoff"]


def test_in_office_hours_the_person_gets_a_place_in_the_queue():
    with session() as db:
        tickets.open_handoff(
            db, "d" * 32, channel="widget", language="en", status="waiting", now=IN_HOURS
        )
    talk = Conversation("en")
    reply = ask(talk)
    ticket = live()
    assert ticket.status == "waiting"
    assert f"number 2 in the help desk's queue (ticket {tickets.number_of(ticket)})" in reply
    assert "Monday to Saturday, 10:00 to 17:00" in reply
    assert "1800-1800-4444" in reply
    assert state(talk) == {"state": "waiting", "position": 2}
    assert talk.replies[-1]["custom"]["outcome"] == "handed_over"
    titles = [button["title"] for button in talk.replies[-1]["buttons"]]
    assert titles == ["Call me instead", "Leave the queue"]


def test_asking_twice_tells_the_same_ticket():
    talk = Conversation("hi")
    first = ask(talk)
    assert "क्रम 1" in first
    assert ask(talk) == first


def test_after_hours_it_is_a_callback_and_the_opening_is_told(clock):
    clock(AFTER_HOURS)
    talk = Conversation("en")
    assert "opens on 23-11-2026 10:00" in ask(talk)
    assert live().status == "callback"
    assert live().mobile_sealed is None


def test_where_staff_cannot_write_they_can_only_call():
    on_channel("rest")
    talk = Conversation("en")
    assert "toll-free on 1800-1800-4444" in ask(talk)
    assert live().status == "callback"


def test_the_mobile_is_asked_for_only_when_a_call_is_wanted():
    talk = Conversation("en")
    ask(talk)
    assert "erased once the call is done" in press(talk, "call_me")
    assert "ten digits" in talk.say(ActionSmallTalk(), "12345", "nlu_fallback")
    with session() as db:
        token = vault.save_value(db, TALK, "mobile", MOBILE, now=IN_HOURS)
    assert "will call you" in talk.say(ActionSmallTalk(), token, "nlu_fallback")
    assert talk.slots["task"] is None
    assert tickets.read_mobile(live()) == MOBILE
    ask(talk)
    assert len(talk.replies[-1]["buttons"]) == 1


def test_the_person_leaves_the_queue_even_in_the_middle_of_a_calculation():
    talk = Conversation("en")
    ask(talk)
    talk.say(ActionCalculate(), "when do I retire", "calculate/retirement_date")
    assert talk.slots["task"]
    assert "withdrawn" in press(talk, "leave_queue")
    assert state(talk) == {"state": "closed", "position": 0}
    assert live() is None
    assert "no request in the queue" in press(talk, "leave_queue")
    assert "no request in the queue" in press(talk, "call_me")


def test_no_leaves_the_question_for_the_mobile():
    talk = Conversation("en")
    ask(talk)
    press(talk, "call_me")
    talk.say(ActionSmallTalk(), "no", "deny")
    assert talk.slots["task"] is None
    ticket = live()
    with session() as db:
        assert [one.id for one in queue.fetch_waiting(db)] == [ticket.id]
