"""The whole assistant with Telegram's emulator before it."""

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, Assistant, _wait_until_ready, free_port
from tests.emulator.front import TOKEN, Telegram, check_node


@pytest.fixture(scope="session")
def telegram() -> Iterator[Telegram]:
    """Telegram's server; skipped, loudly, where its npm package is not installed."""
    check_node()
    emulated = Telegram()
    emulated.start()
    yield emulated
    emulated.stop()


@pytest.fixture(scope="session")
def talking(telegram: Telegram, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """What `make run` starts when a token is set, on SQLite."""
    data_dir: Path = tmp_path_factory.mktemp("assistant-telegram")
    environment = {
        **os.environ,
        "PORT": str(free_port()),
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": f"sqlite:///{data_dir / 'sahayak.db'}",
        "SECRET_KEY": uuid.uuid4().hex,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_BASE": telegram.url,
        "LOG_LEVEL": "DEBUG",
    }
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
