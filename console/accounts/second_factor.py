"""Signing in, second step: a code of the telephone, or a recovery code."""

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.accounts import codes, entering
from console.auditing import record
from console.flash import flash
from console.forms import read_form, required, safe_next
from console.pages import redirect, render
from console.threads import write
from console.times import now
from console.visits import Member, current
from console.words import say
from store import staff, staff_sessions, staff_totp, staff_tries


async def ask_code(request: Request) -> Response:
    """The form for the code, and what it brings."""
    visit = current(request)
    if visit.pending is None:
        return redirect(request, "/" if visit.member else "/sign-in")
    if request.method == "GET":
        return _form(request, request.query_params.get("next", ""), {})
    form = await read_form(request)
    errors = required(request, form, "code")
    if errors:
        return _form(request, form.get("next", ""), errors)
    token, is_locked = await write(request, _check, request, visit.pending, form["code"])
    if token is not None:
        return entering.carry(request, redirect(request, safe_next(form.get("next", ""))), token)
    if is_locked:
        flash(request, "error", "accounts.sign_in.locked")
        return entering.carry(request, redirect(request, "/sign-in"))
    errors = {"code": say("accounts.code.wrong", visit.language)}
    return _form(request, form.get("next", ""), errors)


def _check(db: Session, request: Request, pending: Member, code: str) -> tuple[str | None, bool]:
    """A token when the code was right; else whether the login is locked out now."""
    if not staff_tries.take(db, pending.login, now=now()):
        staff_sessions.end(db, pending.id, current(request).session_id or 0)
        record(db, request, "session.refused", f"staff:{pending.id}", step="code")
        return None, True
    who = staff.fetch(db, pending.id)
    way = accept(db, pending.id, code)
    if who is None or way is None:
        record(db, request, "session.refused", f"staff:{pending.id}", step="code")
        return None, False
    return entering.enter(db, request, who, way=way), False


def accept(db: Session, staff_id: int, code: str) -> str | None:
    """Uses a code up: `totp`, `recovery_code`, or None when it is neither."""
    secret = staff_totp.fetch_secret(db, staff_id)
    if secret is not None:
        steps = codes.matching_steps(secret, code, now=now())
        if staff_totp.use_step(db, staff_id, steps):
            return "totp"
    return "recovery_code" if staff_totp.use_recovery_code(db, staff_id, code) else None


def _form(request: Request, after: str, errors: dict[str, str]) -> Response:
    return render(
        request,
        "accounts/code.html",
        status=422 if errors else 200,
        errors=errors,
        after=after,
    )
