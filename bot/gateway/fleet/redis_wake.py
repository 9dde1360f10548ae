"""Wakes other gateways through Redis: "look into the store". What is new is not said.

A wake-up that is lost costs at most the pause of those who also look by themselves.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from contextlib import suppress

from redis.asyncio import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

CHANNEL = "sahayak:wake"
_PAUSE_SECONDS = 1.0


class RedisWake:
    """This gateway's voice and ear."""

    def __init__(self, listening: Redis, speaking: Redis) -> None:
        """`listening` has no time-out, and belongs to nobody else."""
        self._name = secrets.token_hex(4).encode()
        self._listening = listening
        self._speaking = speaking
        self._ear: asyncio.Task[None] | None = None
        self._voice: asyncio.Task[None] | None = None
        self._is_due = asyncio.Event()

    def start(self, on_wake: Callable[[], None]) -> None:
        """Listens until `close`."""
        self._ear = asyncio.create_task(self._listen(on_wake))
        self._voice = asyncio.create_task(self._speak())

    def announce(self) -> None:
        """Wakes the others soon; announcements that come together are one."""
        self._is_due.set()

    async def close(self) -> None:
        """Stops, and closes the connection of the ear."""
        tasks = [task for task in (self._ear, self._voice) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(RedisError):
            await self._listening.close()

    async def _speak(self) -> None:
        while True:
            await self._is_due.wait()
            self._is_due.clear()
            with suppress(RedisError, OSError, asyncio.TimeoutError):
                await self._speaking.publish(CHANNEL, self._name)

    async def _listen(self, on_wake: Callable[[], None]) -> None:
        while True:
            try:
                async with self._listening.pubsub(ignore_subscribe_messages=True) as pubsub:
                    await pubsub.subscribe(CHANNEL)
                    async for message in pubsub.listen():
                        if message["data"] != self._name:
                            on_wake()
            except (RedisError, OSError, asyncio.TimeoutError) as error:
                log.warning("wake-ups do not arrive: %s", type(error).__name__)
            await asyncio.sleep(_PAUSE_SECONDS)
            # Whatever was announced meanwhile was not heard.
            on_wake()
