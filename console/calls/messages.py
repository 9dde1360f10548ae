"""The caller's mobile number, typed once and never shown again, and answers sent to it."""

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.auditing import record
from console.calls import current, sms
from console.calls.screen import show_screen
from console.flash import flash
from console.forms import choice, read_form
from console.pages import redirect, refuse, render
from console.threads import write
from console.times import now
from console.visits import current as visit_of, member
from console.words import LANGUAGES, say
from store import queue, ticket_steps, tickets
from store.applications import normalise_mobile
from store.sms import SmsFailed

# What three texts of a long SMS hold in Devanagari.
MOST_CHARACTERS = 600


async def keep_mobile(request: Request) -> Response:
    """Seals the number for this call."""
    mobile = normalise_mobile((await read_form(request)).get("mobile", ""))
    if mobile is None:
        text = say("calls.errors.mobile", visit_of(request).language)
        return await show_screen(request, status=422, errors={"mobile": text})
    await write(request, _keep, request, mobile)
    flash(request, "done", "calls.sms.kept")
    return redirect(request, "/call")


async def send(request: Request) -> Response:
    """Sends an answer to the number of the call, in the language that was chosen."""
    form = await read_form(request)
    language = choice(form, "language", LANGUAGES)
    found = await request.app.state.services.answer(form.get("answer", ""))
    if not language or found is None:
        return refuse(request, 400, "errors.bad_request")
    mobile = await write(request, _fetch, request)
    if mobile is None:
        return render(request, "calls/sent.html", key="calls.sms.no_mobile", kind="warning")
    try:
        await sms.send(request, mobile, shorten(found, language))
    except SmsFailed:
        return render(request, "calls/sent.html", key="calls.sms.failed", kind="error")
    await write(request, _note_sent, request, found["id"], found["topic"], language)
    return render(request, "calls/sent.html", key="calls.sms.sent", kind="done")


async def show_mobile(request: Request) -> Response:
    """Shows the number of a callback to the operator who makes it; the log says so."""
    mobile = await write(request, _reveal, request, request.path_params["ticket"])
    return render(request, "calls/dial.html", mobile=mobile)


def shorten(answer: dict[str, dict[str, str]], language: str) -> str:
    """An answer with its source, cut where a sentence ends when it is too long for SMS."""
    text, source = answer["text"][language], answer["source"][language]
    tail = f"\n[{source}]" if source else ""
    room = MOST_CHARACTERS - len(tail)
    if len(text) > room:
        cut = text[: room - 1]
        end = max(cut.rfind("।"), cut.rfind(". "), cut.rfind("\n"))
        text = cut[: end + 1].rstrip() if end > room // 3 else cut + "…"
    return text + tail


def _keep(db: Session, request: Request, mobile: str) -> None:
    ticket = current.begin(db, request)
    tickets.keep_mobile(db, ticket.id, mobile)
    record(db, request, "call.mobile_kept", f"ticket:{ticket.id}")


def _fetch(db: Session, request: Request) -> str | None:
    ticket = current.begin(db, request)
    request.state.was_recorded = True  # what is recorded is the sending
    return tickets.read_mobile(ticket)


def _note_sent(db: Session, request: Request, answer: str, topic: str, language: str) -> None:
    ticket = current.begin(db, request)
    tickets.add_entry(
        db, ticket.id, "system", f"sms_sent:{answer}", author=member(request).id, now=now()
    )
    tickets.set_topic(db, ticket.id, topic)
    record(
        db,
        request,
        "answer.sent",
        f"answer:faq/{answer}",
        ticket=ticket.id,
        by="sms",
        language=language,
    )


def _reveal(db: Session, request: Request, ticket_id: int) -> str | None:
    ticket = queue.fetch(db, ticket_id)
    if ticket is None or not ticket_steps.touch(db, ticket_id, member(request).id, now=now()):
        raise HTTPException(404)
    entries = queue.fetch_entries(db, ticket_id)
    # A number that was typed for SMS is not shown: it was not given for calling.
    is_callback = ticket.kind == "handoff" or any(e.text == "put_on_callback" for e in entries)
    record(db, request, "ticket.mobile_shown", f"ticket:{ticket_id}")
    return tickets.read_mobile(ticket) if is_callback else None
