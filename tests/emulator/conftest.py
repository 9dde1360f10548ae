"""The whole assistant with Telegram's emulator before it."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Assistant, free_port, run_assistant
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
    with run_assistant(data_dir, environment) as running:
        yield running
