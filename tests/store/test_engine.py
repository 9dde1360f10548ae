import sqlite3
import stat
import threading
from contextlib import closing
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from store import conversations, engine as engine_module
from store.engine import build_engine, dispose, engine, session
from store.errors import StoreBusy, StoreUnavailable
from store.migrate import migrate
from store.models import Conversation, Proof

C = "c" * 32


def impatient(monkeypatch, url):
    dispose(url)
    monkeypatch.setitem(engine_module._engines, url, build_engine(url, busy_seconds=0.2))


def test_a_block_that_ends_is_committed(url, now):
    with session(url) as db:
        conversations.remember(db, C, channel="rest", now=now)
    with session(url, read_only=True) as db:
        assert db.get(Conversation, C).channel == "rest"


def test_a_block_that_raises_leaves_nothing(url, now):
    def fail() -> None:
        with session(url) as db:
            conversations.remember(db, C, channel="rest", now=now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with session(url) as db:
        assert db.get(Conversation, C) is None


def test_sqlite_is_set_up_for_many_processes(tmp_path):
    url = f"sqlite:///{tmp_path / 'deep' / 'store.db'}"
    with session(url) as db:
        found = {
            name: db.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    dispose(url)
    assert found == {
        "journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 5000
    }  # fmt: skip
    assert stat.S_IMODE(Path(tmp_path / "deep" / "store.db").stat().st_mode) == 0o600


def test_foreign_keys_are_enforced(url, now):
    with pytest.raises(IntegrityError), session(url) as db:
        db.add(Proof(conversation=C, application_number="UP2026-00000001", expires_at=now))


def test_an_error_never_quotes_the_values(url, now):
    with pytest.raises(IntegrityError) as caught, session(url) as db:
        db.add(Proof(conversation="planted-value", application_number="UP", expires_at=now))
    assert "planted-value" not in str(caught.value)


def test_a_locked_database_is_a_typed_error(url, now, monkeypatch):
    impatient(monkeypatch, url)
    with session(url) as holder:
        conversations.remember(holder, C, channel="rest", now=now)
        with pytest.raises(StoreBusy), session(url) as db:
            conversations.remember(db, C, channel="rest", now=now)


def test_an_emptied_pool_is_a_typed_error(url, monkeypatch):
    impatient(monkeypatch, url)
    opened = [engine(url).execution_options(read_only=True).connect() for _ in range(15)]
    try:
        with pytest.raises(StoreBusy), session(url, read_only=True) as db:
            db.execute(text("SELECT 1"))
    finally:
        for connection in opened:
            connection.close()


def test_readers_do_not_wait_for_a_writer(url, now, monkeypatch):
    impatient(monkeypatch, url)
    with session(url) as writer:
        conversations.remember(writer, C, channel="rest", now=now)
        with session(url, read_only=True) as reader:
            assert reader.get(Conversation, C) is None


def test_a_reader_cannot_write_and_its_connection_can_again(url, now):
    with pytest.raises(DBAPIError, match="read-?only"), session(url, read_only=True) as db:
        conversations.remember(db, C, channel="rest", now=now)
    with session(url) as db:
        conversations.remember(db, C, channel="rest", now=now)


def test_a_server_that_is_down_is_a_typed_error():
    url = "postgresql://root@127.0.0.1:9/none"
    with pytest.raises(StoreUnavailable), session(url) as db:
        db.execute(text("SELECT 1"))
    dispose(url)


def test_read_then_write_loses_no_update(url, now):
    with session(url) as db:
        conversations.remember(db, C, channel="0", now=now)

    def add() -> None:
        for _ in range(10):
            with session(url) as db:
                engine_module.serialise(db, "counter")
                found = db.get(Conversation, C)
                found.channel = str(int(found.channel) + 1)

    threads = [threading.Thread(target=add) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with session(url) as db:
        assert db.get(Conversation, C).channel == "30"


def test_an_engine_is_made_once_a_url(url):
    assert engine(url) is engine(url)


def test_a_time_without_zone_is_refused(url, now):
    with pytest.raises(Exception, match="zone"), session(url) as db:
        conversations.remember(db, C, channel="rest", now=now.replace(tzinfo=None))


def test_a_time_comes_back_in_utc_from_any_zone(url, now):
    local = now.astimezone(timezone(timedelta(hours=5, minutes=30)))
    with session(url) as db:
        conversations.remember(db, C, channel="rest", now=local)
    with session(url) as db:
        seen = db.get(Conversation, C).last_seen_at
    assert seen == now
    assert seen.utcoffset() == timedelta(0)


def test_sqlite_compares_times_as_text_in_order(tmp_path, now):
    url = f"sqlite:///{tmp_path / 'store.db'}"
    migrate(url)
    with session(url) as db:
        for place, step in enumerate((timedelta(0), timedelta(microseconds=1), timedelta(1))):
            conversations.remember(db, f"{place}" * 32, channel="rest", now=now + step)
    dispose(url)
    with closing(sqlite3.connect(tmp_path / "store.db")) as raw:
        rows = raw.execute("SELECT id FROM conversations ORDER BY last_seen_at").fetchall()
    assert [row[0][0] for row in rows] == ["0", "1", "2"]


def test_a_full_disk_is_told_as_a_store_that_is_away_and_passes(tmp_path):
    url = f"sqlite:///{tmp_path / 'full.db'}"
    with session(url) as db:
        db.execute(text("CREATE TABLE lines (words TEXT)"))
        pages = db.execute(text("PRAGMA page_count")).scalar_one()
    long = {"words": "x" * 100_000}
    with engine(url).connect() as connection:
        # What SQLite says when the file cannot grow, whatever the reason.
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreUnavailable), session(url) as db:
        db.execute(text("INSERT INTO lines VALUES (:words)"), long)
    with engine(url).connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=100000")
    with session(url) as db:
        db.execute(text("INSERT INTO lines VALUES (:words)"), long)
        assert db.execute(text("SELECT count(*) FROM lines")).scalar_one() == 1
    dispose(url)
