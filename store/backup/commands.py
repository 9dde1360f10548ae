"""Make, verify and restore back-ups: `python -m store backup|verify|restore FILE`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, inspect, select, text
from sqlalchemy.engine import Connection, make_url

from store.backup import postgres, sqlite
from store.backup.archive import BackupRefused, Manifest, opened, write
from store.engine import build_engine, dispose, translated_errors
from store.migrate import current_revision, is_known, migrate
from store.schema import Base


def make(path: Path, url: str) -> Manifest:
    """Backs a database up while it is in use.

    Raises:
        BackupRefused: the file is there already, or the database has no tables yet.
        StoreUnavailable: the database cannot be reached.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        dump = Path(folder) / "dump"
        if _kind(url) == "sqlite":
            sqlite.dump(url, dump)
            with _reading(f"sqlite:///{dump}") as copy:
                revision, tables = _survey(copy)
        else:
            with _reading(url) as connection:
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
                snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
                revision, tables = _survey(connection)
                postgres.dump(url, dump, snapshot=snapshot)
        made_at = datetime.now(timezone.utc).isoformat(timespec="seconds")
        return write(
            path, dump, database=_kind(url), revision=revision, made_at=made_at, tables=tables
        )


def verify(path: Path) -> Manifest:
    """Checks a back-up from end to end, without a database to put it into.

    Raises:
        BackupRefused: it is damaged, or its rows are not those of its manifest.
    """
    with opened(path) as (manifest, dump):
        if manifest.database == "postgresql":
            postgres.check(dump)
        else:
            sqlite.check(dump)
            with _reading(f"sqlite:///{dump}") as copy:
                _compare(manifest, _survey(copy)[1])
        return manifest


def restore(path: Path, url: str, *, replace: bool = False) -> Manifest:
    """Puts a back-up into a database, and brings its tables to this version.

    Raises:
        BackupRefused: the database is of another kind, holds rows and `replace` is False, is in
            use, or the back-up comes from a newer version.
        StoreUnavailable: the database cannot be reached.
    """
    verify(path)
    with opened(path) as (manifest, dump):
        _check_place(manifest, url, replace=replace)
        if manifest.database == "sqlite":
            sqlite.restore(dump, url)
        else:
            with _reading(url) as connection:
                there = set(inspect(connection).get_table_names())
            ours = {*Base.metadata.tables, "alembic_version"}
            postgres.restore(dump, url, drop=sorted(there & ours))
        with _reading(url) as connection:
            _compare(manifest, _survey(connection)[1])
    migrate(url)
    return manifest


def _check_place(manifest: Manifest, url: str, *, replace: bool) -> None:
    if manifest.database != _kind(url):
        raise BackupRefused(
            f"this is a back-up of {manifest.database}, DATABASE_URL names {_kind(url)}"
        )
    if not is_known(manifest.revision):
        raise BackupRefused(
            f"the back-up comes from a newer version ({manifest.revision}); install that first"
        )
    path = make_url(url).database
    is_new = manifest.database == "sqlite" and not Path(path or "").exists()
    if not is_new and not replace:
        with _reading(url) as connection:
            rows = sum(_survey(connection)[1].values())
        if rows:
            raise BackupRefused(f"the database holds {rows:,} rows; --replace gives them up")
    dispose(url)


def _compare(manifest: Manifest, tables: dict[str, int]) -> None:
    wrong = [name for name, count in manifest.tables.items() if tables.get(name) != count]
    if wrong:
        raise BackupRefused(f"rows are missing in: {', '.join(sorted(wrong))}")


def _survey(connection: Connection) -> tuple[str, dict[str, int]]:
    """The revision, and the rows of each of our tables."""
    there = set(inspect(connection).get_table_names())
    tables = [table for table in Base.metadata.sorted_tables if table.name in there]
    counts = {
        table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in tables
    }
    return current_revision(connection), counts


def _kind(url: str) -> str:
    return make_url(url).get_backend_name()


@contextmanager
def _reading(url: str) -> Iterator[Connection]:
    """A connection of its own, closed afterwards: a file of SQLite is moved right after."""
    engine = build_engine(url)
    try:
        with translated_errors(), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
