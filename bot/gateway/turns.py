"""Brings messages to Rasa in order, and their answers back, whatever happens on the way.

A message is written down before anything else. It then runs as a task of its own: when Rasa does
not answer, the person is told after a few seconds, the task goes on trying, and the answer waits
for them. So nothing depends on the client's connection.
"""

import asyncio
import logging
import time
import uuid
from datetime import datetime, timezone
from typing import Any

from bot.gateway.delivery import Delivery, gave_up
from bot.gateway.errors import Refused
from bot.gateway.lanes import Lane, Lanes, Turn
from bot.gateway.ledger import Ledger, MessageIdReused, Opened
from bot.gateway.memory import Memory
from bot.gateway.messages import Incoming, Reply
from bot.gateway.metrics import Metrics
from bot.gateway.options import Options
from bot.gateway.recording import Recorder
from bot.gateway.script import in_chosen_script
from bot.gateway.strings import say
from bot.gateway.threads import StoreThreads
from bot.gateway.validity import with_validity
from store import keys
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
    ) -> None:
        self._ledger = ledger
        self._delivery = delivery
        self._metrics = metrics
        self._options = options
        self._lanes = Lanes(options.max_buckets)
        self._tasks: set[asyncio.Task[None]] = set()
        self._threads = threads
        self._recorder = Recorder(ledger, threads, options)

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
            return await self._accept(incoming, conversation, lane)
        except MessageIdReused:
            raise Refused(409, "message_id_reused", field="message_id") from None
        except (StoreBusy, StoreUnavailable):
            raise Refused(503, "store_busy", retry_after=2) from None
        finally:
            lane.users -= 1

    async def recover(self) -> None:
        """Takes up the messages that an earlier run left without an answer."""
        unanswered = await self._threads.run(self._ledger.fetch_unanswered)
        for message in unanswered:
            lane = self._lanes.get(message.conversation)
            lane.memory.language = message.metadata["language"]
            self._start(
                lane,
                conversation=message.conversation,
                message_id=message.message_id,
                channel=message.channel,
                text=message.text,
                metadata=message.metadata,
                retry_seconds=self._options.recovery_seconds,
            )
        if unanswered:
            log.info("took up %d unanswered messages", len(unanswered))

    async def close(self) -> None:
        """Stops; what is unanswered stays in the store for the next run."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _check_room(self, lane: Lane) -> None:
        full = len(self._tasks) >= self._options.max_turns
        if full or lane.users >= self._options.max_turns_per_conversation:
            raise Refused(503, "busy", retry_after=5)

    async def _accept(self, incoming: Incoming, conversation: str, lane: Lane) -> list[Reply]:
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + self._options.patience_seconds
        named = incoming.message_id is not None
        message_id = f"client:{incoming.message_id}" if named else f"own:{uuid.uuid4().hex}"
        while True:
            opened, turn = await self._take_on(incoming, conversation, message_id, lane)
            if opened.status == "answered":
                self._metrics.replies.labels("repeated").inc()
                return opened.replies or []
            if turn is not None:
                return await self._wait(turn, lane)
            if loop.time() >= give_up_at:
                return self._unavailable(lane.memory)
            # Another gateway on the same store is at work on it.
            await asyncio.sleep(self._options.retry_pause_seconds)

    async def _take_on(
        self, incoming: Incoming, conversation: str, message_id: str, lane: Lane
    ) -> tuple[Opened, Turn | None]:
        deadline = time.monotonic() + self._options.intake_seconds
        async with lane.intake:
            with self._metrics.step("intake"):
                opened = await self._threads.run_in_time(
                    deadline,
                    self._ledger.open_turn,
                    incoming,
                    conversation,
                    message_id,
                    lane.memory,
                )
            if opened.status != "new":
                return opened, lane.turns.get(message_id)
            return opened, self._start(
                lane,
                conversation=conversation,
                message_id=message_id,
                channel=incoming.channel,
                text=opened.text,
                metadata=opened.metadata or {},
                retry_seconds=self._options.retry_seconds,
            )

    def _start(self, lane: Lane, **fields: Any) -> Turn:
        turn = Turn(
            answer=asyncio.get_running_loop().create_future(),
            can_be_asked_for=fields["message_id"].startswith("client:"),
            **fields,
        )
        lane.turns[turn.message_id] = turn
        task = asyncio.create_task(self._run(turn, lane))
        self._tasks.add(task)
        self._metrics.pending.inc()
        task.add_done_callback(self._forget)
        return turn

    def _forget(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        self._metrics.pending.dec()

    async def _wait(self, turn: Turn, lane: Lane) -> list[Reply]:
        """Waits while the lane moves: patience starts anew with each message Rasa is given."""
        loop = asyncio.get_running_loop()
        came_at = loop.time()
        turn.waiters += 1
        try:
            while not turn.answer.done():
                since = max(came_at, lane.head_started)
                remaining = since + self._options.patience_seconds - loop.time()
                if remaining <= 0:
                    return self._unavailable(lane.memory)
                await asyncio.wait({turn.answer}, timeout=remaining)
            return turn.answer.result()
        finally:
            turn.waiters -= 1

    async def _run(self, turn: Turn, lane: Lane) -> None:
        async with lane.dispatch:
            lane.head_started = asyncio.get_running_loop().time()
            late, lane.late = lane.late, []
            turn.metadata = {**turn.metadata, **lane.memory.context(_now())}
            try:
                replies, outcome = await self._delivery.deliver(turn)
                lane.memory.note_answer(replies, _now())
                replies = with_validity(replies, turn.metadata)
                replies = late + in_chosen_script(replies, turn.metadata)
                with self._metrics.step("record"):
                    await self._recorder.keep(turn, lane.memory, replies)
            except Exception:
                log.exception("a turn broke")
                replies, outcome = late + gave_up(turn), "broken"
            del lane.turns[turn.message_id]
            if not turn.waiters and not turn.can_be_asked_for:
                lane.late = replies
                outcome = "late"
            self._metrics.replies.labels(outcome).inc()
            if not turn.answer.done():
                turn.answer.set_result(replies)

    def _unavailable(self, memory: Memory) -> list[Reply]:
        self._metrics.replies.labels("unavailable").inc()
        text = say("unavailable", memory.language)
        return [{"text": text, "custom": {"code": "unavailable", "retry_after": 5}}]


def _now() -> datetime:
    return datetime.now(timezone.utc)


def conversation_id(channel: str, sender: str) -> str:
    """The opaque id of a conversation: 32 hex characters, keyed, so that none can be guessed."""
    return keys.digest("conversation", channel, sender)[:32]
