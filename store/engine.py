"""Connections. One engine a URL; `session()` is the only door to the tables."""

import hashlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import DBAPIError, TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from store import writers
from store.driver_errors import is_busy, is_unreachable
from store.errors import StoreBusy as StoreBusy, StoreUnavailable as StoreUnavailable
from store.settings import settings

BUSY_SECONDS = 5.0

_engines: dict[str, Engine] = {}
_engines_lock = threading.Lock()


def engine(url: str | None = None) -> Engine:
    """The engine of `url` (by default the one of the settings), made once a process."""
    url = url or settings.database_url
    with _engines_lock:
        if url not in _engines:
            _engines[url] = build_engine(url)
        return _engines[url]


def build_engine(
    url: str, *, busy_seconds: float = BUSY_SECONDS, foreign_keys: bool = True
) -> Engine:
    """A new engine that waits `busy_seconds` for a lock. Parameters stay out of its errors."""
    common: dict[str, Any] = {"future": True, "hide_parameters": True}
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite_engine(url, busy_seconds, foreign_keys, common)
    options = f"-c timezone=utc -c lock_timeout={int(busy_seconds * 1000)}"
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_timeout=busy_seconds,
        executemany_mode="values_plus_batch",
        connect_args={"options": options, "connect_timeout": 5},
        **common,
    )


@contextmanager
def session(url: str | None = None, *, read_only: bool = False) -> Iterator[Session]:
    """A transaction: committed when the block ends, rolled back when it raises.

    On SQLite the first statement takes the write lock (BEGIN IMMEDIATE), so that what was read
    is still true when it is written; `read_only=True` takes none and refuses writes. Keep
    blocks short, and never wait for the network inside one.

    Raises:
        StoreBusy: a lock or a connection did not come free in time.
        StoreUnavailable: the server cannot be reached.
    """
    with translated_errors():
        bind = _reader(url) if read_only else engine(url)
        with (
            writers.turn(bind, is_writer=not read_only),
            Session(bind, future=True, expire_on_commit=False) as opened,
            opened.begin(),
        ):
            yield opened


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turns the drivers' lock, pool and connection errors into ours."""
    try:
        yield
    except PoolTimeout:
        raise StoreBusy("no database connection came free in time") from None
    except DBAPIError as error:
        if is_busy(error.orig):
            raise StoreBusy("the database is locked by another process") from error
        if error.connection_invalidated or is_unreachable(error.orig):
            raise StoreUnavailable("the database cannot be reached") from error
        raise


@contextmanager
def connection(url: str | None = None, *, read_only: bool = False) -> Iterator[Connection]:
    """The same as `session` for single statements that every message needs: no ORM, half the time.

    Raises:
        StoreBusy: a lock or a connection did not come free in time.
        StoreUnavailable: the server cannot be reached.
    """
    with translated_errors():
        bind = _reader(url) if read_only else engine(url)
        with writers.turn(bind, is_writer=not read_only), bind.begin() as opened:
            yield opened


def _reader(url: str | None) -> Engine:
    """The engine of `url` with its transactions read-only, made once."""
    main = engine(url)
    known: Engine | None = getattr(main, "sahayak_reader", None)
    if known is None:
        known = main.execution_options(read_only=True, postgresql_readonly=True)
        main.sahayak_reader = known
    return known


def serialise(target: Session | Connection, *names: str) -> None:
    """Lets one transaction at a time go on for each of `names`, until it ends.

    SQLite needs nothing: a writing session is alone already.
    """
    connection = target.connection() if isinstance(target, Session) else target
    if connection.dialect.name != "postgresql":
        return
    for name in sorted(set(names)):
        digest = hashlib.sha256(name.encode()).digest()
        key = int.from_bytes(digest[:8], "big", signed=True)
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def dispose(url: str) -> None:
    """Closes the connections to `url` and forgets its engine."""
    with _engines_lock:
        known = _engines.pop(url, None)
    if known is not None:
        known.dispose()


def _sqlite_engine(
    url: str, busy_seconds: float, foreign_keys: bool, common: dict[str, Any]
) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        common = {**common, "poolclass": QueuePool, "pool_timeout": busy_seconds}
        _make_private(Path(path))
    made = create_engine(
        url, connect_args={"timeout": busy_seconds, "check_same_thread": False}, **common
    )

    @event.listens_for(made, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        # None: the driver must not open transactions of its own; `_begin` does.
        connection.isolation_level = None
        _use_wal(connection, busy_seconds)
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        connection.execute("PRAGMA cache_size=-32768")  # at most 32 MiB a connection
        connection.execute("PRAGMA secure_delete=FAST")

    @event.listens_for(made, "begin")
    def _begin(connection: Any) -> None:
        is_reader = connection.get_execution_options().get("read_only", False)
        if connection.info.get("is_reader") is not is_reader:  # kept with the SQLite connection
            connection.exec_driver_sql(f"PRAGMA query_only={'ON' if is_reader else 'OFF'}")
            connection.info["is_reader"] = is_reader
        connection.exec_driver_sql("BEGIN" if is_reader else "BEGIN IMMEDIATE")

    writers.take_turns(made, busy_seconds)
    return made


def _make_private(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # SQLite gives its journal files the mode of the database file.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _use_wal(connection: sqlite3.Connection, patience_seconds: float) -> None:
    # Switching a new file to WAL wants it alone and does not honour the busy time-out.
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
