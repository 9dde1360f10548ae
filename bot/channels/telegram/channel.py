"""Telegram as a part of the gateway: put together, started and stopped with it."""

import asyncio
import logging
import platform
from collections.abc import Callable, Coroutine
from datetime import datetime, timezone
from typing import Any

from sqlalchemy.orm import Session

from bot.channels.telegram.answering import Answering
from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.conversing import Conversing
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.introducing import introduce, set_webhook
from bot.channels.telegram.lanes import ChatLanes
from bot.channels.telegram.metrics import TelegramMetrics
from bot.channels.telegram.polling import poll
from bot.channels.telegram.reading import NAME, Bot
from bot.channels.telegram.records import Records
from bot.channels.telegram.sender import TelegramSender
from bot.channels.telegram.webhook import Webhook
from bot.gateway.admission import Admission
from bot.gateway.limits import TokenBuckets
from bot.gateway.metrics import Metrics
from bot.gateway.options import Options
from bot.gateway.threads import StoreThreads
from bot.gateway.turns import Turns
from bot.outbox.dispatcher import Dispatcher
from bot.outbox.metrics import OutboxMetrics
from bot.outbox.notes import Notes
from store import telegram_chats
from store.errors import StoreError
from store.settings import Settings

log = logging.getLogger(__name__)


class TelegramChannel:
    """Nothing here waits for Telegram: when it is down, the gateway starts all the same."""

    def __init__(
        self,
        settings: Settings,
        options: Options,
        turns: Turns,
        threads: StoreThreads,
        metrics: Metrics,
    ) -> None:
        self._settings = settings
        self._options = options.telegram
        self._threads = threads
        self._metrics = TelegramMetrics(metrics.registry)
        self._outbox_metrics = OutboxMetrics(metrics.registry)
        self._records = Records(settings.database_url)
        self._tasks: list[asyncio.Task[Any]] = []
        self._api = TelegramApi(
            settings.telegram_bot_token,
            settings.telegram_api_base,
            self._options,
            self._metrics,
        )
        self.dispatcher = self._make_dispatcher()
        self._lanes = ChatLanes(
            Answering(Conversing(turns, self._api, options, self._options)),
            self._records,
            threads,
            self._options,
            bot=lambda: self._intake.bot,
            sent=self.dispatcher.wake,
        )
        self._intake = Intake(
            self._api,
            self._records,
            threads,
            _admission(options, metrics),
            self._metrics,
            self._options,
            self._lanes.wake,
        )
        uses_webhook = bool(settings.telegram_webhook_url)
        self.webhook = Webhook(
            self._intake if uses_webhook else None, settings.telegram_bot_token, self._options
        )

    def start(self) -> None:
        """Begins to listen, to answer and to send, all in the background."""
        self.dispatcher.start()
        pause = self._options.longest_pause_seconds
        for work in (self._lanes.recover, self._listen, self._introduce, self._measure):
            self._tasks.append(asyncio.create_task(_guarded(work, pause)))

    async def close(self) -> None:
        """Stops listening, then answering, then sending."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._intake.close()
        await self._lanes.close()
        await self.dispatcher.close()
        await self._api.close()

    def _make_dispatcher(self) -> Dispatcher:
        options, url = self._options, self._settings.database_url
        notes = Notes(
            url,
            NAME,
            by=f"{platform.node()[:80]}:{self._settings.port}",
            lease_seconds=options.lease_seconds,
            after_send=telegram_chats.erase_if_quiet,
            after_block=_note_blocked,
        )
        return Dispatcher(
            TelegramSender(self._api, self._threads, url, options),
            notes,
            self._threads,
            self._outbox_metrics,
            first_pause_seconds=options.first_pause_seconds,
            longest_pause_seconds=options.longest_pause_seconds,
        )

    async def _listen(self) -> None:
        address = self._settings.telegram_webhook_url
        if address:
            await set_webhook(self._api, address, self._settings.telegram_bot_token)
            log.info("Telegram brings updates to our webhook")
            return
        await self._api.until_granted("deleteWebhook", drop_pending_updates=False)
        log.info("fetching Telegram's updates by long polling")
        await poll(self._api, self._intake, self._options)

    async def _introduce(self) -> None:
        """Learns the bot's own name, which groups address it by, and tells Telegram of us."""
        me = await self._api.until_granted("getMe") or {}
        self._intake.bot = Bot(int(me.get("id", self._api.bot_id)), str(me.get("username", "")))
        await introduce(self._api)

    async def _measure(self) -> None:
        while True:
            try:
                updates, messages = await self._threads.run(self._records.measure)
            except StoreError as error:
                log.warning("what waits could not be counted: %s", type(error).__name__)
            else:
                self._metrics.waiting.set(updates[0])
                self._metrics.oldest_seconds.set(updates[1])
                self._outbox_metrics.waiting.set(messages[0])
                self._outbox_metrics.oldest_seconds.set(messages[1])
                if updates[1] > self._options.abandoned_seconds:
                    # Perhaps the gateway that wrote them down has died.
                    await self._lanes.recover()
            await asyncio.sleep(self._options.gauge_seconds)


async def _guarded(work: Callable[[], Coroutine[Any, Any, None]], pause: float) -> None:
    """What breaks in the background is said in the log, and begun again."""
    while True:
        try:
            await work()
            return
        except Exception:
            log.exception("a part of the Telegram channel broke and is begun again")
        await asyncio.sleep(pause)


def _note_blocked(db: Session, conversation: str) -> None:
    telegram_chats.note_blocked(db, conversation, now=datetime.now(timezone.utc))


def _admission(options: Options, metrics: Metrics) -> Admission:
    buckets = TokenBuckets(
        per_minute=options.sender_per_minute,
        burst=options.sender_burst,
        max_keys=options.max_buckets,
    )
    return Admission(buckets, metrics, by="telegram")
