"""Does nginx let everything through that people and staff need, and nothing else?"""

import asyncio
import re
import subprocess
import sys

import aiohttp

from bench.chaos.cluster import ROOT, Cluster
from bench.chaos.people import PATH

_PAGES = {
    "/": (200, "widget.js"),
    "/widget.js": (200, "sahayak-widget"),
    "/desk/": (200, "<form"),
    "/api/calculators": (200, "retirement"),
    "/metrics": (404, ""),
    "/readyz": (404, ""),
}
_LINK = re.compile(r"https?://\S+/worksheets/[\w.-]+")
_STREAM_SECONDS = 10.0
_WORDS = "Which district is it?"


async def look(cluster: Cluster) -> list[str]:
    """What does not work through the door; nothing when all does."""
    async with aiohttp.ClientSession(cluster.url) as session:
        wrong = [await _page(session, path, *wanted) for path, wanted in _PAGES.items()]
        wrong += [await _worksheet(session), await _stream(session, cluster)]
    return [one for one in wrong if one]


async def _page(session: aiohttp.ClientSession, path: str, status: int, holds: str) -> str:
    async with session.get(path) as answer:
        is_right = answer.status == status and holds in await answer.text()
        return "" if is_right else f"{path} answers {answer.status}"


async def _worksheet(session: aiohttp.ClientSession) -> str:
    said = ""
    for words in ("my basic pay is 56,100 with 33 years of service, what pension", "print"):
        async with session.post(PATH, json={"sender": "door", "message": words}) as answer:
            said = " ".join(str(reply.get("text")) for reply in await answer.json())
    link = _LINK.search(said)
    if link is None:
        return "no worksheet was offered"
    async with aiohttp.ClientSession() as anew, anew.get(link[0]) as answer:
        is_right = answer.status == 200 and "56,100" in await answer.text()
        return "" if is_right else f"the worksheet answers {answer.status}"


async def _stream(session: aiohttp.ClientSession, cluster: Cluster) -> str:
    """Whether a message comes by the stream at once, and not when a buffer is full."""
    async with session.post("/api/widget/session", json={"language": "en"}) as answer:
        token = str((await answer.json())["session"])
    headers = {"Authorization": f"Bearer {token}"}
    async with session.get("/api/widget/events", headers=headers) as stream:
        if stream.status != 200:
            return f"the stream answers {stream.status}"
        put = [sys.executable, "-m", "bench.chaos.notice", token, _WORDS]
        await asyncio.to_thread(subprocess.run, put, cwd=ROOT, env=cluster.environment, check=True)
        try:
            await asyncio.wait_for(_until(stream, _WORDS), _STREAM_SECONDS)
        except asyncio.TimeoutError:
            return "nothing came by the stream"
    return ""


async def _until(stream: aiohttp.ClientResponse, words: str) -> None:
    async for line in stream.content:
        if words in line.decode():
            return
