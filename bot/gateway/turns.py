"""Takes messages on, in order, and brings their answers back, whatever happens on the way.

A message is written down before anything else; then it runs (`runs`), and whoever sent it waits.
"""

import asyncio
import logging
import uuid
from datetime import datetime, timezone

import anyio

from bot.gateway.conversation import conversation_id as conversation_id
from bot.gateway.delivery import Delivery
from bot.gateway.errors import Refused
from bot.gateway.fleet.fleet import Fleet
from bot.gateway.fleet.holds import HoldUnavailable, holding
from bot.gateway.lanes import Lane, Lanes
from bot.gateway.ledger import (
    DailyLimitReached,
    Ledger,
    MessageIdReused,
    Opened,
)
from bot.gateway.memory import Memory
from bot.gateway.messages import Incoming, Reply
from bot.gateway.metrics import Metrics
from bot.gateway.options import Options
from bot.gateway.recording import Recorder
from bot.gateway.runs import Runs
from bot.gateway.threads import StoreThreads
from bot.gateway.unanswered import Unanswered
from bot.gateway.uptake import Uptake
from store.errors import StoreBusy, StoreUnavailable

log = logging.getLogger(__name__)


class Turns:
    """Everything between a channel and Rasa."""

    def __init__(
        self,
        ledger: Ledger,
        threads: StoreThreads,
        delivery: Delivery,
        metrics: Metrics,
        options: Options,
        fleet: Fleet,
    ) -> None:
        self._ledger = ledger
        self._metrics = metrics
        self._options = options
        self._lanes = Lanes(options.max_buckets)
        self._threads = threads
        recorder = Recorder(ledger, threads, options)
        self._runs = Runs(delivery, recorder, metrics, options, fleet.holds)
        self._uptake = Uptake(ledger, threads, metrics, options, self._runs)
        self._holds = fleet.holds
        self._has_others = fleet.has_others

    async def accept(self, incoming: Incoming) -> list[Reply]:
        """Takes one message on and returns its replies, or one that says to try again.

        Raises:
            Refused: too much is under way, the store is busy, or the message_id was used before.
        """
        conversation = conversation_id(incoming.channel, incoming.sender)
        lane = self._lanes.get(conversation)
        self._check_room(lane)
        lane.users += 1
        try:
            patience = self._options.hold_seconds
            async with holding(self._holds, conversation, seconds=patience) as was_ours:
                if not was_ours:
                    lane.memory = Memory()
                    if self._has_others:
                        await self._uptake.take_over_all(conversation, lane)
                return await self._accept(incoming, conversation, lane)
        except MessageIdReused:
            raise Refused(409, "message_id_reused", field="message_id") from None
        except DailyLimitReached as reached:
            wait = (reached.until - _now()).total_seconds()
            self._metrics.rate_limited.labels("day").inc()
            raise Refused(429, "daily_limit", retry_after=wait) from None
        except (HoldUnavailable, StoreBusy, StoreUnavailable):
            raise Refused(503, "store_busy", retry_after=2) from None
        finally:
            lane.users -= 1

    async def resume(self, message: Unanswered) -> bool:
        """Takes up a message without an answer; False when it has one, or somebody is at it.

        Raises:
            StoreBusy: the database is locked.
            StoreUnavailable: the database cannot be reached.
        """
        lane = self._lanes.get(message.conversation)
        lane.users += 1
        try:
            async with holding(self._holds, message.conversation, seconds=0):
                if message.message_id in lane.turns:
                    return False
                return (
                    await self._uptake.take_over(message.conversation, message.message_id, lane)
                    is not None
                )
        except HoldUnavailable:
            return False
        finally:
            lane.users -= 1

    async def forget(self, channel: str, sender: str) -> None:
        """Erases a conversation, once the message that is being answered is out.

        Raises:
            Refused: an answer is still on its way after a while, or the store is busy.
        """
        conversation = conversation_id(channel, sender)
        lane = self._lanes.get(conversation)
        lane.users += 1
        try:
            seconds = self._options.patience_seconds
            with anyio.fail_after(seconds):
                hold = holding(self._holds, conversation, seconds=seconds)
                async with hold, lane.intake, lane.dispatch:
                    await self._threads.run(self._ledger.erase, conversation)
                    lane.memory, lane.late = Memory(), []
        except (TimeoutError, HoldUnavailable):
            raise Refused(503, "busy", retry_after=5) from None
        except (StoreBusy, StoreUnavailable):
            raise Refused(503, "store_busy", retry_after=2) from None
        finally:
            lane.users -= 1

    async def close(self) -> None:
        """Stops; what is unanswered stays in the store for the next run."""
        await self._runs.close()

    def _check_room(self, lane: Lane) -> None:
        full = len(self._runs) >= self._options.max_turns
        if full or lane.users >= self._options.max_turns_per_conversation:
            raise Refused(503, "busy", retry_after=5)

    async def _accept(self, incoming: Incoming, conversation: str, lane: Lane) -> list[Reply]:
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + self._options.patience_seconds
        message_id = _name(incoming)
        while True:
            opened, turn = await self._uptake.take_on(incoming, conversation, message_id, lane)
            if opened.status == "pending" and turn is None:
                # Whoever wrote it down has lost the hold: it has died.
                turn = await self._uptake.take_over(conversation, message_id, lane)
            if opened.replies is not None:
                return self._answered(opened, conversation)
            if turn is not None:
                return await self._runs.wait(turn, lane)
            if loop.time() >= give_up_at:
                return self._runs.say_unavailable(lane.memory)
            # It was left by an earlier run, and is being taken up.
            await asyncio.sleep(self._options.retry_pause_seconds)

    def _answered(self, opened: Opened, conversation: str) -> list[Reply]:
        """What was answered before, or is now with a person of the helpdesk."""
        if opened.status == "operator":
            self._ledger.announce(conversation)
        outcome = "operator" if opened.status == "operator" else "repeated"
        self._metrics.replies.labels(outcome).inc()
        return opened.replies or []


def _name(incoming: Incoming) -> str:
    """The message's id among those of its conversation.

    Without one of the client's own it is the request's, which a proxy gives: the same when it asks
    another gateway after the first one has died.
    """
    if incoming.message_id is not None:
        return f"client:{incoming.message_id}"
    return f"own:{incoming.request_id or uuid.uuid4().hex}"


def _now() -> datetime:
    return datetime.now(timezone.utc)
