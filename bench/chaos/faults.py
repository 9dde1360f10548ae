"""The faults. Each does its harm while people talk, and returns once all is whole again."""

import asyncio
import os
import resource
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
_HANG_SECONDS = 14.0
_PAGE_BYTES = 4096
_SLOW_SMS_SECONDS = 20.0


async def kill(kind: str, stage: Stage) -> None:
    """`kill -9`."""
    await stage.end(kind, signal.SIGKILL)


async def hang(kind: str, stage: Stage) -> None:
    """SIGSTOP: the process holds what it has, answers nothing, and goes on later."""
    for name in stage.cluster.names(kind):
        await stage.hit(partial(stage.cluster.signal, name, signal.SIGSTOP))
        await asyncio.sleep(_HANG_SECONDS)
        stage.cluster.signal(name, signal.SIGCONT)
        await asyncio.sleep(_OUTAGE_SECONDS)


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
    async with lone.gateway_on_sqlite(stage) as pid:
        harm, repair = _ways_to_fill(stage, pid)
        await stage.hit(harm, counts=False)
        for kind in ("rasa", "act"):
            name = stage.cluster.names(kind)[-1]
            pid = stage.cluster.signal(name, signal.SIGKILL)
            await stage.until_back(name, pid)
        await stage.mend(repair)
        await stage.finish_talking()


async def jump_clock(stage: Stage) -> None:
    """One gateway's clock goes an hour ahead, then two hours back."""
    async with lone.gateway_with_a_clock(stage) as clock:
        for offset in ("+3600s", "-3600s", "+0s"):
            await stage.hit(partial(clock.write_text, offset + "\n", encoding="ascii"))
            await asyncio.sleep(8)
        await stage.finish_talking()


def _ways_to_fill(stage: Stage, pid: int) -> tuple[Callable[[], None], Callable[[], None]]:
    """Root fills the small disk; for others the gateway may write no file beyond a page."""
    filler = stage.data_dir / "filler"
    if stage.data_dir.is_mount():
        return partial(fill, filler), filler.unlink
    stage.notes.append("without root: RLIMIT_FSIZE of the gateway on SQLite")
    return partial(_limit, pid, _PAGE_BYTES), partial(_limit, pid, resource.RLIM_INFINITY)


def _limit(pid: int, most_bytes: int) -> None:
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most_bytes, resource.RLIM_INFINITY))


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
    "hang-rasa": partial(hang, "rasa"),
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
#: In an order in which Rasa, which takes longest to come back, is needed whole only at the end.
QUICK = (
    "kill-rasa", "kill-gateway", "kill-actions", "redis", "postgres", "telegram",
    "drain-gateway", "drain-actions", "drain-rasa",
)  # fmt: skip
