"""A gateway with every channel open: REST, widget, Telegram's webhook and the helpdesk."""

import io
import logging
import secrets
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.telegram.options import TelegramOptions
from bot.channels.telegram.webhook import HEADER, hidden_path, secret
from bot.gateway.app import create_app
from store import engine, logs, staff, staff_sessions
from store.migrate import migrate
from store.settings import Settings, settings
from tests.gateway.conftest import QUICK, FakeRasa, Server

TOKEN = "667:security-tests"
WIDE = replace(
    QUICK,
    sessions_per_minute=60_000,
    session_burst=10_000,
    feedback_per_minute=60_000,
    feedback_burst=10_000,
    desk_per_minute=60_000,
    desk_burst=10_000,
    max_body_bytes=16 * 1024,
    telegram=TelegramOptions(
        first_pause_seconds=0.05, chat_pause_seconds=0.0, group_pause_seconds=0.0
    ),
)


@dataclass(repr=False)
class FakeTelegram:
    """Grants whatever the bot asks of Telegram, and remembers it."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = Server(
            lambda: Starlette(
                routes=[Route("/bot{token}/{method}", self._grant, methods=["POST"])]
            )
        )

    def sent_to(self, chat: int) -> list[str]:
        return [
            str(given.get("text"))
            for method, given in self.calls
            if method == "sendMessage" and str(given.get("chat_id")) == str(chat)
        ]

    async def _grant(self, request: Request) -> Response:
        given = dict(await request.form())
        method = request.path_params["method"]
        self.calls.append((method, given))
        if method == "getMe":
            me = {"id": 667, "is_bot": True, "first_name": "S", "username": "sahayak_test_bot"}
            return JSONResponse({"ok": True, "result": me})
        if method == "sendMessage":
            message = {
                "message_id": len(self.calls),
                "date": 1,
                "chat": {"id": given["chat_id"], "type": "private"},
            }
            return JSONResponse({"ok": True, "result": message})
        return JSONResponse({"ok": True, "result": True})


@dataclass(repr=False)
class Door:
    """The gateway and what stands around it. `lines` holds what it logged, as it would be read."""

    gateway: Server
    rasa: FakeRasa
    telegram: FakeTelegram
    settings: Settings
    client: httpx.Client
    lines: io.StringIO

    @property
    def database(self) -> Path:
        return Path(self.settings.database_url.removeprefix("sqlite:///"))

    def update(self, document: Any = None, *, content: bytes | None = None) -> httpx.Response:
        """Brings an update as Telegram does, with its secret."""
        headers = {HEADER: secret(TOKEN), "Content-Type": "application/json"}
        path = f"/telegram/webhook/{hidden_path(TOKEN)}"
        if content is not None:
            return self.client.post(path, content=content, headers=headers)
        return self.client.post(path, json=document, headers=headers)

    def widget_session(self) -> dict[str, str]:
        """The header of a new conversation of the widget."""
        opened = self.client.post("/api/widget/session", json={"language": "hi"}).json()
        return {"Authorization": f"Bearer {opened['session']}"}

    def member(self, role: str = "administrator") -> httpx.Client:
        """A browser signed in at the helpdesk with a new account."""
        now, token = datetime.now(timezone.utc), secrets.token_urlsafe(32)
        with engine.session(self.settings.database_url) as db:
            number = staff.create(
                db,
                login=f"{role}-{uuid.uuid4().hex[:8]}",
                name="Asha Verma",
                role=role,
                language="en",
                now=now,
            )
            staff_sessions.start(db, number, token, stage="full", device="test", now=now)
        return httpx.Client(base_url=self.gateway.url, timeout=30, cookies={"sahayak_desk": token})

    def log_since(self, mark: int) -> str:
        return self.lines.getvalue()[mark:]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with today's tables, to copy."""
    path = tmp_path_factory.mktemp("security") / "template.db"
    migrate(f"sqlite:///{path}")
    engine.dispose(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="module")
def lines() -> Iterator[io.StringIO]:
    """What this process logs, down to DEBUG, through the formatter of the real ones."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Formatter("%(levelname)s %(name)s [%(request)s] %(message)s"))
    root = logging.getLogger()
    level = root.level
    # The first: what it makes of an exception is kept in the record for the others.
    root.handlers.insert(0, handler)
    root.setLevel(logging.DEBUG)
    # As `logs.configure` sets them in the real processes.
    quiet = {name: logging.getLogger(name).level for name in logs._QUIET_LIBRARIES}
    for name in quiet:
        logging.getLogger(name).setLevel(logging.WARNING)
    yield stream
    root.setLevel(level)
    root.removeHandler(handler)
    for name, before in quiet.items():
        logging.getLogger(name).setLevel(before)


@pytest.fixture(scope="module")
def door(
    template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    lines: io.StringIO,
    action_server: str,
) -> Iterator[Door]:
    """One running gateway for a module's tests."""
    folder = tmp_path_factory.mktemp("door")
    shutil.copy(template, folder / "door.db")
    rasa, telegram = FakeRasa(), FakeTelegram()
    gateway = Server(lambda: create_app(ours, WIDE))
    ours = replace(
        settings,
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'door.db'}",
        rasa_url=rasa.server.url,
        actions_url=action_server,
        telegram_bot_token=TOKEN,
        telegram_api_base=telegram.server.url,
        telegram_webhook_url=gateway.url,
        public_url=gateway.url,
    )
    servers = (telegram.server, rasa.server, gateway)
    for server in servers:
        server.start()
    with httpx.Client(base_url=gateway.url, timeout=30) as client:
        yield Door(gateway, rasa, telegram, ours, client, lines)
    for server in reversed(servers):
        server.stop()
    engine.dispose(ours.database_url)
