"""Brings a database to the newest tables: `python -m store migrate`."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from store.engine import build_engine, serialise, translated_errors
from store.settings import settings

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
# Migrations of a full database take long; a second process waits for the first.
_PATIENCE_SECONDS = 120.0


def migrate(url: str | None = None) -> str:
    """Upgrades to head and returns its revision; does nothing when the tables are new already.

    Several processes may call it at once: one upgrades in a single transaction, the others wait.

    Raises:
        StoreBusy: the database stayed locked for two minutes.
    """
    url = url or settings.database_url
    # Without foreign keys: a migration that rebuilds a SQLite table would empty its children.
    engine = build_engine(url, busy_seconds=_PATIENCE_SECONDS, foreign_keys=False)
    try:
        with translated_errors():
            with engine.execution_options(read_only=True).begin() as connection:
                if current_revision(connection) == recorded_head():
                    return recorded_head()
            with engine.begin() as connection:
                serialise(connection, "migrate")
                _upgrade(connection)
                return current_revision(connection)
    finally:
        engine.dispose()


def recorded_head() -> str:
    """The newest revision, as `head.txt` says: two branches that both add one conflict there."""
    return (MIGRATIONS / "head.txt").read_text(encoding="ascii").strip()


def is_known(revision: str) -> bool:
    """Whether this version has the revision: a database of a newer version must not be touched."""
    return (MIGRATIONS / "versions" / f"{revision}.py").exists()


def current_revision(connection: Connection) -> str:
    """The revision of a database; empty before its first migration."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found or "")


def make_config(connection: Connection | None = None) -> "Config":
    """Alembic's configuration, whatever the working directory."""
    from alembic.config import Config  # slow, and hardly ever needed

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    from alembic import command

    command.upgrade(make_config(connection), "head")
