"""The load bench's Telegram door: whose answer it is, what is none, and which limit was met."""

import asyncio
import json
import os
import sys
import threading
import urllib.parse
import urllib.request
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bench.chaos.telegram_api import HEADER, TOKEN
from bench.load import __main__ as bench, report
from bench.load.client import run
from bench.load.doors import excuses
from bench.load.measuring import Load, Result, measure
from bench.load.servers import ROOT, Server, free_port, running
from bot.channels.telegram.options import TelegramOptions
from bot.gateway.app import create_app
from store import engine
from store.migrate import migrate
from store.settings import settings
from tests.gateway.conftest import FakeRasa, Server as Thread

Replier = Callable[[str], list[str]]


@dataclass
class Bot:
    """A bot that takes updates at its webhook, refuses the first, and sends what it is told to."""

    replier: Replier
    base: str = ""
    url: str = ""
    updates: list[dict[str, Any]] = field(default_factory=list)
    num_refused: int = 0

    def call(self, method: str, **fields: object) -> Any:
        body = urllib.parse.urlencode(fields).encode()
        with urllib.request.urlopen(
            f"{self.base}/bot{TOKEN}/{method}", body, timeout=10
        ) as answer:
            return json.load(answer)["result"]

    def take(self, path: str, secret: str, update: dict[str, Any]) -> int:
        assert (path, secret) == ("/telegram/webhook/hidden", "a secret")
        if not self.num_refused:
            self.num_refused += 1
            return 503
        self.updates.append(update)
        for text in self.replier(update["message"]["text"]):
            self.call("sendMessage", chat_id=update["message"]["chat"]["id"], text=text)
        return 200


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[Replier], tuple[Server, Bot]]]:
    """Starts such a bot, and Telegram's server before it as the bench starts it."""
    stack = ExitStack()

    def begin(replier: Replier) -> tuple[Server, Bot]:
        bot = Bot(replier)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                update = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(bot.take(self.path, self.headers[HEADER], update))
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        webhook = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=webhook.serve_forever, daemon=True).start()
        bot.url = f"http://127.0.0.1:{webhook.server_port}"
        stack.callback(webhook.server_close)
        stack.callback(webhook.shutdown)
        telegram = stack.enter_context(emulated(bot.url, tmp_path))
        bot.base = telegram.url
        hidden = f"{bot.url}/telegram/webhook/hidden"
        bot.call("setWebhook", url=hidden, secret_token="a secret")
        return Server(bot.url, os.getpid(), telegram=telegram), bot

    with stack:
        yield begin


@contextmanager
def emulated(door: str, folder: Path) -> Iterator[Server]:
    """Telegram's server in a process of its own, as the bench starts it."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "bench.load.telegram", str(port), door]
    with running(command, {}, ROOT, folder / "telegram.log", url) as root:
        yield Server(url, root)


def good(text: str) -> list[str]:
    """Answers, and knows half of any figure."""
    figures = [int(word.strip(",")) for word in text.split() if word.strip(",").isdigit()]
    return ["answer" + "".join(f" {figure:,} {figure // 2:,}" for figure in figures) + " 56,200"]


def test_answers_are_counted_once_and_telegrams_processor_time_is_told_apart(start) -> None:
    server, bot = start(lambda text: [f"{good(text)[0]} 28,100"])
    result = measure(server, "stock", "telegram", Load(3, 1.5, 0.1))
    assert result.errors == {}
    assert len(result.milliseconds) > 5
    assert result.telegram_cpu_ms > 0
    assert bot.num_refused == 1
    assert len({one["update_id"] for one in bot.updates}) == len(bot.updates)
    assert len(bot.updates) == len(result.milliseconds)
    chats = {one["message"]["chat"]["id"] for one in bot.updates}
    assert len(chats) >= 3
    assert all(one["message"]["chat"]["type"] == "private" for one in bot.updates)


@pytest.mark.parametrize(
    ("replier", "error"),
    [
        (lambda _: ["an answer without the figure"], "another figure"),
        (lambda text: [*good(text), "and one more"], "more than one message"),
        (lambda _: [excuses()[0]], "no answer in time"),
    ],
)
def test_what_is_no_answer_is_an_error(start, replier: Replier, error: str) -> None:
    server, _ = start(replier)
    result = measure(server, "sahayak", "telegram", Load(4, 1.5, 0.05))
    assert result.errors[error] > 0


def test_every_excuse_of_the_channel_is_known() -> None:
    assert len(excuses()) == 12
    assert all(len(one) > 20 for one in excuses())


def through(rate: float, load: Load, door: str = "telegram") -> Result:
    times = [50.0] * int(rate * load.seconds)
    return Result("sahayak", door, load, times, {}, load.seconds, {}, 1.0, {}, 0.5)


@pytest.mark.parametrize(
    ("rate", "people", "cause"),
    [
        (29.6, 50, "bound by Telegram's limit, not the assistant"),
        (8.0, 10, "bound by the people's rests, not the assistant"),
        (28.1, 34, "bound by the people's rests, not the assistant"),
        (20.0, 50, "bound by the assistant or this machine"),
        (5.0, 10, "bound by the assistant or this machine"),
    ],
)
def test_the_report_says_which_limit_was_met(rate: float, people: int, cause: str) -> None:
    (line,) = report.bounds([through(rate, Load(people, 10.0, 1.2))]).splitlines()
    assert line.endswith(cause)
    assert f"{rate:.1f} msg/s = {rate / 30:.0%} of the 30" in line


def test_other_doors_have_no_such_limit() -> None:
    rest = through(90, Load(10, 10.0), "rest")
    assert report.bounds([rest]) == ""
    assert "Telegram" not in report.details([rest])
    assert "Telegram's server 0.5" in report.details([through(8, Load(10, 10.0, 1.2))])


def test_people_on_telegram_always_rest_and_200_of_them_stay_below_the_limit() -> None:
    given = Namespace(concurrency=[1, 10, 50], seconds=20.0, soak=True)
    loads = bench._chat_loads(given)
    assert [one.people for one in loads] == [1, 10, 50, 200]
    assert all(one.pause_seconds > TelegramOptions().chat_pause_seconds for one in loads)
    soak = loads[-1]
    assert soak.people / soak.pause_seconds <= TelegramOptions().messages_per_second
    assert (soak.people, soak.seconds) == (report.SOAK_PEOPLE, report.SOAK_SECONDS)


@contextmanager
def gateway_on_telegram(folder: Path) -> Iterator[tuple[Server, FakeRasa]]:
    """Our gateway at its own pace with Telegram's server before it; Rasa only repeats."""
    migrate(f"sqlite:///{folder / 'gateway.db'}")
    rasa, actions = FakeRasa(), Thread(lambda: Starlette(routes=[Route("/health", healthy)]))
    gateway = Thread(lambda: create_app(ours))
    with emulated(gateway.url, folder) as telegram:
        ours = replace(
            settings,
            database_url=f"sqlite:///{folder / 'gateway.db'}",
            rasa_url=rasa.server.url,
            actions_url=actions.url,
            telegram_bot_token=TOKEN,
            telegram_api_base=telegram.url,
            telegram_webhook_url=gateway.url,
        )
        for server in (rasa.server, actions, gateway):
            server.start()
        try:
            yield telegram, rasa
        finally:
            for server in (gateway, actions, rasa.server):
                server.stop()
            engine.dispose(ours.database_url)


async def healthy(_: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})


def test_our_own_gateway_answers_each_chat_as_often_as_telegram_allows(tmp_path: Path) -> None:
    with gateway_on_telegram(tmp_path) as (telegram, rasa):
        asyncio.run(run(plan(telegram.url, people=1, seconds=1.0)))
        rasa.received.clear()
        told = asyncio.run(run(plan(telegram.url, people=3, seconds=5.0)))
    assert told.errors == {}
    assert len(rasa.texts) == len(told.milliseconds)
    # Nobody rests: the first answer comes at once, all others a second after the last.
    assert 9 <= len(told.milliseconds) <= 3 * (1 + told.seconds)
    assert sorted(told.milliseconds)[len(told.milliseconds) // 2] > 700


def plan(url: str, *, people: int, seconds: float) -> dict[str, Any]:
    script = [{"say": f"pension {number}, {{pay}}", "holds": "echo"} for number in range(9)]
    return {
        "door": "telegram",
        "url": url,
        "people": people,
        "seconds": seconds,
        "pause_seconds": 0.0,
        "per_second": 0.0,
        "scripts": [script],
    }
