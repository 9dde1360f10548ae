"""Brings words to the gateway's turns and waits for the answer, however long that takes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from telegram.error import TelegramError

from bot.channels.telegram.answer import line
from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.options import TelegramOptions
from bot.channels.telegram.reading import NAME, Update
from bot.channels.telegram.strings import say
from bot.gateway import payloads
from bot.gateway.clean import clean_text, has_words
from bot.gateway.errors import Refused
from bot.gateway.messages import Incoming, Reply
from bot.gateway.options import Options
from bot.gateway.turns import Turns

#: Called once when an answer takes longer than people expect.
Hold = Callable[[], Awaitable[None]]


class Limited(Exception):
    """The person has had today's messages."""


class Conversing:
    """One turn at a time for one update."""

    def __init__(
        self, turns: Turns, api: TelegramApi, options: Options, telegram: TelegramOptions
    ) -> None:
        self._turns = turns
        self._api = api
        self._options = options
        self._telegram = telegram

    async def ask(
        self, update: Update, text: str, language: str, hold: Hold, *, part: str = ""
    ) -> list[Reply]:
        """The replies to a text or a payload; typing is shown meanwhile.

        The message is named after its update, so an update that is taken up again after a crash
        gets the same replies, and Rasa hears it once.

        Args:
            update: that brought the text.
            text: as the person wrote it, or a payload.
            language: of our own sentences.
            hold: tells the person that it takes longer.
            part: tells several messages of one update apart.

        Raises:
            Limited: the person has had today's messages.
        """
        text = payloads.admit(clean_text(text))
        if not has_words(text):
            return line(say("empty", language))
        if len(text) > self._options.max_text_characters:
            return line(say("too_long", language))
        incoming = Incoming(
            channel=NAME,
            sender=update.sender,
            text=text,
            message_id=f"tg:{update.update_id}{part}",
            language=update.language,
        )
        async with self._typing(update.chat_id):
            return await self._until_answered(incoming, language, hold)

    async def forget(self, update: Update) -> None:
        """Erases the conversation, as soon as that can be done."""
        while True:
            try:
                await self._turns.forget(NAME, update.sender)
                return
            except Refused:
                await asyncio.sleep(self._telegram.first_pause_seconds)

    async def _until_answered(self, incoming: Incoming, language: str, hold: Hold) -> list[Reply]:
        is_told = False
        while True:
            try:
                replies = await self._turns.accept(incoming)
            except Refused as refusal:
                if refusal.status == 429:
                    raise Limited from None
                if refusal.status != 503:
                    return line(say("failed", language))
                # Full, or the store is locked: it is written down here and can wait.
                await asyncio.sleep(self._telegram.first_pause_seconds)
                continue
            if not any((one.get("custom") or {}).get("code") == "unavailable" for one in replies):
                return replies
            if not is_told:
                await hold()
                is_told = True

    @asynccontextmanager
    async def _typing(self, chat_id: int) -> AsyncIterator[None]:
        showing = asyncio.create_task(self._show_typing(chat_id))
        try:
            yield
        finally:
            showing.cancel()

    async def _show_typing(self, chat_id: int) -> None:
        await asyncio.sleep(self._telegram.typing_after_seconds)
        while True:
            with contextlib.suppress(TelegramError):
                await self._api.call("sendChatAction", chat_id=chat_id, action="typing")
            await asyncio.sleep(self._telegram.typing_every_seconds)
