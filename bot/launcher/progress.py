"""One line for each step of a long job: what it is, and how long it took.

`scripts/bootstrap.py` uses this before the project's own Python is there, so this module keeps
to the standard library and to Python 3.8.
"""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import TextIO

TICK_SECONDS = 0.5


class Step:
    """A step that tells of itself: a running counter on a terminal, one line when it is done.

    >>> with Step("Counting", stream=sys.stdout) as step:  # doctest: +ELLIPSIS
    ...     step.note = "3 found"
    … Counting
    ✓ Counting: 3 found (0.0 s)
    """

    def __init__(self, title: str, stream: TextIO | None = None) -> None:
        self.title = title
        self.note = ""
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._over = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)
        self._began = 0.0

    @property
    def seconds(self) -> float:
        """Seconds since the step began."""
        return time.monotonic() - self._began

    def __enter__(self) -> Step:
        self._began = time.monotonic()
        if self._live:
            self._ticker.start()
        else:
            self._write(f"… {self.title}\n")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        if self._live:
            self._ticker.join()
            self._write("\r\x1b[K")
        mark, note = ("✗", "failed") if kind else ("✓", self.note)
        about = f"{self.title}: {note}" if note else self.title
        self._write(f"{mark} {about} ({self.seconds:.1f} s)\n")

    def tell(self, line: str) -> None:
        """Writes a line of its own above the running counter."""
        self._write(f"\r\x1b[K  {line}\n" if self._live else f"  {line}\n")

    def _tick(self) -> None:
        while not self._over.wait(TICK_SECONDS):
            note = f": {self.note}" if self.note else ""
            self._write(f"\r\x1b[K… {self.title}{note} {self.seconds:.0f} s")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def tell_unchanged(title: str, stream: TextIO | None = None) -> None:
    """Says that a step had nothing to do.

    >>> tell_unchanged("Model", stream=sys.stdout)
    ✓ Model: up to date
    """
    (stream or sys.stderr).write(f"✓ {title}: up to date\n")
