"""One's own account: who one is, where one is signed in, the second factor."""

from typing import Any

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.auditing import record
from console.flash import flash
from console.pages import redirect, render
from console.threads import read, write
from console.times import now
from console.visits import current, limits_of, member, settings_of
from store import staff, staff_sessions, staff_totp


async def show(request: Request) -> Response:
    """The page."""
    who = member(request)
    return render(
        request, "accounts/account.html", **await read(request, _look_up, request, who.id)
    )


async def end_session(request: Request) -> Response:
    """Signs one of the account's browsers out."""
    session_id = int(request.path_params["session"])
    is_done = await write(request, _end, request, member(request).id, session_id)
    kind, key = ("done", "ended") if is_done else ("warning", "ended_before")
    flash(request, kind, f"accounts.sessions.{key}")
    return redirect(request, "/account")


async def end_others(request: Request) -> Response:
    """Signs all browsers of the account out but this one."""
    count = await write(request, _end_others, request, member(request).id)
    flash(request, "done", "accounts.sessions.others_ended", count=count)
    return redirect(request, "/account")


def _look_up(db: Session, request: Request, staff_id: int) -> dict[str, Any]:
    limits, moment = limits_of(settings_of(request)), now()
    sessions = [
        row
        for row in staff_sessions.fetch_of(db, staff_id)
        if not staff_sessions.is_over(row, limits, moment)
    ]
    row = staff.fetch(db, staff_id)
    return {
        "sessions": sessions,
        "here": current(request).session_id,
        "num_codes": staff_totp.num_codes(db, staff_id),
        "has_password": row is not None and row.password_hash is not None,
        "idle_minutes": settings_of(request).desk_idle_minutes,
        "session_hours": settings_of(request).desk_session_hours,
    }


def _end(db: Session, request: Request, staff_id: int, session_id: int) -> bool:
    is_done = staff_sessions.end(db, staff_id, session_id)
    record(db, request, "session.revoked", f"staff:{staff_id}", sessions=int(is_done))
    return is_done


def _end_others(db: Session, request: Request, staff_id: int) -> int:
    count = staff_sessions.end_all(db, staff_id, but=current(request).session_id)
    record(db, request, "session.revoked", f"staff:{staff_id}", sessions=count)
    return count
