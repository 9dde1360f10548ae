"""The store blocks, the gateway must not: a few threads in which the store is called."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from store.errors import StoreBusy

T = TypeVar("T")


class StoreThreads:
    """Runs functions of the store, a few at a time, the others waiting in line."""

    def __init__(self, num_threads: int) -> None:
        self._pool = ThreadPoolExecutor(num_threads, thread_name_prefix="store")

    async def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """Runs one function and returns what it returns."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, function, *arguments)

    async def run_in_time(self, deadline: float, function: Callable[..., T], *arguments: Any) -> T:
        """Like `run`, unless a thread comes free only after `deadline` (`time.monotonic()`).

        Raises:
            StoreBusy: it did; the function was not called.
        """
        return await self.run(_call_in_time, deadline, function, *arguments)

    def close(self) -> None:
        """Waits for what is running."""
        self._pool.shutdown(wait=True)


def _call_in_time(deadline: float, function: Callable[..., T], *arguments: Any) -> T:
    if time.monotonic() > deadline:
        raise StoreBusy("the threads that talk to the store were all busy")
    return function(*arguments)
