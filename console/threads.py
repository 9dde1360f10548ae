"""The store blocks, the gateway's loop must not: pages call the store through here."""

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from starlette.requests import Request

from store.engine import session
from store.errors import StoreBusy

T = TypeVar("T")

_NUM_STORE_THREADS = 4
# Argon2 takes 64 MiB and a core for each password it checks: a flood of them waits or is sent
# away, and leaves the rest of the gateway its processor.
_NUM_HASH_THREADS = 1
_MOST_WAITING = 40


class DeskThreads:
    """Two small pools: one for the store, one for hashing passwords."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._store = ThreadPoolExecutor(_NUM_STORE_THREADS, thread_name_prefix="desk")
        self._hash = ThreadPoolExecutor(_NUM_HASH_THREADS, thread_name_prefix="desk-hash")
        self._num_hashing = 0

    async def transact(self, read_only: bool, function: Callable[..., T], *args: Any) -> T:
        """Calls `function(session, *args)` in a transaction of its own."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._store, self._call, read_only, function, args)

    async def work(self, function: Callable[..., T], *args: Any) -> T:
        """Calls a function that keeps the processor busy.

        Raises:
            StoreBusy: too many are waiting already.
        """
        if self._num_hashing >= _MOST_WAITING:
            raise StoreBusy("too many passwords wait to be checked")
        self._num_hashing += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._hash, function, *args)
        finally:
            self._num_hashing -= 1

    def close(self) -> None:
        """Waits for what is running."""
        self._store.shutdown(wait=True)
        self._hash.shutdown(wait=True)

    def _call(self, read_only: bool, function: Callable[..., T], args: tuple[Any, ...]) -> T:
        with session(self._url, read_only=read_only) as db:
            return function(db, *args)


async def read(request: Request, function: Callable[..., T], *args: Any, **named: Any) -> T:
    """`function(db, *args, **named)` in a thread, in a transaction that may not write.

    Raises:
        StoreError: the database is locked or cannot be reached.
    """
    return await _threads(request).transact(True, functools.partial(function, **named), *args)


async def write(request: Request, function: Callable[..., T], *args: Any, **named: Any) -> T:
    """`function(db, *args, **named)` in a thread, in one transaction that is then committed.

    Raises:
        StoreError: the database is locked or cannot be reached; nothing was written.
    """
    return await _threads(request).transact(False, functools.partial(function, **named), *args)


async def work(request: Request, function: Callable[..., T], *args: Any) -> T:
    """A function that keeps the processor busy, such as hashing a password, in a thread."""
    return await _threads(request).work(function, *args)


def _threads(request: Request) -> DeskThreads:
    return request.app.state.threads
