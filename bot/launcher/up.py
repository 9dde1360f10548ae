"""Runs the children until a signal, or until one of them cannot be started."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from bot.launcher.children import Child
from bot.launcher.errors import StartError
from bot.launcher.keeper import Keeper, Patience
from bot.launcher.log import Log
from bot.launcher.readiness import wait_until_ready, watch

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


async def run_children(
    children: Sequence[Child],
    *,
    folder: Path,
    ready_url: str,
    log: Log,
    greet: Callable[[float], None],
    patience: Patience = Patience(),  # noqa: B008 - immutable
) -> int:
    """Runs until SIGINT, SIGTERM or SIGHUP; a second signal kills at once.

    Args:
        children: the first is the public door, which is closed first.
        folder: working folder of all.
        ready_url: answers 200 once a question would be answered.
        log: where everything is told.
        greet: called with the start-up's seconds once all is ready.
        patience: times of restarting and stopping.

    Returns:
        Exit status: 0 after a signal, 1 if the children could not be started.
    """
    keepers = [Keeper(c, folder=folder, log=log, patience=patience) for c in children]
    running = [asyncio.create_task(keeper.run()) for keeper in keepers]
    asked_to_stop = _listen_for_signals()
    life = asyncio.create_task(_live(keepers, ready_url, log, greet))
    asking = asyncio.create_task(asked_to_stop.wait())
    await asyncio.wait({life, asking}, return_when=asyncio.FIRST_COMPLETED)
    log.show_status("")
    try:
        return _status(life, log)
    finally:
        log.tell("stopping …")
        asked_to_stop.clear()
        await _stop(keepers, asked_to_stop)
        for task in (life, asking, *running):
            task.cancel()
        await asyncio.gather(life, asking, *running, return_exceptions=True)
        log.tell("stopped")


async def _live(
    keepers: Sequence[Keeper], ready_url: str, log: Log, greet: Callable[[float], None]
) -> None:
    greet(await wait_until_ready(keepers, ready_url, log))
    await watch(ready_url, log)


def _status(life: "asyncio.Task[None]", log: Log) -> int:
    """0 while life goes on, that is after a signal; otherwise tells why it ended."""
    if not life.done():
        return 0
    error = life.exception()
    if error is not None and not isinstance(error, StartError):
        raise error
    for line in str(error).splitlines():
        log.tell(line)
    return 1


async def _stop(keepers: Sequence[Keeper], hurry: asyncio.Event) -> None:
    """Closes the door first, so that what was asked is still answered; then the rest."""
    orderly = asyncio.create_task(_stop_in_order(keepers))
    hurrying = asyncio.create_task(hurry.wait())
    await asyncio.wait({orderly, hurrying}, return_when=asyncio.FIRST_COMPLETED)
    hurrying.cancel()
    if not orderly.done():
        for keeper in keepers:
            keeper.kill()
    with suppress(asyncio.CancelledError):
        await orderly


async def _stop_in_order(keepers: Sequence[Keeper]) -> None:
    door, *inner = keepers
    await door.stop()
    await asyncio.gather(*(keeper.stop() for keeper in inner))


def _listen_for_signals() -> asyncio.Event:
    asked = asyncio.Event()
    for number in _SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    return asked
