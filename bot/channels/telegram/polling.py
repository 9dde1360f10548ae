"""Fetches updates by long polling: the offset goes on only after they were written down."""

import asyncio
import logging

from telegram.error import Conflict, TelegramError

from bot.channels.telegram.api import TelegramApi, reason
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.options import TelegramOptions
from bot.channels.telegram.reading import ALLOWED
from store.errors import StoreError

log = logging.getLogger(__name__)


async def poll(api: TelegramApi, intake: Intake, options: TelegramOptions) -> None:
    """Polls for ever; whatever goes wrong is said in the log and tried again."""
    loop = asyncio.get_running_loop()
    offset: int | None = None
    pause = options.first_pause_seconds
    while True:
        started = loop.time()
        try:
            documents = await api.call(
                "getUpdates",
                seconds=options.poll_seconds + options.request_seconds,
                offset=offset,
                timeout=options.poll_seconds,
                allowed_updates=ALLOWED,
            )
            await intake.take(documents)
        except TelegramError as error:
            log.warning("updates could not be fetched: %s", reason(error))
            if isinstance(error, Conflict):
                await _yield_to_other(api, error)
                pause = options.longest_pause_seconds
            pause = await api.rest(pause, error)
            continue
        except StoreError as error:
            log.warning("updates could not be written down: %s", type(error).__name__)
            await asyncio.sleep(options.first_pause_seconds)
            continue
        pause = options.first_pause_seconds
        numbers = [one["update_id"] for one in documents if isinstance(one, dict)]
        if numbers:
            offset = max(int(number) for number in numbers) + 1
        elif loop.time() - started < options.poll_pause_seconds:
            # This server does not wait for updates: we must not ask it without a pause.
            await asyncio.sleep(options.poll_pause_seconds)


async def _yield_to_other(api: TelegramApi, error: Conflict) -> None:
    """A webhook is set, or another process polls with our token: then each polls for a while."""
    if "webhook" not in str(error).lower():
        log.warning("another process polls with our token; several gateways want a webhook")
        return
    try:
        await api.call("deleteWebhook", drop_pending_updates=False)
    except TelegramError as error:
        log.warning("the webhook could not be removed: %s", reason(error))
