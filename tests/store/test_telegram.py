from datetime import timedelta

import pytest
from sqlalchemy import text

from store import erasure, outbox, outbox_line, retention, telegram, telegram_chats

A, B = "a" * 32, "b" * 32
CHAT = 987_654_321


def save(db, number, now, conversation=A, content=b'{"text": "secret"}'):
    return telegram.save_update(db, number, conversation, content, now=now)


def test_an_update_is_kept_once_and_sealed(db, now):
    assert save(db, 7, now)
    assert not save(db, 7, now, content=b"other")
    assert "secret" not in str(db.execute(text("SELECT * FROM telegram_updates")).all())
    assert telegram.fetch_next(db, A).content == b'{"text": "secret"}'


def test_updates_come_in_the_order_of_their_numbers(db, now):
    for number in (2**40, 5, 3):
        save(db, number, now)
    save(db, 4, now, B)
    assert telegram.fetch_waiting(db) == [A, B]
    seen = []
    while pending := telegram.fetch_next(db, A):
        seen.append(pending.update_id)
        assert telegram.note_done(db, pending.update_id, now=now)
    assert seen == [3, 5, 2**40]
    assert telegram.fetch_waiting(db) == [B]


def test_an_update_is_done_once_and_then_says_nothing(db, now):
    save(db, 7, now)
    assert telegram.note_done(db, 7, now=now)
    assert not telegram.note_done(db, 7, now=now)
    assert not save(db, 7, now)
    row = db.execute(text("SELECT conversation, sealed FROM telegram_updates")).one()
    assert tuple(row) == ("", None)


def test_the_backlog_counts_what_waits(db, now):
    assert telegram.fetch_backlog(db, now=now) == (0, 0.0)
    save(db, 7, now)
    later = now + timedelta(seconds=90)
    assert telegram.fetch_backlog(db, now=later) == (1, 90.0)


def test_a_button_has_one_code_for_ever(db, now):
    code = telegram.save_button(db, "/faq", now=now)
    assert len(code) == 40
    assert telegram.save_button(db, "/faq", now=now + timedelta(days=300)) == code
    assert telegram.save_button(db, "/other", now=now) != code
    assert telegram.fetch_button(db, code) == "/faq"
    assert telegram.fetch_button(db, "0" * 40) is None
    assert telegram.erase_buttons(db, before=now + timedelta(days=200)) == 1
    assert telegram.fetch_button(db, code) == "/faq"


def test_a_chat_is_sealed_and_found(db, now):
    telegram_chats.save_chat(db, A, CHAT, now=now)
    assert telegram_chats.fetch_chat_id(db, A) == CHAT
    assert telegram_chats.fetch_chat_id(db, B) is None
    assert str(CHAT) not in str(db.execute(text("SELECT * FROM telegram_chats")).all())


def test_what_is_known_of_a_chat_comes_back(db, now):
    assert telegram_chats.save_chat(db, A, -CHAT, now=now) == telegram_chats.Chat()
    telegram_chats.save_last_message(db, A, 12)
    telegram_chats.save_keyboard(db, A, {"रोकें": "/stop"})
    known = telegram_chats.save_chat(db, A, -CHAT, now=now)
    assert known == telegram_chats.Chat(12, {"रोकें": "/stop"})
    telegram_chats.save_keyboard(db, A, None)
    assert telegram_chats.save_chat(db, A, -CHAT, now=now).keyboard is None


def put(db, now, key="k"):
    outbox.put(
        db,
        key=key,
        channel="telegram",
        conversation=A,
        kind="notice",
        payload={"text": "x"},
        now=now,
    )


def test_whoever_blocked_us_is_written_to_no_more_until_they_write(db, now):
    telegram_chats.save_chat(db, A, CHAT, now=now)
    put(db, now)
    telegram_chats.note_blocked(db, A, now=now)
    assert telegram_chats.is_blocked(db, A)
    assert telegram_chats.fetch_chat_id(db, A) is None
    assert not outbox_line.has_open(db, A)
    telegram_chats.note_unblocked(db, A)
    assert telegram_chats.fetch_chat_id(db, A) == CHAT
    telegram_chats.note_blocked(db, A, now=now)
    telegram_chats.save_chat(db, A, CHAT, now=now)
    assert not telegram_chats.is_blocked(db, A)


def test_a_chat_goes_with_the_last_message_after_erasure(db, now):
    telegram_chats.save_chat(db, A, CHAT, now=now)
    put(db, now, "before")
    erasure.erase_conversation(db, A)
    assert not outbox_line.has_open(db, A)
    put(db, now, "farewell")
    assert not telegram_chats.erase_if_quiet(db, A)
    [message] = outbox_line.claim(db, "telegram", by="x", now=now, lease_seconds=9, limit=9)
    outbox_line.note_sent(db, message.id, now=now)
    save(db, 9, now)
    assert not telegram_chats.erase_if_quiet(db, A)
    telegram.note_done(db, 9, now=now)
    assert telegram_chats.erase_if_quiet(db, A)
    for table in ("telegram_chats", "outgoing"):
        assert db.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0


def test_a_chat_that_nobody_wanted_erased_stays(db, now):
    telegram_chats.save_chat(db, A, CHAT, now=now)
    assert not telegram_chats.erase_if_quiet(db, A)
    assert telegram_chats.fetch_chat_id(db, A) == CHAT


@pytest.mark.parametrize(("days", "left"), [(6, 1), (8, 0)])
def test_updates_and_messages_go_after_a_week(db, now, days, left):
    save(db, 7, now)
    put(db, now)
    retention.sweep(db, now=now + timedelta(days=days), transcript_days=365)
    for table in ("telegram_updates", "outgoing"):
        assert db.execute(text(f"SELECT count(*) FROM {table}")).scalar() == left


def test_a_chat_goes_a_year_after_its_last_message(db, now):
    telegram_chats.save_chat(db, A, CHAT, now=now)
    assert telegram_chats.erase_older(db, before=now) == 0
    assert telegram_chats.erase_older(db, before=now + timedelta(seconds=1)) == 1
