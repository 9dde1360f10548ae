"""The screen itself, notes, and the end of a call."""

from datetime import date, timedelta

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from actions.rules import calculators
from console.auditing import record
from console.calls import current
from console.flash import flash
from console.forms import Errors, choice, read_form
from console.pages import redirect, render
from console.threads import read, write
from console.times import INDIA, now
from console.visits import current as visit_of, member
from console.words import say
from store import status_words, ticket_steps, tickets
from store.caller_facts import FACTS

LATEST_FOLLOW_UP = timedelta(days=365)


async def show(request: Request) -> Response:
    """The whole screen."""
    return await show_screen(request)


async def show_screen(
    request: Request, *, status: int = 200, errors: Errors | None = None, form: object = None
) -> Response:
    """The screen with mistakes of one of its forms, if there are any."""
    call = await read(request, current.fetch, member(request).id)
    language = visit_of(request).language
    catalogue = [(name, one.title[language]) for name, one in calculators().items()]
    return render(
        request,
        "calls/screen.html",
        status=status,
        call=call,
        catalogue=sorted(catalogue, key=lambda row: row[1].casefold()),
        fact_words=[(fact, say(f"calls.verify.facts.{fact}", language)) for fact in FACTS],
        dispositions_with_words=[
            (one, say(f"calls.dispositions.{one}", language)) for one in ticket_steps.DISPOSITIONS
        ],
        state_words=lambda kind, detail: status_words.state(kind, detail, language),
        next_words=lambda step, role: status_words.next_step(step, role, language),
        errors=errors or {},
        form=form or {},
    )


async def note(request: Request) -> Response:
    """Keeps a note about the call; identifiers in it become tokens."""
    form = await read_form(request)
    text = request.app.state.services.mask(form.get("note", ""))
    if not text:
        return await show_screen(
            request, status=422, errors={"note": say("core.form.required", _language(request))}
        )
    await write(request, _note, request, text)
    flash(request, "done", "calls.end.noted")
    return redirect(request, "/call")


async def end(request: Request) -> Response:
    """Closes the call as a ticket, or puts it on the list of callbacks."""
    form = await read_form(request)
    errors, follow_up = _check(request, form)
    if errors:
        return await show_screen(request, status=422, errors=errors, form=form)
    text = request.app.state.services.mask(form.get("note", ""))
    number = await write(
        request, _end, request, form["disposition"], text, follow_up, "call_back" in form
    )
    flash(request, "done", "calls.end.done", number=number)
    return redirect(request, "/call")


def _check(request: Request, form: dict[str, str]) -> tuple[Errors, date | None]:
    language = _language(request)
    errors: Errors = {}
    if not choice(form, "disposition", ticket_steps.DISPOSITIONS):
        errors["disposition"] = say("calls.errors.disposition", language)
    written = form.get("follow_up_on", "")
    follow_up = None
    if written:
        follow_up = read_day(written)
        if follow_up is None:
            errors["follow_up_on"] = say("calls.errors.follow_up", language)
    return errors, follow_up


def read_day(written: str) -> date | None:
    """A day from today to a year ahead, as a browser sends it; None for anything else."""
    today = now().astimezone(INDIA).date()
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if today <= day <= today + LATEST_FOLLOW_UP else None


def _note(db: Session, request: Request, text: str) -> None:
    ticket = current.begin(db, request)
    tickets.add_entry(db, ticket.id, "note", text, author=member(request).id, now=now())
    record(db, request, "call.noted", f"ticket:{ticket.id}")


def _end(
    db: Session, request: Request, disposition: str, text: str, day: date | None, again: bool
) -> str:
    ticket, who = current.begin(db, request), member(request).id
    if text:
        tickets.add_entry(db, ticket.id, "note", text, author=who, now=now())
    ticket_steps.close(
        db, ticket.id, who, disposition, now=now(), follow_up_on=day, call_back=again
    )
    record(
        db,
        request,
        "call.ended",
        f"ticket:{ticket.id}",
        disposition=disposition,
        call_back=again,
    )
    return tickets.number_of(ticket)


def _language(request: Request) -> str:
    return visit_of(request).language
