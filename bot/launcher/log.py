"""The one readable log: a time, who speaks, and the line."""

import json
import re
import sys
from datetime import datetime, timezone
from typing import TextIO

OWN_NAME = "sahayak"
_WIDTH = 7
_DEPRECATION = re.compile(r"\.py:\d+: \w*DeprecationWarning: ")
_MORE_OF_IT = re.compile(r"  \S|Implementing implicit namespace packages ")


class Log:
    """Writes lines of all processes; on a terminal the last line is a running status."""

    def __init__(self, stream: TextIO | None = None, *, form: str = "text") -> None:
        """Writes to standard output by default; `form` is that of `LOG_FORMAT`."""
        self._stream = stream or sys.stdout
        self._is_json = form == "json"
        self._live = self._stream.isatty() and not self._is_json
        self._status = ""

    def write(self, name: str, line: str) -> None:
        """Adds a line of the process `name`."""
        if self._is_json:
            self._stream.write(_as_json(name, line) + "\n")
            self._stream.flush()
            return
        clear = "\r\x1b[K" if self._live and self._status else ""
        now = datetime.now().astimezone()
        self._stream.write(f"{clear}{now:%H:%M:%S} {name:<{_WIDTH}} | {line}\n{self._tail()}")
        self._stream.flush()

    def tell(self, line: str) -> None:
        """Adds a line of the launcher itself."""
        self.write(OWN_NAME, line)

    def show_status(self, status: str) -> None:
        """Replaces the running status; elsewhere than on a terminal it is not shown."""
        if self._live and status != self._status:
            self._status = status
            self._stream.write(f"\r\x1b[K{self._tail()}")
            self._stream.flush()

    def _tail(self) -> str:
        return self._status if self._live else ""


def _as_json(name: str, line: str) -> str:
    """The line as it came when it is an object already, else an object around it."""
    if line.startswith("{"):
        return line
    at = datetime.now(timezone.utc).isoformat()
    return json.dumps({"at": at, "service": name, "message": line}, ensure_ascii=False)


class LineSplitter:
    r"""Cuts a process's output into lines, however it arrives and however long they are.

    >>> splitter = LineSplitter()
    >>> splitter.feed("नमस्ते".encode()[:4]), splitter.feed("नमस्ते".encode()[4:] + b"\n\nx")
    ([], ['नमस्ते'])
    >>> splitter.rest()
    ['x']
    """

    LONGEST = 16_384  # bytes; what is longer is cut into several lines

    def __init__(self) -> None:
        self._pending = b""

    def feed(self, chunk: bytes) -> list[str]:
        """The lines that `chunk` completes, without empty ones."""
        *whole, self._pending = (self._pending + chunk).replace(b"\r", b"\n").split(b"\n")
        while len(self._pending) > self.LONGEST:
            whole.append(self._pending[: self.LONGEST])
            self._pending = self._pending[self.LONGEST :]
        return [line.decode("utf-8", "replace").rstrip() for line in whole if line.strip()]

    def rest(self) -> list[str]:
        """What came last, without a line's end."""
        return self.feed(b"\n")


class DeprecationFilter:
    """Leaves out Python's deprecation warnings, which concern Rasa's authors and nobody here.

    Sanic turns them on while it is being imported, so that no setting keeps them away.

    >>> keep = DeprecationFilter()
    >>> lines = ["a/x.py:3: DeprecationWarning: old", "  call(old)", "  indented", "plain"]
    >>> [line for line in lines if keep(line)]
    ['  indented', 'plain']
    """

    def __init__(self) -> None:
        self._is_inside = False

    def __call__(self, line: str) -> bool:
        """Whether a line is to be shown."""
        if _DEPRECATION.search(line):
            self._is_inside = True
            return False
        is_more = self._is_inside and _MORE_OF_IT.match(line) is not None
        # The quoted source line, which is indented, is a warning's last.
        self._is_inside = is_more and not line.startswith(" ")
        return not is_more
