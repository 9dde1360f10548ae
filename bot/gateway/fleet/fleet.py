"""What the gateways of one assistant share beside its database.

With `REDIS_URL` limits count together, a conversation is worked on by one gateway at a time, and
whoever writes something wakes the others. Without it a gateway is alone, and all of this is free.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.gateway.fleet.holds import Holds, OwnHolds
from bot.gateway.fleet.redis_holds import RedisHolds
from bot.gateway.fleet.redis_limits import RedisBuckets
from bot.gateway.fleet.redis_wake import RedisWake
from bot.gateway.limits import RateLimiter, TokenBuckets

log = logging.getLogger(__name__)

_CONNECT_SECONDS = 1.0
_ANSWER_SECONDS = 2.0


class Fleet(Protocol):
    """The other gateways, if there are any."""

    holds: Holds
    #: Whether another gateway may have died in the middle of a message.
    has_others: bool

    def limiter(self, name: str, *, per_minute: float, burst: int, max_keys: int) -> RateLimiter:
        """A limit that all gateways count together."""
        ...

    def start(self, on_wake: Callable[[], None]) -> None:
        """From now on `on_wake` is called when another gateway announces something."""
        ...

    def announce(self) -> None:
        """Tells the other gateways that there is something new in the store; does not block."""
        ...

    async def is_reachable(self) -> bool:
        """Whether what is shared can be reached."""
        ...

    async def close(self) -> None:
        """Gives everything up."""
        ...


def make_fleet(redis_url: str) -> Fleet:
    """The fleet that the settings speak of."""
    return RedisFleet(redis_url) if redis_url else Alone()


class Alone:
    """The only gateway."""

    has_others = False

    def __init__(self) -> None:
        self.holds: Holds = OwnHolds()

    def limiter(self, name: str, *, per_minute: float, burst: int, max_keys: int) -> RateLimiter:
        """Counted in this process."""
        return TokenBuckets(per_minute=per_minute, burst=burst, max_keys=max_keys)

    def start(self, on_wake: Callable[[], None]) -> None:
        """Nobody announces anything."""

    def announce(self) -> None:
        """Nobody listens."""

    async def is_reachable(self) -> bool:
        """There is nothing to reach."""
        return True

    async def close(self) -> None:
        """There is nothing to give up."""


class RedisFleet:
    """One of several gateways on one Redis."""

    has_others = True

    def __init__(self, redis_url: str) -> None:
        self._redis = Redis.from_url(
            redis_url, socket_connect_timeout=_CONNECT_SECONDS, socket_timeout=_ANSWER_SECONDS
        )
        # A listener waits without an end, so it has a connection without a time-out.
        self._wake = RedisWake(Redis.from_url(redis_url), self._redis)
        self.holds: Holds = RedisHolds(self._redis)

    def limiter(self, name: str, *, per_minute: float, burst: int, max_keys: int) -> RateLimiter:
        """Counted in Redis; in this process while Redis is away."""
        alone = TokenBuckets(per_minute=per_minute, burst=burst, max_keys=max_keys)
        return RedisBuckets(self._redis, name, per_minute=per_minute, burst=burst, alone=alone)

    def start(self, on_wake: Callable[[], None]) -> None:
        """Listens to the other gateways."""
        self._wake.start(on_wake)

    def announce(self) -> None:
        """Wakes the other gateways."""
        self._wake.announce()

    async def is_reachable(self) -> bool:
        """Whether Redis answers."""
        try:
            return bool(await self._redis.ping())
        except (RedisError, OSError, asyncio.TimeoutError):
            return False

    async def close(self) -> None:
        """Gives up every conversation, and the connections."""
        await self._wake.close()
        await self.holds.close()
        with suppress(RedisError):
            await self._redis.close()
