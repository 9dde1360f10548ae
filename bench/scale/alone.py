"""The gateway alone: its door by itself, and whole messages through it to a Rasa that is no work.

What Rasa takes is told apart, so that the difference is the gateway's.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from bench.load.servers import ROOT, call, free_port, running

MESSAGE = "gratuity kya hoti hai"
WEBHOOK = "/webhooks/rest/webhook"
RASA_WEBHOOK = "/webhooks/gateway/webhook"


@dataclass(frozen=True)
class Row:
    """One measurement. `gateway_ms` is the processor time of the gateway a request."""

    what: str
    connections: int
    rate: float
    p50: float
    p95: float
    p99: float
    num_errors: int
    gateway_ms: float
    megabytes: float


@dataclass(frozen=True)
class Alone:
    """A running gateway, the fake Rasa behind it, and the gateway's process."""

    port: int
    rasa_port: int
    process: psutil.Process


@contextmanager
def gateway(folder: Path, environment: Mapping[str, str]) -> Iterator[Alone]:
    """Starts the two, with a database of their own.

    Args:
        folder: DATA_DIR of the gateway.
        environment: further settings, such as `DATABASE_URL`.

    Raises:
        NotStarted: one was not ready in time.
    """
    port, rasa_port = free_port(), free_port()
    rasa_url = f"http://127.0.0.1:{rasa_port}"
    settings = {
        "PORT": str(port),
        "DATA_DIR": str(folder),
        "RASA_URL": rasa_url,
        "ACTIONS_URL": rasa_url,
        "MESSAGES_PER_MINUTE": "1000000",
        "MESSAGES_PER_DAY": "1000000",
        **environment,
    }
    call([sys.executable, "-m", "store", "migrate"], settings, ROOT)
    fake = [sys.executable, "-m", "bench.scale.fake_rasa", str(rasa_port)]
    door = [sys.executable, "-m", "bot.gateway"]
    healthy = f"http://127.0.0.1:{port}/healthz"
    with ExitStack() as stack:
        stack.enter_context(running(fake, {}, ROOT, folder / "fake.log", rasa_url))
        root = stack.enter_context(running(door, settings, ROOT, folder / "gate.log", healthy))
        yield Alone(port, rasa_port, psutil.Process(root))


def measure(alone: Alone, *, connections: tuple[int, ...], seconds: float) -> Iterator[Row]:
    """The door, the fake Rasa by itself, and whole messages, at so many connections each."""
    ask(alone.port, WEBHOOK, MESSAGE, connections=4, seconds=min(3.0, seconds))
    for num in connections:
        for what, port, path, message in (
            ("GET /healthz", alone.port, "/healthz", ""),
            ("fake Rasa by itself", alone.rasa_port, RASA_WEBHOOK, MESSAGE),
            ("a whole message", alone.port, WEBHOOK, MESSAGE),
        ):
            before = _cpu(alone.process)
            told = ask(port, path, message, connections=num, seconds=seconds)
            yield _row(what, num, told, alone.process, _cpu(alone.process) - before)


def ask(port: int, path: str, message: str, *, connections: int, seconds: float) -> dict[str, Any]:
    """Runs the client in a process of its own and returns what it saw."""
    plan = {
        "port": port,
        "path": path,
        "message": message,
        "holds": "30" if message else "ok",
        "connections": connections,
        "seconds": seconds,
    }
    run = subprocess.run(
        [sys.executable, "-m", "bench.scale.raw_client"],
        input=json.dumps(plan),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
    )
    told: dict[str, Any] = json.loads(run.stdout)
    told["milliseconds"].sort()
    return told


def _row(
    what: str, connections: int, told: dict[str, Any], process: psutil.Process, cpu: float
) -> Row:
    times = told["milliseconds"]
    p50, p95, p99 = (times[int(len(times) * part)] if times else 0.0 for part in (0.5, 0.95, 0.99))
    return Row(
        what,
        connections,
        rate=len(times) / told["seconds"],
        p50=p50,
        p95=p95,
        p99=p99,
        num_errors=sum(told["errors"].values()),
        gateway_ms=1000 * cpu / max(1, len(times)),
        megabytes=process.memory_info().rss / 2**20,
    )


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
