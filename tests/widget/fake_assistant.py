"""A small stand-in for the gateway's widget API: it can be slow, refuse, fail and forget sessions.

It speaks as the gateway does; `test_widget_real.py` holds the same conversation with the real one.
"""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.gateway.widget_files import WidgetFiles

GREETING = {
    "hi": "नमस्ते! मैं सहायक हूँ। क्या जानना चाहेंगे?",
    "en": "Namaste! What would you like to know?",
}
QUESTIONS = [
    {"hi": "कैशलेस इलाज की सीमा कितनी है?", "en": "What is the limit of cashless treatment?"},
    {"hi": "पेंशन कितनी बनेगी?", "en": "How much will my pension be?"},
]
NOTICE = {"hi": "आधार नंबर यहाँ न लिखें।", "en": "Please do not type your Aadhaar number."}
REASONS = [
    {"code": "wrong", "hi": "उत्तर गलत है", "en": "The answer is wrong"},
    {"code": "unclear", "hi": "समझ नहीं आया", "en": "It is not clear"},
]
BUSY = {"hi": "बहुत सारे संदेश एक साथ आए।", "en": "Too many messages at once."}


@dataclass
class FakeAssistant:
    """Answers by `answer`; `failures` are given out first, one a request for messages."""

    answer: Callable[[dict[str, Any]], list[dict[str, Any]]] = lambda body: [
        {"text": f"echo {body['message']}", "lang": body["language"]}
    ]
    delay: float = 0.0
    failures: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    received: list[dict[str, Any]] = field(default_factory=list)
    feedback: list[dict[str, Any]] = field(default_factory=list)
    opened: list[dict[str, Any]] = field(default_factory=list)
    sessions: set[str] = field(default_factory=set)
    events: list[str] = field(default_factory=list)
    cleared: int = 0
    paths: list[str] = field(default_factory=list)
    kept: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def app(self) -> Starlette:
        """The stand-in as an application."""
        files = WidgetFiles()
        return Starlette(
            routes=[
                Route("/widget.js", files.show),
                Route("/widget/{name}", files.show),
                Route("/api/widget/session", self._session, methods=["POST"]),
                Route("/api/widget/messages", self._messages, methods=["POST"]),
                Route("/api/widget/messages", self._poll, methods=["GET"]),
                Route("/api/widget/events", self._events, methods=["GET"]),
                Route("/api/widget/feedback", self._feedback, methods=["POST"]),
                Route("/api/widget/clear", self._clear, methods=["POST"]),
            ],
            middleware=[
                Middleware(
                    CORSMiddleware,
                    allow_origins=["*"],
                    allow_methods=["*"],
                    allow_headers=["*"],
                    expose_headers=["Retry-After"],
                )
            ],
        )

    async def _session(self, request: Request) -> Response:
        body = await request.json()
        self.opened.append(body)
        token = f"session-{len(self.opened)}"
        self.sessions.add(token)
        document = {"session": token, "expires_in": 1800, "greeting": GREETING, "notice": NOTICE}
        return JSONResponse({**document, "questions": QUESTIONS, "feedback_reasons": REASONS})

    def _is_known(self, request: Request) -> bool:
        return request.headers.get("Authorization", "").removeprefix("Bearer ") in self.sessions

    async def _messages(self, request: Request) -> Response:
        body = await request.json()
        await asyncio.sleep(self.delay)
        if not self._is_known(request):
            return _refusal(401)
        self.received.append(body)
        if self.failures:
            status, headers = self.failures.pop(0)
            return _refusal(status, headers)
        replies = self.kept.setdefault(body["message_id"], self.answer(body))
        return JSONResponse({"replies": replies})

    async def _poll(self, request: Request) -> Response:
        self.paths.append("poll")
        return JSONResponse({"replies": []}) if self._is_known(request) else _refusal(401)

    async def _events(self, request: Request) -> Response:
        self.paths.append("events")
        if not self._is_known(request):
            return _refusal(401)

        async def stream() -> AsyncIterator[str]:
            yield ": keep alive\n\n"
            sent = 0
            while not await request.is_disconnected():
                while sent < len(self.events):
                    yield self.events[sent]
                    sent += 1
                await asyncio.sleep(0.05)

        return StreamingResponse(stream(), media_type="text/event-stream")

    async def _feedback(self, request: Request) -> Response:
        self.feedback.append(await request.json())
        return Response(status_code=204)

    async def _clear(self, request: Request) -> Response:
        self.cleared += 1
        self.sessions.clear()
        return Response(status_code=204)

    def operator_says(self, identifier: str, text: str, lang: str = "hi") -> None:
        """What a member of staff writes, as the stream carries it."""
        document = {"id": identifier, "text": text, "lang": lang, "from": "operator"}
        line = json.dumps(document, ensure_ascii=False)
        self.events.append(f"event: message\nid: {identifier}\ndata: {line}\n\n")

    def handoff(self, state: str) -> None:
        """How the hand-over stands, as the stream carries it."""
        self.events.append(f"event: state\ndata: {json.dumps({'handoff': state})}\n\n")


def _refusal(status: int, headers: dict[str, str] | None = None) -> Response:
    error = {"code": f"code_{status}", "message": BUSY}
    return JSONResponse({"error": error}, status_code=status, headers=headers)


def host_page(pages: dict[str, tuple[str, dict[str, str]]]) -> Starlette:
    """A site of another origin; `pages` may be changed while it runs."""

    async def show(request: Request) -> Response:
        body, headers = pages.get(request.url.path, ("<title>none</title>", {}))
        return HTMLResponse(body, headers=headers)

    return Starlette(routes=[Route("/{path:path}", show)])


class Served:
    """An application on a port of its own, in a thread."""

    def __init__(self, app: Starlette, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        config = uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, ws="none")
        config.timeout_graceful_shutdown = 1
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 10
        while not self._server.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.01)

    def stop(self) -> None:
        """Stops it."""
        self._server.should_exit = True
        self._thread.join(10)
