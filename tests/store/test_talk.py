"""Transcripts, receipts, conversations and their retention."""

import threading
from datetime import timedelta

import pytest

from store import conversations, receipts, retention, trackers, transcripts, vault
from store.engine import session
from store.errors import StoreChanged

C, OTHER = "c" * 32, "d" * 32


def say(db, text, now, conversation=C, direction="in"):
    return transcripts.append(
        db, conversation, direction, text, language="hi", channel="rest", now=now
    )


def test_the_last_lines_come_back_oldest_first(db, now):
    ids = [say(db, f"line {place}", now) for place in range(5)]
    say(db, "elsewhere", now, OTHER)
    assert ids == sorted(ids)
    assert [one.text for one in transcripts.fetch_recent(db, C, 3)] == [
        "line 2",
        "line 3",
        "line 4",
    ]
    assert [one.text for one in transcripts.fetch_recent(db, C, 9, after=ids[3])] == ["line 4"]


def test_a_line_keeps_buttons_and_outlives_its_session(url, now):
    buttons = [{"title": "हाँ", "payload": "/yes"}]
    with session(url) as db:
        transcripts.append(
            db, C, "out", "ठीक", language="hi", channel="rest", now=now, payload=buttons
        )
    with session(url) as db:
        (line,) = transcripts.fetch_recent(db, C, 1)
    assert (line.text, line.payload, line.created_at) == ("ठीक", buttons, now)


def test_characters_no_database_takes_do_no_harm(db, now):
    say(db, "a\x00b\ud83d", now)
    assert transcripts.fetch_recent(db, C, 1)[0].text == "ab?"


def test_lines_are_erased_by_conversation_and_by_age(db, now):
    say(db, "old", now - timedelta(days=9))
    say(db, "new", now)
    assert transcripts.erase_older(db, before=now - timedelta(days=1)) == 1
    assert transcripts.erase_conversation(db, C) == 1


def test_a_message_is_new_then_pending_then_answered(db, now):
    assert receipts.claim(db, C, "m1", "digest", now=now) == receipts.Receipt("new")
    assert receipts.claim(db, C, "m1", "digest", now=now).status == "pending"
    receipts.answer(db, C, "m1", [{"text": "नमस्ते"}], now=now)
    receipts.answer(db, C, "m1", [{"text": "second"}], now=now)
    found = receipts.claim(db, C, "m1", "digest", now=now)
    assert found == receipts.Receipt("answered", [{"text": "नमस्ते"}])
    assert receipts.claim(db, OTHER, "m1", "digest", now=now).status == "new"


def test_an_answer_without_words_is_still_an_answer(db, now):
    receipts.claim(db, C, "m1", "digest", now=now)
    receipts.answer(db, C, "m1", [], now=now)
    assert receipts.claim(db, C, "m1", "digest", now=now) == receipts.Receipt("answered", [])


def test_one_id_with_two_texts_is_told(db, now):
    receipts.claim(db, C, "m1", "digest", now=now)
    assert not receipts.claim(db, C, "m1", "other", now=now).is_same_text


def test_a_released_message_is_new_again_but_an_answered_one_stays(db, now):
    receipts.claim(db, C, "m1", "digest", now=now)
    receipts.release(db, C, "m1")
    assert receipts.claim(db, C, "m1", "digest", now=now).status == "new"
    receipts.answer(db, C, "m1", [], now=now)
    receipts.release(db, C, "m1")
    assert receipts.claim(db, C, "m1", "digest", now=now).status == "answered"


def test_a_claim_stays_pending_however_old_it_is(db, now):
    receipts.claim(db, C, "m1", "digest", now=now)
    later = now + timedelta(hours=3)
    assert receipts.claim(db, C, "m1", "digest", now=later).status == "pending"


def test_the_first_answer_stands_and_the_second_is_told_so(db, now):
    receipts.claim(db, C, "m1", "digest", now=now)
    assert receipts.fetch_replies(db, C, "m1") is None
    assert receipts.answer(db, C, "m1", [{"text": "one"}], now=now)
    assert not receipts.answer(db, C, "m1", [{"text": "two"}], now=now)
    assert receipts.fetch_replies(db, C, "m1") == [{"text": "one"}]
    assert receipts.fetch_replies(db, C, "m2") is None


def test_what_one_conversation_waits_for_is_listed_oldest_first(db, now):
    receipts.claim(db, C, "m2", "digest", now=now)
    receipts.claim(db, C, "m1", "digest", now=now - timedelta(seconds=9))
    receipts.claim(db, C, "m0", "digest", now=now - timedelta(seconds=20))
    receipts.answer(db, C, "m0", [], now=now)
    receipts.claim(db, OTHER, "m9", "digest", now=now)
    assert receipts.fetch_pending_of(db, C) == ["m1", "m2"]


def test_unanswered_messages_are_listed_oldest_first(db, now):
    receipts.claim(db, C, "m2", "digest", now=now - timedelta(seconds=5))
    receipts.claim(db, C, "m1", "digest", now=now - timedelta(seconds=90))
    receipts.claim(db, C, "m0", "digest", now=now)
    receipts.answer(db, C, "m0", [], now=now)
    assert [one.message_id for one in receipts.fetch_pending(db, now=now)] == ["m1", "m2"]
    old = receipts.fetch_pending(db, now=now, older_than_seconds=60)
    assert [one.message_id for one in old] == ["m1"]


@pytest.mark.parametrize("message_id", ["", "x" * 201])
def test_an_unusable_message_id_is_refused(db, now, message_id):
    with pytest.raises(ValueError, match="message_id"):
        receipts.claim(db, C, message_id, "digest", now=now)


def test_of_many_threads_with_one_message_one_gets_it(url, now):
    outcomes = []
    barrier = threading.Barrier(4)

    def take() -> None:
        barrier.wait()
        with session(url) as db:
            outcomes.append(receipts.claim(db, C, "m1", "digest", now=now).status)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["new", "pending", "pending", "pending"]


def test_a_language_is_remembered_before_and_after_the_conversation(db, now):
    assert conversations.fetch_language(db, C) is None
    conversations.save_language(db, C, "hi-Latn", now=now)
    conversations.remember(db, C, channel="telegram", now=now + timedelta(minutes=1))
    assert conversations.fetch_language(db, C) == "hi-Latn"
    conversations.save_language(db, C, "en", now=now)
    assert conversations.fetch_language(db, C) == "en"


def test_a_sweep_erases_what_is_old_and_nothing_else(db, now):
    old = now - timedelta(days=400)
    for moment, conversation in ((old, C), (now, OTHER)):
        say(db, "line", moment, conversation)
        receipts.claim(db, conversation, "m1", "digest", now=moment)
        vault.save_value(db, conversation, "mobile", "6000012345", now=moment)
        trackers.save_tracker(db, conversation, "{}", now=moment, read=None)
    db.flush()
    erased = retention.sweep(db, now=now, transcript_days=365)
    touched = {subject: count for subject, count in erased.items() if count}
    assert touched == {"vault": 1, "receipts": 1, "trackers": 1, "transcripts": 1}
    assert set(retention.sweep(db, now=now, transcript_days=365).values()) == {0}


def test_a_state_is_replaced_only_by_who_read_the_latest(db, now):
    assert trackers.fetch_tracker(db, C) is None
    first = now.replace(microsecond=123_457)
    trackers.save_tracker(db, C, "[1]", now=first, read=None)
    assert trackers.fetch_tracker(db, C) == ("[1]", first)
    second = first + timedelta(microseconds=1)
    trackers.save_tracker(db, C, "[2]", now=second, read=first)
    for read in (None, first):
        with pytest.raises(StoreChanged):
            trackers.save_tracker(db, C, "[3]", now=second, read=read)
    assert trackers.fetch_tracker(db, C) == ("[2]", second)
