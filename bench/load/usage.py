"""Processor time and memory of processes, as the operating system counts them."""

import contextlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Usage:
    """Processor seconds and resident megabytes, by the process's part in the assistant."""

    cpu_seconds: dict[str, float]
    megabytes: dict[str, float]

    def since(self, earlier: "Usage") -> dict[str, float]:
        """Processor seconds used since an earlier look."""
        return {
            # Of a part that has lost a short-lived child, less than nothing would be left.
            part: max(0.0, seconds - earlier.cpu_seconds.get(part, 0.0))
            for part, seconds in self.cpu_seconds.items()
        }


def measure(root: int, beside: Mapping[str, str] | None = None) -> Usage:
    """Looks at a process, all that it has started, and processes beside it.

    Args:
        root: process id of a launcher, or of a server without children.
        beside: part → a word of the command lines of its processes. Those of PostgreSQL share
            most of their memory, so what each has for itself is counted.
    """
    cpu: dict[str, float] = {}
    memory: dict[str, float] = {}
    launcher = psutil.Process(root)
    own = [(process, "") for process in (launcher, *launcher.children(recursive=True))]
    for process, named in [*own, *_find(beside or {})]:
        with contextlib.suppress(psutil.NoSuchProcess):
            part = named or _part(process.cmdline())
            times = process.cpu_times()
            held = process.memory_full_info().uss if named else process.memory_info().rss
            cpu[part] = cpu.get(part, 0.0) + times.user + times.system
            memory[part] = memory.get(part, 0.0) + held / 2**20
    return Usage(cpu, memory)


def _find(beside: Mapping[str, str]) -> Iterator[tuple[psutil.Process, str]]:
    for process in psutil.process_iter(["cmdline"]) if beside else ():
        words = " ".join(process.info["cmdline"] or ())
        for part, sign in beside.items():
            # A title such as "postgres: role base 127.0.0.1(40000) idle", not a shell's command.
            if sign in words and part in words.partition(" ")[0]:
                yield process, part


def wait_until_idle(root: int, *, seconds: float = 30.0) -> None:
    """Waits until the processes use next to no processor time, or for so long at most."""
    deadline = time.monotonic() + seconds
    before = measure(root)
    while time.monotonic() < deadline:
        time.sleep(1.0)
        now = measure(root)
        if sum(now.since(before).values()) < 0.1:
            return
        before = now


def _part(command: list[str]) -> str:
    if "nginx" in " ".join(command[:1]):
        return "nginx"
    words = " ".join(command[1:4])
    parts = {
        "bot.gateway": "gateway",
        "rasa run": "rasa",
        "-m actions": "actions",
        "-m bot up": "launcher",
        "-m bot cluster": "launcher",
    }
    # Others run for a while in the background, such as what gathers questions for curators.
    return next((part for sign, part in parts.items() if sign in words), "jobs")
