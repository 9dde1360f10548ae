"""`python -m bench.scale.raw_client`: as many requests as come back, at next to no cost.

aiohttp takes as much processor time for a request as the gateway's door; this client writes bytes
and looks for the length of the answer, so that it does not measure itself.
"""

import asyncio
import json
import sys
import time
from typing import Any

PATIENCE_SECONDS = 30.0


class Requests:
    """Requests one after another on each of `connections` kept-alive connections."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self._plan = plan
        self._until = time.perf_counter() + plan["seconds"]
        self.milliseconds: list[float] = []
        self.errors: dict[str, int] = {}

    async def run(self) -> None:
        """Returns when time is up."""
        lanes = range(self._plan["connections"])
        await asyncio.gather(*(self._lane(lane) for lane in lanes))

    async def _lane(self, lane: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._plan["port"])
        count = 0
        while time.perf_counter() < self._until:
            started = time.perf_counter()
            writer.write(self._request(lane, count))
            status, body = await asyncio.wait_for(_answer(reader), PATIENCE_SECONDS)
            wanted = self._plan["holds"].encode()
            if status == 200 and wanted in body:
                self.milliseconds.append(1000 * (time.perf_counter() - started))
            else:
                self.errors[f"status {status}"] = self.errors.get(f"status {status}", 0) + 1
            count += 1
        writer.close()

    def _request(self, lane: int, count: int) -> bytes:
        path = self._plan["path"]
        if not self._plan["message"]:
            return f"GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n".encode()
        # A conversation has eight messages, as people's have.
        document = {"sender": f"bench-{lane}-{count // 8}", "message": self._plan["message"]}
        body = json.dumps(document).encode()
        head = f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
        return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return int(head[9:12]), await reader.readexactly(length)


def main() -> None:
    """Reads the plan as JSON, runs it, writes what was measured."""
    requests = Requests(json.load(sys.stdin))
    started = time.perf_counter()
    asyncio.run(requests.run())
    told = {
        "milliseconds": requests.milliseconds,
        "errors": requests.errors,
        "seconds": time.perf_counter() - started,
        "cpu_seconds": time.process_time(),
    }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
