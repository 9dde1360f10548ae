"""A cluster on this machine: `python -m bot cluster` with PostgreSQL and a Redis of its own."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from psycopg2 import sql

from bench.load.servers import (
    ROOT,
    START_SECONDS,
    NotStarted,
    Server,
    call,
    free_port,
    running,
)

#: The role that `make cluster` and the tests use; it may create databases.
POSTGRES = os.environ.get(
    "TEST_POSTGRES_URL", "postgresql://sahayak_test:sahayak_test@127.0.0.1:5432/postgres"
)


@contextmanager
def database(purpose: str) -> Iterator[str]:
    """A new PostgreSQL database, dropped at the end; yields its URL.

    Raises:
        NotStarted: the server does not answer.
    """
    name = f"sahayak_bench_{purpose}_{os.getpid()}"
    try:
        admin = psycopg2.connect(POSTGRES)
    except psycopg2.OperationalError as error:
        raise NotStarted(f"PostgreSQL at TEST_POSTGRES_URL does not answer: {error}") from None
    admin.autocommit = True
    quoted = sql.Identifier(name)
    with admin.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(quoted))
        try:
            yield f"{POSTGRES.rpartition('/')[0]}/{name}"
        finally:
            cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(quoted))
            admin.close()


def table_sizes(url: str) -> tuple[int, dict[str, int]]:
    """How many messages a database has taken, and its tables' bytes with their indexes."""
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM receipts")
        count = int(cursor.fetchone()[0])
        cursor.execute("SELECT relname, pg_total_relation_size(relid) FROM pg_stat_user_tables")
        sizes = {str(name): int(size) for name, size in cursor.fetchall()}
    connection.close()
    return count, sizes


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A Redis that keeps nothing; yields its URL.

    Raises:
        NotStarted: it is not installed, or did not start.
    """
    program = shutil.which("redis-server")
    if program is None:
        raise NotStarted("redis-server is not installed: apt-get install redis-server")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir"]
    with subprocess.Popen([*command, str(folder)], stdout=subprocess.DEVNULL) as process:
        try:
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()


@contextmanager
def cluster(folder: Path, database_url: str, redis_url: str, *, num_rasa: int) -> Iterator[Server]:
    """nginx, two gateways, so many Rasa and two action servers, with demonstration data.

    Raises:
        NotStarted: it was not ready in time.
    """
    port = free_port()
    settings = {
        "PORT": str(port),
        "DATA_DIR": str(folder),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "MESSAGES_PER_MINUTE": "1000000",
        "MESSAGES_PER_DAY": "1000000",
    }
    for command in (("store", "migrate"), ("store", "demo"), ("bot", "train")):
        call([sys.executable, "-m", *command], settings, ROOT)
    url, log = f"http://127.0.0.1:{port}", folder / "cluster.log"
    command = [sys.executable, "-m", "bot", "cluster", "--rasa", str(num_rasa)]
    beside = {
        "postgres": f" {database_url.rpartition('/')[2]} ",
        "redis": redis_url.removeprefix("redis://").removesuffix("/0"),
    }
    with running(command, settings, ROOT, log, f"{url}/healthz") as root:
        _wait_until_ready(log)
        yield Server(url, root, beside)


def _wait_until_ready(log: Path) -> None:
    """nginx keeps /readyz from the public, so the launcher's word is waited for."""
    deadline = time.monotonic() + START_SECONDS
    while "READY in" not in log.read_text(encoding="utf-8", errors="replace"):
        if time.monotonic() > deadline:
            said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise NotStarted(f"the cluster was not ready; its log ends:\n{said}")
        time.sleep(0.5)
