"""One lane a conversation: its updates are dealt with in order, lanes side by side.

A lane takes the lowest update of its conversation from the store each time, so the order holds
over restarts, and with several gateways on one store.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import datetime, timezone

from bot.channels.telegram.answer import Answer, line
from bot.channels.telegram.answering import Answering
from bot.channels.telegram.conversing import Limited
from bot.channels.telegram.intake import UNREADABLE
from bot.channels.telegram.options import TelegramOptions
from bot.channels.telegram.reading import Bot, Update, read
from bot.channels.telegram.records import Known, Records
from bot.channels.telegram.strings import say
from bot.gateway.threads import StoreThreads
from store.errors import StoreError
from store.limits import INDIA
from store.telegram import PendingUpdate

log = logging.getLogger(__name__)


class ChatLanes:
    """Works on whatever waits; `wake` says that a conversation has something new."""

    def __init__(
        self,
        answering: Answering,
        records: Records,
        threads: StoreThreads,
        options: TelegramOptions,
        *,
        bot: Callable[[], Bot],
        sent: Callable[[], None],
    ) -> None:
        """`bot` gives what is known of ourselves; `sent` is called after replies were put."""
        self._answering = answering
        self._records = records
        self._threads = threads
        self._options = options
        self._bot = bot
        self._sent = sent
        self._places = asyncio.Semaphore(options.max_chats_at_once)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()

    def wake(self, conversation: str) -> None:
        """Has a conversation's updates dealt with."""
        if conversation in self._tasks:
            self._again.add(conversation)
        else:
            self._tasks[conversation] = asyncio.create_task(self._run(conversation))

    async def recover(self) -> None:
        """Takes up what an earlier run left."""
        pause = self._options.first_pause_seconds
        while True:
            try:
                waiting = await self._threads.run(self._records.fetch_waiting)
                break
            except StoreError as error:
                log.warning("waiting updates could not be read: %s", type(error).__name__)
                await asyncio.sleep(pause)
        for conversation in waiting:
            self.wake(conversation)
        if waiting:
            log.info("took up the waiting updates of %d chats", len(waiting))

    async def close(self) -> None:
        """Stops; what is not done stays in the store for the next run."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, conversation: str) -> None:
        try:
            while True:
                self._again.discard(conversation)
                async with self._places:
                    await self._empty(conversation)
                if conversation not in self._again:
                    return
        finally:
            del self._tasks[conversation]

    async def _empty(self, conversation: str) -> None:
        num_failed = 0
        while True:
            try:
                pending = await self._threads.run(self._records.fetch_next, conversation)
                if pending is None:
                    return
                await self._deal_with(
                    pending, gives_up=num_failed >= self._options.max_failed_tries
                )
                num_failed = 0
            except StoreError as error:
                log.warning("an update waits for the store: %s", type(error).__name__)
                await asyncio.sleep(self._options.first_pause_seconds)
            except Exception:
                num_failed += 1
                log.exception("an update could not be dealt with")
                await asyncio.sleep(self._options.first_pause_seconds)

    async def _deal_with(self, pending: PendingUpdate, *, gives_up: bool) -> None:
        try:
            document = json.loads(pending.content or b"")
            update = read(document["update"], self._bot())
        except UNREADABLE:
            log.error("an update was kept that cannot be read")
            update = None
        if update is None:
            await self._threads.run(self._records.drop, pending.update_id)
        elif update.kind == "member":
            await self._threads.run(self._records.note_member, update, pending.conversation)
        else:
            await self._reply(update, pending.conversation, document["refused_seconds"], gives_up)
            self._sent()

    async def _reply(
        self, update: Update, conversation: str, refused_seconds: float, gives_up: bool
    ) -> None:
        known = await self._threads.run(self._records.begin, update, conversation)
        if refused_seconds:
            # One line a minute, however many messages come.
            key = f"flood:{conversation}:{datetime.now(timezone.utc):%y%m%d%H%M}"
            text = say("flood", known.language, seconds=max(1, round(refused_seconds)))
            await self._threads.run(self._records.limit, update.update_id, key, conversation, text)
            return
        if update.album:
            key = f"album:{conversation}:{update.album}"
            text = say(update.media, known.language)
            await self._threads.run(self._records.limit, update.update_id, key, conversation, text)
            return
        try:
            answer = await self._answer(update, conversation, known, gives_up)
        except Limited:
            key = f"daily:{conversation}:{datetime.now(INDIA):%y%m%d}"
            text = say("daily_limit", known.language)
            await self._threads.run(self._records.limit, update.update_id, key, conversation, text)
            return
        await self._threads.run(self._records.finish, update, conversation, answer)

    async def _answer(
        self, update: Update, conversation: str, known: Known, gives_up: bool
    ) -> Answer:
        if gives_up:
            return Answer(line(say("failed", known.language)), known.chat.keyboard)

        async def hold() -> None:
            text = say("wait", known.language)
            await self._threads.run(self._records.hold, update.update_id, conversation, text)
            self._sent()

        return await self._answering.answer(
            update, known.chat, known.language, known.payload, hold
        )
