"""Two gateways, each a process of its own, on one database, one Redis and one Rasa."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.conftest import free_port
from tests.gateway.conftest import FakeRasa, Server

ROOT = Path(__file__).parents[3]


class Gateway:
    """`python -m bot.gateway` on a port of its own."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {**environment, "PORT": str(self.port)}
        self._log = log

    def start(self) -> None:
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot.gateway"],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + 60
        while True:
            assert self.process.poll() is None, self._log.read_text()
            assert time.monotonic() < deadline, "the gateway did not start"
            try:
                if httpx.get(f"{self.url}/readyz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def say(self, sender: str, message: str, seconds: float = 30, **more: str):
        body = {"sender": sender, "message": message, **more}
        return httpx.post(f"{self.url}/webhooks/rest/webhook", json=body, timeout=seconds)


async def healthy(_):
    return JSONResponse({"status": "ok"})


@pytest.fixture(scope="module")
def rasa() -> Iterator[FakeRasa]:
    made = FakeRasa()
    made.server.start()
    yield made
    made.server.stop()


@pytest.fixture(scope="module")
def gateways(
    rasa: FakeRasa, redis_process, empty_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Gateway]]:
    folder = tmp_path_factory.mktemp("fleet")
    shutil.copy(empty_database, folder / "sahayak.db")
    redis_process.start()
    actions = Server(lambda: Starlette(routes=[Route("/health", healthy)]))
    actions.start()
    environment = {
        **os.environ,
        "DATA_DIR": str(folder),
        "REDIS_URL": redis_process.url,
        "RASA_URL": rasa.server.url,
        "ACTIONS_URL": actions.url,
        "MESSAGES_PER_MINUTE": "60000",
        "SECRET_KEY": "k" * 64,
    }
    made = [Gateway(environment, folder / f"gateway-{number}.log") for number in (1, 2)]
    for gateway in made:
        gateway.start()
    yield made
    for gateway in made:
        gateway.kill()
    actions.stop()


@pytest.fixture(autouse=True)
def quiet(rasa: FakeRasa) -> None:
    rasa.received.clear()
    rasa.delay, rasa.replies, rasa.overlapped = 0.0, None, False


def new_sender() -> str:
    return f"test-{uuid.uuid4().hex}"


def test_one_conversation_over_both_gateways_is_never_done_twice_at_once(gateways, rasa):
    rasa.delay = 0.02
    sender = new_sender()

    def say(number):
        return gateways[number % 2].say(sender, f"message {number}", message_id=f"m{number}")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(say, range(40)))
    assert {answer.status_code for answer in answers} == {200}
    assert [a.json()[0]["text"] for a in answers] == [f"echo message {n}" for n in range(40)]
    assert not rasa.overlapped
    assert sorted(rasa.texts) == sorted(f"message {number}" for number in range(40))


def test_the_same_message_at_both_gateways_is_answered_once(gateways, rasa):
    rasa.delay = 0.1
    sender = new_sender()
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda g: g.say(sender, "once", message_id="m1"), gateways)
    assert first.json() == second.json()
    assert rasa.texts == ["once"]


def test_a_language_chosen_at_one_gateway_is_known_at_the_other(gateways, rasa):
    first, second = gateways
    sender = new_sender()
    first.say(sender, "kaise ho bhai")
    second.say(sender, "kaise ho bhai")
    rasa.replies = [{"text": "ok", "custom": {"preference": "hi-Latn"}}]
    first.say(sender, "roman me likho")
    rasa.replies = None
    second.say(sender, "mera card kab banega")
    assert rasa.received[-1]["metadata"]["preference"] == "hi-Latn"


def test_a_message_of_a_killed_gateway_is_taken_over_when_it_is_sent_again(gateways, rasa):
    rasa.delay = 60.0
    first, second = gateways
    sender = new_sender()
    lost = threading.Thread(target=lambda: _ignore(first.say, sender, "lost?", message_id="m1"))
    lost.start()
    _wait_for(lambda: rasa.texts == ["lost?"])
    first.kill()
    rasa.delay = 0.0
    began = time.monotonic()
    again = second.say(sender, "lost?", message_id="m1")
    assert again.json()[0]["text"] == "echo lost?"
    assert time.monotonic() - began < 15
    assert second.say(sender, "lost?", message_id="m1").json() == again.json()
    lost.join()
    first.start()


def test_a_message_of_a_killed_gateway_is_answered_though_nobody_asks_again(gateways, rasa):
    rasa.delay = 60.0
    first, _ = gateways
    sender = new_sender()
    lost = threading.Thread(target=lambda: _ignore(first.say, sender, "alone", message_id="m1"))
    lost.start()
    _wait_for(lambda: rasa.texts == ["alone"])
    first.kill()
    rasa.delay = 0.0
    _wait_for(lambda: rasa.texts.count("alone") == 2, seconds=15)
    lost.join()
    first.start()


def test_while_redis_is_away_messages_are_refused_for_a_moment_and_then_answered(
    gateways, redis_process
):
    sender = new_sender()
    redis_process.stop()
    refused = gateways[0].say(sender, "hello there", message_id="m1")
    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    assert set(refused.json()["error"]["message"]) == {"hi", "en"}
    _wait_for(lambda: httpx.get(f"{gateways[0].url}/readyz").status_code == 503)
    redis_process.start()
    answered = gateways[0].say(sender, "hello there", message_id="m1")
    assert answered.json()[0]["text"] == "echo hello there"


def _ignore(call, *arguments, **named) -> None:
    with contextlib.suppress(httpx.TransportError):
        call(*arguments, **named)


def _wait_for(condition, seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} seconds"
        time.sleep(0.05)
