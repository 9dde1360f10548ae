"""What an operator does with a ticket; whether it is theirs is asked in the same transaction."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.auditing import record
from console.calls.screen import read_day
from console.flash import flash
from console.forms import Errors, choice, read_form
from console.handoff.ticket_page import show_ticket
from console.pages import is_htmx, redirect, refuse
from console.threads import write
from console.times import now
from console.visits import current, member
from console.words import say as words
from store import handoff, ticket_steps, tickets

MOST_CHARACTERS = 2_000


async def take(request: Request) -> Response:
    """The operator takes the person on."""
    ticket_id = _ticket(request)
    if not await write(request, _do, request, "ticket.taken", handoff.take):
        flash(request, "warning", "handoff.gone")
        return redirect(request, "/queue")
    request.app.state.services.wake()
    return redirect(request, f"/tickets/{ticket_id}")


async def say(request: Request) -> Response:
    """Sends words to the person; identifiers in them become tokens."""
    text = request.app.state.services.mask((await read_form(request)).get("text", ""))
    if not text or len(text) > MOST_CHARACTERS:
        key = "core.form.required" if not text else "handoff.too_long"
        return await _again(request, {"text": words(key, current(request).language)})
    sent = await write(request, _say, request, text)
    if sent is None:
        return _lost(request)
    request.app.state.services.wake()
    return Response(status_code=204) if is_htmx(request) else _back(request)


async def note(request: Request) -> Response:
    """Keeps a note that the person does not see."""
    text = request.app.state.services.mask((await read_form(request)).get("note", ""))
    if not text:
        return await _again(
            request, {"note": words("core.form.required", current(request).language)}
        )
    if not await write(request, _note, request, text):
        return _lost(request)
    return Response(status_code=204) if is_htmx(request) else _back(request)


async def here(request: Request) -> Response:
    """The operator does something on the page: the ticket is not abandoned."""
    mine = await write(
        request, ticket_steps.touch, _ticket(request), member(request).id, now=now()
    )
    return Response(status_code=204) if mine else _lost(request)


async def hand_back(request: Request) -> Response:
    """The assistant answers again."""
    return await _finish(request, ticket_steps.RETURNED, None, call_back=False)


async def close(request: Request) -> Response:
    """Closes with a disposition, perhaps with a day to look again or as a callback."""
    form = await read_form(request)
    disposition = choice(form, "disposition", ticket_steps.DISPOSITIONS)
    written = form.get("follow_up_on", "")
    day = read_day(written) if written else None
    language, errors = current(request).language, Errors()
    if not disposition:
        errors["disposition"] = words("calls.errors.disposition", language)
    if written and day is None:
        errors["follow_up_on"] = words("calls.errors.follow_up", language)
    if errors:
        return await _again(request, errors, form)
    return await _finish(request, disposition, day, call_back="call_back" in form)


async def release(request: Request) -> Response:
    """Puts the person back to the head of the queue for another operator."""
    if not await write(request, _release, request):
        return _lost(request)
    request.app.state.services.wake()
    flash(request, "done", "handoff.released")
    return redirect(request, "/queue")


async def _finish(
    request: Request, disposition: str, day: date | None, *, call_back: bool
) -> Response:
    if not await write(request, _close, request, disposition, day, call_back):
        return _lost(request)
    request.app.state.services.wake()
    flash(
        request,
        "done",
        "handoff.returned" if disposition == ticket_steps.RETURNED else "handoff.closed",
    )
    return redirect(request, "/queue")


async def _again(request: Request, errors: Errors, form: object = None) -> Response:
    if is_htmx(request):
        # The page stays as it is; desk.js shows the sentence.
        return refuse(request, 400, "handoff.mistake", text=next(iter(errors.values())))
    return await show_ticket(request, status=422, errors=errors, form=form)


def _lost(request: Request) -> Response:
    """The ticket is another's by now, or closed: nothing was sent."""
    if is_htmx(request):
        return refuse(request, 409, "handoff.lost")
    flash(request, "warning", "handoff.lost.text")
    return redirect(request, "/queue")


def _back(request: Request) -> Response:
    return redirect(request, f"/tickets/{_ticket(request)}")


def _ticket(request: Request) -> int:
    return int(request.path_params["ticket"])


def _do(db: Session, request: Request, action: str, step: Callable[..., bool]) -> bool:
    done = step(db, _ticket(request), member(request).id, now=now())
    if done:
        record(db, request, action, f"ticket:{_ticket(request)}")
    return done


def _say(db: Session, request: Request, text: str) -> int | None:
    entry = handoff.say(db, _ticket(request), member(request).id, text, now=now())
    if entry is not None:
        record(db, request, "ticket.answered", f"ticket:{_ticket(request)}", entry=entry)
    return entry


def _note(db: Session, request: Request, text: str) -> bool:
    ticket, who = _ticket(request), member(request).id
    if not ticket_steps.touch(db, ticket, who, now=now()):
        return False
    tickets.add_entry(db, ticket, "note", text, author=who, now=now())
    record(db, request, "ticket.noted", f"ticket:{ticket}")
    return True


def _close(
    db: Session, request: Request, disposition: str, day: date | None, call_back: bool
) -> bool:
    done = handoff.close(
        db,
        _ticket(request),
        member(request).id,
        disposition,
        now=now(),
        follow_up_on=day,
        call_back=call_back,
    )
    if done:
        record(db, request, "ticket.closed", f"ticket:{_ticket(request)}", disposition=disposition)
    return done


def _release(db: Session, request: Request) -> bool:
    ticket = _ticket(request)
    if not ticket_steps.touch(db, ticket, member(request).id, now=now()):
        return False
    handoff.requeue(db, ticket, reason="operator_gave_back", now=now())
    record(db, request, "ticket.released", f"ticket:{ticket}")
    return True
