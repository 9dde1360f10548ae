"""The one dispatcher: takes messages from the outbox and gives them to their channel.

The first message of each conversation goes out, those behind it wait; conversations are served
side by side. A crash between the channel's acceptance and our note of it sends that one part
again: a message is never lost, and doubled only in those few milliseconds.
"""

import asyncio
import contextlib
import logging
from datetime import datetime, timedelta, timezone

from bot.gateway.threads import StoreThreads
from bot.outbox.metrics import OutboxMetrics
from bot.outbox.notes import Notes
from bot.outbox.outcome import Outcome, Sender
from store.errors import StoreError
from store.outbox import Outgoing

log = logging.getLogger(__name__)


class Dispatcher:
    """Runs from `start` to `close`; `wake` says that something was put in line."""

    def __init__(
        self,
        sender: Sender,
        notes: Notes,
        threads: StoreThreads,
        metrics: OutboxMetrics,
        *,
        most_at_once: int = 30,
        idle_seconds: float = 1.0,
        first_pause_seconds: float = 1.0,
        longest_pause_seconds: float = 60.0,
    ) -> None:
        self._sender = sender
        self._notes = notes
        self._threads = threads
        self._metrics = metrics
        self._most_at_once = most_at_once
        self._idle_seconds = idle_seconds
        self._first_pause = first_pause_seconds
        self._longest_pause = longest_pause_seconds
        self._woken = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to send in the background."""
        self._loop = asyncio.create_task(self._run())

    def wake(self) -> None:
        """Looks into the outbox now rather than within a second."""
        self._woken.set()

    async def close(self, seconds: float = 5.0) -> None:
        """Claims nothing more, and waits so long for what is being sent."""
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)
        if self._sending:
            await asyncio.wait(self._sending, timeout=seconds)
        for task in self._sending:
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)

    async def _run(self) -> None:
        is_released = False
        while True:
            self._woken.clear()
            try:
                if not is_released:
                    await self._threads.run(self._notes.release)
                    is_released = True
                await self._claim()
            except StoreError as error:
                log.warning("the outbox could not be read: %s", type(error).__name__)
                await asyncio.sleep(self._idle_seconds)
            except Exception:
                log.exception("the outbox could not be read")
                await asyncio.sleep(self._idle_seconds)
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._woken.wait(), self._idle_seconds)

    async def _claim(self) -> None:
        room = self._most_at_once - len(self._sending)
        if room <= 0:
            return
        for message in await self._threads.run(self._notes.claim, room):
            task = asyncio.create_task(self._send(message))
            self._sending.add(task)
            task.add_done_callback(self._finished)

    def _finished(self, task: "asyncio.Task[None]") -> None:
        self._sending.discard(task)
        if not task.cancelled() and task.exception():
            log.error("what was sent could not be noted", exc_info=task.exception())
        self.wake()

    async def _send(self, message: Outgoing) -> None:
        async def note_part(parts: int) -> None:
            await self._note(self._notes.part, message, parts)

        try:
            outcome = await self._sender.send(message, note_part)
        except Exception:
            log.exception("a message could not be made ready for sending")
            outcome = Outcome("later", "broken")
        self._metrics.sends.labels(message.channel, outcome.code or outcome.status).inc()
        if outcome.status == "sent":
            waited = (_now() - message.created_at).total_seconds()
            self._metrics.delay_seconds.observe(max(0.0, waited))
            await self._note(self._notes.sent, message)
        elif outcome.status == "dropped":
            log.warning("a message was dropped: %s", outcome.code)
            await self._note(self._notes.dropped, message, outcome)
        else:
            await self._note(
                self._notes.later, message, outcome, _now() + self._pause(message, outcome)
            )

    def _pause(self, message: Outgoing, outcome: Outcome) -> timedelta:
        if outcome.retry_seconds is not None:
            return timedelta(seconds=outcome.retry_seconds)
        doubled = self._first_pause * 2.0 ** min(message.attempts, 16)
        return timedelta(seconds=min(doubled, self._longest_pause))

    async def _note(self, write: object, *arguments: object) -> None:
        """Writes down what happened, however long the store is locked."""
        while True:
            try:
                await self._threads.run(write, *arguments)  # type: ignore[arg-type]
                return
            except StoreError as error:
                log.warning("what was sent could not be noted yet: %s", type(error).__name__)
                await asyncio.sleep(self._first_pause)


def _now() -> datetime:
    return datetime.now(timezone.utc)
