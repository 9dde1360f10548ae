"""How many messages a sender or an address may send: token buckets kept in this process."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol


class RateLimiter(Protocol):
    """What the gateway needs of a limiter; a Redis one can take its place for several gateways."""

    async def take(self, key: str) -> float:
        """Takes one message's worth; returns 0, or the seconds until one would be allowed."""
        ...


class TokenBuckets:
    """One bucket per key: `burst` tokens at most, refilled at `per_minute`.

    The least recently used buckets are forgotten beyond `max_keys`, so that a flood of invented
    senders cannot fill the memory; a forgotten bucket is a full one.
    """

    def __init__(
        self,
        *,
        per_minute: float,
        burst: int,
        max_keys: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rate = per_minute / 60
        self._burst = float(burst)
        self._max_keys = max_keys
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def take(self, key: str) -> float:
        """Takes one token; returns 0, or the seconds until one is there."""
        now = self._clock()
        tokens, filled_at = self._buckets.pop(key, (self._burst, now))
        tokens = min(self._burst, tokens + (now - filled_at) * self._rate)
        wait = 0.0 if tokens >= 1 else (1 - tokens) / self._rate
        self._buckets[key] = (tokens - 1 if wait == 0 else tokens, now)
        if len(self._buckets) > self._max_keys:
            self._buckets.popitem(last=False)
        return wait
