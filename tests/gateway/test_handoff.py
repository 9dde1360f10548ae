"""A conversation that an operator has: Rasa hears nothing, and says nothing any more."""

import threading
import time
from datetime import datetime, timezone

import pytest

from bot.gateway.turns import conversation_id
from store import handoff, queue, staff_sessions, ticket_steps, tickets
from store.engine import session
from store.models_staff import Staff


def now():
    return datetime.now(timezone.utc)


@pytest.fixture
def operator(bench):
    with session(bench.settings.database_url) as db:
        person = Staff(
            login=bench.sender[:60],
            name="Asha",
            role="operator",
            language="en",
            must_change_password=False,
            is_active=True,
            totp_step=0,
            created_at=now(),
        )
        db.add(person)
        db.flush()
        staff_sessions.start(db, person.id, bench.sender, stage="full", device="test", now=now())
        return person.id


@pytest.fixture
def ticket(bench):
    """The bench's sender asked for a person."""
    conversation = conversation_id("rest", bench.sender)
    with session(bench.settings.database_url) as db:
        made, _ = tickets.open_handoff(
            db, conversation, channel="rest", language="en", status="waiting", now=now()
        )
    return made


def entries(bench, ticket):
    with session(bench.settings.database_url) as db:
        return [one.text for one in queue.fetch_entries(db, ticket.id) if one.kind != "system"]


def step(bench, function, *args, **named):
    with session(bench.settings.database_url) as db:
        return function(db, *args, now=now(), **named)


def test_while_the_person_waits_the_assistant_answers(bench, ticket):
    assert bench.text("hello") == "echo hello"


def test_an_operator_silences_the_assistant_until_it_gets_the_conversation_back(
    bench, operator, ticket
):
    step(bench, handoff.take, ticket.id, operator)
    assert bench.say("my mobile is 9876543210") == []
    assert bench.rasa.texts == []
    assert entries(bench, ticket) == ["my mobile is [mobile#1]"]
    step(bench, handoff.say, ticket.id, operator, "One moment.")
    step(bench, handoff.close, ticket.id, operator, ticket_steps.RETURNED)
    replies = [reply["text"] for reply in bench.say("thanks")]
    assert replies[-1] == "echo thanks"
    assert any("One moment." in text for text in replies)


def test_a_repeated_message_is_heard_once(bench, operator, ticket):
    step(bench, handoff.take, ticket.id, operator)
    for _ in range(2):
        assert bench.say("are you there?", message_id="m1") == []
    assert entries(bench, ticket) == ["are you there?"]


def test_an_answer_on_its_way_is_not_said_once_an_operator_has_the_conversation(
    bench, operator, ticket
):
    bench.rasa.delay = 0.4
    told = []
    asking = threading.Thread(target=lambda: told.append(bench.say("a slow question")))
    asking.start()
    deadline = time.monotonic() + 5
    while not bench.rasa.texts:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    step(bench, handoff.take, ticket.id, operator)
    asking.join(10)
    assert bench.rasa.texts == ["a slow question"]
    assert told == [[]]


def test_a_restart_of_the_gateway_forgets_nothing(bench, operator, ticket):
    step(bench, handoff.take, ticket.id, operator)
    bench.gateway.stop()
    with session(bench.settings.database_url) as db:
        assert tickets.fetch_handoff(db, ticket.conversation) == ticket.id
    bench.gateway.start()
    assert bench.say("still there?") == []
    bench.gateway.stop()
    with session(bench.settings.database_url) as db:
        staff_sessions.end_all(db, operator)
    bench.gateway.start()
    deadline = time.monotonic() + 15
    while step(bench, lambda db, now: queue.fetch(db, ticket.id)).status != "waiting":
        assert time.monotonic() < deadline, "nobody puts the person back into the queue"
        time.sleep(0.2)
    told = " ".join(reply["text"] for reply in bench.say("hello?"))
    assert "head of the queue" in told
