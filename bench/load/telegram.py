"""`python -m bench.load.telegram PORT DOOR`: Telegram's server, in a process of its own.

The npm package of the tests cannot stand here: it numbers an update only after the webhook has
answered, so that people who write at the same time share one number and all but one are repeats;
and the tests' front, which mends that, takes 22 messages a second, fewer than Telegram allows.
"""

import asyncio
import itertools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bench.chaos.telegram_api import TOKEN, TelegramServer, update_of
from bench.load.servers import ROOT, Server, free_port, running, sahayak

# Shorter than the patience of those who talk, so that they learn what was missing.
PATIENCE_SECONDS = 25.0
# As `setWebhook` allows; Telegram brings so many updates at once.
CONNECTIONS = 40
RETRY_SECONDS = 0.1


class Chats(TelegramServer):
    """`POST /say` takes what a person writes in a chat, and answers with what the bot sends."""

    def __init__(self, port: int, door: str) -> None:
        """`door` is the assistant's address, to which updates are brought."""
        super().__init__(port)
        self._door = door
        self._numbers = itertools.count(1)
        self._heard: dict[int, asyncio.Queue[str]] = {}
        self.app.router.add_get("/", _ready)
        self.app.router.add_post("/say", self._say)
        self.app.cleanup_ctx.append(self._connect)

    def keep(self, chat: int, said: str) -> None:
        """Hands a message of the bot to whoever waits in its chat."""
        self._heard.setdefault(chat, asyncio.Queue()).put_nowait(said)

    async def _connect(self, _: web.Application) -> Any:
        connector = aiohttp.TCPConnector(limit=CONNECTIONS)
        async with aiohttp.ClientSession(connector=connector) as self._session:
            yield

    async def _say(self, request: web.Request) -> web.Response:
        asked = await request.json()
        chat = int(asked["chat"])
        heard = self._heard.setdefault(chat, asyncio.Queue())
        if not heard.empty():
            # Nobody could tell the rest of one answer from the beginning of the next.
            return web.json_response({"error": "more than one message"})
        update = update_of(next(self._numbers), chat, str(asked["text"]))
        try:
            text = await asyncio.wait_for(self._answer(update, heard), PATIENCE_SECONDS)
        except asyncio.TimeoutError:
            return web.json_response({"error": "no message"})
        return web.json_response({"text": text})

    async def _answer(self, update: dict[str, Any], heard: "asyncio.Queue[str]") -> str:
        # Until the bot has set its webhook, and when it is busy, the update comes again.
        while not await self.bring(self._session, self._door, update):
            await asyncio.sleep(RETRY_SECONDS)
        return await heard.get()


@contextmanager
def sahayak_on_telegram(folder: Path) -> Iterator[Server]:
    """The whole assistant, and a Telegram server that brings updates to its webhook.

    Args:
        folder: DATA_DIR of this instance.

    Raises:
        NotStarted: one of them was not ready in time.
    """
    door, port = free_port(), free_port()
    address, url = f"http://127.0.0.1:{door}", f"http://127.0.0.1:{port}"
    settings = {
        "PORT": str(door),
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_BASE": url,
        "TELEGRAM_WEBHOOK_URL": address,
    }
    command = [sys.executable, "-m", "bench.load.telegram", str(port), address]
    with (
        running(command, {}, ROOT, folder / "telegram.log", url) as root,
        sahayak(folder, settings) as server,
    ):
        yield replace(server, telegram=Server(url, root))


async def _ready(_: web.Request) -> web.Response:
    return web.json_response({"ok": True})


async def _serve(port: int, door: str) -> None:
    await Chats(port, door).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), sys.argv[2]))
