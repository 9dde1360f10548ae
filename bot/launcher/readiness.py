"""Waits until the children answer and tells how long each took."""

import asyncio
import http.client
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.launcher.errors import ChildFailed
from bot.launcher.keeper import Keeper
from bot.launcher.log import Log

POLL_SECONDS = 0.25
DEATHS_ALLOWED = 5
"""A child that dies so often before everything was ready is broken, not unlucky: the delays
between give a database 15 seconds to come up."""

_TIMEOUT_SECONDS = 2.0


def answers(url: str) -> bool:
    """Whether `url` answers 200 within two seconds; never goes through a proxy."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(
        parts.hostname or "", parts.port, timeout=_TIMEOUT_SECONDS
    )
    try:
        connection.request("GET", parts.path or "/")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


async def wait_until_ready(keepers: Sequence[Keeper], ready_url: str, log: Log) -> float:
    """Returns the seconds it took until every child, then the whole, was ready.

    Raises:
        ChildFailed: a child does not come up.
    """
    began = time.monotonic()
    waiting = {keeper.child.name: keeper for keeper in keepers}
    for keeper in keepers:
        log.tell(f"{keeper.child.starting} …")
    while True:
        await _drop_ready(waiting, log, began)
        if not waiting and await asyncio.to_thread(answers, ready_url):
            log.show_status("")
            return time.monotonic() - began
        _refuse_broken(keepers)
        doing = " · ".join(keeper.child.starting for keeper in waiting.values())
        log.show_status(f"… {doing or 'Trying a question'} {time.monotonic() - began:.0f} s")
        await asyncio.sleep(POLL_SECONDS)


async def _drop_ready(waiting: dict[str, Keeper], log: Log, began: float) -> None:
    probes = [asyncio.to_thread(answers, keeper.child.probe) for keeper in waiting.values()]
    for name, is_ready in zip(list(waiting), await asyncio.gather(*probes), strict=True):
        if is_ready:
            del waiting[name]
            log.tell(f"{name} is ready ({time.monotonic() - began:.1f} s)")


def _refuse_broken(keepers: Sequence[Keeper]) -> None:
    for keeper in keepers:
        if keeper.deaths >= DEATHS_ALLOWED:
            raise ChildFailed(keeper.child.name, keeper.deaths)


async def watch(ready_url: str, log: Log, *, every_seconds: float = 5.0) -> None:
    """Tells when the whole stops being ready, and when it is again."""
    was_ready = True
    while True:
        await asyncio.sleep(every_seconds)
        is_ready = await asyncio.to_thread(answers, ready_url)
        if is_ready != was_ready:
            log.tell("ready again" if is_ready else "not ready: questions wait or are refused")
            was_ready = is_ready
