"""A right code whose answer was lost on its way is not asked for anew, and not taken twice."""

import re

from sqlalchemy import func, select

from actions.check_status import ActionCheckStatus
from store import otp
from store.engine import session
from store.models import OtpChallenge
from tests.actions.talk import Conversation
from tests.actions.test_subscribe import (
    PENDING,
    TALK,
    database as database,
    give,
    now,
    sent as sent,
)


def give_code(talk, sent):
    return give(talk, "otp", re.search(r"\d{6}", sent[-1]).group())


def test_the_status_is_shown_when_the_message_with_the_code_comes_again(database, sent):
    talk = Conversation("en")
    talk.say(ActionCheckStatus(), "check my status", "check_status")
    give(talk, "application", PENDING.number)
    give(talk, "mobile", PENDING.mobile)
    before = dict(talk.slots)
    first = give_code(talk, sent)
    # The action server died: what it said and set never arrived.
    talk.slots.update(before)
    again = give_code(talk, sent)
    assert talk.replies[0]["custom"]["status"]
    assert again == first
    assert talk.slots["task"] is None
    with session(read_only=True) as db:
        assert db.execute(select(func.count()).select_from(OtpChallenge)).scalar_one() == 1


def test_without_proof_a_used_code_has_expired(database, sent):
    talk = Conversation("en")
    talk.say(ActionCheckStatus(), "check my status", "check_status")
    give(talk, "application", PENDING.number)
    give(talk, "mobile", PENDING.mobile)
    before = dict(talk.slots)
    give_code(talk, sent)
    with session() as db:
        otp.erase_proof(db, TALK)
        assert otp.fetch_proof(db, TALK, now=now()) is None
    talk.slots.update(before)
    assert "expired" in give_code(talk, sent)
    assert "status" not in (talk.replies[0].get("custom") or {})
