"""Who waits, and what the operator has open."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.pages import render
from console.threads import read
from console.times import now
from console.visits import member, settings_of
from store import queue, tickets
from store.hours import read_hours
from store.models_tickets import Ticket


async def show(request: Request) -> Response:
    """The page."""
    return render(request, "handoff/queue.html", **await _context(request))


async def show_list(request: Request) -> Response:
    """Its list alone, which htmx asks for every few seconds."""
    return render(request, "handoff/queue_list.html", **await _context(request))


async def _context(request: Request) -> dict[str, Any]:
    waiting, mine = await read(request, _fetch, member(request).id)
    settings, moment = settings_of(request), now()
    hours = read_hours(settings.office_hours)
    return {
        "waiting": [
            (
                one,
                minutes_since(one.unanswered_since or one.opened_at, moment),
                _is_late(one, moment, settings.desk_answer_seconds),
            )
            for one in waiting
        ],
        "mine": mine,
        "number": tickets.number_of,
        "is_open": hours.is_open(moment),
        "hours": hours,
    }


def minutes_since(since: datetime, moment: datetime) -> int:
    """Whole minutes."""
    return max(0, int((moment - since).total_seconds() // 60))


def _is_late(ticket: Ticket, moment: datetime, seconds: int) -> bool:
    return (moment - (ticket.unanswered_since or ticket.opened_at)).total_seconds() > seconds


def _fetch(db: Session, staff: int) -> tuple[list[Ticket], list[Ticket]]:
    return queue.fetch_waiting(db), queue.fetch_open(db, staff)
