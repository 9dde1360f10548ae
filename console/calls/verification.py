"""Who calls: an application's number with one more fact, or a code to the registered mobile."""

import asyncio
import logging

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.auditing import record
from console.calls import current
from console.calls.screen import show_screen
from console.calls.sms import send_quietly
from console.flash import flash
from console.forms import choice, read_form
from console.pages import redirect
from console.threads import write
from console.times import now
from console.visits import current as visit_of
from console.words import say
from store import caller_facts, otp
from store.applications import normalise_mobile, normalise_number
from store.audit import name_application

log = logging.getLogger(__name__)
_sending: set[asyncio.Task[None]] = set()


async def by_facts(request: Request) -> Response:
    """Two facts; the answer is the same for a wrong fact and an unknown number."""
    form = await read_form(request)
    number, fact = form.get("number", ""), choice(form, "fact", caller_facts.FACTS)
    value = form.get("fact_value", "")
    if not (number and fact and value):
        return await _again(request, "number", "calls.errors.facts_missing")
    verdict = await write(request, _verify, request, number, fact, value)
    if verdict != "verified":
        return await _again(request, "number", f"calls.verify.{verdict}")
    flash(request, "done", "calls.verify.verified")
    return redirect(request, "/call")


async def send_otp(request: Request) -> Response:
    """Sends a code, if number and mobile belong together; says the same if they do not."""
    form = await read_form(request)
    number, mobile = form.get("otp_number", ""), normalise_mobile(form.get("otp_mobile", ""))
    if normalise_number(number) is None or mobile is None:
        return await _again(request, "otp_number", "calls.errors.otp_missing")
    started = await write(request, _start, request, number, mobile)
    if isinstance(started, otp.Refusal):
        return await _again(request, "otp_number", "calls.verify.locked")
    if started.code is not None:
        text = say("calls.verify.sms", visit_of(request).language, code=started.code)
        # Off the path of the reply: its time must not tell whether there was one to send.
        task = asyncio.create_task(send_quietly(request, mobile, text))
        _sending.add(task)
        task.add_done_callback(_sending.discard)
    flash(request, "done", "calls.verify.code_sent")
    return redirect(request, "/call#otp_code")


async def check_otp(request: Request) -> Response:
    """Judges the code that the caller reads out."""
    code = (await read_form(request)).get("otp_code", "")
    verdict = await write(request, _check, request, code)
    if not isinstance(verdict, otp.Verified):
        key = "locked" if isinstance(verdict, otp.LockedOut) else "wrong_code"
        return await _again(request, "otp_code", f"calls.verify.{key}")
    flash(request, "done", "calls.verify.verified")
    return redirect(request, "/call")


async def _again(request: Request, field: str, key: str) -> Response:
    text = say(key, visit_of(request).language)
    return await show_screen(request, status=422, errors={field: text})


def _verify(db: Session, request: Request, number: str, fact: str, value: str) -> str:
    ticket = current.begin(db, request)
    call = current.conversation_of(ticket)
    verdict = caller_facts.verify(db, call, number, fact, value, now=now())
    _record(db, request, ticket.id, number, way=fact, verdict=verdict)
    return verdict


def _start(
    db: Session, request: Request, number: str, mobile: str
) -> otp.ChallengeStarted | otp.Refusal:
    ticket = current.begin(db, request)
    call = current.conversation_of(ticket)
    started = otp.start_challenge(db, call, number, mobile, now=now())
    _record(db, request, ticket.id, number, way="otp", verdict="asked")
    return started


def _check(db: Session, request: Request, code: str) -> otp.Verdict:
    ticket = current.begin(db, request)
    verdict = otp.verify(db, current.conversation_of(ticket), code, now=now())
    number = verdict.application_number if isinstance(verdict, otp.Verified) else ""
    outcome = type(verdict).__name__.lower()
    _record(db, request, ticket.id, number, way="otp", verdict=outcome)
    return verdict


def _record(
    db: Session, request: Request, ticket: int, number: str, *, way: str, verdict: str
) -> None:
    known = normalise_number(number)
    subject = name_application(known) if known else "application:?"
    record(db, request, "application.looked_up", subject, ticket=ticket, way=way, verdict=verdict)
