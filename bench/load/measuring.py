"""One measurement: so many people for so long through one door of one server."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.load import usage
from bench.load.servers import ROOT, Server

SCRIPTS = Path(__file__).with_name("scripts.yml")
WARM_UP_SECONDS = 5.0


@dataclass(frozen=True)
class Load:
    """How many people at once, for how many seconds, who rest how long between messages.

    With `per_second` messages come so often, whoever they are from, and `people` says nothing.
    """

    people: int
    seconds: float
    pause_seconds: float = 0.0
    per_second: float = 0.0

    def __str__(self) -> str:
        """In the table's words."""
        if self.per_second:
            return f"{self.per_second:g} msg/s offered, {self.seconds:g} s"
        rest = f", {self.pause_seconds:g} s between messages" if self.pause_seconds else ""
        return f"{self.people} at once, {self.seconds:g} s{rest}"


@dataclass(frozen=True)
class Result:
    """What was measured. Milliseconds are sorted; processor milliseconds are a message's.

    What the people and Telegram's server take (`client_`, `telegram_`) is not the assistant's.
    """

    server: str
    door: str
    load: Load
    milliseconds: list[float]
    errors: dict[str, int]
    seconds: float
    cpu_ms: dict[str, float]
    client_cpu_ms: float
    megabytes: dict[str, float]
    telegram_cpu_ms: float = 0.0

    @property
    def rate(self) -> float:
        """Answered messages a second."""
        return len(self.milliseconds) / self.seconds

    @property
    def num_errors(self) -> int:
        """Messages without an answer of their own."""
        return sum(self.errors.values())

    def percentile(self, percent: float) -> float:
        """Milliseconds within which so many percent of the messages were answered; 0 if none."""
        if not self.milliseconds:
            return 0.0
        place = min(len(self.milliseconds) - 1, int(len(self.milliseconds) * percent / 100))
        return self.milliseconds[place]


def measure(server: Server, name: str, door: str, load: Load) -> Result:
    """Puts a load on a server and looks at both sides of it."""
    emulated = _telegram_seconds(server)
    before = usage.measure(server.root, server.beside)
    told = talk(server, name, door, load)
    after = usage.measure(server.root, server.beside)
    answered = max(1, len(told["milliseconds"]))
    return Result(
        server=name,
        door=door,
        load=load,
        milliseconds=sorted(told["milliseconds"]),
        errors=told["errors"],
        seconds=told["seconds"],
        cpu_ms={part: 1000 * used / answered for part, used in after.since(before).items()},
        client_cpu_ms=1000 * told["cpu_seconds"] / answered,
        megabytes=after.megabytes,
        telegram_cpu_ms=1000 * (_telegram_seconds(server) - emulated) / answered,
    )


def warm_up(server: Server, name: str, doors: Sequence[str]) -> None:
    """Says what will be said, and waits until nothing runs any more."""
    for door in doors:
        talk(server, name, door, Load(4, WARM_UP_SECONDS))
    usage.wait_until_idle(server.root)


def talk(server: Server, name: str, door: str, load: Load) -> dict[str, Any]:
    """Runs the people in a process of their own and returns what they saw."""
    scripts = yaml.safe_load(SCRIPTS.read_text(encoding="utf-8"))[name]
    plan = {
        "door": door,
        "url": _address(server, door),
        "people": load.people,
        "seconds": load.seconds,
        "pause_seconds": load.pause_seconds,
        "per_second": load.per_second,
        "scripts": scripts,
    }
    run = subprocess.run(
        [sys.executable, "-m", "bench.load.client"],
        input=json.dumps(plan),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
    )
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def _address(server: Server, door: str) -> str:
    """Where people knock: at the assistant's own address, or at Telegram's."""
    return server.telegram.url if door == "telegram" and server.telegram else server.url


def _telegram_seconds(server: Server) -> float:
    """Processor seconds of Telegram's server since it was started; 0 without one."""
    if server.telegram is None:
        return 0.0
    return sum(usage.measure(server.telegram.root).cpu_seconds.values())
