"""Administrators' page of one account, and what they may do to it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from console.accounts.audit_words import describe
from console.accounts.staff_list import email_fault, show_link
from console.auditing import record
from console.flash import flash
from console.forms import choice, read_form
from console.pages import redirect, render
from console.threads import read, write
from console.times import now
from console.visits import current, limits_of, settings_of
from store import audit_lines, staff, staff_invitations, staff_sessions, staff_totp, staff_tries
from store.models_staff import ROLES, Staff

Change = Callable[[Session, Staff], None]


async def show(request: Request) -> Response:
    """The page."""
    return await _page(request, {})


async def save_role(request: Request) -> Response:
    """Gives the account another role; it counts from its next request on."""
    role = choice(await read_form(request), "role", ROLES)
    if not role:
        raise HTTPException(400)

    def change(db: Session, row: Staff) -> None:
        before = row.role
        staff.save_role(db, row.id, role)
        _note(db, request, "staff.role_changed", row, before=before, after=role)

    return await _apply(request, change, "accounts.staff.role_saved")


async def save_active(request: Request) -> Response:
    """Switches the account off, which signs it out everywhere, or on again."""
    is_active = choice(await read_form(request), "active", ("yes", "no")) == "yes"

    def change(db: Session, row: Staff) -> None:
        staff.save_active(db, row.id, is_active=is_active)
        if not is_active:
            staff_sessions.end_all(db, row.id)
            staff_invitations.withdraw(db, row.id)
        _note(db, request, "staff.switched_on" if is_active else "staff.switched_off", row)

    name = "switched_on" if is_active else "switched_off"
    return await _apply(request, change, f"accounts.staff.{name}")


async def unlock(request: Request) -> Response:
    """Forgets the wrong tries."""

    def change(db: Session, row: Staff) -> None:
        staff_tries.clear(db, row.login)
        _note(db, request, "staff.unlocked", row)

    return await _apply(request, change, "accounts.staff.unlocked")


async def end_sessions(request: Request) -> Response:
    """Signs the account out everywhere."""

    def change(db: Session, row: Staff) -> None:
        count = staff_sessions.end_all(db, row.id)
        _note(db, request, "session.revoked", row, sessions=count)

    return await _apply(request, change, "accounts.staff.signed_out")


async def reset_totp(request: Request) -> Response:
    """For a lost telephone: the password is enough until the owner sets it up anew."""

    def change(db: Session, row: Staff) -> None:
        staff_totp.switch_off(db, row.id)
        staff_sessions.end_all(db, row.id)
        _note(db, request, "staff.totp_reset", row)

    return await _apply(request, change, "accounts.staff.totp_reset")


async def require_password(request: Request) -> Response:
    """The owner must choose another password before anything else."""

    def change(db: Session, row: Staff) -> None:
        staff.require_new_password(db, row.id)
        _note(db, request, "staff.password_required", row)

    return await _apply(request, change, "accounts.staff.password_required")


async def save_email(request: Request) -> Response:
    """The address by which single sign-on finds the account."""
    form = await read_form(request)
    errors = email_fault(request, form)
    if errors:
        return await _page(request, errors)
    email = form.get("email", "").lower() or None

    def change(db: Session, row: Staff) -> None:
        staff.save_email(db, row.id, email)
        _note(db, request, "staff.email_changed", row)

    return await _apply(request, change, "accounts.staff.email_saved")


async def renew_invitation(request: Request) -> Response:
    """A new link, for a password that was forgotten or never set."""

    def change(db: Session, row: Staff) -> tuple[Staff, str]:
        token = staff_invitations.invite(db, row.id, now=now())
        _note(db, request, "staff.invited", row)
        return row, token

    row, token = await write(request, _on_account, request, change)
    return show_link(request, row.name, row.login, token)


async def _apply(request: Request, change: Change, done: str) -> Response:
    try:
        await write(request, _on_account, request, change)
        flash(request, "done", done)
    except staff.LastAdministrator:
        flash(request, "error", "accounts.staff.last_administrator")
    except staff.LoginTaken:
        flash(request, "error", "accounts.staff.taken")
    return redirect(request, f"/staff/{request.path_params['staff']}")


def _on_account(db: Session, request: Request, change: Callable[..., Any]) -> Any:
    row = staff.fetch(db, int(request.path_params["staff"]))
    if row is None:
        raise HTTPException(404)
    return change(db, row)


def _note(db: Session, request: Request, action: str, row: Staff, **details: str | int) -> None:
    record(db, request, action, f"staff:{row.id}", **details)


async def _page(request: Request, errors: dict[str, str]) -> Response:
    found = await read(request, _on_account, request, lambda db, row: _look_up(db, request, row))
    status = 422 if errors else 200
    return render(request, "accounts/staff_one.html", status=status, errors=errors, **found)


def _look_up(db: Session, request: Request, row: Staff) -> dict[str, Any]:
    limits, moment = limits_of(settings_of(request)), now()
    sessions = staff_sessions.fetch_of(db, row.id)
    lines, _ = audit_lines.fetch_page(
        db, audit_lines.Filter(subject=f"staff:{row.id}"), offset=0, limit=10
    )
    return {
        "account": row,
        "roles": ROLES,
        "sessions": [one for one in sessions if not staff_sessions.is_over(one, limits, moment)],
        "locked_until": staff_tries.locked_until(db, row.login, now=moment),
        "invited_until": staff_invitations.expires_at(db, row.id, now=moment),
        "lines": [describe(line, current(request).language) for line in lines],
    }
