"""Telegram's Bot API: one call, its raw result, errors as python-telegram-bot names them.

Results stay raw on purpose. What Telegram accepted is accepted, even if it answers in a form that
a library does not know yet; and an update that cannot be read must not stop those behind it.
"""

import asyncio
import logging
import os
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.channels.telegram.metrics import TelegramMetrics
from bot.channels.telegram.options import TelegramOptions

log = logging.getLogger(__name__)
# Otherwise the library warns of its own times with each 429.
os.environ.setdefault("PTB_TIMEDELTA", "true")
# It logs each refusal with a traceback; the dispatcher writes refusals down itself.
logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)

_REASONS: tuple[tuple[type[TelegramError], str], ...] = (
    (RetryAfter, "too_many"),
    (Forbidden, "forbidden"),
    (ChatMigrated, "migrated"),
    (BadRequest, "bad_request"),
    (InvalidToken, "token"),
    (Conflict, "conflict"),
)


class _Bot(ExtBot[int]):
    """Without the advice to call typed methods: they read results, which we do not want."""

    @classmethod
    def _warn(cls, *_: Any, **__: Any) -> None:
        return


class TelegramApi:
    """Calls methods by their name. It retries nothing but what `until_granted` is asked for."""

    def __init__(
        self, token: str, api_base: str, options: TelegramOptions, metrics: TelegramMetrics
    ) -> None:
        self._options = options
        self._metrics = metrics
        seconds = options.request_seconds
        self._requests = [
            HTTPXRequest(
                connection_pool_size=size,
                connect_timeout=seconds / 2,
                read_timeout=seconds,
                write_timeout=seconds,
                pool_timeout=seconds,
            )
            for size in (1, 64)
        ]
        # Our own pace for each chat comes on top; a 429 is written down and waits in the outbox.
        limiter = AIORateLimiter(
            overall_max_rate=options.messages_per_second, group_max_rate=0, max_retries=0
        )
        self._bot = _Bot(
            token,
            base_url=f"{api_base.rstrip('/')}/bot",
            get_updates_request=self._requests[0],
            request=self._requests[1],
            rate_limiter=limiter,
        )
        #: The bot's number stands in front of its token.
        self.bot_id = int(token.partition(":")[0]) if token.partition(":")[0].isdigit() else 0

    async def call(self, method: str, *, seconds: float | None = None, **fields: Any) -> Any:
        """Calls one method and returns its raw result.

        Args:
            method: its name in Telegram's documentation.
            seconds: how long to wait for the answer, if not as usual.
            **fields: parameters; those that are None are left out.

        Raises:
            TelegramError: Telegram refused, or did not answer.
        """
        given = {name: value for name, value in fields.items() if value is not None}
        try:
            return await self._bot.do_api_request(
                method, api_kwargs=given, read_timeout=seconds or self._options.request_seconds
            )
        except TelegramError as error:
            self._metrics.failures.labels(method, reason(error)).inc()
            raise

    async def until_granted(self, method: str, **fields: Any) -> Any:
        """Calls one method until Telegram grants it, with longer and longer pauses.

        A wrong request is not repeated: it is logged, and the result is None.
        """
        pause = self._options.first_pause_seconds
        while True:
            try:
                return await self.call(method, **fields)
            except BadRequest:
                log.error("Telegram refused %s: the request is wrong", method)
                return None
            except TelegramError as error:
                log.warning("Telegram did not grant %s: %s", method, reason(error))
                pause = await self.rest(pause, error)

    async def rest(self, pause: float, error: TelegramError) -> float:
        """Waits `pause` seconds, or as long as Telegram asks; returns the next pause."""
        asked = error._retry_after.total_seconds() if isinstance(error, RetryAfter) else 0.0
        await asyncio.sleep(max(pause, asked))
        return min(2 * pause, self._options.longest_pause_seconds)

    async def close(self) -> None:
        """Closes the connections."""
        for request in self._requests:
            await request.shutdown()


def reason(error: TelegramError) -> str:
    """A word for what went wrong: for logs and metrics, which must quote nothing.

    >>> reason(Forbidden("bot was blocked by the user"))
    'forbidden'
    """
    return next((word for kind, word in _REASONS if isinstance(error, kind)), "network")
