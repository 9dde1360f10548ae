"""The faults. Each does its harm while people talk, and returns once all is whole again."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path

from bench.chaos import lone, telegram
from bench.chaos.servers import Postgres, Redis
from bench.chaos.stage import Stage

Fault = Callable[[Stage], Awaitable[None]]
_OUTAGE_SECONDS = 4.0
_OUTAGES = 3
_SLOW_SMS_SECONDS = 20.0


async def kill(kind: str, stage: Stage) -> None:
    """`kill -9`."""
    await stage.end(kind, signal.SIGKILL)


async def drain(kind: str, stage: Stage) -> None:
    """SIGTERM, as a restart or an upgrade sends."""
    await stage.end(kind, signal.SIGTERM)


async def stop_postgres(stage: Stage) -> None:
    """The database fails like its machine would, and comes back."""
    await _outages(stage, stage.postgres)


async def stop_redis(stage: Stage) -> None:
    """Redis is killed and comes back empty."""
    await _outages(stage, stage.redis)


async def _outages(stage: Stage, server: Postgres | Redis) -> None:
    """Several, because each meets messages at other places on their way."""
    for _ in range(1 if stage.quick else _OUTAGES):
        await stage.hit(server.stop, counts=False)
        await asyncio.sleep(_OUTAGE_SECONDS)
        await stage.mend(server.start)
        await asyncio.sleep(_OUTAGE_SECONDS)


async def slow_sms(stage: Stage) -> None:
    """The SMS provider takes every connection and answers none, until each attempt times out."""

    def set_hanging(*, hangs: bool) -> None:
        stage.sms.hangs = hangs

    await stage.hit(lambda: set_hanging(hangs=True))
    await asyncio.sleep(_SLOW_SMS_SECONDS)
    await stage.mend(lambda: set_hanging(hangs=False))


async def fill_disk(stage: Stage) -> None:
    """DATA_DIR takes no more byte; a Rasa and an action server die meanwhile."""
    filler = stage.data_dir / "filler"
    async with lone.gateway_on_sqlite(stage):
        await stage.hit(lambda: fill(filler), counts=False)
        for kind in ("rasa", "act"):
            name = stage.cluster.names(kind)[-1]
            pid = stage.cluster.signal(name, signal.SIGKILL)
            await stage.until_back(name, pid)
        await stage.mend(filler.unlink)
        await stage.finish_talking()


async def jump_clock(stage: Stage) -> None:
    """One gateway's clock goes an hour ahead, then two hours back."""
    async with lone.gateway_with_a_clock(stage) as clock:
        for offset in ("+3600s", "-3600s", "+0s"):
            await stage.hit(partial(clock.write_text, offset + "\n", encoding="ascii"))
            await asyncio.sleep(8)
        await stage.finish_talking()


def fill(path: Path) -> None:
    """Writes until the disk is full."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(os.urandom(size) if size == 1 else bytes(size))
            except OSError:
                continue


FAULTS: Mapping[str, Fault] = {
    "kill-rasa": partial(kill, "rasa"),
    "kill-gateway": partial(kill, "gate"),
    "kill-actions": partial(kill, "act"),
    "postgres": stop_postgres,
    "redis": stop_redis,
    "drain-rasa": partial(drain, "rasa"),
    "drain-gateway": partial(drain, "gate"),
    "drain-actions": partial(drain, "act"),
    "disk": fill_disk,
    "slow-sms": slow_sms,
    "telegram": telegram.replay_and_reorder,
    "clock": jump_clock,
}
QUICK = (
    "kill-rasa", "kill-gateway", "kill-actions", "postgres", "redis",
    "drain-rasa", "drain-gateway", "drain-actions", "telegram",
)  # fmt: skip
