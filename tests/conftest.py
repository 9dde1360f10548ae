"""Real parts for the tests: databases, a browser, the action server, the whole assistant."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg2
import pytest

from store.settings import settings

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql://root@127.0.0.1:5432/postgres")
READY_SECONDS = 120
SMS_SECONDS = 10
CHROMIUM = Path("/usr/bin/chromium")


@dataclass
class Assistant:
    """A running assistant: gateway, Rasa and action server in their own processes."""

    url: str
    data_dir: Path
    database_url: str
    log: Path
    process: subprocess.Popen[bytes]
    environment: dict[str, str]

    def code_sent_to(self, mobile: str) -> str:
        """The latest one-time code for a mobile; an SMS leaves beside the reply, not before it."""
        outbox = self.data_dir / "outbox" / "sms.jsonl"
        deadline = time.monotonic() + SMS_SECONDS
        while time.monotonic() < deadline:
            lines = outbox.read_text("utf-8").splitlines() if outbox.exists() else []
            sent = [one for one in map(json.loads, lines) if one["mobile"].endswith(mobile[-10:])]
            if sent:
                found = re.search(r"\b\d{6}\b", sent[-1]["text"])
                assert found, "an SMS without a code"
                return found.group()
            time.sleep(0.1)
        pytest.fail("no SMS was sent")


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


@pytest.fixture(scope="session")
def action_server_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the action server writes what it has to say."""
    return tmp_path_factory.mktemp("actions") / "actions.log"


@pytest.fixture(scope="session")
def action_server(action_server_log: Path) -> Iterator[str]:
    """The address of a real action server that shares our key, so that it opens our links."""
    port, log = free_port(), action_server_log
    environment = {**os.environ, "SECRET_KEY": settings.secret_key}
    environment["DATABASE_URL"] = f"sqlite:///{log.with_name('actions.db')}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "actions", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(f"{url}/health", process, log)
        yield url
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium. Only for a module's tests: playwright keeps an event loop running."""
    if not CHROMIUM.exists() and os.environ.get("CI") != "true":
        pytest.skip(f"{CHROMIUM} is not there: NOT TESTED IN A BROWSER")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def assistant(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    """The whole assistant as `make run` starts it, once on each database."""
    data_dir = tmp_path_factory.mktemp(f"assistant-{request.param}")
    environment = {**os.environ, "PORT": str(free_port()), "DATA_DIR": str(data_dir)}
    environment["MESSAGES_PER_MINUTE"] = "600"
    environment["SECRET_KEY"] = uuid.uuid4().hex
    # Whether staff are there must not depend on when the tests run.
    environment["OFFICE_HOURS"] = "Mon-Sun 0:00-24:00"
    if request.param == "postgresql":
        environment["DATABASE_URL"] = request.getfixturevalue("postgres_database")
    else:
        environment["DATABASE_URL"] = f"sqlite:///{data_dir / 'sahayak.db'}"
    with run_assistant(data_dir, environment) as running:
        yield running


@contextmanager
def run_assistant(data_dir: Path, environment: dict[str, str]) -> Iterator[Assistant]:
    """Migrates, loads the demonstration data, trains if need be, and starts all processes."""
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
        _wait_until_ready(f"{url}/readyz", process, log)
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
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.3)
    pytest.fail(f"It did not get ready:\n{log.read_text(errors='replace')[-4000:]}")
