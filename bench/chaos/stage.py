"""Everything a fault may touch, and the moments from which recovery is counted."""

import asyncio
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bench.chaos.cluster import Cluster
from bench.chaos.people import Person, Talk
from bench.chaos.servers import NotThere, Postgres, Redis, SmsProvider
from bench.chaos.telegram_api import TelegramServer

WELL_SECONDS = 300.0
_LONGEST_AIM_SECONDS = 0.25
_REPEATED = 3
_QUICK_SECONDS = 6.0


@dataclass
class Stage:
    """A running cluster and what it stands on. `quick`: one process of a kind is enough."""

    folder: Path
    data_dir: Path
    cluster: Cluster
    postgres: Postgres
    redis: Redis
    sms: SmsProvider
    telegram: TelegramServer
    quick: bool = False
    #: Processes that were ended, with the ids they had.
    returning: dict[str, int] = field(default_factory=dict)
    talk: Talk = None  # type: ignore[assignment] - given for each fault
    people: list[Person] = field(default_factory=list)
    since: list[float] = field(default_factory=list)
    databases: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    talking: list["asyncio.Task[None]"] = field(default_factory=list)

    def begin_talking(self, people: list[Person]) -> None:
        """Has people talk until `finish_talking`."""
        self.people += people
        self.talking += [asyncio.create_task(person.live()) for person in people]

    async def finish_talking(self) -> None:
        """Waits for all answers, then repeats the latest messages: the same replies must come."""
        if not self.talking:
            return
        self.talk.stops = True
        await self.talk.all_at_once()
        await asyncio.gather(*self.talking)
        self.talking.clear()
        for person in self.people:
            for said in [one for one in person.said if one.answered is not None][-_REPEATED:]:
                if await person.send(said) != said.replies:
                    self.doubled.append(f"{said.message_id}: a repeat got another answer")

    async def hit(self, action: Callable[[], Any], *, counts: bool = True) -> None:
        """Does harm while everyone's message is under way.

        Args:
            action: the harm; it may block.
            counts: whether recovery is counted from here.
        """
        await self.talk.all_at_once()
        await asyncio.sleep(random.uniform(0.02, _LONGEST_AIM_SECONDS))
        if counts:
            self.since.append(time.monotonic())
        await asyncio.to_thread(action)

    async def mend(self, action: Callable[[], Any]) -> None:
        """Undoes the harm; recovery is counted from when that is done."""
        await asyncio.to_thread(action)
        self.since.append(time.monotonic())

    async def end(self, kind: str, number: signal.Signals) -> None:
        """Ends the processes of a kind one after the other, each once the last is back.

        In the short form it is one process, and the other faults go on while it comes back.
        """
        await self.until_all_back(kind)
        for name in self.cluster.names(kind)[: 1 if self.quick else None]:
            self.returning[name] = self.cluster.pid(name)
            await self.hit(partial(self.cluster.signal, name, number))
            if self.quick:
                await asyncio.sleep(_QUICK_SECONDS)
            else:
                await self.until_all_back(kind)

    async def until_all_back(self, kind: str = "") -> None:
        """Waits for the processes of a kind, or of all, that were ended.

        Raises:
            NotThere: one did not come back.
        """
        for name in [one for one in self.returning if one.startswith(kind)]:
            await self.until_back(name, self.returning.pop(name))

    async def until_back(self, name: str, old_pid: int) -> None:
        """Waits until a new process answers in the place of one that ended.

        Raises:
            NotThere: none does.
        """
        deadline = time.monotonic() + WELL_SECONDS
        while time.monotonic() < deadline:
            await asyncio.sleep(0.3)
            if await asyncio.to_thread(self._is_new, name, old_pid):
                return
        raise NotThere(f"{name} did not come back:\n{self.cluster.said()}")

    def _is_new(self, name: str, old_pid: int) -> bool:
        try:
            return self.cluster.pid(name) != old_pid and self.cluster.is_well(name)
        except NotThere:
            return False
