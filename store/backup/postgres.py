"""Dumps of PostgreSQL: pg_dump and pg_restore, which its client package brings."""

import os
import subprocess
from pathlib import Path

from sqlalchemy.engine import make_url

from store.backup.archive import BackupRefused

_INSTALL = "install PostgreSQL's client programs (Debian: postgresql-client)"


def dump(url: str, target: Path, *, snapshot: str) -> None:
    """Writes the whole database, as the snapshot sees it, in pg_dump's own compressed format."""
    _run(url, ["pg_dump", "--format=custom", f"--snapshot={snapshot}", "--file", str(target)])


def check(dumped: Path) -> None:
    """Whether pg_restore can read the dump.

    Raises:
        BackupRefused: it cannot.
    """
    _run("", ["pg_restore", "--list", str(dumped)])


def restore(dumped: Path, url: str, *, drop: list[str]) -> None:
    """Replaces the database by the dump, all or nothing.

    Args:
        dumped: what `dump` wrote.
        url: of the database.
        drop: our tables as they are there now; the dump may know fewer.
    """
    script = dumped.with_suffix(".sql")
    options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--file", str(script)]
    _run("", ["pg_restore", *options, str(dumped)])
    names = ", ".join(f'public."{name}"' for name in drop)
    first = f"DROP TABLE {names} CASCADE" if drop else "SELECT 1"
    command = ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    _run(url, [*command, "--command", first, "--file", str(script)])


def _run(url: str, command: list[str]) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - fixed programs, no shell
            command, env={**os.environ, **_environment(url)}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise BackupRefused(f"{command[0]} is not here: {_INSTALL}") from None
    if done.returncode:
        raise BackupRefused(f"{command[0]}: {done.stderr.strip()}")


def _environment(url: str) -> dict[str, str]:
    """The connection as libpq's variables: a password on the command line would show in `ps`."""
    if not url:
        return {}
    parts = make_url(url)
    given = {
        "PGHOST": parts.host or parts.query.get("host"),
        "PGPORT": parts.port,
        "PGUSER": parts.username,
        "PGPASSWORD": parts.password,
        "PGDATABASE": parts.database,
        "PGSSLMODE": parts.query.get("sslmode"),
    }
    return {name: str(value) for name, value in given.items() if value}
