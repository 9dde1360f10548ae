"""A real gateway over loopback; the Rasa and the action server behind it can be stopped."""

import asyncio
import shutil
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.gateway.app import create_app
from bot.gateway.options import Options
from store import engine
from store.migrate import migrate
from store.settings import Settings, settings

QUICK = Options(
    sender_per_minute=6_000,
    sender_burst=1_000,
    address_per_minute=60_000,
    address_burst=10_000,
    patience_seconds=0.5,
    retry_seconds=6.0,
    recovery_seconds=6.0,
    retry_pause_seconds=0.05,
    max_retry_pause_seconds=0.1,
    body_seconds=1.0,
    readiness_seconds=0.0,
)


class Server:
    """A uvicorn server in a thread, on a port of its own that it keeps over restarts."""

    def __init__(self, build: Callable[[], Any]) -> None:
        self._build = build
        self._server: uvicorn.Server | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        if self._server is not None:
            return
        config = uvicorn.Config(
            self._build(),
            host="127.0.0.1",
            port=self.port,
            log_config=None,
            ws="none",
            access_log=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 10
        while not self._server.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.005)

    def ask_to_stop(self) -> None:
        if self._server is not None:
            self._server.should_exit = True

    def stop(self) -> None:
        self.ask_to_stop()
        if self._server is not None:
            self._thread.join(10)
            self._server = None


@dataclass
class FakeRasa:
    """Answers as Rasa's gateway channel does; `mode` says how."""

    mode: str = "echo"
    delay: float = 0.0
    received: list[dict[str, Any]] = field(default_factory=list)
    replies: list[dict[str, Any]] | None = None
    under_way: int = 0
    most_under_way: int = 0
    overlapped: bool = False
    _busy: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.server = Server(self._app)

    @property
    def texts(self) -> list[str]:
        return [document["message"] for document in self.received]

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/webhooks/gateway/", self._ready),
                Route("/webhooks/gateway/webhook", self._receive, methods=["POST"]),
            ]
        )

    async def _ready(self, _: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def _receive(self, request: Request) -> Response:
        document = await request.json()
        self.received.append(document)
        self.overlapped |= document["sender"] in self._busy
        self._busy.add(document["sender"])
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(self.delay)
        self.under_way -= 1
        self._busy.discard(document["sender"])
        if self.mode == "empty":
            return JSONResponse([])
        if self.mode != "echo":
            return JSONResponse({"error": "turn_failed"}, status_code=int(self.mode))
        echo = [{"recipient_id": document["sender"], "text": f"echo {document['message']}"}]
        return JSONResponse(echo if self.replies is None else self.replies)


@dataclass
class Bench:
    """A running gateway and its surroundings."""

    gateway: Server
    rasa: FakeRasa
    actions: Server
    settings: Settings
    client: httpx.Client
    sender: str = ""

    @property
    def database(self) -> Path:
        return Path(self.settings.database_url.removeprefix("sqlite:///"))

    def post(self, **document: Any) -> httpx.Response:
        return self.client.post("/webhooks/rest/webhook", json=document)

    def say(self, message: str, sender: str = "", **more: Any) -> list[dict[str, Any]]:
        response = self.post(sender=sender or self.sender, message=message, **more)
        assert response.status_code == 200, response.text
        return response.json()

    def text(self, message: str, **more: Any) -> str:
        return "\n".join(reply.get("text", "") for reply in self.say(message, **more))

    def wait_until_idle(self) -> None:
        deadline = time.monotonic() + 15
        while "sahayak_pending_messages 0.0" not in self.client.get("/metrics").text:
            assert time.monotonic() < deadline, "messages of an earlier test are under way"
            time.sleep(0.05)

    def start(self) -> None:
        for server in self.servers:
            server.start()

    def stop(self) -> None:
        for server in self.servers:
            server.ask_to_stop()
        for server in self.servers:
            server.stop()

    @property
    def servers(self) -> tuple[Server, Server, Server]:
        return (self.rasa.server, self.actions, self.gateway)


async def _healthy(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with our tables, to be copied: migrating takes longer than a test."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    url = f"sqlite:///{path}"
    migrate(url)
    engine.dispose(url)
    return path


@pytest.fixture(scope="module")
def database_url(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("gateway") / "gateway.db"
    shutil.copy(empty_database, path)
    url = f"sqlite:///{path}"
    yield url
    engine.dispose(url)


@pytest.fixture(scope="module")
def options() -> Options:
    """Limits of the gateway under test; a test module overrides it where it needs others."""
    return QUICK


@pytest.fixture(scope="module")
def one_bench(database_url: str, options: Options) -> Iterator[Bench]:
    rasa, actions = FakeRasa(), Server(lambda: Starlette(routes=[Route("/health", _healthy)]))
    ours = replace(
        settings, database_url=database_url, rasa_url=rasa.server.url, actions_url=actions.url
    )
    gateway = Server(lambda: create_app(ours, options))
    with httpx.Client(base_url=gateway.url, timeout=30) as client:
        built = Bench(gateway, rasa, actions, ours, client)
        yield built
        built.stop()


@pytest.fixture(scope="session")
def server_class() -> type[Server]:
    """For tests that need an action server or a gateway of their own."""
    return Server


@pytest.fixture(scope="module")
def desk_options() -> Options:
    """Limits of the gateway whose action server is real."""
    return replace(QUICK, desk_per_minute=60_000, desk_burst=10_000, actions_seconds=10.0)


@pytest.fixture(scope="module")
def desk(database_url: str, desk_options: Options, action_server: str) -> Iterator[httpx.Client]:
    """A gateway before a real action server; no Rasa, which calculators do not need."""
    ours = replace(settings, database_url=database_url, actions_url=action_server)
    gateway = Server(lambda: create_app(ours, desk_options))
    gateway.start()
    with httpx.Client(base_url=gateway.url, timeout=30) as client:
        yield client
    gateway.stop()


@pytest.fixture
def bench(one_bench: Bench) -> Bench:
    """The module's bench, everything running, with a new sender and a forgetful Rasa."""
    one_bench.start()
    one_bench.wait_until_idle()
    one_bench.sender = f"sender-{uuid.uuid4().hex}"
    one_bench.rasa.mode, one_bench.rasa.delay, one_bench.rasa.replies = "echo", 0.0, None
    one_bench.rasa.most_under_way, one_bench.rasa.overlapped = 0, False
    one_bench.rasa.received.clear()
    return one_bench
