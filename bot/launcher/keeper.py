"""Keeps one child running: starts it, hands on what it says, starts it again when it dies."""

import asyncio
import time
from asyncio.subprocess import Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.launcher import process
from bot.launcher.children import Child
from bot.launcher.environment import child_environment
from bot.launcher.log import DeprecationFilter, Log


@dataclass(frozen=True)
class Patience:
    """Times of keeping, in seconds.

    Attributes:
        first_delay: before the first restart; doubles with each further one.
        longest_delay: the delay grows no further.
        healthy_after: a child that ran so long starts again from `first_delay`.
        grace: between asking a child to end and killing it.
    """

    first_delay: float = 1.0
    longest_delay: float = 30.0
    healthy_after: float = 60.0
    grace: float = 10.0

    def delay(self, deaths: int) -> float:
        """Seconds to wait after the given number of deaths in a row, at least one.

        >>> [Patience().delay(deaths) for deaths in (1, 2, 3, 6, 5000)]
        [1.0, 2.0, 4.0, 30.0, 30.0]
        """
        return float(min(self.first_delay * 2 ** min(deaths - 1, 30), self.longest_delay))


class Keeper:
    """One child and its restarts. `deaths` counts those in a row, `started` all starts."""

    def __init__(self, child: Child, *, folder: Path, log: Log, patience: Patience) -> None:
        self.child = child
        self.deaths = 0
        self.started = 0
        self._folder = folder
        self._log = log
        self._patience = patience
        self._is_shown = DeprecationFilter()
        self._stopping = asyncio.Event()
        self._process: Process | None = None

    async def run(self) -> None:
        """Returns only after `stop`."""
        while not self._stopping.is_set():
            began = time.monotonic()
            status = await self._run_once()
            if self._stopping.is_set():
                return
            is_healthy = time.monotonic() - began >= self._patience.healthy_after
            self.deaths = 1 if is_healthy else self.deaths + 1
            delay = self._patience.delay(self.deaths)
            self._log.tell(f"{self.child.name} ended {status}; starting it again in {delay:g} s")
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), delay)

    async def stop(self) -> None:
        """Ends the child and its restarts."""
        self._stopping.set()
        if self._process is not None:
            await process.stop(
                self._process,
                grace_seconds=self._patience.grace,
                with_signal=self.child.stop_signal,
            )

    def kill(self) -> None:
        """Ends the child without asking."""
        self._stopping.set()
        if self._process is not None:
            process.end_group(self._process)

    async def _run_once(self) -> str:
        self.started += 1
        try:
            self._process = await process.start(
                self.child.command, child_environment(self.child.environment), self._folder
            )
        except OSError as error:
            return f"before it began ({error})"
        if self._stopping.is_set():  # asked to stop while the process was being made
            process.end_group(self._process)
        talk = asyncio.create_task(process.pump(self._process, self._write))
        status = await self._process.wait()
        process.end_group(self._process)  # a grandchild would hold the port and the pipe
        await talk
        self._process = None
        return f"with signal {-status}" if status < 0 else f"with status {status}"

    def _write(self, line: str) -> None:
        if self._is_shown(line):
            self._log.write(self.child.name, line)
