"""The cluster under test, as `make cluster` starts it, and its processes one by one."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from bench.chaos.servers import NotThere
from bot.launcher.environment import child_environment

ROOT = Path(__file__).parents[2]
START_SECONDS = 240.0
STOP_SECONDS = 40.0
_READY = re.compile(r"READY in (\d+) s: (http://\S+)")
_CHILD = re.compile(r"\b(nginx|(?:gate|rasa|act)-\d+)\s+(http://127\.0\.0\.1:(\d+)/\S*)")


class Cluster:
    """nginx, two gateways, two Rasa and two action servers; `url` is nginx's."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.environment = child_environment(settings)
        self.log = folder / "cluster.log"
        self.url = ""
        self.ready_seconds = 0
        self.probes: dict[str, str] = {}
        self._ports: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Makes tables and demonstration data, and trains if the training data changed."""
        for words in (("store", "migrate"), ("store", "demo"), ("bot", "train")):
            self._call(*words)

    def start(self) -> None:
        """Starts it and waits until a question would be answered.

        Raises:
            NotThere: it does not become ready.
        """
        with self.log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "cluster"],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise NotThere(f"the cluster did not start:\n{self.said()}")
            time.sleep(0.3)

    def stop(self) -> None:
        """Ends it in order, or at once when it takes too long."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def said(self) -> str:
        """The end of its log."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-4000:]

    def names(self, kind: str) -> list[str]:
        """The processes of a kind: `gate`, `rasa` or `act`."""
        return sorted(name for name in self.probes if name.startswith(f"{kind}-"))

    def signal(self, name: str, number: signal.Signals) -> int:
        """Sends a signal to a process; returns its id."""
        pid = self.pid(name)
        os.kill(pid, number)
        return pid

    def pid(self, name: str) -> int:
        """The process that runs under a name just now.

        Raises:
            NotThere: none does.
        """
        assert self._process is not None
        for pid in _children(self._process.pid):
            if f"PORT={self._ports[name]}" in _words(pid, "environ") or self._ports[
                name
            ] in _words(pid, "cmdline"):
                return pid
        raise NotThere(f"{name} does not run")

    def is_well(self, name: str) -> bool:
        """Whether a process answers its probe."""
        return answers(self.probes[name])

    def _is_ready(self) -> bool:
        said = self.log.read_text(encoding="utf-8", errors="replace")
        found = _READY.search(said)
        if found is None:
            return False
        self.ready_seconds, self.url = int(found[1]), found[2]
        for name, probe, port in _CHILD.findall(said[found.end() :]):
            self.probes[name], self._ports[name] = probe, port
        return len(self.probes) >= 7

    def _call(self, *words: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NotThere(f"{' '.join(words)} failed:\n{done.stdout[-2000:]}")


def _children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    return [int(pid) for pid in listed.split()]


def _words(pid: int, name: str) -> list[str]:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes().decode(errors="replace").split("\0")
    except OSError:  # it has just ended
        return []


def answers(url: str) -> bool:
    """Whether an address answers 200 within two seconds."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
