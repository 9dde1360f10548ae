"""Whom to call, and what was promised for a day."""

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.auditing import record
from console.calls import current
from console.flash import flash
from console.pages import redirect, render
from console.threads import read, write
from console.times import INDIA, now
from console.visits import member
from store import handoff, queue, tickets
from store.models_tickets import Ticket


async def show(request: Request) -> Response:
    """The list of callbacks, the earliest promised day first."""
    callbacks, follow_ups = await read(request, _fetch)
    return render(
        request,
        "calls/callbacks.html",
        callbacks=callbacks,
        follow_ups=follow_ups,
        number=tickets.number_of,
        today=now().astimezone(INDIA).date(),
    )


async def take(request: Request) -> Response:
    """The operator makes this call: a caller's goes to the call screen, a chat to its ticket."""
    ticket = await write(request, _take, request, request.path_params["ticket"])
    if ticket is None:
        flash(request, "warning", "calls.callbacks.gone")
        return redirect(request, "/callbacks")
    return redirect(request, "/call" if ticket.kind == "call" else f"/tickets/{ticket.id}")


def _fetch(db: Session) -> tuple[list[Ticket], list[Ticket]]:
    return queue.fetch_callbacks(db), queue.fetch_follow_ups(db)


def _take(db: Session, request: Request, ticket_id: int) -> Ticket | None:
    ticket, who = queue.fetch(db, ticket_id), member(request).id
    if ticket is None or (ticket.kind == "call" and current.fetch(db, who) is not None):
        return None
    if not handoff.take(db, ticket_id, who, now=now()):
        return None
    record(db, request, "ticket.taken", f"ticket:{ticket_id}")
    return ticket
