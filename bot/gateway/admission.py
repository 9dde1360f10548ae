"""Lets a request in or says when to try again, by the address it comes from or its sender."""

from starlette.requests import Request

from bot.gateway.errors import Refused
from bot.gateway.limits import RateLimiter
from bot.gateway.metrics import Metrics


class Admission:
    """One limit: who has used it up is refused with 429 and the seconds to wait."""

    def __init__(
        self, limiter: RateLimiter, metrics: Metrics, *, by: str, code: str = "rate_limited"
    ) -> None:
        """`by` is the label in the metrics, `code` the sentence in `strings.yml`."""
        self._limiter = limiter
        self._metrics = metrics
        self._by = by
        self._code = code

    async def admit(self, key: str) -> None:
        """Takes one request's worth.

        Raises:
            Refused: the limit is used up.
        """
        wait = await self._limiter.take(key)
        if wait:
            self._metrics.rate_limited.labels(self._by).inc()
            raise Refused(429, self._code, retry_after=wait)


def address(request: Request, *, trust_forwarded_for: bool) -> str:
    """Who connects. Only the entry that our own proxy appended can be believed: the last."""
    forwarded = request.headers.get("x-forwarded-for", "")
    if trust_forwarded_for and forwarded:
        return forwarded.rpartition(",")[2].strip()[:64]
    return request.client.host if request.client else ""
