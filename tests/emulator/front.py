"""A thin front before `telegram-test-api`, which fills its gaps and fails on demand.

What it adds, as Telegram does it: updates come again until the offset has passed them, long
polling waits, webhook requests carry the secret header and come again until they are granted,
`getMe` says that it is a bot, dates are in seconds, the minor methods exist, and errors have
Telegram's form. Tests use `Telegram`: its methods are what people do in the app.
"""

import asyncio
import itertools
import json
import os
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.conftest import free_port
from tests.gateway.conftest import Server

TOKEN = "666:emulated-token"
ROOT = Path(__file__).resolve().parents[2]
GRANTED = {
    *("setMyCommands", "setMyDescription", "setMyShortDescription", "sendChatAction"),
    *("answerCallbackQuery", "editMessageReplyMarkup", "deleteWebhook", "setWebhook"),
}


@dataclass
class Fault:
    """One answer that Telegram gives instead of doing what it was asked; `times` of them."""

    status: int
    description: str = "demanded by a test"
    parameters: dict[str, Any] = field(default_factory=dict)
    times: int = 1

    def response(self) -> Response:
        self.times -= 1
        document: dict[str, Any] = {
            "ok": False,
            "error_code": self.status,
            "description": self.description,
        }
        if self.parameters:
            document["parameters"] = self.parameters
        return JSONResponse(document, status_code=self.status)


class Telegram:
    """Telegram for one bot. `sent` holds what its people see, in order, with the time."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.faults: dict[str, list[Fault]] = {}
        self.blocked: set[int] = set()
        self.webhook: dict[str, Any] = {}
        self.deliveries: list[int] = []
        self.headers: dict[str, str] | None = None
        self.poll_seconds = 0.5
        #: Time between taking a message and saying so.
        self.send_seconds = 0.0
        #: While it is set, messages are not taken: their requests hang, and fail in the end.
        self.holds_sends = False
        self.num_held = 0
        #: Updates to bring once more, although they were confirmed.
        self.again: list[dict[str, Any]] = []
        self._unconfirmed: list[dict[str, Any]] = []
        self._numbers = itertools.count(1000)
        self._delivering: asyncio.Task[None] | None = None
        self._node_port = free_port()
        self._node = f"http://127.0.0.1:{self._node_port}"
        self.server = Server(self._app)
        self.url = self.server.url

    def start(self) -> None:
        self._process = subprocess.Popen(
            ["node", str(ROOT / "tests/emulator/server.cjs"), str(self._node_port)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline().strip() == b"ready", "the emulator did not start"
        self.server.start()

    def stop(self) -> None:
        self.server.stop()
        self._process.kill()
        self._process.wait(10)

    # What people do.

    def say(self, chat: int, text: str, /, **more: Any) -> None:
        """A person writes; `more` is put into the message, such as a photo or a group's chat."""
        self._client("sendMessage", {**self._message(chat), "text": text, **more})

    def show(self, chat: int, /, **more: Any) -> None:
        """A person sends something that is not words."""
        self._client("sendMessage", {**self._message(chat), **more})

    def press(self, chat: int, title: str, *, message: dict[str, Any] | None = None) -> str:
        """A person presses the button with this title, in the newest message that has it."""
        shown = [message] if message else self.to(chat)[::-1]
        for one in shown:
            keys = (one.get("reply_markup") or {}).get("inline_keyboard") or []
            for key in itertools.chain(*keys):
                if title in key["text"]:
                    self.press_data(chat, key["callback_data"], one)
                    return str(key["callback_data"])
        raise AssertionError(f"no button {title!r} in {shown[:3]}")

    def press_data(self, chat: int, code: str, one: dict[str, Any]) -> None:
        message = {
            **self._message(chat),
            "message_id": one["message_id"],
            "date": int(time.time()),
            "reply_markup": one.get("reply_markup"),
        }
        query = {"botToken": TOKEN, "from": message.pop("from"), "message": message, "data": code}
        self._client("sendCallback", query)

    def inject(self, **update: Any) -> int:
        """An update of a kind that the package does not know; returns its number."""
        number = update.setdefault("update_id", next(self._numbers))
        self._add(update)
        return int(number)

    def to(self, chat: int) -> list[dict[str, Any]]:
        """What a chat has been sent."""
        return [one for one in self.sent if one["chat_id"] == chat]

    def texts(self, chat: int) -> list[str]:
        return [one["text"] for one in self.to(chat)]

    def wait(self, chat: int, count: int, seconds: float = 30.0) -> list[str]:
        """Waits until a chat was sent so many messages; returns all texts."""
        deadline = time.monotonic() + seconds
        while len(self.to(chat)) < count:
            assert time.monotonic() < deadline, f"{count} messages wanted, got {self.texts(chat)}"
            time.sleep(0.02)
        return self.texts(chat)

    def wait_for(self, method: str, seconds: float = 10.0) -> dict[str, Any]:
        """Waits for a call of the bot; returns the latest one's fields."""
        deadline = time.monotonic() + seconds
        while not (found := [fields for name, fields in self.calls if name == method]):
            assert time.monotonic() < deadline, f"{method} was not called"
            time.sleep(0.02)
        return found[-1]

    @property
    def unconfirmed(self) -> int:
        """How many updates the bot has not confirmed."""
        return len(self._unconfirmed)

    def _message(self, chat: int) -> dict[str, Any]:
        person = {"id": chat, "first_name": "Asha", "is_bot": False}
        return {
            "botToken": TOKEN,
            "from": person,
            "chat": {"id": chat, "first_name": "Asha", "type": "private"},
            "date": int(time.time()),
        }

    def _client(self, route: str, document: dict[str, Any]) -> None:
        httpx.post(f"{self._node}/{route}", json=document, timeout=30).raise_for_status()

    # What the bot sees.

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/bot{token}/{method}", self._method, methods=["GET", "POST"]),
                Route("/deliver", self._deliver, methods=["POST"]),
            ]
        )

    async def _method(self, request: Request) -> Response:
        method = request.path_params["method"]
        fields = {name: _decoded(value) for name, value in (await request.form()).items()}
        self.calls.append((method, fields))
        if request.path_params["token"] != TOKEN:
            return Fault(401, "Unauthorized").response()
        waiting = self.faults.get(method, []) + self.faults.get("*", [])
        fault = next((one for one in waiting if one.times > 0), None)
        if fault is not None:
            return fault.response()
        if method == "getUpdates":
            return await self._updates(fields)
        if method == "getMe":
            me = (await self._node_call(method, {}))["result"]
            return _ok({**me, "is_bot": True})
        if method == "sendMessage":
            return await self._send(fields)
        if method in ("setWebhook", "deleteWebhook"):
            await self._set_webhook(fields if method == "setWebhook" else {})
        if method in GRANTED:
            return _ok(True)
        return Fault(404, "Not Found").response()

    async def _send(self, fields: dict[str, Any]) -> Response:
        if self.holds_sends:
            self.num_held += 1
            while self.holds_sends:
                await asyncio.sleep(0.02)
            return Fault(500).response()
        if int(fields["chat_id"]) in self.blocked:
            return Fault(403, "Forbidden: bot was blocked by the user").response()
        if len(fields["text"]) > 4096:
            return Fault(400, "Bad Request: message is too long").response()
        for key in itertools.chain(*(fields.get("reply_markup") or {}).get("inline_keyboard", [])):
            if len(key.get("callback_data", "x").encode()) > 64:
                return Fault(400, "Bad Request: BUTTON_DATA_INVALID").response()
        result = (await self._node_call("sendMessage", fields))["result"]
        result["date"] //= 1000
        shown = {**fields, "chat_id": int(fields["chat_id"]), "at": time.monotonic()}
        self.sent.append({**shown, "message_id": result["message_id"]})
        await asyncio.sleep(self.send_seconds)
        return _ok(result)

    async def _updates(self, fields: dict[str, Any]) -> Response:
        offset = int(fields.get("offset") or 0)
        deadline = time.monotonic() + min(float(fields.get("timeout") or 0), self.poll_seconds)
        while True:
            for update in (await self._node_call("getUpdates", {}))["result"]:
                self._add(update)
            self._unconfirmed = [one for one in self._unconfirmed if one["update_id"] >= offset]
            if self.again:
                return _ok([self.again.pop()])
            if self._unconfirmed or time.monotonic() > deadline:
                return _ok(self._unconfirmed[:100])
            await asyncio.sleep(0.02)

    def _add(self, update: dict[str, Any]) -> None:
        if "callback_query" in update or "message" in update:
            update["update_id"] = update.get("update_id", 0)
        if update["update_id"] < 1000:
            update["update_id"] = next(self._numbers)
        self._unconfirmed.append(update)

    async def _node_call(self, method: str, fields: dict[str, Any]) -> dict[str, Any]:
        async with httpx.AsyncClient(timeout=30) as client:
            response = await client.post(f"{self._node}/bot{TOKEN}/{method}", json=fields)
        document: dict[str, Any] = response.json()
        return document

    async def _set_webhook(self, fields: dict[str, Any]) -> None:
        if fields:
            await self._node_call("setWebhook", {"url": f"{self.url}/deliver"})
            self.webhook = fields
            if self._delivering is None:
                self._delivering = asyncio.create_task(self._bring())
        else:
            self.webhook = {}
            await self._node_call("deleteWebhook", {})

    async def _deliver(self, request: Request) -> Response:
        self._add(await request.json())
        return _ok(True)

    async def _bring(self) -> None:
        """Brings updates to the webhook, again and again until they are granted."""
        async with httpx.AsyncClient(timeout=30) as client:
            while True:
                await asyncio.sleep(0.01)
                if not (self._unconfirmed and self.webhook):
                    continue
                update = self._unconfirmed[0]
                secret = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"]}
                try:
                    response = await client.post(
                        self.webhook["url"], json=update, headers=self.headers or secret
                    )
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
                    continue
                self.deliveries.append(response.status_code)
                if response.status_code == 200:
                    self._unconfirmed.remove(update)
                else:
                    await asyncio.sleep(0.1)


def check_node() -> None:
    """Skips a test, loudly, where the npm package is not installed; in CI it has to be."""
    if shutil.which("node") and (ROOT / "node_modules/telegram-test-api").is_dir():
        return
    words = "NO node_modules/telegram-test-api: run `python scripts/parts.py`"
    if os.environ.get("CI") == "true":
        pytest.fail(words)
    pytest.skip(words)


def _decoded(value: Any) -> Any:
    """Telegram's fields are forms whose structured values are JSON."""
    if isinstance(value, str) and value[:1] in "[{":
        return json.loads(value)
    return value


def _ok(result: Any) -> Response:
    return JSONResponse({"ok": True, "result": result})
