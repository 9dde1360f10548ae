"""Server-sent events of one ticket: its new lines, and that it is the operator's no more."""

import asyncio
import json
import time
from collections.abc import AsyncIterator

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from console.handoff.lines import of_entry
from console.pages import environment
from console.threads import read
from console.visits import current, is_live, member
from console.words import say
from store import queue
from store.errors import StoreError
from store.models_tickets import TicketEntry

LOOK_SECONDS = 0.7
ALIVE_SECONDS = 15.0


async def stream(request: Request) -> Response:
    """Goes on from `Last-Event-ID`, or `after` of the first request, until the ticket is lost."""
    given = request.headers.get("last-event-id") or request.query_params.get("after", "0")
    after = int(given) if given.isdecimal() else 0
    return StreamingResponse(
        _events(request, after),
        media_type="text/event-stream",
        headers={"X-Accel-Buffering": "no"},
    )


async def _events(request: Request, after: int) -> AsyncIterator[str]:
    ticket_id, who = request.path_params["ticket"], member(request).id
    spoken_at = time.monotonic()
    yield "retry: 1000\n\n"
    while not await request.is_disconnected():
        try:
            is_mine, entries = await read(request, _fetch, ticket_id, who, after)
        except StoreError:
            # The database is busy for a moment; the browser need not know.
            is_mine, entries = True, []
        for entry in entries:
            after = entry.id
            yield _event("line", _render(request, entry), after)
            spoken_at = time.monotonic()
        if not is_mine:
            yield _event("gone", "", after)
            return
        if time.monotonic() - spoken_at > ALIVE_SECONDS:
            if not await is_live(request):
                yield _event("gone", "", after)
                return
            spoken_at = time.monotonic()
            yield ": alive\n\n"
        await asyncio.sleep(LOOK_SECONDS)


def _event(kind: str, html: str, number: int) -> str:
    return f"event: {kind}\nid: {number}\ndata: {json.dumps(html, ensure_ascii=False)}\n\n"


def _render(request: Request, entry: TicketEntry) -> str:
    language = current(request).language
    template = environment().get_template("handoff/line.html")
    return template.render(line=of_entry(entry), t=lambda key, **v: say(key, language, **v))


def _fetch(db: Session, ticket_id: int, staff: int, after: int) -> tuple[bool, list[TicketEntry]]:
    ticket = queue.fetch(db, ticket_id)
    is_mine = ticket is not None and ticket.status == "open" and ticket.assignee == staff
    return is_mine, queue.fetch_entries(db, ticket_id, after=after)
