"""Threads of one process take turns to write to SQLite."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from store import writers
from store.engine import build_engine, dispose, session
from store.errors import StoreBusy


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return build_engine(f"sqlite:///{tmp_path / 'turns.db'}", busy_seconds=0.2)


def test_who_waits_too_long_for_a_turn_is_told_so_and_readers_need_none(engine: Engine) -> None:
    with writers.turn(engine, is_writer=True):
        with (
            pytest.raises(StoreBusy, match="another thread"),
            writers.turn(engine, is_writer=True),
        ):
            pytest.fail("two at once")
        with writers.turn(engine, is_writer=False):
            pass
    with writers.turn(engine, is_writer=True):
        pass


def test_a_turn_ends_when_its_block_fails(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), writers.turn(engine, is_writer=True):
        _ = 1 / 0
    with writers.turn(engine, is_writer=True):
        pass


def test_a_server_has_locks_of_its_own() -> None:
    server = build_engine("postgresql://nobody@127.0.0.1:9/none")
    with writers.turn(server, is_writer=True), writers.turn(server, is_writer=True):
        pass


def test_threads_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'many.db'}"
    with session(url) as db:
        db.execute(text("CREATE TABLE counts (n INTEGER)"))
        db.execute(text("INSERT INTO counts VALUES (0)"))

    def write() -> None:
        for _ in range(25):
            with session(url) as db:
                known = db.execute(text("SELECT n FROM counts")).scalar_one()
                db.execute(text("UPDATE counts SET n = :n"), {"n": known + 1})

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with session(url, read_only=True) as db:
        assert db.execute(text("SELECT n FROM counts")).scalar_one() == 200
    dispose(url)
