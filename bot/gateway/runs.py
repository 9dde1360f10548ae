"""Messages under way: each is a task of its own, given to Rasa in the order of its conversation.

When Rasa does not answer, the person is told after a few seconds, the task goes on trying, and the
answer waits for them. So nothing depends on the client's connection.
"""

import asyncio
import logging
from datetime import datetime, timezone
from typing import Any

from bot.gateway.delivery import Delivery, gave_up
from bot.gateway.fleet.holds import Holds
from bot.gateway.lanes import Lane, Turn
from bot.gateway.memory import Memory
from bot.gateway.messages import Reply
from bot.gateway.metrics import Metrics
from bot.gateway.options import Options
from bot.gateway.outcomes import judge
from bot.gateway.recording import Recorder
from bot.gateway.script import in_chosen_script
from bot.gateway.strings import say
from bot.gateway.validity import with_validity

log = logging.getLogger(__name__)


class Runs:
    """The turns that this gateway is at."""

    def __init__(
        self,
        delivery: Delivery,
        recorder: Recorder,
        metrics: Metrics,
        options: Options,
        holds: Holds,
    ) -> None:
        self._delivery = delivery
        self._recorder = recorder
        self._metrics = metrics
        self._options = options
        self._holds = holds
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    async def close(self) -> None:
        """Stops; what is unanswered stays in the store for the next run."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def start(self, lane: Lane, **fields: Any) -> Turn:
        """Begins a turn; `fields` are those of `Turn`. The caller holds the conversation."""
        # We have the conversation already: this only keeps it until the turn is over.
        await self._holds.enter(fields["conversation"], seconds=0)
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

    async def wait(self, turn: Turn, lane: Lane) -> list[Reply]:
        """Waits while the lane moves: patience starts anew with each message Rasa is given."""
        loop = asyncio.get_running_loop()
        came_at = loop.time()
        turn.waiters += 1
        try:
            while not turn.answer.done():
                since = max(came_at, lane.head_started)
                remaining = since + self._options.patience_seconds - loop.time()
                if remaining <= 0:
                    return self.say_unavailable(lane.memory)
                await asyncio.wait({turn.answer}, timeout=remaining)
            return turn.answer.result()
        finally:
            turn.waiters -= 1

    async def _run(self, turn: Turn, lane: Lane) -> None:
        try:
            await self._run_in_order(turn, lane)
        finally:
            turn.closed.set()
            await self._holds.leave(turn.conversation)

    async def _run_in_order(self, turn: Turn, lane: Lane) -> None:
        async with lane.dispatch:
            lane.head_started = asyncio.get_running_loop().time()
            late, lane.late = lane.late, []
            turn.metadata = {**turn.metadata, **lane.memory.context(_now())}
            try:
                replies, outcome = await self._delivery.deliver(turn)
                turn.verdict = judge(replies)
                self._count(turn)
                lane.memory.note_answer(replies, _now())
                replies = with_validity(replies, turn.metadata)
                replies = late + in_chosen_script(replies, turn.metadata)
                with self._metrics.step("record"):
                    replies = await self._recorder.keep(turn, lane.memory, replies)
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

    def _count(self, turn: Turn) -> None:
        language = str(turn.metadata.get("language") or "hi")
        self._metrics.verdicts.labels(turn.verdict.outcome, language).inc()
        if turn.confidence is not None:
            self._metrics.confidence.observe(turn.confidence)

    def say_unavailable(self, memory: Memory) -> list[Reply]:
        """What a person is told when the answer takes longer than they may wait."""
        self._metrics.replies.labels("unavailable").inc()
        text = say("unavailable", memory.language)
        return [{"text": text, "custom": {"code": "unavailable", "retry_after": 5}}]


def _now() -> datetime:
    return datetime.now(timezone.utc)
