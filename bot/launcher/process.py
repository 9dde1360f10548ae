"""A child process that cannot outlive the launcher."""

import asyncio
import ctypes
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from bot.launcher.log import LineSplitter

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
_CHUNK = 65_536


async def start(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Process:
    """Starts a process in a group of its own, so that the terminal's Ctrl-C spares it."""
    return await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        env=dict(environment),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=PIPE,
        stderr=STDOUT,
        start_new_session=True,
        preexec_fn=_tie_to_parent(os.getpid()),
    )


def _tie_to_parent(parent: int) -> Callable[[], None] | None:
    """Asks Linux to kill the child when the launcher dies, even by `kill -9`."""
    if _LIBC is None:
        return None

    def tie() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # the launcher died before the request was made
            os._exit(1)

    return tie


async def pump(process: Process, write: Callable[[str], None]) -> None:
    """Hands over every line the process says, until it has closed its output."""
    splitter = LineSplitter()
    assert process.stdout is not None  # noqa: S101 - `start` asked for a pipe
    while chunk := await process.stdout.read(_CHUNK):
        for line in splitter.feed(chunk):
            write(line)
    for line in splitter.rest():
        write(line)


async def stop(
    process: Process, *, grace_seconds: float, with_signal: signal.Signals = signal.SIGTERM
) -> None:
    """Asks the whole group to end, and ends what has not after `grace_seconds`."""
    _signal_group(process, with_signal)
    with suppress(asyncio.TimeoutError):
        await asyncio.wait_for(process.wait(), grace_seconds)
    end_group(process)
    await process.wait()


def end_group(process: Process) -> None:
    """Kills what is left of the group, such as a grandchild whose parent crashed."""
    _signal_group(process, signal.SIGKILL)


def _signal_group(process: Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
