"""Takes updates in: each is written down before Telegram hears that we have it."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from telegram.error import TelegramError

from bot.channels.telegram import keyboard
from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.metrics import TelegramMetrics
from bot.channels.telegram.options import TelegramOptions
from bot.channels.telegram.reading import Bot, Update, read
from bot.channels.telegram.records import Arrival, Records
from bot.gateway.admission import Admission
from bot.gateway.errors import Refused
from bot.gateway.threads import StoreThreads

log = logging.getLogger(__name__)
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)


class Intake:
    """The one way in, for polling and for the webhook."""

    def __init__(
        self,
        api: TelegramApi,
        records: Records,
        threads: StoreThreads,
        admission: Admission,
        metrics: TelegramMetrics,
        options: TelegramOptions,
        wake: Callable[[str], None],
    ) -> None:
        self._api = api
        self._records = records
        self._threads = threads
        self._admission = admission
        self._metrics = metrics
        self._options = options
        self._wake = wake
        self._touching: set[asyncio.Task[None]] = set()
        self.bot = Bot(api.bot_id)

    async def take(self, documents: Iterable[Any]) -> None:
        """Writes updates down and has them dealt with; those that came before are left alone.

        Raises:
            StoreError: nothing was written; Telegram has to send them again.
        """
        arrivals = [one for one in [await self._read(each) for each in documents] if one]
        if not arrivals:
            return
        new = await self._threads.run(self._records.save, arrivals)
        self._metrics.updates.labels("repeated").inc(len(arrivals) - len(new))
        for arrival in new:
            update = arrival.update
            self._metrics.updates.labels(
                f"edited_{update.kind}" if update.is_edit else update.kind
            ).inc()
            if update.kind == "callback":
                self._touch(update)
            self._wake(arrival.conversation)

    async def close(self) -> None:
        """Stops answering buttons."""
        for task in self._touching:
            task.cancel()
        await asyncio.gather(*self._touching, return_exceptions=True)

    async def _read(self, document: Any) -> Arrival | None:
        try:
            update = read(document, self.bot)
        except UNREADABLE as error:
            log.warning("an update could not be read: %s", type(error).__name__)
            self._metrics.updates.labels("unreadable").inc()
            return None
        if update is None:
            self._metrics.updates.labels("ignored").inc()
            return None
        return Arrival(update, document, await self._admit(update))

    async def _admit(self, update: Update) -> float:
        """Seconds to wait when the person sends too much; 0 when the update may pass."""
        is_old = time.time() - (update.sent_at or time.time()) > self._options.flood_age_seconds
        if update.kind == "member" or is_old:
            return 0.0
        try:
            await self._admission.admit(update.sender)
        except Refused as refusal:
            return refusal.retry_after or 1.0
        return 0.0

    def _touch(self, update: Update) -> None:
        """Stops the button's spinner and marks it; nothing depends on whether that works."""
        task = asyncio.create_task(self._answer_callback(update))
        self._touching.add(task)
        task.add_done_callback(self._touching.discard)

    async def _answer_callback(self, update: Update) -> None:
        with contextlib.suppress(TelegramError):
            if update.callback_id is not None:
                await self._api.call("answerCallbackQuery", callback_query_id=update.callback_id)
        marked = keyboard.marked(update.keyboard, update.text)
        with contextlib.suppress(TelegramError):
            if marked is not None and update.message_id is not None:
                await self._api.call(
                    "editMessageReplyMarkup",
                    chat_id=update.chat_id,
                    message_id=update.message_id,
                    reply_markup=marked,
                )
