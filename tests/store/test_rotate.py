"""A new SECRET_KEY in front of the old one: nothing is lost, and sealed values move over."""

import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy import event

from store import commands, consents, keys, otp, receipts, rotate, telegram_chats, vault
from store.engine import engine, session
from store.limits import DailyLimit
from store.schema import Base
from store.sealed_columns import SEALED
from store.settings import settings

C = "c" * 32
OLD, NEW = "k" * 32, "n" * 32


def use(monkeypatch, secret):
    monkeypatch.setattr(keys, "settings", dataclasses.replace(settings, secret_key=secret))


def test_every_sealed_column_is_listed():
    named = {
        column
        for table in Base.metadata.tables.values()
        for column in table.columns
        if "sealed" in column.name
    }
    assert len(named) >= 3
    assert set(SEALED) == named


def fill(url, now, many=3):
    with session(url) as db:
        return [
            vault.save_value(db, C, "mobile", f"60000123{number:02}", now=now)
            for number in range(many)
        ]


def counts(done):
    (row,) = [one for one in done if one.column == "vault_entries.sealed"]
    return row.sealed_anew, row.already, row.lost


def test_after_rotating_the_old_key_opens_nothing_that_is_needed(url, now, monkeypatch):
    tokens = fill(url, now)
    use(monkeypatch, f"{NEW},{OLD}")
    assert counts(rotate.rotate(url, batch=2)) == (3, 0, 0)
    assert counts(rotate.rotate(url, batch=2)) == (0, 3, 0)
    use(monkeypatch, NEW)
    with session(url) as db:
        values = [vault.fetch_value(db, C, token, now=now) for token in tokens]
    assert values == ["6000012300", "6000012301", "6000012302"]


def test_a_rotation_that_was_stopped_goes_on(url, now, monkeypatch):
    fill(url, now, many=5)
    use(monkeypatch, f"{NEW},{OLD}")
    real, sealed = keys.seal_bytes, []

    def breaks(purpose, content):
        if len(sealed) == 3:
            raise RuntimeError("the power went")
        sealed.append(purpose)
        return real(purpose, content)

    monkeypatch.setattr(rotate.keys, "seal_bytes", breaks)
    with pytest.raises(RuntimeError):
        rotate.rotate(url, batch=2)
    monkeypatch.setattr(rotate.keys, "seal_bytes", real)
    assert counts(rotate.rotate(url, batch=2)) == (3, 2, 0)


def test_what_opens_with_no_key_is_counted_and_left(url, now, monkeypatch):
    fill(url, now)
    use(monkeypatch, NEW)
    monkeypatch.setattr(commands.rotate, "rotate", lambda: _REAL(url))
    text, status = commands.rotate_keys()
    assert status == 1
    assert "vault_entries.sealed: sealed anew 0, already 0, lost 3" in text
    assert "end of the list" in text
    use(monkeypatch, f"{NEW},{OLD}")
    text, status = commands.rotate_keys()
    assert (status, "lost 3" in text) == (0, False)


_REAL = rotate.rotate


def test_a_value_that_changes_meanwhile_is_left_as_it_is(url, now, monkeypatch):
    fill(url, now, many=1)
    use(monkeypatch, f"{NEW},{OLD}")
    with session(url) as db:
        column = next(one for one in SEALED if one.table.name == "vault_entries")
        (row,) = rotate._fetch(db, column, None, 5)
        # Somebody else was quicker: the statement looks for a value that is there no more.
        stale = (*row[:-1], keys.seal("another"))
        keys_then = f"{'x' * 32},{NEW},{OLD}"
        use(monkeypatch, keys_then)
        assert rotate._seal_anew(db, column, "vault", stale) == "already"
    with session(url) as db:
        assert vault.fetch_value(db, C, "[mobile#1]", now=now) == "6000012300"


def test_a_conversation_does_not_notice_a_new_key(stored, now, monkeypatch):
    url = stored
    limit = DailyLimit("messages", 2)
    with session(url) as db:
        token = vault.save_value(db, C, "mobile", "6000012345", now=now)
        consents.save(db, C, "1", language="hi", channel="rest", now=now)
        text = keys.stable_digest("message-text", "hello")
        receipts.claim(db, C, "m1", text, now=now)
        assert limit.take(db, "someone", now=now) is None
        code = otp.start_challenge(db, C, "UP2026-00000042", "6000012345", now=now).code
    use(monkeypatch, f"{NEW},{OLD}")
    with session(url) as db:
        assert vault.save_value(db, C, "mobile", "6000012345", now=now) == token
        assert consents.has(db, C, "1")
        again = keys.stable_digest("message-text", "hello")
        assert receipts.claim(db, C, "m1", again, now=now).is_same_text
        assert limit.take(db, "someone", now=now) is None
        assert limit.take(db, "someone", now=now) is not None
        assert otp.verify(db, C, code, now=now) == otp.Verified("UP2026-00000042")
        # The mobile of the application was digested under the old key.
        later = now + timedelta(minutes=1)
        assert otp.start_challenge(db, C, "UP2026-00000042", "6000012345", now=later).code


def test_a_chat_on_telegram_keeps_its_place(url, now, monkeypatch):
    with session(url) as db:
        telegram_chats.save_chat(db, C, 777, now=now)
    use(monkeypatch, f"{NEW},{OLD}")
    rotate.rotate(url)
    use(monkeypatch, NEW)
    with session(url) as db:
        assert telegram_chats.fetch_chat_id(db, C) == 777


def test_a_batch_is_one_transaction(url, now, monkeypatch):
    fill(url, now, many=5)
    use(monkeypatch, f"{NEW},{OLD}")
    commits = []

    def note(connection):
        commits.append(connection)

    event.listen(engine(url), "commit", note)
    rotate.rotate(url, batch=2)
    event.remove(engine(url), "commit", note)
    assert len(commits) == 3 + len(SEALED) - 1
