"""Sends a message of the outbox to its chat, part by part, and says what became of it."""

import logging
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.channels.telegram import keyboard, markup
from bot.channels.telegram.api import TelegramApi, reason
from bot.channels.telegram.options import TelegramOptions
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.reading import NAME
from bot.channels.telegram.strings import say
from bot.gateway.threads import StoreThreads
from bot.outbox.outcome import SENT, NotePart, Outcome
from store import telegram, telegram_chats
from store.engine import session
from store.outbox import Outgoing

log = logging.getLogger(__name__)


class TelegramSender:
    """Telegram's side of the dispatcher."""

    channel = NAME

    def __init__(
        self, api: TelegramApi, threads: StoreThreads, database_url: str, options: TelegramOptions
    ) -> None:
        self._api = api
        self._threads = threads
        self._url = database_url
        self._options = options
        self._pace = Pace(options)

    async def send(self, message: Outgoing, note_part: NotePart) -> Outcome:
        """Sends the parts that are not out yet."""
        chat_id, requests = await self._threads.run(self._make_ready, message)
        if chat_id is None:
            return Outcome("dropped", "no_chat")
        for number, request in enumerate(requests[message.parts_sent :], message.parts_sent + 1):
            wait = await self._pace.wait(chat_id)
            if wait:
                return Outcome("later", "paced", retry_seconds=wait, is_delay=True)
            try:
                await self._send_one(chat_id, request)
            except TelegramError as error:
                return await self._judge(error, message)
            self._pace.note_sent(chat_id)
            if number < len(requests):
                await note_part(number)
        return SENT

    async def _send_one(self, chat_id: int, request: dict[str, Any]) -> None:
        try:
            await self._api.call("sendMessage", chat_id=chat_id, **request)
        except BadRequest as error:
            if "parse entities" not in str(error).lower():
                raise
            log.error("Telegram could not read our HTML: the message goes out plain")
            plain = {"text": markup.without_tags(request["text"]), "parse_mode": None}
            await self._api.call("sendMessage", chat_id=chat_id, **{**request, **plain})

    async def _judge(self, error: TelegramError, message: Outgoing) -> Outcome:
        code = reason(error)
        if isinstance(error, RetryAfter):
            seconds = error._retry_after.total_seconds()
            return Outcome("later", code, retry_seconds=seconds + 0.1)
        if isinstance(error, ChatMigrated):
            await self._threads.run(self._move, message.conversation, error.new_chat_id)
            return Outcome("later", code, retry_seconds=0.0)
        if isinstance(error, Forbidden):
            return Outcome("dropped", "blocked", is_blocked=True)
        if isinstance(error, BadRequest):
            return Outcome("dropped", code)
        if isinstance(error, InvalidToken):
            log.error("Telegram does not accept TELEGRAM_BOT_TOKEN; messages wait")
            return Outcome("later", code, retry_seconds=self._options.longest_pause_seconds)
        return Outcome("later", code)

    def _make_ready(self, message: Outgoing) -> tuple[int | None, list[dict[str, Any]]]:
        now = datetime.now(timezone.utc)
        with session(self._url) as db:
            chat_id = telegram_chats.fetch_chat_id(db, message.conversation)
            requests = render(
                message.payload, lambda payload: telegram.save_button(db, payload, now=now)
            )
        return chat_id, requests

    def _move(self, conversation: str, chat_id: int) -> None:
        with session(self._url) as db:
            telegram_chats.save_chat(db, conversation, chat_id, now=datetime.now(timezone.utc))


def render(payload: dict[str, Any], save: Callable[[str], str]) -> list[dict[str, Any]]:
    """The `sendMessage` requests of a reply; its keys hang on the last of them.

    Args:
        payload: `text`, `buttons`, `custom` as in a reply, and for Telegram `keys`,
            `hides_keys` and `reply_to`.
        save: keeps a payload that is too long for a button, returns its code.
    """
    custom = payload.get("custom") or {}
    title = say("worksheet", custom.get("language"))
    text = _with_rows(str(payload.get("text") or ""), custom)
    requests: list[dict[str, Any]] = [
        {
            "text": markup.to_html(part, title),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        for part in markup.split(text)
    ]
    if requests and payload.get("reply_to"):
        requests[0]["reply_parameters"] = {
            "message_id": payload["reply_to"],
            "allow_sending_without_reply": True,
        }
    keys = _keys(payload, save)
    if requests and keys:
        requests[-1]["reply_markup"] = keys
    return requests


def _keys(payload: dict[str, Any], save: Callable[[str], str]) -> dict[str, Any] | None:
    if payload.get("keys"):
        return keyboard.contact(payload["keys"]["contact"], payload["keys"]["others"])
    if payload.get("buttons"):
        return keyboard.inline(payload["buttons"], lambda one: keyboard.encode(one, save))
    return {"remove_keyboard": True} if payload.get("hides_keys") else None


def _with_rows(text: str, custom: dict[str, Any]) -> str:
    """The text, and below it a table that came with it, a line each row."""
    table = custom.get("table") or {}
    language = "en" if custom.get("language") == "en" else "hi"
    rows = [table.get("columns") or [], *(table.get("rows") or [])]
    lines = [
        " | ".join(str(cell[language] if isinstance(cell, dict) else cell) for cell in row)
        for row in rows
        if row
    ]
    return "\n".join([text, *lines]) if table.get("rows") else text
