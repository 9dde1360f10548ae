"""Administrators' view of the audit log, and its verification."""

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.accounts.audit_words import describe
from console.auditing import record
from console.forms import read_form
from console.pages import render
from console.paging import SIZE, make_page, page_number
from console.threads import read, write
from console.times import INDIA
from console.visits import current
from console.words import say
from store import audit, audit_lines


async def show(request: Request) -> Response:
    """The log, filtered by actor, action, subject and days."""
    form = {name: request.query_params.get(name, "").strip() for name in _FIELDS}
    wanted, errors = _filter(request, form)
    number = page_number(request)
    rows, total = await read(
        request, audit_lines.fetch_page, wanted, offset=(number - 1) * SIZE, limit=SIZE
    )
    lines = [describe(row, current(request).language) for row in rows]
    page = make_page(request, lines, total, number=number)
    status = 422 if errors else 200
    return render(
        request, "accounts/audit.html", status=status, page=page, form=form, errors=errors
    )


async def verify(request: Request) -> Response:
    """Reads the whole log and says whether it is as it was written."""
    anchor, language = "", current(request).language
    verdict, errors = None, {}
    if request.method == "POST":
        anchor = (await read_form(request)).get("anchor", "")
        try:
            verdict = await read(request, audit.verify, anchor=anchor)
        except ValueError:
            errors = {"anchor": say("accounts.audit.bad_anchor", language)}
        else:
            await write(request, _note, request, verdict)
    status = 422 if errors else 200
    return render(
        request,
        "accounts/audit_verify.html",
        status=status,
        verdict=verdict,
        anchor=anchor,
        errors=errors,
    )


_FIELDS = ("actor", "action", "subject", "from", "until")


def _filter(request: Request, form: dict[str, str]) -> tuple[audit_lines.Filter, dict[str, str]]:
    errors: dict[str, str] = {}
    days: dict[str, datetime | None] = {}
    for name in ("from", "until"):
        try:
            days[name] = _midnight(form[name]) if form[name] else None
        except ValueError:
            days[name] = None
            errors[name] = say("accounts.audit.bad_day", current(request).language)
    until = days["until"]
    wanted = audit_lines.Filter(
        actor=form["actor"].lower(),
        action=form["action"],
        subject=form["subject"],
        since=days["from"],
        before=until + timedelta(days=1) if until else None,
    )
    return wanted, errors


def _midnight(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time(), INDIA)


def _note(db: Session, request: Request, verdict: audit.Verdict) -> None:
    found = verdict.reason or "intact"
    record(db, request, "audit.verified", "audit", found=found, lines=verdict.num_entries)
