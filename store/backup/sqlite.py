"""Dumps of SQLite: its own online back-up, page by page, while others read and write."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from store.backup.archive import BackupRefused

_PAGES_A_STEP = 2_000


def dump(url: str, target: Path) -> None:
    """Copies a running database into a file of its own."""
    with closing(sqlite3.connect(_path(url))) as source, closing(sqlite3.connect(target)) as copy:
        # Step by step, so that writers get their turn; a write starts the copy of its page anew.
        source.backup(copy, pages=_PAGES_A_STEP, sleep=0.01)
        copy.execute("PRAGMA journal_mode=DELETE")


def check(dumped: Path) -> None:
    """Whether the copy is sound.

    Raises:
        BackupRefused: SQLite finds a fault.
    """
    with closing(sqlite3.connect(dumped)) as copy:
        (found,) = copy.execute("PRAGMA integrity_check").fetchone()
    if found != "ok":
        raise BackupRefused(f"the database in the back-up is damaged: {found}")


def restore(dumped: Path, url: str) -> None:
    """Puts a copy in the place of the database, in one move.

    Raises:
        BackupRefused: the assistant still uses the database.
    """
    path = _path(url)
    if path.exists():
        _refuse_while_in_use(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.restored")
    draft.touch(mode=0o600)
    draft.write_bytes(dumped.read_bytes())
    # Pages of the old database must not be read into the new one.
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    draft.replace(path)


def _path(url: str) -> Path:
    return Path(make_url(url).database or "")


def _refuse_while_in_use(path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=0.2, isolation_level=None)) as connection:
        try:
            # With everybody gone SQLite can leave WAL; with one reader left it cannot.
            (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.OperationalError:
            mode = "locked"
    if mode != "delete":
        raise BackupRefused(f"{path} is in use; stop the assistant first")
