"""Subscribing after proof, the notice before identifiers, and leaving: against a real database."""

import dataclasses
import re
from datetime import datetime, timezone

import pytest
from sqlalchemy import select

from actions import consent, otp_sms
from actions.check_status import ActionCheckStatus
from actions.fallback import ActionFallback
from actions.small_talk import ActionSmallTalk
from actions.subscribe import ActionSubscribe, ActionUnsubscribe
from actions.wording import phrases
from store import consents, conversations, demo, engine, migrate, otp, vault
from store.engine import dispose, session
from store.models_subscriptions import Subscription
from store.settings import settings
from tests.actions.talk import TODAY, Conversation

TALK = "c" * 32
PENDING = demo.examples()[0]
NOTICE = "सहमति"


def now():
    return datetime.now(timezone.utc)


@pytest.fixture
def database(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'store.db'}"
    changed = dataclasses.replace(settings, database_url=url)
    for module in (engine, migrate):
        monkeypatch.setattr(module, "settings", changed)
    migrate.migrate(url)
    with session() as db:
        demo.upsert_applications(db, demo._example_records(TODAY), now=now())
        conversations.remember(db, TALK, channel="telegram", now=now())
    yield url
    dispose(url)


@pytest.fixture
def sent(monkeypatch):
    """The texts of SMS instead of their sending."""
    texts = []
    monkeypatch.setattr(otp_sms, "send_later", lambda mobile, text: texts.append(text))
    return texts


def token(kind, value):
    """What the gateway makes of an identifier."""
    with session() as db:
        return vault.save_value(db, TALK, kind, value, now=now())


def give(talk, kind, value):
    return talk.say(ActionSmallTalk(), token(kind, value), "nlu_fallback")


def prove(talk, sent):
    give(talk, "application", PENDING.number)
    give(talk, "mobile", PENDING.mobile)
    return give(talk, "otp", re.search(r"\d{6}", sent[-1]).group())


def subscribed():
    with session(read_only=True) as db:
        return list(db.execute(select(Subscription.application_number)).scalars())


@pytest.mark.parametrize(
    ("language", "asked", "told"), [("hi", "आवेदन संख्या", "बताऊँगा"), ("en", "number", "I will tell")]
)
def test_proof_leads_on_to_the_subscription_by_itself(database, sent, language, asked, told):
    talk = Conversation(language)
    assert asked in talk.say(ActionSubscribe(), "card ban jaye to batana", "subscribe")
    assert subscribed() == []
    reply = prove(talk, sent)
    assert told in reply
    assert PENDING.number not in reply.splitlines()[-2]
    assert subscribed() == [PENDING.number]
    assert talk.slots["task"] is None


def test_with_fresh_proof_one_tap_subscribes_and_one_ends_it(database, sent):
    talk = Conversation("hi")
    talk.say(ActionCheckStatus(), "mera status", "check_status")
    prove(talk, sent)
    assert subscribed() == []
    (button,) = talk.replies[0]["buttons"]
    assert button["payload"] == "/subscribe"
    talk.say(ActionSubscribe(), "/subscribe", "subscribe")
    assert subscribed() == [PENDING.number]
    assert talk.replies[0]["buttons"][0]["payload"] == "/unsubscribe"
    talk.say(ActionCheckStatus(), "mera status", "check_status")
    assert [b["payload"] for b in talk.replies[0]["buttons"]] == ["/unsubscribe"]
    assert "नहीं भेजूँगा" in talk.say(ActionUnsubscribe(), "/unsubscribe", "unsubscribe")
    assert subscribed() == []
    assert "बंद करने को कुछ नहीं" in talk.say(ActionUnsubscribe(), "/unsubscribe", "unsubscribe")


def test_to_be_told_of_changes_may_be_asked_on_the_way_to_the_status(database, sent):
    talk = Conversation("hi")
    talk.say(ActionCheckStatus(), "mera status", "check_status")
    give(talk, "application", PENDING.number)
    reply = talk.say(ActionSubscribe(), "card ban jaye to batana", "subscribe")
    assert "मोबाइल" in reply
    assert NOTICE not in reply
    give(talk, "mobile", PENDING.mobile)
    give(talk, "otp", re.search(r"\d{6}", sent[-1]).group())
    assert subscribed() == [PENDING.number]


@pytest.mark.parametrize(
    ("channel", "said"), [("telegram", "इसी चैट"), ("widget", "पन्ना खुला"), ("rest", "Telegram")]
)
def test_it_is_said_where_notices_can_reach(database, sent, channel, said):
    with session() as db:
        conversations.remember(db, TALK, channel=channel, now=now())
    talk = Conversation("hi")
    talk.say(ActionSubscribe(), "card ban jaye to batana", "subscribe")
    assert said in prove(talk, sent)
    with session(read_only=True) as db:
        assert db.execute(select(Subscription.channel)).scalar_one() == channel


def test_the_notice_comes_before_the_first_identifier_and_only_once(database, sent):
    talk = Conversation("hi")
    assert NOTICE in talk.say(ActionCheckStatus(), "mera status", "check_status")
    with session(read_only=True) as db:
        assert not consents.has(db, TALK, consent.version())
    assert NOTICE not in prove(talk, sent)
    with session(read_only=True) as db:
        assert consents.has(db, TALK, consent.version())
    with session() as db:
        otp.erase_proof(db, TALK)
    again = talk.say(ActionCheckStatus(), "mera status", "check_status")
    assert "आवेदन संख्या" in again
    assert NOTICE not in again


def test_a_new_version_of_the_notice_is_shown_anew(database, sent, monkeypatch):
    talk = Conversation("hi")
    talk.say(ActionSubscribe(), "card ban jaye to batana", "subscribe")
    prove(talk, sent)
    with session() as db:
        otp.erase_proof(db, TALK)
    monkeypatch.setitem(phrases()["consent"], "version", "9999-01")
    assert NOTICE in talk.say(ActionCheckStatus(), "mera status", "check_status")


def test_a_number_in_the_first_message_is_not_yet_consent(database):
    talk = Conversation("hi")
    text = f"{token('application', PENDING.number)} ka status"
    reply = talk.say(ActionCheckStatus(), text, "check_status")
    assert NOTICE in reply
    assert "मोबाइल नंबर पूरा" in reply
    with session(read_only=True) as db:
        assert not consents.has(db, TALK, consent.version())
    give(talk, "mobile", PENDING.mobile)
    with session(read_only=True) as db:
        assert consents.has(db, TALK, consent.version())


def test_no_leaves_without_consent(database):
    talk = Conversation("hi")
    talk.say(ActionCheckStatus(), "mera status", "check_status")
    assert "यहीं छोड़ते" in talk.say(ActionSmallTalk(), "nahi", "deny")
    assert talk.slots["task"] is None
    with session(read_only=True) as db:
        assert not consents.has(db, TALK, consent.version())


def test_the_grievance_contact_is_named_when_there_is_one(database, monkeypatch):
    contact = "Grievance Officer, 0522-0000000"
    changed = dataclasses.replace(settings, grievance_contact=contact)
    monkeypatch.setattr(consent, "settings", changed)
    said = Conversation("en").say(ActionCheckStatus(), "my status", "check_status")
    assert contact in said


def test_where_it_is_not_clear_that_it_is_meant_it_is_offered_as_a_button():
    likely = [{"label": "subscribe"}, {"label": "unsubscribe"}, {"label": "check_status"}]
    talk = Conversation("en")
    talk.say(ActionFallback(), "alert", "subscribe", outcome="disambiguate", candidates=likely)
    payloads = [button["payload"] for button in talk.replies[0]["buttons"]]
    assert payloads == ["/subscribe", "/unsubscribe", "/check_status"]
