"""Limits of a day, who answers when a person of the helpdesk has taken over, and a new key."""

from dataclasses import replace
from datetime import datetime, timezone

import pytest

from bot.gateway.conversation import conversation_id
from bot.gateway.errors import Refused
from bot.gateway.ledger import DailyLimitReached, Ledger
from bot.gateway.memory import Memory
from bot.gateway.messages import Incoming
from bot.gateway.options import read_options
from store import keys, transcripts
from store.engine import session
from store.models_turns import TurnFact
from store.settings import settings
from tests.gateway.conftest import QUICK

C = "c" * 32


@pytest.fixture(scope="module")
def options():
    return replace(QUICK, messages_per_day=3)


def test_a_conversation_has_so_many_messages_a_day_and_is_told_when_it_goes_on(bench):
    for number in range(3):
        bench.say(f"message {number}", message_id=str(number))
    refused = bench.post(sender=bench.sender, message="one more", message_id="more")
    assert refused.status_code == 429
    error = refused.json()["error"]
    assert error["code"] == "daily_limit"
    assert "after midnight" in error["message"]["en"] or "in " in error["message"]["en"]
    assert "{when}" not in refused.text
    assert int(refused.headers["retry-after"]) > 0
    assert "one more" not in bench.rasa.texts
    assert bench.say("message 0", message_id="0"), "a repeat is no new message"
    assert bench.say("hello", sender=f"{bench.sender}-2")
    shown = bench.client.get("/metrics").text
    assert 'sahayak_rate_limited_total{by="day"}' in shown


def test_the_settings_say_how_many_a_day():
    assert read_options(replace(settings, messages_per_day=7)).messages_per_day == 7


def test_a_message_over_the_limit_leaves_nothing_behind(database_url):
    ledger = Ledger(database_url, messages_per_day=1)
    incoming = Incoming("rest", "someone", "hello")
    ledger.open_turn(incoming, C, "own:1", Memory())
    with pytest.raises(DailyLimitReached) as reached:
        ledger.open_turn(incoming, C, "own:2", Memory())
    assert reached.value.until > datetime.now(timezone.utc)
    assert len(lines(database_url, C)) == 1


def lines(url, conversation):
    with session(url, read_only=True) as db:
        return [
            (line.direction, line.text) for line in transcripts.fetch_recent(db, conversation, 9)
        ]


class Person:
    """A member of the helpdesk who has one conversation."""

    def __init__(self, conversation, told):
        self.conversation, self.told = conversation, told
        self.heard, self.announced = [], []

    def take(self, db, arrived):
        if arrived.conversation != self.conversation:
            return None
        self.heard.append(arrived)
        return self.told

    def announce(self, conversation):
        self.announced.append(conversation)


@pytest.mark.parametrize("told", [[], [{"text": "Asha reads this."}]])
def test_what_a_person_has_taken_over_is_theirs_in_the_same_transaction(database_url, told):
    conversation = conversation_id("rest", f"taken-{len(told)}")
    person = Person(conversation, told)
    ledger = Ledger(database_url, takeover=person)
    incoming = Incoming("rest", "x", "my mobile is 9876543210", message_id="m")
    opened = ledger.open_turn(incoming, conversation, "client:m", Memory())
    assert (opened.status, opened.replies) == ("operator", told)
    (arrived,) = person.heard
    assert arrived.text == "my mobile is [mobile#1]"
    assert "mobile" not in repr(arrived)
    again = ledger.open_turn(incoming, conversation, "client:m", Memory())
    assert (again.status, again.replies) == ("answered", told)
    assert len(person.heard) == 1
    assert lines(database_url, conversation)[0] == ("in", "my mobile is [mobile#1]")
    with session(database_url, read_only=True) as db:
        (fact,) = db.query(TurnFact).filter_by(conversation=conversation)
    assert (fact.outcome, fact.num_replies) == ("operator", len(told))
    assert conversation not in {one.conversation for one in ledger.fetch_unanswered()}


def test_everybody_elses_messages_go_to_rasa(database_url):
    ledger = Ledger(database_url, takeover=Person("another", []))
    opened = ledger.open_turn(Incoming("rest", "y", "hello"), "e" * 32, "own:1", Memory())
    assert opened.status == "new"


def test_a_conversation_goes_on_under_a_new_key(bench, monkeypatch):
    bench.say("मेरा नंबर 9876543210 है", message_id="before")
    before = conversation_id("rest", bench.sender)
    both = f"{'n' * 32},{keys.settings.secret_key}"
    monkeypatch.setattr(keys, "settings", replace(keys.settings, secret_key=both))
    assert conversation_id("rest", bench.sender) == before
    repeated = bench.say("मेरा नंबर 9876543210 है", message_id="before")
    bench.say("वही नंबर 9876543210", message_id="after")
    assert len(bench.rasa.received) == 2
    assert repeated
    assert [one["sender"] for one in bench.rasa.received] == [before] * 2
    assert bench.rasa.texts[1] == "वही नंबर [mobile#1]"


@pytest.mark.parametrize(
    "code", ["rate_limited", "daily_limit", "too_many_requests", "too_much_feedback"]
)
@pytest.mark.parametrize(
    ("seconds", "hindi", "english"),
    [(0.2, "1 सेकंड बाद", "in 1 second"), (61, "2 मिनट बाद", "in 2 minutes")],
)
def test_who_is_refused_is_told_when_to_try_again(code, seconds, hindi, english):
    message = Refused(429, code, retry_after=seconds).message
    assert hindi in message["hi"]
    assert english in message["en"]
