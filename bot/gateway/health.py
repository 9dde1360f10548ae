"""Is the gateway ready: would a question be answered now?"""

import asyncio
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from bot.gateway.fleet.fleet import Fleet
from bot.gateway.ledger import Ledger
from bot.gateway.rasa_client import RasaClient
from bot.gateway.threads import StoreThreads
from store.errors import StoreError


@dataclass(frozen=True)
class Readiness:
    """Whether each part that an answer needs is there."""

    rasa: bool
    actions: bool
    database: bool
    fleet: bool = True

    @property
    def is_ready(self) -> bool:
        """Whether all of them are."""
        return self.rasa and self.actions and self.database and self.fleet


class ReadinessProbe:
    """Asks the parts at most once in `max_age_seconds`, however often it is asked itself."""

    def __init__(
        self,
        rasa: RasaClient,
        ledger: Ledger,
        threads: StoreThreads,
        fleet: Fleet,
        *,
        max_age_seconds: float,
    ) -> None:
        self._rasa = rasa
        self._fleet = fleet
        self._ledger = ledger
        self._threads = threads
        self._max_age_seconds = max_age_seconds
        self._lock = asyncio.Lock()
        self._known: tuple[float, Readiness] | None = None

    async def check(self) -> Readiness:
        """The parts' state, at most `max_age_seconds` old."""
        loop = asyncio.get_running_loop()
        async with self._lock:
            if self._known is None or loop.time() - self._known[0] > self._max_age_seconds:
                readiness = Readiness(
                    *await asyncio.gather(
                        self._rasa.is_rasa_ready(),
                        self._rasa.is_action_server_ready(),
                        self._is_database_reachable(),
                        self._fleet.is_reachable(),
                    )
                )
                self._known = (loop.time(), readiness)
            return self._known[1]

    async def _is_database_reachable(self) -> bool:
        try:
            return await self._threads.run(self._ledger.is_reachable)
        except (StoreError, SQLAlchemyError):  # the latter: a table is missing
            return False
