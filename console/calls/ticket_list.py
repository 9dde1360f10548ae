"""`/desk/tickets`: every ticket, to look one up by its number, its state or whose it is."""

from typing import Any

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.forms import Errors
from console.pages import render
from console.paging import SIZE, make_page, page_number
from console.threads import read
from console.visits import current, member
from console.words import say
from store import ticket_list, tickets
from store.ticket_list import STATUSES, Wanted

NEVER = 0  # no ticket has this id


async def show(request: Request) -> Response:
    """The list; a number that is none is said so, and nothing is listed."""
    form = {name: request.query_params.get(name, "").strip() for name in ("number", "status")}
    mine = "mine" in request.query_params
    wanted, errors = _read(request, form, mine=mine)
    place = page_number(request)
    rows, total = await read(request, _fetch, wanted, (place - 1) * SIZE)
    return render(
        request,
        "calls/tickets.html",
        status=422 if errors else 200,
        page=make_page(request, rows, total, number=place),
        form={**form, "mine": mine},
        statuses=STATUSES,
        errors=errors,
    )


def _read(request: Request, form: dict[str, str], *, mine: bool) -> tuple[Wanted, Errors]:
    status = form["status"] if form["status"] in STATUSES else None
    assignee = member(request).id if mine else None
    if not form["number"]:
        return Wanted(status, assignee), {}
    number = tickets.read_number(form["number"])
    if number is None:
        fault = say("calls.errors.ticket_number", current(request).language)
        return Wanted(ticket=NEVER), {"number": fault}
    return Wanted(ticket=number), {}


def _fetch(db: Session, wanted: Wanted, offset: int) -> tuple[list[dict[str, Any]], int]:
    found, total = ticket_list.fetch_page(db, wanted, offset=offset, limit=SIZE)
    rows = [
        {"ticket": ticket, "number": tickets.number_of(ticket), "operator": name}
        for ticket, name in found
    ]
    return rows, total
