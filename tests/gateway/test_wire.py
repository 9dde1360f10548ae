"""Kept-alive connections: what comes back, what is an error, and which are used again."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot.gateway.wire import Wire, WireError

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"


class Other:
    """Answers each request with what `script` gives for its number; None closes without a word."""

    def __init__(self, script: Callable[[int], bytes | None]) -> None:
        self._script = script
        self.num_connections = 0
        self.requests: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.num_connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
                self.requests.append(head + await reader.readexactly(length))
                answer = self._script(len(self.requests))
                if answer is None:
                    break
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        writer.close()


@asynccontextmanager
async def other(script: Callable[[int], bytes | None]) -> AsyncIterator[tuple[Other, str]]:
    made = Other(script)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    try:
        yield made, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def post(wire: Wire, address: str, *, seconds: float = 5.0) -> tuple[int, bytes]:
    return await wire.post(address, "/hook", b"{}", request_id="r1", seconds=seconds)


def test_a_connection_is_used_again_and_names_the_request() -> None:
    async def run() -> None:
        async with other(lambda _: OK) as (made, address):
            wire = Wire()
            assert [await post(wire, address) for _ in range(3)] == [(200, b"[]")] * 3
            assert made.num_connections == 1
            assert made.requests[0].startswith(b"POST /hook HTTP/1.1\r\nHost: 127.0.0.1:")
            assert b"X-Request-ID: r1\r\n" in made.requests[0]
            assert made.requests[0].endswith(b"\r\n\r\n{}")
            await wire.close()

    asyncio.run(run())


def test_requests_at_once_have_a_connection_each() -> None:
    async def run() -> None:
        async with other(lambda _: OK) as (made, address):
            wire = Wire()
            await asyncio.gather(*(post(wire, address) for _ in range(5)))
            assert made.num_connections == 5
            await asyncio.gather(*(post(wire, address) for _ in range(5)))
            assert made.num_connections == 5
            await wire.close()

    asyncio.run(run())


@pytest.mark.parametrize(
    "answer",
    [
        None,
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\n\r\n[]",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        b"SSH-2.0-OpenSSH\r\n\r\n",
    ],
)
def test_what_is_no_answer_is_an_error_and_its_connection_is_not_used_again(
    answer: bytes | None,
) -> None:
    async def run() -> None:
        def script(number: int) -> bytes | None:
            return answer if number == 1 else OK

        async with other(script) as (made, address):
            wire = Wire()
            with pytest.raises(WireError):
                await post(wire, address, seconds=0.5)
            assert await post(wire, address) == (200, b"[]")
            assert made.num_connections == 2

    asyncio.run(run())


def test_too_late_is_an_error_and_the_late_answer_is_nobodys() -> None:
    async def run() -> None:
        async with other(lambda number: b"" if number == 1 else OK) as (made, address):
            wire = Wire()
            began = asyncio.get_running_loop().time()
            with pytest.raises(WireError):
                await post(wire, address, seconds=0.2)
            assert asyncio.get_running_loop().time() - began < 3
            assert await post(wire, address) == (200, b"[]")
            assert made.num_connections == 2

    asyncio.run(run())


def test_a_cancelled_request_leaves_no_answer_behind() -> None:
    async def run() -> None:
        async with other(lambda number: b"" if number == 1 else OK) as (made, address):
            wire = Wire()
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(post(wire, address), 0.2)
            assert await post(wire, address) == (200, b"[]")
            assert made.num_connections == 2

    asyncio.run(run())


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        b"HTTP/1.0 503 Busy\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_a_connection_that_ends_with_its_answer_is_not_kept(answer: bytes) -> None:
    async def run() -> None:
        async with other(lambda _: answer) as (made, address):
            wire = Wire()
            assert [(await post(wire, address))[0] for _ in range(2)] == [503, 503]
            assert made.num_connections == 2

    asyncio.run(run())


def test_one_that_was_closed_meanwhile_is_not_used() -> None:
    async def run() -> None:
        made = Other(lambda _: OK)
        server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        wire = Wire()
        await post(wire, f"http://127.0.0.1:{port}")
        (kept,) = wire._idle[f"http://127.0.0.1:{port}"]
        kept.reader.feed_eof()
        assert await post(wire, f"http://127.0.0.1:{port}") == (200, b"[]")
        assert made.num_connections == 2
        server.close()

    asyncio.run(run())


def test_nobody_there_is_an_error() -> None:
    with pytest.raises(WireError, match="ConnectionRefusedError"):
        asyncio.run(post(Wire(), "http://127.0.0.1:9"))
