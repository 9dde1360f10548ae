"""The page behind an invitation link: somebody sets the password of their account."""

from typing import Any

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from console.accounts import passwords
from console.accounts.password import faults
from console.auditing import record_as
from console.flash import flash
from console.forms import read_form, required
from console.pages import redirect, refuse, render
from console.threads import read, work, write
from console.times import now
from store import staff, staff_invitations, staff_sessions, staff_tries


async def accept(request: Request) -> Response:
    """The form, and what it brings; the link works once."""
    token = str(request.path_params["token"])
    invited = await read(request, staff_invitations.fetch, token, now=now())
    if invited is None:
        return refuse(request, 404, "accounts.invitation.void")
    page: dict[str, Any] = {"login": invited.login, "name": invited.name}
    if request.method == "GET":
        return render(request, "accounts/invitation.html", errors={}, **page)
    form = await read_form(request)
    errors = required(request, form, "new", "again")
    errors = errors or faults(request, form, invited.login)
    if errors:
        return render(request, "accounts/invitation.html", status=422, errors=errors, **page)
    fresh = await work(request, passwords.make_hash, form["new"])
    if not await write(request, _use, request, token, fresh):
        return refuse(request, 404, "accounts.invitation.void")
    flash(request, "done", "accounts.invitation.done")
    return redirect(request, "/sign-in")


def _use(db: Session, request: Request, token: str, fresh: str) -> bool:
    who = staff_invitations.use(db, token, now=now())
    if who is None:
        return False
    staff.save_password(db, who.id, fresh)
    staff_sessions.end_all(db, who.id)
    staff_tries.clear(db, who.login)
    record_as(db, request, who.login, "staff.invitation_used", f"staff:{who.id}")
    return True
