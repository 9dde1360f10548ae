"""`/api/widget/events`: what the helpdesk and notices say arrives by itself (server-sent events).

One watcher reads the outbox for all streams: when it is woken, and every two seconds in case that
another process wrote.
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import datetime, timezone
from typing import Any

from bot.channels import widget
from bot.gateway.errors import Refused
from bot.gateway.notifier import Notifier
from bot.gateway.options import Options
from bot.gateway.threads import StoreThreads
from store import outbox, outbox_pickup
from store.engine import session
from store.errors import StoreError
from store.outbox import Outgoing

log = logging.getLogger(__name__)

#: Transactions end in another order than they began: so many of the latest are looked at again.
_OVERLAP = 50
ALIVE = ": alive\n\n"


class Streams:
    """The open streams of this gateway."""

    def __init__(
        self, database_url: str, threads: StoreThreads, options: Options, notifier: Notifier
    ) -> None:
        """Nothing is watched until `run`."""
        self._url = database_url
        self._threads = threads
        self._options = options
        self._notifier = notifier
        self._poke = asyncio.Event()
        self._seen: deque[int] = deque(maxlen=4 * _OVERLAP)
        self._is_closing = False

    def wake(self) -> None:
        """Something new may be in the outbox; on the event loop."""
        self._poke.set()

    def close(self) -> None:
        """Ends every stream; on the event loop."""
        self._is_closing = True
        self._notifier.wake_all()

    async def run(self) -> None:
        """Watches the outbox until it is cancelled; without streams it reads nothing."""
        while True:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._poke.wait(), self._options.stream_poll_seconds)
            self._poke.clear()
            if len(self._notifier):
                await self._look()

    async def fetch(self, conversation: str, after: int) -> list[Outgoing]:
        """The messages of a conversation after one.

        Raises:
            Refused: the store is busy.
        """
        try:
            return await self._threads.run(self._read, conversation, after)
        except StoreError:
            raise Refused(503, "store_busy", retry_after=2) from None

    def open(self, conversation: str, after: int) -> AsyncIterator[str]:
        """A new stream of a conversation's messages after one.

        Raises:
            Refused: the session or the gateway has as many as it may.
        """
        full = self._notifier.count(conversation) >= self._options.streams_per_session
        if full or len(self._notifier) >= self._options.max_streams:
            code = "too_many_streams" if full else "busy"
            raise Refused(429 if full else 503, code, retry_after=15)
        return self._events(conversation, after)

    async def _events(self, conversation: str, after: int) -> AsyncIterator[str]:
        with self._notifier.listening(conversation) as woken:
            yield ALIVE
            while not self._is_closing:
                woken.clear()
                for message in await self._fetch_if_it_can(conversation, after):
                    after = message.id
                    yield _as_events(message)
                try:
                    await asyncio.wait_for(woken.wait(), self._options.stream_alive_seconds)
                except asyncio.TimeoutError:
                    yield ALIVE

    async def _fetch_if_it_can(self, conversation: str, after: int) -> list[Outgoing]:
        try:
            return await self.fetch(conversation, after)
        except Refused:
            return []  # the next look finds them

    async def _look(self) -> None:
        last = self._seen[-1] if self._seen else None
        try:
            rows = await self._threads.run(self._read_newer, last)
        except StoreError as error:
            log.warning("the outbox could not be read: %s", type(error).__name__)
            return
        for number, conversation in rows:
            if number not in self._seen:
                self._seen.append(number)
                self._notifier.wake(conversation)

    def _read(self, conversation: str, after: int) -> list[Outgoing]:
        now = datetime.now(timezone.utc)
        with session(self._url, read_only=True) as db:
            return outbox.fetch_after(db, conversation, after, now=now)

    def _read_newer(self, last: int | None) -> Sequence[tuple[int, str]]:
        with session(self._url, read_only=True) as db:
            after = None if last is None else last - _OVERLAP
            return outbox_pickup.fetch_newer(db, widget.NAME, after)


def as_reply(message: Outgoing) -> dict[str, Any]:
    """A message as the widget's API gives it: a reply with its `id` and who it is `from`."""
    shown = widget.render(message.payload, None)
    author = "operator" if message.kind == "operator" else "bot"
    return {"id": str(message.id), "from": author, **shown}


def _as_events(message: Outgoing) -> str:
    """A message, and how the hand-over stands where it tells that."""
    ticket = (message.payload.get("custom") or {}).get("handoff")
    events = [] if ticket is None else [_event("state", message.id, widget.handoff_of(ticket))]
    if message.payload.get("text"):
        events.append(_event("message", message.id, as_reply(message)))
    return "".join(events)


def _event(name: str, number: int, document: dict[str, Any]) -> str:
    content = json.dumps(document, ensure_ascii=False)
    return f"event: {name}\nid: {number}\ndata: {content}\n\n"
