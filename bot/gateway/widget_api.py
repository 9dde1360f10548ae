"""`/api/widget/`: what the web widget asks of us. Stateless but for the conversation itself."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import yaml
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.channels import widget
from bot.gateway import feedback, sessions
from bot.gateway.admission import Admission, address
from bot.gateway.answering import Answering
from bot.gateway.body import read_json
from bot.gateway.conversation import conversation_id
from bot.gateway.errors import Refused
from bot.gateway.options import Options
from bot.gateway.streams import Streams, as_reply
from bot.gateway.threads import StoreThreads
from bot.gateway.turns import Turns
from store.errors import StoreError

FOLDER = "/api/widget"
_PRIVATE = {"Cache-Control": "no-store"}
_STREAM = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@dataclass(frozen=True)
class Limits:
    """Who may do what how often: by address, by sender, new sessions, thumbs."""

    addresses: Admission
    senders: Admission
    sessions: Admission
    thumbs: Admission


class WidgetApi:
    """The endpoints."""

    def __init__(
        self,
        turns: Turns,
        answering: Answering,
        streams: Streams,
        limits: Limits,
        *,
        threads: StoreThreads,
        options: Options,
        database_url: str,
        trust_forwarded_for: bool,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`clock` tells the seconds since 1970, for the life of sessions."""
        self._turns = turns
        self._answering = answering
        self._streams = streams
        self._limits = limits
        self._threads = threads
        self._options = options
        self._database_url = database_url
        self._trust_forwarded_for = trust_forwarded_for
        self._clock = clock
        self._welcome = _read_welcome(options.transcript_days)

    def routes(self) -> list[Route]:
        """Where the endpoints are."""
        return [
            Route(f"{FOLDER}/session", self.open, methods=["POST"]),
            # One route, so that what it says of its methods is the whole truth.
            Route(f"{FOLDER}/messages", self.messages, methods=["GET", "POST"]),
            Route(f"{FOLDER}/events", self.stream, methods=["GET"]),
            Route(f"{FOLDER}/feedback", self.judge, methods=["POST"]),
            Route(f"{FOLDER}/clear", self.clear, methods=["POST"]),
        ]

    async def open(self, request: Request) -> Response:
        """A session, new or renewed, and what the widget says before the first question."""
        await self._limits.sessions.admit(self._address(request))
        document = await self._read(request)
        earlier = document.get("session") if isinstance(document, dict) else None
        token = sessions.open_session(
            now=self._clock(),
            seconds=self._options.widget_session_seconds,
            renews=earlier if isinstance(earlier, str) else None,
        )
        seconds = int(self._options.widget_session_seconds)
        welcome = {"session": token, "expires_in": seconds, **self._welcome}
        return JSONResponse(welcome, headers=_PRIVATE)

    async def messages(self, request: Request) -> Response:
        """Takes a message, or tells what the helpdesk wrote."""
        answer = self.receive if request.method == "POST" else self.fetch
        return await answer(request)

    async def receive(self, request: Request) -> Response:
        """The replies to a message; the same ones when it comes again."""
        await self._limits.addresses.admit(self._address(request))
        sender = self._sender(request)
        options = self._options
        incoming = widget.parse(
            await self._read(request),
            sender,
            max_id=options.max_id_characters,
            max_text=options.max_text_characters,
        )
        await self._limits.senders.admit(f"{widget.NAME}:{sender}")
        replies = await self._answering.answer(incoming)
        shown = [widget.render(reply, incoming.language) for reply in replies]
        return JSONResponse({"replies": shown}, headers=_PRIVATE)

    async def fetch(self, request: Request) -> Response:
        """What the helpdesk and notices said after a message, for browsers without a stream."""
        await self._limits.addresses.admit(self._address(request))
        conversation = conversation_id(widget.NAME, self._sender(request))
        messages = await self._streams.fetch(conversation, _after(request))
        return JSONResponse({"replies": [as_reply(one) for one in messages]}, headers=_PRIVATE)

    async def stream(self, request: Request) -> Response:
        """The same as it comes, until the browser or we go away."""
        await self._limits.addresses.admit(self._address(request))
        conversation = conversation_id(widget.NAME, self._sender(request))
        events = self._streams.open(conversation, _after(request))
        return StreamingResponse(events, media_type="text/event-stream", headers=_STREAM)

    async def judge(self, request: Request) -> Response:
        """A thumb up or down for the replies to one message."""
        await self._limits.addresses.admit(self._address(request))
        sender = self._sender(request)
        await self._limits.thumbs.admit(sender)
        said = feedback.parse(await self._read(request), max_id=self._options.max_id_characters)
        conversation = conversation_id(widget.NAME, sender)
        now = datetime.now(timezone.utc)
        try:
            await self._threads.run(feedback.save, self._database_url, conversation, said, now)
        except StoreError:
            raise Refused(503, "store_busy", retry_after=2) from None
        return Response(status_code=204, headers=_PRIVATE)

    async def clear(self, request: Request) -> Response:
        """Erases the conversation; the session may go on with a new one."""
        await self._limits.addresses.admit(self._address(request))
        await self._turns.forget(widget.NAME, self._sender(request))
        return Response(status_code=204, headers=_PRIVATE)

    def _sender(self, request: Request) -> str:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        try:
            if kind.lower() == "bearer":
                return sessions.read_session(token.strip(), now=self._clock())
        except sessions.SessionOver:
            pass
        raise Refused(401, "session_over")

    def _address(self, request: Request) -> str:
        return address(request, trust_forwarded_for=self._trust_forwarded_for)

    async def _read(self, request: Request) -> object:
        options = self._options
        return await read_json(
            request, max_bytes=options.max_body_bytes, seconds=options.body_seconds
        )


def _after(request: Request) -> int:
    """The number of the last message that the browser has; a stream that broke names it itself."""
    named = request.query_params.get("after") or request.headers.get("last-event-id") or "0"
    if not (named.isascii() and named.isdigit() and len(named) < 19):
        raise Refused(422, "bad_choice", field="after")
    return int(named)


def _read_welcome(days: int) -> dict[str, Any]:
    """What the widget says before the first question; transcripts are kept for so many days."""
    text = Path(__file__).with_name("widget.yml").read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    notice = {language: line.format(days=days) for language, line in words["notice"].items()}
    return {**words, "notice": notice}
