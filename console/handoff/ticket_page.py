"""One ticket: the conversation, suggested answers, and what can be done with it."""

from typing import Any

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.auditing import record
from console.calls.answers import candidate, likely
from console.forms import Errors
from console.handoff.lines import Line, fetch_lines, last_questions
from console.pages import render
from console.threads import read, write
from console.times import now
from console.visits import current, member
from console.words import say
from store import queue, ticket_steps, tickets
from store.errors import ServiceUnavailable
from store.models_tickets import Ticket

MOST_SUGGESTIONS = 3
MOST_LOOKED_AT = 3


async def show(request: Request) -> Response:
    """The page, live when the ticket is the operator's own."""
    return await show_ticket(request)


async def show_ticket(
    request: Request, *, status: int = 200, errors: Errors | None = None, form: object = None
) -> Response:
    """The page with mistakes of one of its forms, if there are any."""
    ticket, lines = await write(request, _look_up, request, request.path_params["ticket"])
    is_mine = ticket.status == "open" and ticket.assignee == member(request).id
    language = current(request).language
    return render(
        request,
        "handoff/ticket.html",
        status=status,
        ticket=ticket,
        number=tickets.number_of(ticket),
        lines=lines,
        last_id=max((line.id for line in lines), default=0),
        is_mine=is_mine,
        dispositions=[
            (one, say(f"calls.dispositions.{one}", language)) for one in ticket_steps.DISPOSITIONS
        ],
        errors=errors or {},
        form=form or {},
    )


async def suggest(request: Request) -> Response:
    """The likeliest answers to what the person asked last."""
    ticket, lines = await read(request, _fetch, request.path_params["ticket"])
    candidates: list[dict[str, Any]] = []
    # "I want to talk to a person" asks nothing: what was asked before it does.
    for question in last_questions(lines, MOST_LOOKED_AT):
        candidates = await _candidates(request, question)
        if candidates:
            break
    return render(
        request, "handoff/suggestions.html", candidates=candidates, spoken=ticket.language
    )


async def _candidates(request: Request, question: str) -> list[dict[str, Any]]:
    try:
        found = await request.app.state.services.understand(question)
    except ServiceUnavailable:
        # Suggestions are a help; the conversation goes on without them.
        return []
    if not found["candidates"] or found["candidates"][0]["kind"] != "faq":
        return []
    ready = map(candidate, likely(found))
    return [one for one in ready if one and one["kind"] == "faq"][:MOST_SUGGESTIONS]


def _fetch(db: Session, ticket_id: int) -> tuple[Ticket, list[Line]]:
    ticket = queue.fetch(db, ticket_id)
    if ticket is None:
        raise HTTPException(404)
    return ticket, fetch_lines(db, ticket)


def _look_up(db: Session, request: Request, ticket_id: int) -> tuple[Ticket, list[Line]]:
    found = _fetch(db, ticket_id)
    ticket_steps.touch(db, ticket_id, member(request).id, now=now())
    record(db, request, "ticket.viewed", f"ticket:{ticket_id}")
    return found
