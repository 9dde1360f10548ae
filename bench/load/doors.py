"""The ways in: how each opens a conversation, sends a message and gets the replies back."""

import asyncio
import secrets
import uuid
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

import aiohttp

from bot.channels.telegram.strings import strings as telegram_strings
from bot.gateway.strings import strings as gateway_strings

Replies = list[dict[str, Any]]
# Telegram's numbers of people have ten digits by now.
FIRST_CHAT = 5_000_000_000
# What the gateway says instead of an answer.
NO_ANSWERS = frozenset({"gave_up", "unavailable"})
# And what the Telegram channel does.
TELEGRAM_NO_ANSWERS = ("wait", "failed", "flood", "daily_limit")


class Unanswered(Exception):
    """A message got no answer, or one that is not its own; the text says in two words why."""


class Door(Protocol):
    """One conversation through one channel."""

    async def say(self, text: str) -> list[str]:
        """Sends a message; returns the texts of the replies.

        Raises:
            Unanswered: none came, or another conversation's.
        """
        ...

    async def close(self) -> None:
        """Ends the conversation."""
        ...


async def post(
    session: aiohttp.ClientSession, url: str, document: object, headers: dict[str, str]
) -> Any:
    """Posts JSON and returns the JSON of a 2xx answer.

    Raises:
        Unanswered: the connection failed or the status is another.
    """
    try:
        async with session.post(url, json=document, headers=headers) as response:
            if response.status // 100 != 2:
                raise Unanswered(f"status {response.status}")
            return await response.json(content_type=None)
    except (aiohttp.ClientError, asyncio.TimeoutError) as error:
        raise Unanswered(type(error).__name__) from None


def own_address() -> dict[str, str]:
    """People have an address each, as the proxy before the gateway would tell it."""
    return {"X-Forwarded-For": ".".join(str(byte) for byte in (10, *secrets.token_bytes(3)))}


def texts(replies: object) -> list[str]:
    """The texts of the replies.

    Raises:
        Unanswered: there is none, or the gateway only says that it has no answer yet.
    """
    if not isinstance(replies, list) or not all(isinstance(one, dict) for one in replies):
        raise Unanswered("no list of replies")
    codes = {(one.get("custom") or {}).get("code") for one in replies}
    if codes & NO_ANSWERS:
        raise Unanswered("no answer in time")
    said = [str(one["text"]) for one in replies if one.get("text")]
    if not said:
        raise Unanswered("empty answer")
    return said


class RestDoor:
    """Rasa's REST contract: our gateway's and a stock Rasa's."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = f"{url}/webhooks/rest/webhook"
        self._sender = uuid.uuid4().hex
        self._headers = own_address()

    async def say(self, text: str) -> list[str]:
        """Posts the message; the replies are in the answer and name their sender."""
        document = {"sender": self._sender, "message": text}
        replies = await post(self._session, self._url, document, self._headers)
        said = texts(replies)
        if any(one.get("recipient_id") != self._sender for one in replies):
            raise Unanswered("another conversation's")
        return said

    async def close(self) -> None:
        """Nothing is kept open."""


class WidgetDoor:
    """What the widget does: a session first, then messages with ids of their own."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = f"{url}/api/widget"
        self._headers = own_address()

    async def say(self, text: str) -> list[str]:
        """Opens a session before the first message; the replies are in the answer."""
        if "Authorization" not in self._headers:
            opened = await post(self._session, f"{self._url}/session", {}, self._headers)
            self._headers["Authorization"] = f"Bearer {opened['session']}"
        document = {"message": text, "message_id": uuid.uuid4().hex}
        answer = await post(self._session, f"{self._url}/messages", document, self._headers)
        return texts(answer.get("replies"))

    async def close(self) -> None:
        """Nothing is kept open."""


class TelegramDoor:
    """A private chat: words go to Telegram's server, which hands the bot's answer back."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        """`url` is that of `bench.load.telegram`."""
        self._session = session
        self._url = f"{url}/say"
        self._chat = FIRST_CHAT + secrets.randbelow(10**9)

    async def say(self, text: str) -> list[str]:
        """Says it in the chat and waits for the first message that the bot sends there."""
        document = {"chat": self._chat, "text": text}
        answer = await post(self._session, self._url, document, {})
        if "error" in answer:
            raise Unanswered(answer["error"])
        if any(sentence in answer["text"] for sentence in excuses()):
            raise Unanswered("no answer in time")
        return [answer["text"]]

    async def close(self) -> None:
        """Nothing is kept open."""


@cache
def excuses() -> tuple[str, ...]:
    """What the bot says in a chat instead of an answer; of a sentence with a figure, the start."""
    told = [telegram_strings()[key] for key in TELEGRAM_NO_ANSWERS]
    told += [gateway_strings()["replies"][code] for code in sorted(NO_ANSWERS)]
    return tuple(text.partition("{")[0] for both in told for text in both.values())


DOORS: dict[str, Callable[[aiohttp.ClientSession, str], Door]] = {
    "rest": RestDoor,
    "widget": WidgetDoor,
    "telegram": TelegramDoor,
}
