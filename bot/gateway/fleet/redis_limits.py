"""The limits of several gateways together: token buckets kept in Redis.

One script a request, which Redis runs as one step; buckets expire by themselves once full. While
Redis is away each gateway counts for itself.
"""

import logging
import time

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.gateway.limits import RateLimiter
from store import keys

log = logging.getLogger(__name__)

# KEYS: bucket. ARGV: tokens a second, burst. Redis's own clock, so that gateways agree.
_TAKE = """
local rate, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1000000
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens, at = tonumber(kept[1]) or burst, tonumber(kept[2]) or now
tokens = math.min(burst, tokens + math.max(0, now - at) * rate)
local wait = 0
if tokens >= 1 then tokens = tokens - 1 else wait = (1 - tokens) / rate end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil((burst - tokens) / rate * 1000) + 1000)
return tostring(wait)
"""
_QUIET_SECONDS = 30.0


class RedisBuckets:
    """Buckets by key under one name; falls back to `alone` while Redis is away."""

    def __init__(
        self, redis: Redis, name: str, *, per_minute: float, burst: int, alone: RateLimiter
    ) -> None:
        """`name` keeps the buckets of one limit apart from another's."""
        self._name = name
        self._rate = per_minute / 60
        self._burst = burst
        self._alone = alone
        self._take = redis.register_script(_TAKE)
        self._told_at = float("-inf")

    async def take(self, key: str) -> float:
        """Takes one token; returns 0, or the seconds until one is there."""
        # A sender may be a chat's number, so Redis gets its digest only.
        bucket = f"sahayak:limit:{self._name}:{keys.digest('limit', key)[:32]}"
        try:
            return float(await self._take(keys=[bucket], args=[self._rate, self._burst]))
        except RedisError as error:
            if time.monotonic() - self._told_at > _QUIET_SECONDS:
                self._told_at = time.monotonic()
                log.warning("limits are counted here alone: %s", type(error).__name__)
            return await self._alone.take(key)
