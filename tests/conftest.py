"""Real parts for the tests: databases and, for conversations, the whole assistant."""

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg2
import pytest

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql://root@127.0.0.1:5432/postgres")
READY_SECONDS = 120


@dataclass
class Assistant:
    """A running assistant: gateway, Rasa and action server in their own processes."""

    url: str
    data_dir: Path
    database_url: str
    log: Path
    process: subprocess.Popen[bytes]
    environment: dict[str, str]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[str]:
    """A new PostgreSQL database, dropped at the end."""
    try:
        connection = psycopg2.connect(POSTGRES)
    except psycopg2.OperationalError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("PostgreSQL does not run on 127.0.0.1:5432: NOT TESTED ON POSTGRESQL")
    connection.autocommit = True
    name = f"sahayak_test_{uuid.uuid4().hex[:12]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield POSTGRES.rsplit("/", 1)[0] + f"/{name}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    connection.close()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def assistant(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    """The whole assistant as `make run` starts it, once on each database."""
    data_dir = tmp_path_factory.mktemp(f"assistant-{request.param}")
    environment = {**os.environ, "PORT": str(free_port()), "DATA_DIR": str(data_dir)}
    environment["MESSAGES_PER_MINUTE"] = "600"
    environment["SECRET_KEY"] = uuid.uuid4().hex
    if request.param == "postgresql":
        environment["DATABASE_URL"] = request.getfixturevalue("postgres_database")
    else:
        environment["DATABASE_URL"] = f"sqlite:///{data_dir / 'sahayak.db'}"
    for step in (["store", "migrate"], ["store", "demo"], ["bot", "train"]):
        subprocess.run([sys.executable, "-m", *step], cwd=ROOT, env=environment, check=True)
    log = data_dir / "assistant.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "up"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{environment['PORT']}"
    try:
        _wait_until_ready(url, process, log)
        yield Assistant(url, data_dir, environment["DATABASE_URL"], log, process, environment)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{url}/readyz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.3)
    pytest.fail(f"The assistant did not get ready:\n{log.read_text(errors='replace')[-4000:]}")
