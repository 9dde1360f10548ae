"""How a message becomes a turn: a new one is written down, one that was left is taken up."""

import asyncio
import time

from bot.gateway.lanes import Lane, Turn
from bot.gateway.ledger import Ledger, Opened
from bot.gateway.messages import Incoming
from bot.gateway.metrics import Metrics
from bot.gateway.options import Options
from bot.gateway.runs import Runs
from bot.gateway.threads import StoreThreads
from bot.gateway.unanswered import Unanswered
from store.errors import StoreBusy


class Uptake:
    """Begins turns, in the order of their conversation. The caller holds the conversation."""

    def __init__(
        self,
        ledger: Ledger,
        threads: StoreThreads,
        metrics: Metrics,
        options: Options,
        runs: Runs,
    ) -> None:
        self._ledger = ledger
        self._threads = threads
        self._metrics = metrics
        self._options = options
        self._runs = runs

    async def take_on(
        self, incoming: Incoming, conversation: str, message_id: str, lane: Lane
    ) -> tuple[Opened, Turn | None]:
        """Writes a message down and begins its turn; a known one's turn, if this gateway has it.

        Raises:
            StoreBusy: the database is locked, or an earlier answer is not yet written down.
        """
        deadline = time.monotonic() + self._options.intake_seconds
        async with lane.intake:
            await _settle(lane, deadline)
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
            return opened, await self._runs.start(
                lane,
                conversation=conversation,
                message_id=message_id,
                channel=incoming.channel,
                text=opened.text,
                metadata=opened.metadata or {},
                retry_seconds=self._options.retry_seconds,
            )

    async def take_over(self, conversation: str, message_id: str, lane: Lane) -> Turn | None:
        """Goes on with a message that somebody else wrote down; None when it has its answer."""
        async with lane.intake:
            if message_id in lane.turns:
                return lane.turns[message_id]
            message = await self._threads.run(
                self._ledger.fetch_one_unanswered, conversation, message_id
            )
            return await self._resume(message, lane) if message else None

    async def take_over_all(self, conversation: str, lane: Lane) -> None:
        """Goes on with what another gateway left of a conversation, so nothing overtakes it."""
        async with lane.intake:
            for message in await self._threads.run(
                self._ledger.fetch_all_unanswered, conversation
            ):
                if message.message_id not in lane.turns:
                    await self._resume(message, lane)

    async def _resume(self, message: Unanswered, lane: Lane) -> Turn:
        lane.memory.language = message.metadata["language"]
        return await self._runs.start(
            lane, **vars(message), retry_seconds=self._options.recovery_seconds
        )


async def _settle(lane: Lane, deadline: float) -> None:
    """Waits for answers that were handed out before they were written down.

    Whoever has one may send the next message, which must not stand before it in the transcript.

    Raises:
        StoreBusy: one is still not written down.
    """
    for turn in [one for one in lane.turns.values() if one.answer.done()]:
        try:
            await asyncio.wait_for(turn.closed.wait(), deadline - time.monotonic())
        except asyncio.TimeoutError:
            raise StoreBusy("an earlier answer is not yet written down") from None
