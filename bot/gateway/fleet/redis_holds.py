"""Conversations held through Redis: redis-py's own lock, renewed while the work goes on.

A gateway that dies renews nothing, and another takes over when the lock has run out.
"""

import asyncio
import logging
import secrets
from contextlib import suppress
from dataclasses import dataclass, field

from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import LockError, RedisError

from bot.gateway.fleet.holds import HoldUnavailable

log = logging.getLogger(__name__)

#: Long enough for a pause of the machine, short enough that a dead gateway is soon replaced.
LEASE_SECONDS = 6.0
#: A gateway remembers less long than that.
_REMEMBERED_SECONDS = 24 * 3600
_RENEWALS_PER_LEASE = 4
_POLL_SECONDS = 0.02


@dataclass
class _Hold:
    lock: Lock
    users: int = 0
    gate: asyncio.Lock = field(default_factory=asyncio.Lock)
    is_ours: bool = False


class RedisHolds:
    """The conversations of this gateway among several."""

    def __init__(self, redis: Redis, *, lease_seconds: float = LEASE_SECONDS) -> None:
        self._redis = redis
        self._lease_seconds = lease_seconds
        self._name = secrets.token_hex(4).encode()
        self._held: dict[str, _Hold] = {}
        self._renewing: asyncio.Task[None] | None = None

    async def enter(self, conversation: str, *, seconds: float) -> bool:
        """Takes the conversation; see `Holds.enter`."""
        if self._renewing is None:
            self._renewing = asyncio.create_task(self._renew())
        hold = self._held.setdefault(conversation, _Hold(self._lock(conversation)))
        hold.users += 1
        try:
            async with hold.gate:
                if hold.is_ours:
                    return True
                hold.is_ours = await self._acquire(hold.lock, seconds)
                if not hold.is_ours:
                    raise HoldUnavailable("another gateway has the conversation")
                return await self._was_ours(conversation)
        except BaseException:
            await self.leave(conversation)
            raise

    async def leave(self, conversation: str) -> None:
        """Gives the conversation up after its last user; see `Holds.leave`."""
        hold = self._held[conversation]
        hold.users -= 1
        if hold.users:
            return
        del self._held[conversation]
        if hold.is_ours:
            # When Redis is away the lease runs out by itself.
            with suppress(RedisError):
                await hold.lock.release()

    async def close(self) -> None:
        """Gives everything up."""
        if self._renewing is not None:
            self._renewing.cancel()
            await asyncio.gather(self._renewing, return_exceptions=True)
        for hold in self._held.values():
            if hold.is_ours:
                with suppress(RedisError):
                    await hold.lock.release()
        self._held.clear()

    def _lock(self, conversation: str) -> Lock:
        return Lock(
            self._redis,
            f"sahayak:hold:{conversation}",
            timeout=self._lease_seconds,
            sleep=_POLL_SECONDS,
            thread_local=False,
        )

    async def _acquire(self, lock: Lock, seconds: float) -> bool:
        try:
            return bool(await lock.acquire(blocking=True, blocking_timeout=seconds))
        except RedisError as error:
            raise HoldUnavailable(f"Redis is away: {type(error).__name__}") from None

    async def _was_ours(self, conversation: str) -> bool:
        """Notes that the conversation was here, and whether it was here before."""
        name = f"sahayak:last:{conversation}"
        try:
            last = await self._redis.set(name, self._name, ex=_REMEMBERED_SECONDS, get=True)
        except RedisError:
            return False
        return bool(last == self._name)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(self._lease_seconds / _RENEWALS_PER_LEASE)
            for hold in list(self._held.values()):
                if hold.is_ours:
                    await self._renew_one(hold)

    async def _renew_one(self, hold: _Hold) -> None:
        try:
            await hold.lock.extend(self._lease_seconds, replace_ttl=True)
        except LockError:
            # Redis came back empty: take the conversation again before anybody else does.
            with suppress(RedisError):
                token = hold.lock.local.token
                await self._redis.set(
                    hold.lock.name, token, nx=True, px=int(self._lease_seconds * 1000)
                )
        except RedisError as error:
            log.warning("a hold could not be renewed: %s", type(error).__name__)
