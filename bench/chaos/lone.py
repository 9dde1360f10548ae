"""Gateways beside the cluster's own: one on SQLite alone, one whose clock can be set."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bench.chaos.cluster import ROOT, answers
from bench.chaos.people import Person
from bench.chaos.servers import NotThere
from bench.chaos.stage import Stage
from bot.launcher.ports import choose_ports

START_SECONDS = 60.0
_FAKETIME = ("libfaketimeMT.so.1", "/usr/lib/*/faketime", "/usr/local/lib/faketime")


@asynccontextmanager
async def gateway_on_sqlite(stage: Stage) -> AsyncIterator[int]:
    """The embedded store: a gateway with only a file in DATA_DIR; people talk to it, too.

    Yields its process's id.
    """
    folder = stage.data_dir / "lone"
    folder.mkdir()
    url = f"sqlite:///{folder / 'sahayak.db'}"
    own = {"DATABASE_URL": url, "REDIS_URL": "", "TELEGRAM_BOT_TOKEN": ""}
    async with _gateway(stage, {**own, "DATA_DIR": str(folder)}, migrate=True) as (door, pid):
        stage.databases.append(url)
        _invite(stage, "disk", [door])
        await asyncio.sleep(2)
        yield pid


@asynccontextmanager
async def gateway_with_a_clock(stage: Stage) -> AsyncIterator[Path]:
    """A third gateway of the cluster; yields the file that holds its clock's offset.

    Raises:
        NotThere: libfaketime is not installed.
    """
    clock = stage.folder / "clock"
    clock.write_text("+0s\n", encoding="ascii")
    own = {
        "LD_PRELOAD": str(faketime()),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_CACHE_DURATION": "1",
        # A clock that is set does not move what counts seconds since the start.
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    async with _gateway(stage, own) as (door, _):
        _invite(stage, "clock", [stage.cluster.url, door])
        await asyncio.sleep(2)
        yield clock


def faketime() -> Path:
    """Debian's libfaketime.

    Raises:
        NotThere: it is not installed.
    """
    name, *folders = _FAKETIME
    for folder in folders:
        for found in Path("/").glob(f"{folder.lstrip('/')}/{name}"):
            return found
    raise NotThere("libfaketime is not installed; on Debian: apt-get install faketime")


def _invite(stage: Stage, name: str, doors: list[str]) -> None:
    number = max(2, len(stage.people) // 2)
    sender = f"{stage.people[0].sender}-{name}"
    stage.begin_talking(
        [Person(stage.talk, f"{sender}-{place}", place, doors) for place in range(number)]
    )


@asynccontextmanager
async def _gateway(
    stage: Stage, own: Mapping[str, str], *, migrate: bool = False
) -> AsyncIterator[tuple[str, int]]:
    port = choose_ports(1)[0]
    pid = stage.cluster.pid(stage.cluster.names("gate")[0])
    inherited = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
    environment = {**dict(one.split("=", 1) for one in inherited if one), **own, "PORT": str(port)}
    url = f"http://127.0.0.1:{port}"
    if migrate:
        words = [sys.executable, "-m", "store", "migrate"]
        await asyncio.to_thread(
            subprocess.run, words, cwd=ROOT, env=environment, check=True, capture_output=True
        )
    log = stage.folder / f"gateway-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.gateway"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        for _ in range(round(START_SECONDS / 0.3)):
            if await asyncio.to_thread(answers, f"{url}/readyz"):
                break
            await asyncio.sleep(0.3)
        else:
            raise NotThere(f"a gateway did not start:\n{log.read_text(errors='replace')[-2000:]}")
        yield url, process.pid
    finally:
        os.kill(process.pid, signal.SIGTERM)
        await asyncio.to_thread(process.wait, 30)
