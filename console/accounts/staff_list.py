"""Administrators' pages: all accounts, and a new one with its invitation link."""

from typing import Any

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.auditing import record
from console.forms import Errors, choice, read_form, required
from console.pages import ROOT, render
from console.paging import SIZE, make_page, page_number
from console.threads import read, write
from console.times import now
from console.visits import current, settings_of
from console.words import LANGUAGES, say
from store import staff, staff_invitations, staff_tries
from store.models_staff import ROLES
from store.settings import Settings


async def show_all(request: Request) -> Response:
    """The list."""
    number = page_number(request)
    rows, total = await read(request, _look_up, (number - 1) * SIZE)
    page = make_page(request, rows, total, number=number)
    return render(request, "accounts/staff_list.html", page=page)


async def invite(request: Request) -> Response:
    """The form for a new account; then the link to hand over, which is shown this once."""
    if request.method == "GET":
        return _form(request, {"role": "operator", "language": "hi"}, {})
    form = await read_form(request)
    form["login"] = staff.clean_login(form.get("login", ""))
    errors = required(request, form, "login", "name") or _faults(request, form)
    if errors:
        return _form(request, form, errors)
    try:
        token = await write(request, _create, request, form)
    except staff.LoginTaken:
        taken = say("accounts.staff.taken", current(request).language)
        return _form(request, form, {"login": taken})
    return show_link(request, form["name"], form["login"], token)


def show_link(request: Request, name: str, login: str, token: str) -> Response:
    """The page with an invitation link; nobody can look it up again."""
    link = invitation_link(settings_of(request), token)
    return render(request, "accounts/staff_link.html", name=name, login=login, link=link)


def invitation_link(settings: Settings, token: str) -> str:
    """Where an invitation leads."""
    return f"{settings.public_url}{ROOT}/invitation/{token}"


def email_fault(request: Request, form: dict[str, str]) -> Errors:
    """What is wrong with `email`, which may be left empty."""
    email = form.get("email", "")
    name, at, host = email.partition("@")
    if not email or (name and at and "." in host and len(email) <= 200 and " " not in email):
        return {}
    return {"email": say("accounts.staff.bad_email", current(request).language)}


def _faults(request: Request, form: dict[str, str]) -> Errors:
    language, errors = current(request).language, email_fault(request, form)
    if not staff.is_login(form["login"]):
        errors["login"] = say("accounts.staff.bad_login", language)
    if not choice(form, "role", ROLES):
        errors["role"] = say("core.form.required", language)
    if not choice(form, "language", LANGUAGES):
        errors["language"] = say("core.form.required", language)
    return errors


def _create(db: Session, request: Request, form: dict[str, str]) -> str:
    staff_id = staff.create(
        db,
        login=form["login"],
        name=form["name"],
        role=form["role"],
        language=form["language"],
        email=form.get("email", "").lower() or None,
        now=now(),
    )
    token = staff_invitations.invite(db, staff_id, now=now())
    record(db, request, "staff.invited", f"staff:{staff_id}", role=form["role"])
    return token


def _look_up(db: Session, offset: int) -> tuple[list[dict[str, Any]], int]:
    accounts, total = staff.fetch_page(db, offset=offset, limit=SIZE)
    rows = [
        {
            "account": row,
            "locked_until": staff_tries.locked_until(db, row.login, now=now()),
            "invited_until": staff_invitations.expires_at(db, row.id, now=now()),
        }
        for row in accounts
    ]
    return rows, total


def _form(request: Request, form: dict[str, str], errors: Errors) -> Response:
    status = 422 if errors else 200
    return render(request, "accounts/staff_new.html", status=status, form=form, errors=errors)
