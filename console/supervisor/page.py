"""The live page, refreshed every five seconds, and giving a ticket to another operator."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.auditing import record
from console.flash import flash
from console.forms import read_form
from console.handoff.queue_page import minutes_since
from console.pages import redirect, render
from console.roles import may_enter
from console.threads import read, write
from console.times import INDIA, now
from console.visits import limits_of, member, settings_of
from store import handoff, presence, queue, tickets
from store.models_tickets import Ticket
from store.presence import Present
from store.queue import ServiceLevel

# A ticket's age in minutes: up to so many, and its label.
AGES = ((5, "under_5"), (15, "under_15"), (60, "under_60"), (None, "older"))


@dataclass(frozen=True)
class Duty:
    """What the page shows at one moment."""

    waiting: list[Ticket]
    open: list[Ticket]
    num_callbacks: int
    operators: list[Present]
    level: ServiceLevel

    @property
    def held(self) -> Counter[int]:
        """How many conversations each operator has."""
        return Counter(one.assignee for one in self.open if one.assignee is not None)


async def show(request: Request) -> Response:
    """The page."""
    return render(request, "supervisor/page.html", **await _context(request))


async def show_live(request: Request) -> Response:
    """Its live part, which htmx asks for every five seconds."""
    return render(request, "supervisor/live.html", **await _context(request))


async def assign(request: Request) -> Response:
    """Gives a waiting or an open ticket to an operator who is signed in."""
    chosen = (await read_form(request)).get("operator", "")
    staff = int(chosen) if chosen.isdecimal() else 0
    done = await write(request, _assign, request, request.path_params["ticket"], staff)
    request.app.state.services.wake()
    if done:
        flash(request, "done", "supervisor.assigned")
    else:
        flash(request, "warning", "supervisor.not_assigned")
    return redirect(request, "/supervisor")


async def _context(request: Request) -> dict[str, Any]:
    duty = await read(request, _fetch, request)
    moment = now()
    everybody = [*duty.waiting, *duty.open]
    ages = Counter(_age(minutes_since(one.opened_at, moment)) for one in everybody)
    longest = max((minutes_since(one.opened_at, moment) for one in duty.waiting), default=0)
    return {
        "duty": duty,
        "names": {one.id: one.name for one in duty.operators},
        "ages": [(label, ages[label]) for _, label in AGES],
        "longest": longest,
        "target": settings_of(request).desk_answer_seconds,
        "number": tickets.number_of,
        "minutes": lambda since: minutes_since(since, moment),
        "at": moment,
    }


def _age(minutes: int) -> str:
    return next(label for most, label in AGES if most is None or minutes < most)


def _fetch(db: Session, request: Request) -> Duty:
    settings, moment = settings_of(request), now()
    today = datetime.combine(moment.astimezone(INDIA).date(), time(), INDIA)
    return Duty(
        waiting=queue.fetch_waiting(db),
        open=queue.fetch_open(db),
        num_callbacks=len(queue.fetch_callbacks(db)),
        operators=_operators(db, request, moment),
        level=queue.service_level(
            db, since=today, target_seconds=settings.desk_answer_seconds, now=moment
        ),
    )


def _operators(db: Session, request: Request, moment: datetime) -> list[Present]:
    present = presence.fetch_present(db, limits_of(settings_of(request)), now=moment)
    found = [one for one in present if may_enter(one.role, "operator")]
    # Whose work it is comes first, so that it is also whom the list of names proposes.
    return sorted(found, key=lambda one: (one.role != "operator", one.name))


def _assign(db: Session, request: Request, ticket_id: int, staff: int) -> bool:
    moment = now()
    if staff not in {one.id for one in _operators(db, request, moment)}:
        return False
    if not handoff.reassign(db, ticket_id, staff, by=member(request).id, now=moment):
        return False
    record(db, request, "ticket.reassigned", f"ticket:{ticket_id}", to=f"staff:{staff}")
    return True
