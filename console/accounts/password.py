"""Changing one's own password; also the change that is due before anything else."""

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.accounts import entering, passwords
from console.auditing import record
from console.flash import flash
from console.forms import Errors, read_form, required
from console.pages import redirect, render
from console.threads import read, work, write
from console.times import now
from console.visits import current, member
from console.words import say
from store import staff, staff_sessions, staff_tries


async def change_password(request: Request) -> Response:
    """The form, and what it brings. All other browsers of the account are signed out."""
    who = member(request)
    stored = await read(request, _fetch_hash, who.id)
    if stored is None:
        flash(request, "warning", "accounts.password.sign_on_only")
        return redirect(request, "/account")
    if request.method == "GET":
        return render(request, "accounts/password.html", errors={})
    form = await read_form(request)
    errors = required(request, form, "password", "new", "again")
    errors = errors or faults(request, form, who.login)
    if not errors and not await is_own(request, form["password"]):
        errors = {"password": say("accounts.password.wrong", who.language)}
    if not errors and form["new"] == form["password"]:
        errors = {"new": say("accounts.password.same", who.language)}
    if errors:
        return render(request, "accounts/password.html", status=422, errors=errors)
    fresh = await work(request, passwords.make_hash, form["new"])
    token = await write(request, _save, request, who.id, fresh)
    flash(request, "done", "accounts.password.saved")
    return entering.carry(request, redirect(request, "/account"), token)


def faults(request: Request, form: dict[str, str], login: str) -> Errors:
    """What is wrong with a new password in `new`, typed again in `again`."""
    language = current(request).language
    key = passwords.fault(form["new"], login)
    if key is not None:
        return {"new": say(key, language)}
    if form["new"] != form["again"]:
        return {"again": say("accounts.password.differs", language)}
    return {}


async def is_own(request: Request, password: str) -> bool:
    """Whether this is the password of whoever is signed in; wrong ones count towards lock-out."""
    who = member(request)
    is_admitted = await write(request, _take_try, who.login)
    stored = await read(request, _fetch_hash, who.id)
    is_right = await work(request, passwords.verify, stored if is_admitted else None, password)
    if is_right:
        await write(request, staff_tries.clear, who.login)
    return is_right


def _save(db: Session, request: Request, staff_id: int, fresh: str) -> str:
    staff.save_password(db, staff_id, fresh)
    staff_sessions.end_all(db, staff_id, but=current(request).session_id)
    row = staff.fetch(db, staff_id)
    if row is None:
        raise LookupError("the account is gone")
    record(db, request, "staff.password_changed", f"staff:{staff_id}")
    return entering.enter(db, request, row, way="password_change")


def _fetch_hash(db: Session, staff_id: int) -> str | None:
    row = staff.fetch(db, staff_id)
    return row.password_hash if row is not None else None


def _take_try(db: Session, login: str) -> bool:
    return staff_tries.take(db, login, now=now())
