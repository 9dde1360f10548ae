"""A gateway whose Telegram is the emulator and whose Rasa is a fake; polling and webhook."""

import itertools
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from bot.channels.telegram.options import TelegramOptions
from bot.gateway.app import create_app
from bot.gateway.options import Options
from store import engine
from store.migrate import migrate
from store.settings import Settings, settings
from tests.emulator.front import TOKEN, Telegram, check_node
from tests.gateway.conftest import QUICK, FakeRasa, Server, _healthy

SOON = TelegramOptions(
    poll_seconds=1,
    poll_pause_seconds=0.02,
    request_seconds=2.0,
    first_pause_seconds=0.1,
    longest_pause_seconds=0.5,
    chat_pause_seconds=0.05,
    group_pause_seconds=0.05,
    gauge_seconds=0.2,
)
_chats = itertools.count(500_001)


@dataclass
class Bench:
    """A running gateway, the Telegram before it and the Rasa behind it."""

    telegram: Telegram
    rasa: FakeRasa
    actions: Server
    gateway: Server
    settings: Settings
    chat: int = 0

    @property
    def database(self) -> Path:
        return Path(self.settings.database_url.removeprefix("sqlite:///"))

    def start(self) -> None:
        for server in (self.rasa.server, self.actions, self.gateway):
            server.start()

    def stop(self) -> None:
        for server in (self.gateway, self.rasa.server, self.actions):
            server.ask_to_stop()
        for server in (self.gateway, self.rasa.server, self.actions):
            server.stop()

    def ask(self, text: str, replies: int = 1, **more: Any) -> list[str]:
        """Writes and waits for so many more messages; returns those."""
        before = len(self.telegram.to(self.chat))
        self.telegram.say(self.chat, text, **more)
        return self.telegram.wait(self.chat, before + replies)[before:]

    def wait_until_quiet(self, seconds: float = 20.0) -> None:
        """Waits until nothing is to be answered or to be sent."""
        query = """SELECT (SELECT count(*) FROM telegram_updates WHERE status = 'pending')
            + (SELECT count(*) FROM outgoing WHERE status IN ('pending', 'sending'))"""
        deadline = time.monotonic() + seconds
        while True:
            with closing(sqlite3.connect(self.database)) as db:
                (waiting,) = db.execute(query).fetchone()
            if not waiting:
                return
            assert time.monotonic() < deadline, f"{waiting} updates and messages wait"
            time.sleep(0.05)

    def metric(self, name: str) -> float:
        lines = httpx.get(f"{self.gateway.url}/metrics", timeout=10).text.splitlines()
        return next((float(one.rpartition(" ")[2]) for one in lines if one.startswith(name)), 0.0)

    def wait_until(self, metric: str, value: float, seconds: float = 15.0) -> None:
        deadline = time.monotonic() + seconds
        while self.metric(metric) != value:
            assert time.monotonic() < deadline, f"{metric} is {self.metric(metric)}, not {value}"
            time.sleep(0.05)


@pytest.fixture(scope="session")
def empty_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "empty.db"
    migrate(f"sqlite:///{path}")
    engine.dispose(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def needs_node() -> None:
    check_node()


def build(
    database: Path,
    options: Options = QUICK,
    soon: TelegramOptions = SOON,
    *,
    uses_webhook: bool = False,
) -> Bench:
    """A bench of which only Telegram runs."""
    telegram, rasa = Telegram(), FakeRasa()
    actions = Server(lambda: Starlette(routes=[Route("/health", _healthy)]))
    gateway = Server(lambda: create_app(ours, replace(options, telegram=soon)))
    ours = replace(
        settings,
        database_url=f"sqlite:///{database}",
        rasa_url=rasa.server.url,
        actions_url=actions.url,
        telegram_bot_token=TOKEN,
        telegram_api_base=telegram.url,
        telegram_webhook_url=gateway.url if uses_webhook else "",
    )
    telegram.start()
    return Bench(telegram, rasa, actions, gateway, ours)


@pytest.fixture
def make_bench(needs_node: None, empty_tables: Path, tmp_path: Path) -> Iterator[Any]:
    """Makes benches of a test's own."""
    made: list[Bench] = []

    def make(**changes: Any) -> Bench:
        database = tmp_path / f"gateway{len(made)}.db"
        shutil.copy(empty_tables, database)
        bench = build(database, **changes)
        bench.chat = next(_chats)
        made.append(bench)
        return bench

    yield make
    for bench in made:
        bench.stop()
        bench.telegram.stop()
        engine.dispose(bench.settings.database_url)


@pytest.fixture(scope="module")
def polling(
    needs_node: None, empty_tables: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    """One gateway for a module's tests, polling."""
    database = tmp_path_factory.mktemp("telegram") / "gateway.db"
    shutil.copy(empty_tables, database)
    bench = build(database)
    bench.start()
    bench.telegram.wait_for("getUpdates")
    yield bench
    bench.stop()
    bench.telegram.stop()
    engine.dispose(bench.settings.database_url)


@pytest.fixture
def bench(polling: Bench) -> Bench:
    """The module's gateway, a new chat and a forgetful Rasa."""
    polling.chat = next(_chats)
    polling.rasa.mode, polling.rasa.delay, polling.rasa.replies = "echo", 0.0, None
    polling.rasa.received.clear()
    polling.rasa.overlapped, polling.rasa.most_under_way = False, 0
    polling.telegram.calls.clear()
    polling.telegram.faults.clear()
    return polling
