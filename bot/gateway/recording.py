"""Writes replies down before they are handed out, so that a repeat gets the same ones."""

import asyncio
import logging
import time

from bot.channels import rest
from bot.gateway.closings import Closing
from bot.gateway.lanes import Turn
from bot.gateway.ledger import Ledger
from bot.gateway.memory import Memory
from bot.gateway.messages import Reply
from bot.gateway.options import Options
from bot.gateway.threads import StoreThreads
from store.errors import StoreError

log = logging.getLogger(__name__)


class Recorder:
    """Keeps trying while the store is locked; the person waits only briefly for that."""

    def __init__(self, ledger: Ledger, threads: StoreThreads, options: Options) -> None:
        self._ledger = ledger
        self._threads = threads
        self._options = options

    async def keep(self, turn: Turn, memory: Memory, replies: list[Reply]) -> list[Reply]:
        """Records the replies to a turn, or says in the log that it could not.

        Returns:
            The replies to hand out, behind messages that waited for the conversation.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._options.record_seconds
        patience = self._options.record_patience_seconds
        hand_out = loop.call_later(patience, _hand_out, turn, replies)
        try:
            while True:
                try:
                    return await self._threads.run(self._write, turn, memory, replies)
                except StoreError as error:
                    if loop.time() >= deadline:
                        log.error("an answer was not recorded: %s", type(error).__name__)
                        return replies
                await asyncio.sleep(self._options.max_retry_pause_seconds)
        finally:
            hand_out.cancel()

    def _write(self, turn: Turn, memory: Memory, replies: list[Reply]) -> list[Reply]:
        closing = Closing(
            turn.conversation,
            turn.message_id,
            turn.channel,
            turn.text,
            replies,
            turn.verdict,
            confidence=turn.confidence,
            milliseconds=round(1000 * (time.perf_counter() - turn.started)),
            # What was handed out already can take nothing in front of it any more.
            picks_up=turn.channel == rest.NAME and not turn.answer.done(),
        )
        return self._ledger.close_turn(closing, memory)


def _hand_out(turn: Turn, replies: list[Reply]) -> None:
    if turn.waiters and not turn.answer.done():
        turn.answer.set_result(replies)
