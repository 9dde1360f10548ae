"""Telegram's side: a Bot API that grants all and keeps what was sent, and brings updates."""

import asyncio
import time
from collections import defaultdict
from typing import Any

import aiohttp
from aiohttp import web

from bot.launcher.ports import choose_ports

TOKEN = "1000001:chaos-bench-has-no-secret-to-keep-here"
PATH = "/telegram/webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class TelegramServer:
    """Listens on the loopback address; `sent` holds each chat's texts in order."""

    def __init__(self, port: int | None = None) -> None:
        """Without a `port` it chooses a free one."""
        self.sent: dict[int, list[str]] = defaultdict(list)
        self.secret = ""
        self._hidden = ""
        self._port = port or choose_ports(1)[0]
        self.app = web.Application()
        self.app.router.add_post("/bot{token}/{method}", self._grant)
        self._runner: web.AppRunner | None = None
        self._number = 0
        self.settings = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE": f"http://127.0.0.1:{self._port}",
            "TELEGRAM_WEBHOOK_URL": "https://bot.example",
        }

    async def start(self) -> None:
        """Listens."""
        self._runner = web.AppRunner(self.app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()

    async def close(self) -> None:
        """Stops listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def bring(self, session: aiohttp.ClientSession, door: str, update: Any) -> bool:
        """Brings an update to the webhook, once; whether it was taken."""
        try:
            async with session.post(
                f"{door}{PATH}{self._hidden}", json=update, headers={HEADER: self.secret}
            ) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return False

    def keep(self, chat: int, said: str) -> None:
        """Keeps what a chat was sent."""
        self.sent[chat].append(said)

    async def _grant(self, request: web.Request) -> web.Response:
        given = dict(await request.post())
        method = request.match_info["method"]
        result: Any = True
        if method == "setWebhook":
            self.secret = str(given["secret_token"])
            self._hidden = str(given["url"]).partition(PATH)[2]
        elif method == "getMe":
            result = {"id": 1000001, "is_bot": True, "first_name": "S", "username": "chaos_bot"}
        elif method == "sendMessage":
            self._number += 1
            chat, said = int(str(given["chat_id"])), str(given["text"])
            self.keep(chat, said)
            place = {"id": chat, "type": "private"}
            result = {"message_id": self._number, "date": int(time.time()), "chat": place}
        return web.json_response({"ok": True, "result": result})


def update_of(number: int, chat: int, words: str) -> dict[str, Any]:
    """A text message in a private chat, as Telegram brings it."""
    person = {"id": chat, "is_bot": False, "first_name": "A", "language_code": "hi"}
    message = {
        "message_id": number,
        "date": int(time.time()),
        "chat": {"id": chat, "type": "private", "first_name": "A"},
        "from": person,
        "text": words,
    }
    return {"update_id": number, "message": message}
