"""Kept-alive HTTP connections for one kind of request: JSON posted, JSON answered.

Every message makes this request. aiohttp takes a millisecond of processor time for it, most of it
for what Rasa never sends: cookies, redirects, compression, charsets.
"""

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

# Sanic closes idle connections after 5 seconds; we must be the first to.
KEEP_SECONDS = 4.0
CONNECT_SECONDS = 2.0
LARGEST_ANSWER = 4 * 2**20


class WireError(Exception):
    """No connection, no answer in time, or none that can be read."""


@dataclass
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    idle_since: float = 0.0

    @property
    def is_usable(self) -> bool:
        """Whether the other side has not closed it, and will not just now."""
        is_fresh = time.monotonic() - self.idle_since < KEEP_SECONDS
        return is_fresh and not self.reader.at_eof() and not self.writer.is_closing()


class Wire:
    """A pool of connections to each address."""

    def __init__(self) -> None:
        self._idle: dict[str, list[_Connection]] = defaultdict(list)

    async def post(
        self, address: str, path: str, body: bytes, *, request_id: str, seconds: float
    ) -> tuple[int, bytes]:
        """Posts JSON; returns the status and the body of the answer.

        Args:
            address: such as `http://127.0.0.1:5005`.
            path: of the page, beginning with a slash.
            body: JSON.
            request_id: names the request in the other side's log.
            seconds: how long all of it may take.

        Raises:
            WireError: there was no answer that could be read in time.
        """
        url = urlsplit(address)
        deadline = time.monotonic() + seconds
        try:
            connection = self._take(address) or await _open(url, min(CONNECT_SECONDS, seconds))
        except (OSError, asyncio.TimeoutError) as error:
            raise WireError(type(error).__name__) from None
        loop = asyncio.get_running_loop()
        # Cheaper than a task that could be cancelled: an aborted connection ends the reading.
        patience = loop.call_later(deadline - time.monotonic(), connection.writer.transport.abort)
        is_whole = False
        try:
            connection.writer.write(_head(url, path, len(body), request_id) + body)
            status, content, stays = await _read(connection.reader)
            is_whole = stays
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
            raise WireError(type(error).__name__) from None
        finally:
            patience.cancel()
            # Also when we are cancelled: what is left of the answer must not be the next one's.
            if is_whole:
                connection.idle_since = time.monotonic()
                self._idle[address].append(connection)
            else:
                connection.writer.transport.abort()
        return status, content

    async def close(self) -> None:
        """Closes what is idle."""
        for connections in self._idle.values():
            for connection in connections:
                connection.writer.close()
        self._idle.clear()

    def _take(self, address: str) -> _Connection | None:
        idle = self._idle[address]
        while idle:
            connection = idle.pop()
            if connection.is_usable:
                return connection
            connection.writer.close()
        return None


async def _open(url: SplitResult, seconds: float) -> _Connection:
    port = url.port or (443 if url.scheme == "https" else 80)
    opening = asyncio.open_connection(
        url.hostname, port, ssl=url.scheme == "https" or None, limit=LARGEST_ANSWER
    )
    return _Connection(*await asyncio.wait_for(opening, seconds))


def _head(url: SplitResult, path: str, length: int, request_id: str) -> bytes:
    return (
        f"POST {url.path.rstrip('/')}{path} HTTP/1.1\r\nHost: {url.netloc}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n"
        f"X-Request-ID: {request_id}\r\n\r\n"
    ).encode("ascii")


async def _read(reader: asyncio.StreamReader) -> tuple[int, bytes, bool]:
    """Status, body, and whether the connection stays open.

    Raises:
        ValueError: it is no HTTP, or has no length.
        EOFError: it ended early.
    """
    lines = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
    version, _, rest = lines[0].partition(b" ")
    if not version.startswith(b"HTTP/1."):
        raise ValueError("no HTTP")
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(b":") for line in lines[1:] if line)
    }
    # Without a length this fails, as it should: Rasa and Sanic send one with every answer.
    length = int(headers.get(b"content-length", b"none"))
    if not 0 <= length <= LARGEST_ANSWER:
        raise ValueError("no such length")
    stays = version == b"HTTP/1.1" and headers.get(b"connection", b"").lower() != b"close"
    return int(rest[:3]), await reader.readexactly(length), stays
