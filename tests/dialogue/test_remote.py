"""Calls to the action server share a connection, also after a pause and in another loop."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from sanic.config import DEFAULT_CONFIG

from bot.dialogue.remote import IDLE_SECONDS, KeptAlive


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    connections: list[Any] = []
    bodies: list[bytes] = []

    def setup(self) -> None:
        super().setup()
        self.connections.append(self.client_address)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.bodies.append(body)
        answer = json.dumps({"heard": json.loads(body)}).encode()
        self.send_response(500 if self.path == "/broken" else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    Handler.connections.clear()
    Handler.bodies.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


async def call(endpoint: EndpointConfig, times: int) -> list[Any]:
    answers = [await endpoint.request(json={"text": "पेंशन"}) for _ in range(times)]
    if isinstance(endpoint, KeptAlive):
        await endpoint.close()
    return answers


def test_calls_share_one_connection_and_say_what_rasas_say(url: str) -> None:
    rasas = EndpointConfig(f"{url}/webhook", enable_selective_domain=True)
    stock = asyncio.run(call(rasas, 3))
    assert len(Handler.connections) == 3
    kept = KeptAlive.over(rasas)
    assert kept.kwargs == rasas.kwargs
    assert asyncio.run(call(kept, 3)) == stock
    assert len(Handler.connections) == 4
    assert "पेंशन".encode() in Handler.bodies[-1]


def test_another_loop_gets_connections_of_its_own(url: str) -> None:
    kept = KeptAlive.over(EndpointConfig(f"{url}/webhook"))
    for _ in range(2):
        assert len(asyncio.run(call(kept, 1))) == 1
    assert len(Handler.connections) == 2


def test_a_failure_of_the_action_server_is_rasas_error(url: str) -> None:
    with pytest.raises(ClientResponseError):
        asyncio.run(call(KeptAlive.over(EndpointConfig(f"{url}/broken")), 1))


def test_an_idle_connection_is_given_up_before_the_action_server_closes_it() -> None:
    assert DEFAULT_CONFIG["KEEP_ALIVE_TIMEOUT"] > IDLE_SECONDS
