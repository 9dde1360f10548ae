"""Takes up messages that were left without an answer: by an earlier run, or by a fellow that died.

Each is taken up under its conversation's hold, so that two gateways never do the same one.
"""

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError

from bot.gateway.ledger import Ledger
from bot.gateway.options import Options
from bot.gateway.threads import StoreThreads
from bot.gateway.turns import Turns
from store.errors import StoreError

log = logging.getLogger(__name__)


class Recovery:
    """Runs once at the start; among several gateways again and again."""

    def __init__(
        self, turns: Turns, ledger: Ledger, threads: StoreThreads, options: Options
    ) -> None:
        self._turns = turns
        self._ledger = ledger
        self._threads = threads
        self._options = options

    async def begin(self) -> None:
        """Takes up what was left when this gateway was not there."""
        await self._take_up(0)

    async def watch(self) -> None:
        """Looks for messages of gateways that died, until it is cancelled."""
        while True:
            await asyncio.sleep(self._options.abandoned_scan_seconds)
            await self._take_up(self._options.abandoned_seconds)

    async def _take_up(self, older_than_seconds: int) -> None:
        try:
            unanswered = await self._threads.run(self._ledger.fetch_unanswered, older_than_seconds)
            taken = [await self._turns.resume(message) for message in unanswered]
        except (StoreError, SQLAlchemyError) as error:
            log.error("unanswered messages could not be read: %s", type(error).__name__)
            return
        if any(taken):
            log.info("took up %d unanswered messages", sum(taken))
