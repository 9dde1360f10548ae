"""SQLite lets one connection write at a time; the threads of a process take turns before they ask.

One that finds the file locked sleeps in steps of 1, 2, 5 to 100 ms and may find it locked again:
four threads that write small transactions spent most of their time so. Other processes are still
met in the file.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy.engine import Engine

from store.errors import StoreBusy


@dataclass(frozen=True)
class Turns:
    """Whose turn it is among the threads that write through one engine."""

    patience_seconds: float
    lock: threading.Lock = field(default_factory=threading.Lock)


def take_turns(engine: Engine, patience_seconds: float) -> None:
    """From now on those who write through this engine wait so long for their turn."""
    engine.sahayak_turns = Turns(patience_seconds)


@contextmanager
def turn(engine: Engine, *, is_writer: bool) -> Iterator[None]:
    """Waits for a turn to write; readers, and servers with locks of their own, need none.

    Raises:
        StoreBusy: those before did not finish in time.
    """
    turns: Turns | None = getattr(engine, "sahayak_turns", None)
    if turns is None or not is_writer:
        yield
        return
    if not turns.lock.acquire(timeout=turns.patience_seconds):
        raise StoreBusy("the database is locked by another thread")
    try:
        yield
    finally:
        turns.lock.release()
