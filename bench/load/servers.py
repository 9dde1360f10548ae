"""The two assistants that are measured: ours as it is started for people, and a stock Rasa bot."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Not kept in the repository; a stock bot is trained once and found here again.
CACHE = ROOT / "var" / "bench-load"
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}
START_SECONDS = 180.0
STOP_SECONDS = 20.0


class NotStarted(Exception):
    """A server did not become ready; the text ends with what it said."""


@dataclass(frozen=True)
class Server:
    """One that answers. `root` is the process that all of its others descend from.

    `beside`: further processes that work for it, such as the database's: part → a word of their
    command lines. `telegram`: the Telegram server that brings it people's messages, if any.
    """

    url: str
    root: int
    beside: Mapping[str, str] = field(default_factory=dict)
    telegram: "Server | None" = None


@contextmanager
def sahayak(folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """All three processes, with demonstration data in a folder of their own.

    Args:
        folder: DATA_DIR of this instance.
        environment: further settings, such as `DATABASE_URL` or a `PORT` of the caller's choice.

    Raises:
        NotStarted: it was not ready in time.
    """
    settings = {
        "PORT": str(free_port()),
        "DATA_DIR": str(folder),
        # People ask for themselves; here one machine asks for all of them.
        "MESSAGES_PER_MINUTE": "1000000",
        "MESSAGES_PER_DAY": "1000000",
        "TRUST_FORWARDED_FOR": "yes",
        # Who has a real bot's token set does not want that bot to answer from here.
        "TELEGRAM_BOT_TOKEN": "",
        **(environment or {}),
    }
    for command in (("store", "migrate"), ("store", "demo"), ("bot", "train")):
        call([sys.executable, "-m", *command], settings, ROOT)
    command = [sys.executable, "-m", "bot", "up"]
    url = f"http://127.0.0.1:{settings['PORT']}"
    with running(command, settings, ROOT, folder / "up.log", f"{url}/readyz") as root:
        yield Server(url, root)


@contextmanager
def stock() -> Iterator[Server]:
    """`rasa init`'s bot with its default pipeline (DIET, TED) on Rasa's own REST channel.

    Raises:
        NotStarted: it was not ready in time.
    """
    folder = CACHE / "stock"
    if not any((folder / "models").glob("*.tar.gz")):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        init = ["-m", "rasa", "init", "--no-prompt", "--init-dir", str(folder)]
        call([sys.executable, *init], {}, folder)
    port = free_port()
    options = ["--port", str(port), "--interface", "127.0.0.1"]
    # At WARNING, as ours; its log of every message would only slow it down.
    command = [sys.executable, "-m", "rasa", "run", *options]
    url = f"http://127.0.0.1:{port}"
    level = {"LOG_LEVEL": "WARNING"}
    with running(command, level, folder, folder / "run.log", f"{url}/webhooks/rest/") as root:
        yield Server(url, root)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    environment = {**os.environ, **QUIET, **settings}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def call(command: list[str], settings: Mapping[str, str], folder: Path) -> None:
    """Runs a command to its end.

    Raises:
        NotStarted: it failed.
    """
    run = subprocess.run(
        command,
        env=_environment(settings),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if run.returncode:
        raise NotStarted(f"{' '.join(command[1:])} failed:\n{run.stdout[-2000:]}")


@contextmanager
def running(
    command: list[str], settings: Mapping[str, str], folder: Path, log: Path, ready: str
) -> Iterator[int]:
    """A server in a process of its own; yields its process id, and stops it at the end.

    Args:
        command: what to run.
        settings: added to the environment.
        folder: where it runs.
        log: file that gets what it says.
        ready: address that answers 200 once it is ready.

    Raises:
        NotStarted: it was not ready in time.
    """
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command,
            env=_environment(settings),
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, ready, log)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(process: "subprocess.Popen[bytes]", ready: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(ready, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise NotStarted(f"{ready} did not answer; the log ends:\n{said}")
