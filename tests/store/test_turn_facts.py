"""Facts without words, thumbs, consents, daily counts, and erasing them."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select

from store import consents, erasure, feedback, limits, turns
from store.engine import session
from store.limits import DailyLimit
from store.models_turns import OUTCOMES, Consent, DailyCount, Feedback, TurnFact

C, OTHER = "c" * 32, "d" * 32
NOW = datetime(2026, 11, 22, 6, 30, tzinfo=timezone.utc)
FACT = turns.Fact(
    conversation=C,
    message_id="client:m1",
    at=NOW,
    channel="widget",
    language="hi",
    outcome="answered",
    label="sects_limit",
    topic="health_card",
    confidence=0.9,
    milliseconds=41,
    num_replies=1,
)


def fact(**changes):
    return replace(FACT, **changes)


def count(db, model):
    return db.execute(select(func.count()).select_from(model)).scalar_one()


def test_the_first_fact_of_a_message_stands(db):
    turns.save_fact(db, FACT)
    turns.save_fact(db, fact(outcome="refused"))
    assert turns.fetch_fact(db, C, "client:m1") == FACT
    assert turns.fetch_fact(db, OTHER, "client:m1") is None


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_each_outcome_can_be_kept(db, outcome):
    turns.save_fact(db, fact(outcome=outcome))
    assert turns.fetch_fact(db, C, "client:m1").outcome == outcome


def test_a_long_label_is_cut(db):
    turns.save_fact(db, fact(label="x" * 500, topic="y" * 500))
    kept = turns.fetch_fact(db, C, "client:m1")
    assert (len(kept.label), len(kept.topic)) == (120, 80)


def test_messages_are_counted_by_day(db):
    for number, outcome in enumerate(("answered", "answered", "refused")):
        turns.save_fact(db, fact(message_id=str(number), outcome=outcome))
    turns.save_fact(db, fact(message_id="later", at=NOW + timedelta(days=1)))
    day = turns.fetch_by_day(db, since=NOW, until=NOW + timedelta(hours=1))
    assert day == [
        turns.DayCount("2026-11-22", "widget", "hi", "answered", 2),
        turns.DayCount("2026-11-22", "widget", "hi", "refused", 1),
    ]


def test_a_thumb_needs_an_answer_and_the_last_word_counts(db):
    with pytest.raises(feedback.UnknownAnswer):
        feedback.save(db, C, "client:m1", "up", now=NOW)
    turns.save_fact(db, FACT)
    feedback.save(db, C, "client:m1", "down", reason="wrong", comment="no", now=NOW)
    feedback.save(db, C, "client:m1", "up", now=NOW)
    (row,) = db.execute(select(Feedback)).scalars()
    assert (row.verdict, row.reason, row.comment, row.label) == ("up", None, None, "sects_limit")


@pytest.mark.parametrize(
    "given", [{"verdict": "no"}, {"reason": "because"}, {"comment": "x" * 1_001}]
)
def test_what_is_no_thumb_is_refused(db, given):
    turns.save_fact(db, FACT)
    with pytest.raises(ValueError, match="one of|at most"):
        feedback.save(db, C, "client:m1", **{"verdict": "up", "now": NOW, **given})


def test_a_consent_is_for_its_version_until_it_is_taken_back(db):
    assert not consents.has(db, C, "1")
    for _ in range(2):
        consents.save(db, C, "1", language="hi", channel="telegram", now=NOW)
    assert count(db, Consent) == 1
    assert consents.has(db, C, "1")
    assert not consents.has(db, C, "2")
    assert not consents.has(db, OTHER, "1")
    assert consents.withdraw(db, C, now=NOW) == 1
    assert not consents.has(db, C, "1")
    consents.save(db, C, "1", language="en", channel="telegram", now=NOW)
    assert consents.has(db, C, "1")
    assert count(db, Consent) == 2


def test_erasing_takes_consent_back_and_cuts_statistics_off(db):
    turns.save_fact(db, FACT)
    feedback.save(db, C, "client:m1", "down", comment="from Kannauj", now=NOW)
    consents.save(db, C, "1", language="hi", channel="widget", now=NOW)
    turns.save_fact(db, fact(conversation=OTHER))
    erasure.erase_conversation(db, C, now=NOW)
    assert not consents.has(db, C, "1")
    db.expire_all()
    assert turns.fetch_fact(db, C, "client:m1") is None
    assert turns.fetch_fact(db, OTHER, "client:m1") is not None
    assert count(db, TurnFact) == 2
    (row,) = db.execute(select(Feedback)).scalars()
    assert (row.comment, row.verdict) == (None, "down")
    assert C not in (row.conversation, row.message_id)
    assert row.message_id != "client:m1"


def test_a_day_has_so_many_and_a_new_one_begins_at_midnight_in_india(db):
    limit = DailyLimit("messages", 3)
    evening = datetime(2026, 11, 22, 18, 29, tzinfo=timezone.utc)
    assert [limit.take(db, "a", now=evening) for _ in range(3)] == [None] * 3
    midnight = datetime(2026, 11, 22, 18, 30, tzinfo=timezone.utc)
    assert limit.take(db, "a", now=evening) == midnight
    assert limit.count(db, "a", now=evening) == 3
    assert limit.take(db, "b", now=evening) is None
    assert DailyLimit("other", 3).take(db, "a", now=evening) is None
    assert limit.take(db, "a", now=midnight) is None


def test_counts_name_nobody_and_go_after_their_day(db):
    DailyLimit("application", 3).take(db, "UP2026-00000042", now=NOW)
    (row,) = db.execute(select(DailyCount)).scalars()
    assert "00000042" not in row.key_hmac
    assert len(row.key_hmac) == 64
    assert limits.erase_older(db, before=NOW) == 0
    assert limits.erase_older(db, before=NOW + timedelta(days=1)) == 1


def test_no_limit_counts_nothing(db):
    assert DailyLimit("messages", 0).take(db, "a", now=NOW) is None
    assert count(db, DailyCount) == 0


def test_many_at_once_do_not_get_past_the_limit(url):
    limit, refused = DailyLimit("messages", 10), []
    barrier = threading.Barrier(4)

    def take():
        barrier.wait()
        for _ in range(5):
            with session(url) as db:
                refused.append(limit.take(db, "a", now=NOW) is not None)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (refused.count(False), refused.count(True)) == (10, 10)
